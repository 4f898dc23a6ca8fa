// Receipt codes: what is written down is what is read, typing errors are noticed, and the keys of a
// thread come from code, campaign and purpose alone.
#include "crypto/receipt_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>

#include "tests/support/matchers.h"

namespace candor::crypto {
namespace {

using ::candor::testing::StatusIs;

// The bytes 00, 01, … 13 (hexadecimal), and all below, computed by an independent program.
constexpr std::string_view kText = "000G-40R4-0M30-E209-185G-R38E-1W81-24GK-T4XH";
constexpr std::string_view kSigningKey =
    "75251b01cb759d26b3222ba8f0f1bf1c0cbc62b6d6bbf9086fa5db808ec8d46f";
constexpr std::string_view kKemKey =
    "49004ba2fe57192b3b0f6acdddceabae6857b344be5c30c61cd96916cebd2852";
constexpr std::string_view kStateKey =
    "83f1cefd48369f2a367f7d486f1974f7c223251ed848af9b9bed292a71d45f12";

ByteArray<20> CodeBytes() {
  ByteArray<20> out;
  for (std::uint8_t i = 0; i < out.size(); ++i) out[i] = i;
  return out;
}

Bytes CampaignId(std::uint8_t fill) { return Bytes(16, fill); }

bool ParsesTo(std::string_view text, ByteView expected) {
  const auto code = ReceiptCode::Parse(text);
  return code.ok() && Equal(code->ExposeSecret(), expected);
}

TEST(ReceiptCode, IsWrittenAsTheProtocolSays) {
  EXPECT_EQ(ReceiptCode::FromBytes(CodeBytes()).Format(), kText);
}

TEST(ReceiptCode, IsReadInEveryWayAPersonMayWriteIt) {
  std::string lower(kText);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
  std::string bare(kText);
  std::erase(bare, '-');
  std::string spaced(kText);
  std::ranges::replace(spaced, '-', ' ');
  std::string letters(kText);
  std::ranges::replace(letters, '0', 'O');
  std::ranges::replace(letters, '1', 'l');
  for (const std::string& text : {std::string(kText), lower, bare, spaced, letters,
                                  std::string(kText) + "\r\n", "  " + bare + " "}) {
    EXPECT_TRUE(ParsesTo(text, CodeBytes())) << text;
  }
}

TEST(ReceiptCode, SurvivesWritingAndReading) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto code = ReceiptCode::Generate(random);
    const std::string text = code.Format();
    EXPECT_EQ(text.size(), 44u);
    EXPECT_TRUE(ParsesTo(text, code.ExposeSecret()));
    seen.insert(text);
  }
  EXPECT_EQ(seen.size(), 100u);
}

TEST(ReceiptCode, EveryWrongCharacterIsNoticed) {
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (std::size_t i = 0; i < kText.size(); ++i) {
    if (kText[i] == '-') continue;
    for (const char c : kAlphabet) {
      if (c == kText[i]) continue;
      std::string mistyped(kText);
      mistyped[i] = c;
      EXPECT_THAT(ReceiptCode::Parse(mistyped), StatusIs(absl::StatusCode::kInvalidArgument))
          << mistyped;
    }
  }
}

TEST(ReceiptCode, SwappedNeighboursAreNoticed) {
  std::string bare(kText);
  std::erase(bare, '-');
  for (std::size_t i = 0; i + 1 < bare.size(); ++i) {
    if (bare[i] == bare[i + 1]) continue;
    std::string swapped = bare;
    std::swap(swapped[i], swapped[i + 1]);
    EXPECT_THAT(ReceiptCode::Parse(swapped), StatusIs(absl::StatusCode::kInvalidArgument))
        << swapped;
  }
}

TEST(ReceiptCode, RefusesWhatIsNotACode) {
  const std::string text(kText);
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ReceiptCode::Parse(text.substr(0, size)).ok()) << size;
  }
  for (const std::string& bad :
       {text + "0", "0" + text, text + text, std::string(36, 'U'), std::string(36, '0'),
        std::string(36, '!'), std::string(36, '\0'), std::string(1000, '-'),
        std::string(36, '\xc3')}) {
    EXPECT_THAT(ReceiptCode::Parse(bad), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(ReceiptCode, MessagesDoNotRepeatWhatWasTyped) {
  const std::string message(ReceiptCode::Parse("SECRET-TYPED-TEXT").status().message());
  EXPECT_EQ(message.find("SECRET"), std::string::npos);
}

TEST(ReceiptCode, IsNeverCopied) {
  static_assert(!std::is_copy_constructible_v<ReceiptCode>);
  static_assert(!std::is_copy_assignable_v<ReceiptCode>);
  static_assert(!std::is_copy_constructible_v<ThreadKeys>);
}

TEST(ThreadKeys, AreThoseOfTheProtocol) {
  const auto keys =
      DeriveThreadKeys(ReceiptCode::FromBytes(CodeBytes()), CampaignId(0x33), Purpose::kVoice);
  EXPECT_EQ(HexEncode(keys.signing.verify_key().bytes), kSigningKey);
  EXPECT_EQ(HexEncode(keys.kem.public_key().bytes), kKemKey);
  EXPECT_EQ(HexEncode(keys.state.ExposeSecret()), kStateKey);
}

TEST(ThreadKeys, DependOnCodeCampaignAndPurposeAndOnNothingElse) {
  SystemRandom random;
  const auto code = ReceiptCode::FromBytes(CodeBytes());
  const auto other = ReceiptCode::Generate(random);
  std::set<ByteArray<32>> seen;
  const auto add = [&](const ThreadKeys& keys) {
    const auto state = ToArray<32>(keys.state.ExposeSecret());
    seen.insert({keys.signing.verify_key().bytes, keys.kem.public_key().bytes, *state});
  };
  for (int i = 0; i < 2; ++i) {
    add(DeriveThreadKeys(code, CampaignId(1), Purpose::kVoice));
    add(DeriveThreadKeys(code, CampaignId(1), Purpose::kContribute));
    add(DeriveThreadKeys(code, CampaignId(2), Purpose::kVoice));
    add(DeriveThreadKeys(other, CampaignId(1), Purpose::kVoice));
  }
  EXPECT_EQ(seen.size(), 12u);
}

}  // namespace
}  // namespace candor::crypto

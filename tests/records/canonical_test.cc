// One form for each value: what every decoder of records does with encodings that are not quite
// one.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/records/samples.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

// Nothing, or a value whose one encoding is `bytes`.
void ExpectNoSecondForm(const Sample& sample, const Bytes& bytes, std::string_view what,
                        std::size_t at) {
  const auto again = sample.reencode(bytes);
  if (!again.ok()) return;
  ASSERT_EQ(*again, bytes) << what << " at " << at;
}

TEST(Canonical, EveryStructureDecodesAndEncodesToTheSameBytes) {
  for (const auto& sample : Samples()) {
    EXPECT_THAT(sample.reencode(sample.bytes), IsOkAndHolds(sample.bytes)) << sample.name;
  }
}

TEST(Canonical, NoTruncationDecodes) {
  for (const auto& sample : Samples()) {
    SCOPED_TRACE(sample.name);
    for (std::size_t size = 0; size < sample.bytes.size(); ++size) {
      const Bytes cut(sample.bytes.begin(), sample.bytes.begin() + static_cast<long>(size));
      if (sample.open_ended) {
        ASSERT_NO_FATAL_FAILURE(ExpectNoSecondForm(sample, cut, "truncated", size));
      } else {
        ASSERT_THAT(sample.reencode(cut), StatusIs(absl::StatusCode::kInvalidArgument)) << size;
      }
    }
  }
}

TEST(Canonical, NoByteMayFollow) {
  for (const auto& sample : Samples()) {
    for (const std::uint8_t extra : {0x00, 0x01, 0x80, 0xff}) {
      Bytes longer = sample.bytes;
      longer.push_back(extra);
      EXPECT_THAT(sample.reencode(longer), StatusIs(absl::StatusCode::kInvalidArgument))
          << sample.name;
    }
  }
}

// Every bit at both ends, where lengths and counts are dense; elsewhere of a long encoding one bit
// of each byte, a different one from byte to byte.
void FlipBits(const Sample& sample) {
  constexpr std::size_t kDense = 1200;
  const std::size_t size = sample.bytes.size();
  Bytes flipped = sample.bytes;
  for (std::size_t i = 0; i < size; ++i) {
    const bool dense = i < kDense || i + kDense >= size;
    for (unsigned bit = dense ? 0 : i % 8; bit < 8; bit += dense ? 1 : 8) {
      flipped[i] = static_cast<std::uint8_t>(flipped[i] ^ (1u << bit));
      ASSERT_NO_FATAL_FAILURE(ExpectNoSecondForm(sample, flipped, "flipped", i * 8 + bit));
      flipped[i] = sample.bytes[i];
    }
  }
}

TEST(Canonical, NoFlippedBitGivesASecondEncodingOfAnything) {
  for (const auto& sample : Samples()) {
    SCOPED_TRACE(sample.name);
    FlipBits(sample);
  }
}

// The control: a decoder that looks away from one byte is caught by the check above.
TEST(CanonicalControl, ADecoderThatIgnoresABitIsCaught) {
  const Reencode careless = [](ByteView bytes) -> absl::StatusOr<Bytes> {
    if (bytes.size() != 2) return absl::InvalidArgumentError("wrong length");
    return Bytes{bytes[0], 0};
  };
  const auto again = careless(Bytes{1, 2});
  ASSERT_OK(again);
  EXPECT_NE(*again, (Bytes{1, 2}));
}

// Structures that begin with a version refuse every other one.
TEST(Version, EveryOtherVersionIsRefused) {
  const std::vector<std::string> unversioned = {"Signed", "SignedSubmission", "RosterEntry",
                                                "AnswerContent", "NoteContent", "PublishContent", "TokenKeyContent", "AgreedErasure"};
  std::size_t versioned = 0;
  for (const auto& sample : Samples()) {
    const bool governance = sample.name.starts_with("Governance/");
    if (std::ranges::find(unversioned, sample.name) != unversioned.end()) continue;
    // A log entry's version follows its type, a governance record's stands in its body, a file's follows its mark.
    const bool file = sample.name == "AskedChallenges";
    const std::size_t at = sample.name.starts_with("LogEntry/") ? 1 : governance ? 2 : file ? 7 : 0;
    ASSERT_EQ(sample.bytes[at], 1) << sample.name;
    for (int version = 0; version < 256; ++version) {
      if (version == 1) continue;
      Bytes other = sample.bytes;
      other[at] = static_cast<std::uint8_t>(version);
      EXPECT_FALSE(sample.reencode(other).ok()) << sample.name << " " << version;
    }
    ++versioned;
  }
  EXPECT_GT(versioned, 40u);
}

}  // namespace
}  // namespace candor::testing

// The envelope, its padding and the opinion inside: one text for all readers, and nothing else.
#include "crypto/envelope.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "crypto/aead.h"
#include "crypto/codec.h"
#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/hpke.h"
#include "crypto/labels.h"
#include "tests/crypto/two_text_body.h"
#include "tests/support/matchers.h"

namespace candor::crypto {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;
using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t kHeaderSize = 50;
constexpr std::size_t kSlotsOffset = 82;
constexpr std::size_t kSlotSize = 80;

SecretBytes Text(std::string_view text) { return SecretBytes::Copy(AsBytes(text)); }

EnvelopeHeader Header() {
  EnvelopeHeader header;
  header.campaign_id.fill(0xca);
  header.thread_key.bytes.fill(0x7e);
  header.audience = 1;
  return header;
}

struct Readers {
  explicit Readers(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      keys.push_back(KemPrivateKey::Generate(random));
      public_keys.push_back(keys.back().public_key());
    }
  }
  DeterministicRandomForTesting random{42};
  std::vector<KemPrivateKey> keys;
  std::vector<KemPublicKey> public_keys;
};

Bytes Sealed(Readers& readers, std::string_view text = "what I think") {
  auto envelope = SealEnvelope(Header(), readers.public_keys, Text(text), readers.random);
  EXPECT_OK(envelope);
  return envelope.ok() ? *envelope : Bytes();
}

absl::StatusOr<std::string> OpenAs(const Readers& readers, std::size_t index, ByteView envelope) {
  auto opened =
      OpenEnvelope(envelope, Header(), index, readers.keys.size(), readers.keys[index]);
  if (!opened.ok()) return opened.status();
  return std::string(AsText(opened->ExposeSecret()));
}

// --- the pieces, written out again from the specification ----------------------------------------

Bytes HeaderBytes(const EnvelopeHeader& header) {
  Writer out;
  out.U8(1).Fixed(header.campaign_id).Fixed(header.thread_key.bytes).U8(header.audience);
  return out.Take();
}

Hash HeaderHashOf(const EnvelopeHeader& header) {
  return Sha256({AsBytes("candor/envelope-header/v1\0"sv), HeaderBytes(header)});
}

ByteArray<32> DeriveFrom(ByteView content_key, std::string_view label) {
  ByteArray<32> out{};
  HkdfExpand(HkdfExtract({}, content_key), {AsBytes(label)}, out);
  return out;
}

ByteArray<32> BodyKeyOf(ByteView content_key) {
  return DeriveFrom(content_key, "candor/envelope-body/v1\0"sv);
}

Hash CommitmentOf(ByteView content_key, const Hash& header_hash) {
  return HmacSha256(DeriveFrom(content_key, "candor/envelope-commit/v1\0"sv), {header_hash});
}

Bytes SlotInfoOf(const Hash& header_hash) {
  return Concat({AsBytes("candor/envelope/v1\0"sv), header_hash});
}

// An opener that forgets the commitment, and is right in all else.
absl::StatusOr<std::string> OpenWithoutCommitment(const Readers& readers, std::size_t index,
                                                  ByteView envelope) {
  const Hash header_hash = HeaderHashOf(Header());
  const ByteView commitment = envelope.subspan(kHeaderSize, 32);
  const auto content_key =
      HpkeOpen(readers.keys[index], SlotInfoOf(header_hash), commitment,
               envelope.subspan(kSlotsOffset + index * kSlotSize, kSlotSize));
  if (!content_key.ok()) return content_key.status();
  const ByteView rest = envelope.subspan(kSlotsOffset + readers.keys.size() * kSlotSize);
  const auto padded = XChaCha20Poly1305Open(BodyKeyOf(content_key->ExposeSecret()),
                                            *ToArray<24>(rest.first(24)),
                                            Concat({header_hash, commitment}), rest.subspan(24));
  if (!padded.ok()) return padded.status();
  const auto plaintext = Unpad(*padded);
  if (!plaintext.ok()) return plaintext.status();
  return std::string(AsText(plaintext->ExposeSecret()));
}

// --- sealing and opening -------------------------------------------------------------------------

TEST(Envelope, EveryReaderSeesTheSameText) {
  Readers leaders(2);
  const Bytes envelope = Sealed(leaders, "the plan is rushed");
  EXPECT_EQ(OpenAs(leaders, 0, envelope).value(), "the plan is rushed");
  EXPECT_EQ(OpenAs(leaders, 1, envelope).value(), "the plan is rushed");
}

TEST(Envelope, HasTheLayoutOfTheSpecification) {
  Readers leaders(2);
  const Bytes envelope = Sealed(leaders, "text");
  EXPECT_EQ(envelope.size(), 50u + 32 + 2 * 80 + 24 + 16400);
  EXPECT_TRUE(Equal(ByteView(envelope).first(kHeaderSize), HeaderBytes(Header())));
  EXPECT_EQ(OpenWithoutCommitment(leaders, 0, envelope).value(), "text");
  EXPECT_EQ(OpenWithoutCommitment(leaders, 1, envelope).value(), "text");
  const Hash header_hash = HeaderHashOf(Header());
  const ByteView commitment = ByteView(envelope).subspan(kHeaderSize, 32);
  ASSERT_OK_AND_ASSIGN(const SecretBytes content_key,
                       HpkeOpen(leaders.keys[0], SlotInfoOf(header_hash), commitment,
                                ByteView(envelope).subspan(kSlotsOffset, kSlotSize)));
  EXPECT_TRUE(Equal(CommitmentOf(content_key.ExposeSecret(), header_hash), commitment));
}

TEST(Envelope, ItsSizeDependsOnTheAudienceAlone) {
  Readers leaders(3);
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{5000},
                                 kMaxUnpaddedSize}) {
    const std::string text(size, 'x');
    const Bytes envelope = Sealed(leaders, text);
    EXPECT_EQ(envelope.size(), EnvelopeSize(3));
    EXPECT_EQ(OpenAs(leaders, 2, envelope).value(), text);
  }
}

TEST(Envelope, ATextBeyondTheLimitIsRefusedWithTheLimit) {
  Readers leaders(1);
  EXPECT_THAT(SealEnvelope(Header(), leaders.public_keys, SecretBytes(Bytes(kPlaintextSize)),
                           leaders.random),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "the plaintext has 16384 bytes; one envelope holds at most 16383"));
}

TEST(Envelope, TheSameTextNeverMakesTheSameEnvelope) {
  Readers leaders(1);
  const Bytes a = Sealed(leaders);
  const Bytes b = Sealed(leaders);
  for (std::size_t offset = kHeaderSize; offset + 16 <= a.size(); offset += 16) {
    EXPECT_FALSE(Equal(ByteView(a).subspan(offset, 16), ByteView(b).subspan(offset, 16))) << offset;
  }
}

TEST(Envelope, AnAudienceHasOneToSixtyFourReaders) {
  Readers crowd(65);
  const std::span<const KemPublicKey> all = crowd.public_keys;
  EXPECT_THAT(SealEnvelope(Header(), all, Text("t"), crowd.random),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1 to 64")));
  EXPECT_THAT(SealEnvelope(Header(), {}, Text("t"), crowd.random),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1 to 64")));
  ASSERT_OK_AND_ASSIGN(const Bytes envelope,
                       SealEnvelope(Header(), all.first(64), Text("t"), crowd.random));
  EXPECT_EQ(envelope.size(), EnvelopeSize(64));
  for (std::size_t i = 0; i < 64; ++i) {
    EXPECT_OK(OpenEnvelope(envelope, Header(), i, 64, crowd.keys[i])) << i;
  }
  for (const std::size_t count : {0, 65}) {
    EXPECT_THAT(OpenEnvelope(Bytes(EnvelopeSize(count)), Header(), 0, count, crowd.keys[0]),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1 to 64")));
  }
}

TEST(Envelope, AReaderKeyOfLowOrderIsRefusedByItsPlace) {
  Readers leaders(3);
  leaders.public_keys[1] = KemPublicKey{};
  EXPECT_THAT(SealEnvelope(Header(), leaders.public_keys, Text("t"), leaders.random),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::AllOf(HasSubstr("reader 2"), HasSubstr("low order"))));
}

TEST(Envelope, OpensInItsOwnSlotOnly) {
  Readers leaders(2);
  const Bytes envelope = Sealed(leaders);
  EXPECT_THAT(OpenEnvelope(envelope, Header(), 0, 2, leaders.keys[1]),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("slot")));
  EXPECT_THAT(OpenEnvelope(envelope, Header(), 2, 2, leaders.keys[1]),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("audience")));
  const auto stranger = KemPrivateKey::Generate(leaders.random);
  EXPECT_THAT(OpenEnvelope(envelope, Header(), 0, 2, stranger),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("another key")));
}

// --- wrong place ---------------------------------------------------------------------------------

std::vector<EnvelopeHeader> OtherHeaders() {
  std::vector<EnvelopeHeader> out(3, Header());
  out[0].campaign_id[15] ^= 1;
  out[1].thread_key.bytes[0] ^= 1;
  out[2].audience = 0;
  return out;
}

TEST(Envelope, IsRefusedForAnotherCampaignThreadOrAudience) {
  Readers leaders(1);
  const Bytes envelope = Sealed(leaders);
  for (const auto& other : OtherHeaders()) {
    EXPECT_THAT(OpenEnvelope(envelope, other, 0, 1, leaders.keys[0]),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("another campaign")));
  }
}

TEST(Envelope, CannotBeMovedByRewritingItsHeader) {
  Readers leaders(1);
  for (const auto& other : OtherHeaders()) {
    Bytes moved = Sealed(leaders);
    std::ranges::copy(HeaderBytes(other), moved.begin());
    EXPECT_THAT(OpenEnvelope(moved, other, 0, 1, leaders.keys[0]),
                StatusIs(absl::StatusCode::kUnauthenticated));
  }
}

TEST(Envelope, AnnouncesItsHeaderToWhoeverHasNoKey) {
  Readers leaders(2);
  Bytes envelope = Sealed(leaders);
  ASSERT_OK_AND_ASSIGN(const EnvelopeHeader header, ParseEnvelopeHeader(envelope));
  EXPECT_EQ(header, Header());
  for (const std::size_t size : {std::size_t{0}, kHeaderSize, EnvelopeSize(0), EnvelopeSize(1) - 1,
                                 EnvelopeSize(1) + 1, EnvelopeSize(65)}) {
    envelope.resize(size, 1);
    EXPECT_THAT(ParseEnvelopeHeader(envelope), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  for (const std::size_t count : {1, 2, 64}) {
    envelope.resize(EnvelopeSize(count));
    EXPECT_OK(ParseEnvelopeHeader(envelope));
    envelope[0] = 2;
    EXPECT_THAT(ParseEnvelopeHeader(envelope),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("version")));
    envelope[0] = 1;
  }
}

// --- damage --------------------------------------------------------------------------------------

TEST(Envelope, EveryTruncationAndExtensionIsRefused) {
  Readers leaders(2);
  const Bytes envelope = Sealed(leaders);
  for (std::size_t size = 0; size < envelope.size(); ++size) {
    ASSERT_THAT(OpenAs(leaders, 0, ByteView(envelope).first(size)),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << size;
  }
  for (const std::size_t more : {std::size_t{1}, kSlotSize, std::size_t{16384}}) {
    EXPECT_THAT(OpenAs(leaders, 0, Concat({envelope, Bytes(more)})),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  // One reader's slot cut out, and the audience called smaller.
  Bytes shorter = envelope;
  shorter.erase(shorter.begin() + kSlotsOffset, shorter.begin() + kSlotsOffset + kSlotSize);
  EXPECT_THAT(OpenEnvelope(shorter, Header(), 0, 1, leaders.keys[0]), Not(IsOk()));
}

bool InSlotOf(std::size_t reader, std::size_t offset) {
  const std::size_t begin = kSlotsOffset + reader * kSlotSize;
  return offset >= begin && offset < begin + kSlotSize;
}

// Every byte up to the body, then a stride through it and its last bytes.
std::vector<std::size_t> OffsetsToFlip(std::size_t size) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < size; i += (i < 300 || i + 40 > size) ? 1 : 89) out.push_back(i);
  out.push_back(size - 1);
  return out;
}

TEST(Envelope, EveryFlippedByteIsRefused) {
  Readers leaders(2);
  const Bytes envelope = Sealed(leaders, "text");
  for (const std::size_t i : OffsetsToFlip(envelope.size())) {
    for (const std::uint8_t bit : {0x01, 0x80}) {
      Bytes flipped = envelope;
      flipped[i] ^= bit;
      for (const std::size_t reader : {0, 1}) {
        const auto opened = OpenAs(leaders, reader, flipped);
        if (InSlotOf(1 - reader, i)) {
          // The other's slot is the other's to miss; this reader still sees the one text.
          EXPECT_EQ(opened.value(), "text");
        } else {
          EXPECT_THAT(opened, Not(IsOk())) << i;
        }
      }
    }
  }
}

TEST(Envelope, PiecesOfTwoEnvelopesDoNotMix) {
  Readers leaders(1);
  const Bytes a = Sealed(leaders, "a");
  const Bytes b = Sealed(leaders, "b");
  const std::size_t body_offset = kSlotsOffset + kSlotSize;
  const auto mix = [&](std::size_t from) {
    return Concat({ByteView(a).first(from), ByteView(b).subspan(from)});
  };
  EXPECT_OK(OpenAs(leaders, 0, mix(kHeaderSize)));  // the headers are equal
  for (const std::size_t from : {kHeaderSize + 32, body_offset, body_offset + 24}) {
    EXPECT_THAT(OpenAs(leaders, 0, mix(from)), StatusIs(absl::StatusCode::kUnauthenticated));
  }
}

// --- an author who would show two leaders two texts ----------------------------------------------

struct Crafted {
  ByteArray<32> first_key;
  ByteArray<32> second_key;
  Hash commitment;
};

constexpr std::string_view kFirstText = "Dear CEO, the plan is excellent.";
constexpr std::string_view kSecondText = "Dear CFO, the plan is a disaster.";

// One envelope for two leaders whose slots hold different keys, under each of which the body opens.
Bytes CraftTwoTexts(Readers& leaders, const Crafted& crafted) {
  const Hash header_hash = HeaderHashOf(Header());
  Bytes out = Concat({HeaderBytes(Header()), crafted.commitment});
  const ByteView content_keys[] = {crafted.first_key, crafted.second_key};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto slot = HpkeSeal(leaders.public_keys[i], SlotInfoOf(header_hash), crafted.commitment,
                               content_keys[i], leaders.random);
    EXPECT_OK(slot);
    Append(out, *slot);
  }
  const auto two_texts = testing::MakeTwoTextBody(
      {.key = BodyKeyOf(crafted.first_key), .text = kFirstText},
      {.key = BodyKeyOf(crafted.second_key), .text = kSecondText},
      Concat({header_hash, crafted.commitment}), leaders.random);
  return Concat({out, two_texts.nonce, two_texts.body});
}

Crafted WithCommitmentToFirst(RandomSource& random) {
  Crafted out{.first_key = random.Array<32>(), .second_key = random.Array<32>(), .commitment = {}};
  out.commitment = CommitmentOf(out.first_key, HeaderHashOf(Header()));
  return out;
}

const auto kDoesNotCommit =
    StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("could show another text"));

// The control: all but the commitment lets both texts through, so the tests below test it alone.
TEST(TwoTexts, WithoutTheCommitmentTwoLeadersWouldSeeTwoTexts) {
  Readers leaders(2);
  const Bytes envelope = CraftTwoTexts(leaders, WithCommitmentToFirst(leaders.random));
  ASSERT_OK_AND_ASSIGN(const std::string first, OpenWithoutCommitment(leaders, 0, envelope));
  ASSERT_OK_AND_ASSIGN(const std::string second, OpenWithoutCommitment(leaders, 1, envelope));
  EXPECT_EQ(first.substr(0, kFirstText.size()), kFirstText);
  EXPECT_EQ(second.substr(testing::kSecondTextOffset, kSecondText.size()), kSecondText);
  EXPECT_EQ(first.size(), second.size());
  EXPECT_NE(first, second);
}

TEST(TwoTexts, AnEnvelopeThatCommitsToNeitherKeyIsRefusedByBoth) {
  Readers leaders(2);
  Crafted crafted = WithCommitmentToFirst(leaders.random);
  crafted.commitment = leaders.random.Array<32>();
  const Bytes envelope = CraftTwoTexts(leaders, crafted);
  EXPECT_OK(OpenWithoutCommitment(leaders, 0, envelope));
  EXPECT_OK(OpenWithoutCommitment(leaders, 1, envelope));
  EXPECT_THAT(OpenAs(leaders, 0, envelope), kDoesNotCommit);
  EXPECT_THAT(OpenAs(leaders, 1, envelope), kDoesNotCommit);
}

TEST(TwoTexts, AnEnvelopeThatCommitsToOneKeyShowsOneTextToThatReaderAndNoneToTheOther) {
  Readers leaders(2);
  Crafted crafted = WithCommitmentToFirst(leaders.random);
  const Bytes for_first = CraftTwoTexts(leaders, crafted);
  EXPECT_THAT(OpenAs(leaders, 0, for_first), IsOk());
  EXPECT_THAT(OpenAs(leaders, 1, for_first), kDoesNotCommit);
  crafted.commitment = CommitmentOf(crafted.second_key, HeaderHashOf(Header()));
  const Bytes for_second = CraftTwoTexts(leaders, crafted);
  EXPECT_THAT(OpenAs(leaders, 0, for_second), kDoesNotCommit);
  EXPECT_THAT(OpenAs(leaders, 1, for_second), IsOk());
}

TEST(TwoTexts, TheCommitmentIsComparedBeforeTheBodyIsTouched) {
  Readers leaders(2);
  Bytes envelope = CraftTwoTexts(leaders, WithCommitmentToFirst(leaders.random));
  envelope.back() ^= 1;
  EXPECT_THAT(OpenAs(leaders, 0, envelope),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("body")));
  EXPECT_THAT(OpenAs(leaders, 1, envelope), kDoesNotCommit);
}

// --- padding -------------------------------------------------------------------------------------

TEST(Padding, GoesRoundAtItsLimits) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kMaxUnpaddedSize - 1,
                                 kMaxUnpaddedSize}) {
    const SecretBytes text(Bytes(size, 'x'));
    ASSERT_OK_AND_ASSIGN(const SecretBytes padded, Pad(text));
    EXPECT_EQ(padded.size(), kPlaintextSize);
    EXPECT_EQ(padded.ExposeSecret()[size], 0x80);
    ASSERT_OK_AND_ASSIGN(const SecretBytes unpadded, Unpad(padded));
    EXPECT_TRUE(Equal(unpadded.ExposeSecret(), text.ExposeSecret()));
  }
  EXPECT_THAT(Pad(SecretBytes(Bytes(kPlaintextSize))),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("16383")));
}

TEST(Padding, KeepsTextsThatLookLikePadding) {
  for (const std::string_view text : {"\x80"sv, "a\x80\0\0"sv, "\0\0"sv, "\x80\x80"sv}) {
    ASSERT_OK_AND_ASSIGN(const SecretBytes padded, Pad(Text(text)));
    ASSERT_OK_AND_ASSIGN(const SecretBytes unpadded, Unpad(padded));
    EXPECT_EQ(AsText(unpadded.ExposeSecret()), text);
  }
}

TEST(Padding, RefusesWhatPadNeverMakes) {
  const auto with = [](std::size_t offset, std::uint8_t value) {
    Bytes padded(kPlaintextSize);
    padded[offset] = value;
    return SecretBytes(std::move(padded));
  };
  const auto malformed = StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("malformed"));
  EXPECT_THAT(Unpad(SecretBytes(Bytes(kPlaintextSize))), malformed);
  for (const std::size_t offset : {std::size_t{0}, std::size_t{5}, kMaxUnpaddedSize}) {
    EXPECT_OK(Unpad(with(offset, 0x80)));
    for (const std::uint8_t value : {0x01, 0x81, 0xc0, 0xff, 0x40}) {
      EXPECT_THAT(Unpad(with(offset, value)), malformed) << offset;
    }
  }
  for (const std::size_t size : {std::size_t{0}, kMaxUnpaddedSize, kPlaintextSize + 1,
                                 2 * kPlaintextSize}) {
    Bytes padded(size);
    if (size > 0) padded[0] = 0x80;
    EXPECT_THAT(Unpad(SecretBytes(std::move(padded))),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("one size")));
  }
}

// --- the opinion inside --------------------------------------------------------------------------

OpinionPlaintext Opinion() {
  OpinionPlaintext out;
  out.text = "Wir reden zu wenig miteinander.\nمرحبا 👩‍💻 e\xcc\x81";
  out.category = "cooperation";
  out.language = "de";
  out.headline = "Zu wenig Austausch";
  out.public_salt.fill(9);
  return out;
}

TEST(Opinion, GoesRound) {
  ASSERT_OK_AND_ASSIGN(const SecretBytes encoded, Opinion().Encode());
  ASSERT_OK_AND_ASSIGN(const OpinionPlaintext decoded, OpinionPlaintext::Decode(encoded));
  EXPECT_EQ(decoded, Opinion());
}

TEST(Opinion, HasTheDocumentedLayout) {
  OpinionPlaintext opinion;
  opinion.text = "text";
  opinion.language = "en";
  ASSERT_OK_AND_ASSIGN(const SecretBytes encoded, opinion.Encode());
  EXPECT_EQ(HexEncode(encoded.ExposeSecret()),
            "01" "000474657874" "00" "02656e" "0000" + std::string(64, '0'));
}

TEST(Opinion, TheLongestTextFitsAndOneByteMoreIsRefusedWithTheLimit) {
  OpinionPlaintext opinion = Opinion();
  const std::size_t limit = opinion.MaxTextSize();
  EXPECT_GT(limit, 15u * 1024);
  opinion.text = std::string(limit, 'x');
  ASSERT_OK_AND_ASSIGN(const SecretBytes encoded, opinion.Encode());
  EXPECT_EQ(encoded.size(), kMaxUnpaddedSize);
  EXPECT_OK(Pad(encoded));
  opinion.text += 'x';
  EXPECT_THAT(opinion.Encode(), StatusIs(absl::StatusCode::kInvalidArgument,
                                         HasSubstr("at most " + std::to_string(limit))));
  opinion.text = std::string(1 << 20, 'x');
  EXPECT_THAT(opinion.Encode(), StatusIs(absl::StatusCode::kInvalidArgument));
}

std::string Repeated(std::string_view character, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += character;
  return out;
}

TEST(Opinion, AHeadlineHasAtMost280CharactersOfAnyLength) {
  OpinionPlaintext opinion = Opinion();
  for (const std::string_view character : {"a"sv, "é"sv, "日"sv, "😀"sv}) {
    opinion.headline = Repeated(character, 280);
    ASSERT_OK_AND_ASSIGN(const SecretBytes encoded, opinion.Encode());
    EXPECT_OK(OpinionPlaintext::Decode(encoded));
    opinion.headline += character;
    EXPECT_THAT(opinion.Encode(),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("281 characters")));
  }
}

// What an author who does not use this encoder could put into an envelope.
SecretBytes Raw(std::uint8_t version, std::string_view text, std::string_view headline = "") {
  Writer out;
  out.U8(version).Text16(text).Text8("").Text8("en").Text16(headline).Fixed(ByteArray<32>{});
  return SecretBytes(out.Take());
}

TEST(Opinion, DecodeRefusesWhatAReaderShouldNotSee) {
  EXPECT_OK(OpinionPlaintext::Decode(Raw(1, "text")));
  for (const auto* bad : {"\xff", "\xed\xa0\x80", "\xc0\x80", "half \xf0\x9f\x98"}) {
    EXPECT_THAT(OpinionPlaintext::Decode(Raw(1, bad)),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("UTF-8")));
    EXPECT_THAT(OpinionPlaintext::Decode(Raw(1, "text", bad)),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("UTF-8")));
  }
  EXPECT_THAT(OpinionPlaintext::Decode(Raw(1, "a\0b"sv)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("zero")));
  EXPECT_THAT(OpinionPlaintext::Decode(Raw(1, "")), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(OpinionPlaintext::Decode(Raw(0, "text")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("version")));
  EXPECT_THAT(OpinionPlaintext::Decode(Raw(2, "text")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("version")));
  EXPECT_THAT(OpinionPlaintext::Decode(Raw(1, "text", Repeated("é", 281))),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("headline")));
}

TEST(Opinion, EncodeRefusesTheSameInWordsForTheAuthor) {
  const auto refused = [](auto change, std::string_view words) {
    OpinionPlaintext opinion = Opinion();
    change(opinion);
    EXPECT_THAT(opinion.Encode(),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(std::string(words))));
  };
  refused([](auto& o) { o.text = ""; }, "the text is empty");
  refused([](auto& o) { o.text = "\xff"; }, "the text is not UTF-8");
  refused([](auto& o) { o.text = "a\0b"s; }, "the text contains a zero character");
  refused([](auto& o) { o.category = "\xff"; }, "the category is not UTF-8");
  refused([](auto& o) { o.language = "\xff"; }, "the language is not UTF-8");
  refused([](auto& o) { o.headline = "\xff"; }, "the headline is not UTF-8");
  refused([](auto& o) { o.category = std::string(256, 'c'); }, "255 bytes");
}

TEST(Opinion, EveryTruncationAndExtensionIsRefused) {
  ASSERT_OK_AND_ASSIGN(const SecretBytes encoded, Opinion().Encode());
  for (std::size_t size = 0; size < encoded.size(); ++size) {
    EXPECT_THAT(
        OpinionPlaintext::Decode(SecretBytes::Copy(encoded.ExposeSecret().first(size))),
        StatusIs(absl::StatusCode::kInvalidArgument))
        << size;
  }
  EXPECT_THAT(OpinionPlaintext::Decode(SecretBytes(Concat({encoded.ExposeSecret(), Bytes{0}}))),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("trailing")));
}

}  // namespace
}  // namespace candor::crypto

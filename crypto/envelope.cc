#include "crypto/envelope.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/aead.h"
#include "crypto/codec.h"
#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/hpke.h"
#include "crypto/labels.h"

namespace candor::crypto {
namespace {

using ContentKey = ScratchSecret<32, struct ContentKeyRole>;
using BodyKey = ScratchSecret<32, struct EnvelopeBodyKeyRole>;
using CommitKey = ScratchSecret<32, struct EnvelopeCommitKeyRole>;

constexpr std::size_t kSlotSize = ContentKey::kSize + kHpkeOverhead;
constexpr std::size_t kBodySize = kPlaintextSize + kAeadTagSize;
constexpr std::size_t kFixedSize =
    EnvelopeHeader::kSize + sizeof(Hash) + sizeof(XChaChaNonce) + kBodySize;
static_assert(kSlotSize == 80 && kFixedSize == 16506);

// Version, three length prefixes of text, category and language, that of the headline, the salt.
constexpr std::size_t kOpinionOverhead = 1 + 2 + 1 + 1 + 2 + 32;

Bytes EncodeHeader(const EnvelopeHeader& header) {
  Writer out;
  out.U8(EnvelopeHeader::kVersion)
      .Fixed(header.campaign_id)
      .Fixed(header.thread_key.bytes)
      .U8(header.audience);
  return out.Take();
}

Hash HeaderHash(ByteView header) { return LabelledHash(Label::kEnvelopeHeader, {header}); }

// C of the envelope. HKDF and HMAC-SHA-256 are collision resistant in the key here, so two CEKs
// with one C are out of reach of the author who chooses them.
Hash CommitTo(const ContentKey& content_key, const Hash& header_hash) {
  const auto commit_key = CommitKey::Make([&](std::span<std::uint8_t, 32> out) {
    LabelledDerive(content_key.ExposeSecret(), Label::kEnvelopeCommit, {}, out);
  });
  return HmacSha256(commit_key.ExposeSecret(), {header_hash});
}

BodyKey DeriveBodyKey(const ContentKey& content_key) {
  return BodyKey::Make([&](std::span<std::uint8_t, 32> out) {
    LabelledDerive(content_key.ExposeSecret(), Label::kEnvelopeBody, {}, out);
  });
}

Bytes SlotInfo(const Hash& header_hash) {
  return Concat({LabelBytes(Label::kEnvelope), header_hash});
}

absl::StatusOr<Bytes> SealSlots(const Hash& header_hash, const Hash& commitment,
                                std::span<const KemPublicKey> readers,
                                const ContentKey& content_key, RandomSource& random) {
  const Bytes info = SlotInfo(header_hash);
  Bytes out;
  out.reserve(readers.size() * kSlotSize);
  for (std::size_t i = 0; i < readers.size(); ++i) {
    const auto slot = HpkeSeal(readers[i], info, commitment, content_key.ExposeSecret(), random);
    if (!slot.ok()) {
      return absl::InvalidArgumentError(
          Cat("the key of reader ", i + 1, " cannot be sealed to: ", slot.status().message()));
    }
    Append(out, *slot);
  }
  return out;
}

struct Pieces {
  ByteView header;
  Hash commitment{};
  ByteView slots;
  XChaChaNonce nonce{};
  ByteView body;
};

absl::StatusOr<Pieces> Split(ByteView envelope, std::size_t reader_count) {
  if (reader_count < 1 || reader_count > kMaxReaders) {
    return absl::InvalidArgumentError("an audience has 1 to 64 readers");
  }
  if (envelope.size() != EnvelopeSize(reader_count)) {
    return absl::InvalidArgumentError(
        "the envelope does not have the one size for this number of readers");
  }
  Reader in(envelope);
  Pieces out;
  out.header = in.FixedView(EnvelopeHeader::kSize);
  out.commitment = in.Fixed<32>();
  out.slots = in.FixedView(reader_count * kSlotSize);
  out.nonce = in.Fixed<24>();
  out.body = in.FixedView(kBodySize);
  CANDOR_RETURN_IF_ERROR(in.Finish("envelope"));
  return out;
}

// The CEK of one slot, known to be the one that the envelope commits to.
absl::StatusOr<ContentKey> OpenSlot(const Pieces& pieces, const Hash& header_hash,
                                    std::size_t reader_index, const KemPrivateKey& key) {
  const ByteView slot = pieces.slots.subspan(reader_index * kSlotSize, kSlotSize);
  const auto opened = HpkeOpen(key, SlotInfo(header_hash), pieces.commitment, slot);
  if (!opened.ok()) {
    return absl::UnauthenticatedError(
        "this reader's slot of the envelope does not open: it was sealed to another key, or is "
        "damaged");
  }
  auto content_key = ContentKey::Copy(opened->ExposeSecret().first<ContentKey::kSize>());
  if (!ConstantTimeEqual(CommitTo(content_key, header_hash), pieces.commitment)) {
    return absl::UnauthenticatedError(
        "the envelope does not commit to the key in this reader's slot: it could show another "
        "text to another reader");
  }
  return content_key;
}

// Code points of well-formed UTF-8: every byte but the continuations.
std::size_t CountCharacters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(AsBytes(text), [](std::uint8_t b) { return (b & 0xc0) != 0x80; }));
}

absl::Status CheckText(std::string_view what, std::string_view text) {
  if (!IsUtf8(AsBytes(text))) return absl::InvalidArgumentError(Cat("the ", what, " is not UTF-8"));
  if (text.find('\0') != std::string_view::npos) {
    return absl::InvalidArgumentError(Cat("the ", what, " contains a zero character"));
  }
  return absl::OkStatus();
}

absl::Status CheckOpinion(const OpinionPlaintext& opinion) {
  CANDOR_RETURN_IF_ERROR(CheckText("text", opinion.text));
  CANDOR_RETURN_IF_ERROR(CheckText("category", opinion.category));
  CANDOR_RETURN_IF_ERROR(CheckText("language", opinion.language));
  CANDOR_RETURN_IF_ERROR(CheckText("headline", opinion.headline));
  if (opinion.text.empty()) return absl::InvalidArgumentError("the text is empty");
  if (opinion.category.size() > 0xff || opinion.language.size() > 0xff) {
    return absl::InvalidArgumentError("category and language have at most 255 bytes each");
  }
  const std::size_t characters = CountCharacters(opinion.headline);
  if (characters > OpinionPlaintext::kMaxHeadlineCharacters) {
    return absl::InvalidArgumentError(
        Cat("the headline has ", characters, " characters; the most is ",
            OpinionPlaintext::kMaxHeadlineCharacters));
  }
  if (opinion.text.size() > opinion.MaxTextSize()) {
    return absl::InvalidArgumentError(Cat("the text has ", opinion.text.size(),
                                          " bytes; one envelope holds at most ",
                                          opinion.MaxTextSize(), " of them"));
  }
  return absl::OkStatus();
}

}  // namespace

std::size_t EnvelopeSize(std::size_t reader_count) { return kFixedSize + reader_count * kSlotSize; }

absl::StatusOr<Bytes> SealEnvelope(const EnvelopeHeader& header,
                                   std::span<const KemPublicKey> readers,
                                   const SecretBytes& plaintext, RandomSource& random) {
  if (readers.empty() || readers.size() > kMaxReaders) {
    return absl::InvalidArgumentError("an audience has 1 to 64 readers");
  }
  CANDOR_ASSIGN_OR_RETURN(const SecretBytes padded, Pad(plaintext));
  const Bytes header_bytes = EncodeHeader(header);
  const Hash header_hash = HeaderHash(header_bytes);
  const auto content_key = ContentKey::Random(random);
  const Hash commitment = CommitTo(content_key, header_hash);
  CANDOR_ASSIGN_OR_RETURN(const Bytes slots,
                          SealSlots(header_hash, commitment, readers, content_key, random));
  // Random is enough for 24 bytes, and the key is fresh besides.
  const auto nonce = random.Array<24>();
  const Bytes body =
      XChaCha20Poly1305Seal(DeriveBodyKey(content_key).ExposeSecret(), nonce,
                            Concat({header_hash, commitment}), padded.ExposeSecret());
  return Concat({header_bytes, commitment, slots, nonce, body});
}

absl::StatusOr<SecretBytes> OpenEnvelope(ByteView envelope, const EnvelopeHeader& expected,
                                         std::size_t reader_index, std::size_t reader_count,
                                         const KemPrivateKey& key) {
  CANDOR_ASSIGN_OR_RETURN(const Pieces pieces, Split(envelope, reader_count));
  if (reader_index >= reader_count) {
    return absl::InvalidArgumentError("the reader is not one of the audience");
  }
  if (!Equal(pieces.header, EncodeHeader(expected))) {
    return absl::InvalidArgumentError(
        "the envelope is for another campaign, thread or audience, or of an unknown version");
  }
  const Hash header_hash = HeaderHash(pieces.header);
  CANDOR_ASSIGN_OR_RETURN(const ContentKey content_key,
                          OpenSlot(pieces, header_hash, reader_index, key));
  const auto padded =
      XChaCha20Poly1305Open(DeriveBodyKey(content_key).ExposeSecret(), pieces.nonce,
                            Concat({header_hash, pieces.commitment}), pieces.body);
  if (!padded.ok()) {
    return absl::UnauthenticatedError("the body of the envelope does not open: it is damaged");
  }
  return Unpad(*padded);
}

absl::StatusOr<EnvelopeHeader> ParseEnvelopeHeader(ByteView envelope) {
  const std::size_t size = envelope.size();
  if (size < EnvelopeSize(1) || size > EnvelopeSize(kMaxReaders) ||
      (size - kFixedSize) % kSlotSize != 0) {
    return absl::InvalidArgumentError("the envelope does not have the size of any audience");
  }
  Reader in(envelope.first(EnvelopeHeader::kSize));
  if (in.U8() != EnvelopeHeader::kVersion) in.Fail("the version is unknown");
  EnvelopeHeader out;
  out.campaign_id = in.Fixed<16>();
  out.thread_key.bytes = in.Fixed<32>();
  out.audience = in.U8();
  CANDOR_RETURN_IF_ERROR(in.Finish("envelope header"));
  return out;
}

std::size_t OpinionPlaintext::MaxTextSize() const {
  const std::size_t others =
      kOpinionOverhead + category.size() + language.size() + headline.size();
  return others < kMaxUnpaddedSize ? kMaxUnpaddedSize - others : 0;
}

absl::StatusOr<SecretBytes> OpinionPlaintext::Encode() const {
  CANDOR_RETURN_IF_ERROR(CheckOpinion(*this));
  Writer out;
  // One allocation, so that no outgrown buffer keeps an unwiped copy.
  out.Reserve(kMaxUnpaddedSize);
  out.U8(kVersion).Text16(text).Text8(category).Text8(language).Text16(headline).Fixed(public_salt);
  return SecretBytes(out.Take());
}

absl::StatusOr<OpinionPlaintext> OpinionPlaintext::Decode(const SecretBytes& plaintext) {
  Reader in(plaintext.ExposeSecret());
  if (in.U8() != kVersion) in.Fail("the version is unknown");
  OpinionPlaintext out;
  out.text = in.Text16(1);
  out.category = in.Text8();
  out.language = in.Text8();
  out.headline = in.Text16();
  if (CountCharacters(out.headline) > kMaxHeadlineCharacters) in.Fail("the headline is too long");
  out.public_salt = in.Fixed<32>();
  CANDOR_RETURN_IF_ERROR(in.Finish("opinion"));
  return out;
}

}  // namespace candor::crypto

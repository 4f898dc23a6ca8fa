#include "records/handover.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "base/status.h"
#include "crypto/actor_kem.h"
#include "crypto/codec.h"
#include "crypto/envelope.h"
#include "records/signed.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kMagic = "CANDORN";

crypto::EnvelopeHeader HeaderOf(const CampaignId& campaign, const VerifyKey& author) {
  return {.campaign_id = campaign, .thread_key = author, .audience = kHandoverAudience};
}

absl::Status NotForYou() {
  return absl::UnauthenticatedError("the note does not open: it was sealed to others, or the file is damaged");
}

struct OpenedSlot {
  std::size_t slots = 0;
  std::size_t place = 0;  // of this reader's
  crypto::SecretBytes plaintext;
};

// By whichever slot is this reader's; slots do not say whose they are.
absl::StatusOr<OpenedSlot> OpenAnySlot(ByteView envelope, const crypto::EnvelopeHeader& header,
                                                const crypto::KemPrivateKey& key) {
  std::size_t slots = 1;
  while (slots <= crypto::kMaxReaders && crypto::EnvelopeSize(slots) != envelope.size()) ++slots;
  for (std::size_t i = 0; i < slots; ++i) {
    auto opened = crypto::OpenEnvelope(envelope, header, i, slots, key);
    if (opened.ok()) return OpenedSlot{slots, i, std::move(*opened)};
  }
  return NotForYou();
}

}  // namespace

Bytes HandoverNote::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(campaign_id).U32(day).U8(static_cast<std::uint8_t>(readers.size()));
  for (const auto& reader : readers) out.Fixed(reader.bytes);
  out.Text16(text);
  return out.Take();
}

absl::StatusOr<HandoverNote> HandoverNote::Decode(ByteView bytes) {
  Reader in(bytes);
  HandoverNote out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  out.campaign_id = in.Fixed<16>();
  out.day = in.U32();
  const std::size_t count = in.U8();
  if (count < 1 || count > crypto::kMaxReaders) in.Fail("a note has 1 to 64 readers");
  for (std::size_t i = 0; i < count && in.ok(); ++i) out.readers.push_back({in.Fixed<32>()});
  // Named twice somebody would stand in the place of a slot that is another's.
  if (std::set<VerifyKey>(out.readers.begin(), out.readers.end()).size() != out.readers.size()) {
    in.Fail("a reader is named twice");
  }
  out.text = in.Text16(1, kMaxHandoverText);
  CANDOR_RETURN_IF_ERROR(in.Finish("handover note"));
  return out;
}

absl::StatusOr<Bytes> SealHandover(const HandoverNote& note, const crypto::SigningKey& author,
                                   crypto::RandomSource& random) {
  // Nothing leaves that its readers would refuse.
  CANDOR_RETURN_IF_ERROR(HandoverNote::Decode(note.Encode()).status());
  std::vector<crypto::KemPublicKey> keys;
  for (const auto& reader : note.readers) {
    CANDOR_ASSIGN_OR_RETURN(keys.emplace_back(), crypto::ActorKemKey(reader));
  }
  const crypto::SecretBytes plaintext(Signed::Make(author, Label::kHandover, note.Encode()).Encode());
  CANDOR_ASSIGN_OR_RETURN(const Bytes envelope,
                          crypto::SealEnvelope(HeaderOf(note.campaign_id, author.verify_key()), keys, plaintext, random));
  return Concat({AsBytes(kMagic), Bytes{kVersion}, envelope});
}

absl::StatusOr<OpenedHandover> OpenHandover(ByteView file, const crypto::SigningKey& reader) {
  const Bytes begin = Concat({AsBytes(kMagic), Bytes{kVersion}});
  if (file.size() < begin.size() || !Equal(file.first(begin.size()), begin)) {
    return absl::InvalidArgumentError("this is no note that a facilitator handed over");
  }
  const ByteView envelope = file.subspan(begin.size());
  CANDOR_ASSIGN_OR_RETURN(const auto header, crypto::ParseEnvelopeHeader(envelope));
  if (header.audience != kHandoverAudience) {
    return absl::InvalidArgumentError("this is no note that a facilitator handed over");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto opened, OpenAnySlot(envelope, header, crypto::ActorKemKey(reader)));
  CANDOR_ASSIGN_OR_RETURN(const auto record, Signed::Decode(opened.plaintext.ExposeSecret()));
  CANDOR_ASSIGN_OR_RETURN(auto note, HandoverNote::Decode(record.body));
  const bool named = std::ranges::find(note.readers, reader.verify_key()) != note.readers.end();
  // The signature says to whom it was written: not to be passed on as if to another.
  if (!record.Verify(Label::kHandover).ok() || record.signer != header.thread_key ||
      note.campaign_id != header.campaign_id || !named) {
    return absl::UnauthenticatedError("the note is not signed by the one whom it names, for this campaign, to you");
  }
  // The same for where it lies: as many slots as names, and this reader's in the place of their name.
  if (opened.slots != note.readers.size() || note.readers[opened.place] != reader.verify_key()) {
    return absl::UnauthenticatedError(
        "the note is not sealed to those whom it names: others may have got it, or some of them not; do not rely on it");
  }
  return OpenedHandover{record.signer, std::move(note)};
}

}  // namespace candor::records

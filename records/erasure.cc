#include "records/erasure.h"

#include "base/status.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMaxErasure = 100;

enum Cause : std::uint8_t { kWithdrawn = 1, kRetention = 2, kAgreed = 3 };

}  // namespace

std::string_view ErasureReasonName(ErasureReason reason) {
  switch (reason) {
    case ErasureReason::kThirdPerson: return "third person";
    case ErasureReason::kUnlawful: return "unlawful";
  }
  return "unknown";
}

Bytes Erasure::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(campaign_id).U64(entry).Fixed(leaf_hash);
  out.U8(static_cast<std::uint8_t>(reason)).U32(day);
  return out.Take();
}

absl::StatusOr<Erasure> Erasure::Decode(ByteView bytes) {
  Reader in(bytes);
  if (in.U8() != kVersion) in.Fail("unknown version");
  Erasure out;
  out.campaign_id = in.Fixed<16>();
  out.entry = in.U64();
  out.leaf_hash = in.Fixed<32>();
  out.reason = static_cast<ErasureReason>(in.U8());
  if (out.reason != ErasureReason::kThirdPerson && out.reason != ErasureReason::kUnlawful) {
    in.Fail("unknown reason");
  }
  out.day = in.U32();
  CANDOR_RETURN_IF_ERROR(in.Finish("erasure"));
  return out;
}

AgreedErasure AgreedErasure::Propose(const Erasure& erasure, const crypto::SigningKey& proposer) {
  AgreedErasure out;
  out.erasure = erasure.Encode();
  out.proposer = proposer.verify_key();
  out.proposer_signature = proposer.Sign(Label::kErasure, out.erasure);
  return out;
}

void AgreedErasure::SignAsAuditor(const crypto::SigningKey& key) {
  auditor = key.verify_key();
  auditor_signature = key.Sign(Label::kErasure, erasure);
}

void AgreedErasure::Write(Writer& out) const {
  out.Opaque8(erasure).Fixed(proposer.bytes).Fixed(proposer_signature);
  out.Fixed(auditor.bytes).Fixed(auditor_signature);
}

AgreedErasure AgreedErasure::Read(Reader& in) {
  AgreedErasure out;
  out.erasure = ToBytes(in.Opaque8(1, kMaxErasure));
  if (in.ok() && !out.Content().ok()) in.Fail("an erasure is malformed");
  out.proposer.bytes = in.Fixed<32>();
  out.proposer_signature = in.Fixed<64>();
  out.auditor.bytes = in.Fixed<32>();
  out.auditor_signature = in.Fixed<64>();
  return out;
}

Bytes AgreedErasure::Encode() const {
  Writer out;
  Write(out);
  return out.Take();
}

absl::StatusOr<AgreedErasure> AgreedErasure::Decode(ByteView bytes) {
  Reader in(bytes);
  AgreedErasure out = Read(in);
  CANDOR_RETURN_IF_ERROR(in.Finish("agreed erasure"));
  return out;
}

absl::Status VerifyProposal(const AgreedErasure& record) {
  if (!crypto::Verify(record.proposer, Label::kErasure, record.erasure, record.proposer_signature)
           .ok()) {
    return absl::PermissionDeniedError("the proposer's signature is missing or does not verify");
  }
  return absl::OkStatus();
}

absl::Status VerifyAgreed(const AgreedErasure& record) {
  CANDOR_RETURN_IF_ERROR(VerifyProposal(record));
  if (!crypto::Verify(record.auditor, Label::kErasure, record.erasure, record.auditor_signature)
           .ok()) {
    return absl::PermissionDeniedError("the auditor's signature is missing or does not verify");
  }
  if (record.auditor == record.proposer) {
    return absl::PermissionDeniedError("an erasure takes two people, and one has signed it twice");
  }
  return absl::OkStatus();
}

void Tombstone::Write(Writer& out) const {
  struct Visitor {
    Writer& out;
    void operator()(const WithdrawnCause& cause) const {
      out.U8(kWithdrawn).U64(cause.submission).U64(cause.withdrawal);
    }
    void operator()(const RetentionCause& cause) const { out.U8(kRetention).U64(cause.batch); }
    void operator()(const AgreedErasure& cause) const {
      out.U8(kAgreed);
      cause.Write(out);
    }
  };
  std::visit(Visitor{out}, cause);
}

Tombstone Tombstone::Read(Reader& in) {
  Tombstone out;
  switch (in.U8()) {
    case kWithdrawn: {
      WithdrawnCause cause;
      cause.submission = in.U64();
      cause.withdrawal = in.U64();
      out.cause = cause;
      break;
    }
    case kRetention: out.cause = RetentionCause{in.U64()}; break;
    case kAgreed: out.cause = AgreedErasure::Read(in); break;
    default: in.Fail("unknown cause of an erasure");
  }
  return out;
}

}  // namespace candor::records

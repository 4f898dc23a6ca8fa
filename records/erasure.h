// Erasure: what may be destroyed, on whose word, and the log's two statements about it.
//
//   Erasure    { uint8 version = 1; opaque campaign_id[16]; uint64 entry; opaque leaf_hash[32];
//                uint8 reason; uint32 day; }
//   AgreedErasure { opaque erasure<1..100>; opaque proposer[32]; opaque proposer_signature[64];
//                   opaque auditor[32]; opaque auditor_signature[64]; }
//   Tombstone  { uint8 cause;
//                cause 1   uint64 submission; uint64 withdrawal;      log indices
//                cause 2   uint64 batch;                              index of a SealBatch entry
//                cause 3   AgreedErasure }
//   ErasureDone { uint64 tombstone; uint32 destroyed; }
//
// Both signatures of an AgreedErasure are over label erasure | Erasure. `entry` is the index of the
// Submission or Answer entry whose content goes, `leaf_hash` its RFC 6962 leaf hash: what is signed
// away is one text of one log. A record without a signature carries 64 zero bytes and a key of zeroes
// in its place, on its way to the second signer; VerifyAgreed refuses it.
//
// A Tombstone is written before anything is destroyed, ErasureDone after; `destroyed` counts the
// texts that were there to be destroyed. Both name only what the log shows already. Erasing is not
// hiding, and none of the two stands for the other.
//
// Pure; decoding verifies no signature.
#pragma once

#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "crypto/codec.h"
#include "records/ids.h"

namespace candor::records {

enum class ErasureReason : std::uint8_t {
  kThirdPerson = 1,  // the text names somebody who did not write it
  kUnlawful = 2,     // the text may not be kept
};
std::string_view ErasureReasonName(ErasureReason reason);

struct Erasure {
  CampaignId campaign_id{};
  std::uint64_t entry = 0;
  Hash leaf_hash{};
  ErasureReason reason = ErasureReason::kThirdPerson;
  Day day = 0;
  Bytes Encode() const;
  static absl::StatusOr<Erasure> Decode(ByteView bytes);
  bool operator==(const Erasure&) const = default;
};

struct AgreedErasure {
  Bytes erasure;
  VerifyKey proposer;
  Signature proposer_signature{};
  VerifyKey auditor;
  Signature auditor_signature{};

  // Signed by the proposer alone.
  static AgreedErasure Propose(const Erasure& erasure, const crypto::SigningKey& proposer);
  void SignAsAuditor(const crypto::SigningKey& key);
  absl::StatusOr<Erasure> Content() const { return Erasure::Decode(erasure); }

  void Write(crypto::Writer& out) const;
  static AgreedErasure Read(crypto::Reader& in);
  Bytes Encode() const;
  static absl::StatusOr<AgreedErasure> Decode(ByteView bytes);
  bool operator==(const AgreedErasure&) const = default;
};

// The proposer's signature, for the auditor to check before signing.
absl::Status VerifyProposal(const AgreedErasure& record);
// Both signatures, by two different keys. Which roles the keys hold is in the log.
absl::Status VerifyAgreed(const AgreedErasure& record);

struct WithdrawnCause {
  std::uint64_t submission = 0;  // index of the first body's Submission entry
  std::uint64_t withdrawal = 0;  // index of the author's Withdrawal
  bool operator==(const WithdrawnCause&) const = default;
};
struct RetentionCause {
  std::uint64_t batch = 0;
  bool operator==(const RetentionCause&) const = default;
};

struct Tombstone {
  std::variant<WithdrawnCause, RetentionCause, AgreedErasure> cause;
  void Write(crypto::Writer& out) const;
  static Tombstone Read(crypto::Reader& in);
  bool operator==(const Tombstone&) const = default;
};

struct ErasureDone {
  std::uint64_t tombstone = 0;  // index of the Tombstone entry
  std::uint32_t destroyed = 0;
  bool operator==(const ErasureDone&) const = default;
};

}  // namespace candor::records

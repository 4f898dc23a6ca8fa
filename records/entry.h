// Log entries: what the board's and the issuers' logs hold (AUDIT §2).
//
//   struct { uint8 type; uint8 version = 1; uint32 day; opaque campaign_id[16]; opaque body<0..2000>; } LogEntry;
//
// campaign_id is zeroes in types 1 to 9, 22, 23, 25 and 80, and in no other. Bodies, by type:
//    1 Genesis        opaque fingerprint[32]; opaque policy_hash[32]; uint8 trial; opaque origin<1..255>;
//                     uint8 continues;  if 1: opaque origin<1..255>; uint64 size; opaque root[32];
//    2 ActorGrant     Governance
//    3 ActorRevoke    Governance
//    6 PolicyChange   Governance
//    7 CharterRotate  Governance
//    8 Roster         Governance
//    9 GatewayKey     Signed GatewayKey
//   10 CampaignOpen   opaque manifest_hash[32], content[32], roster_root[32]; uint32 roster_size; uint16 k;
//                     uint32 min_issued; uint8 contributions, endorsements, follow_ups; Phases; SlotSchedule; Opening;
//                     content: the Manifest
//   11 CampaignExtend uint32 speaking_closes;          the grace: speaking_closes + grace_days of the manifest
//   12 CampaignClose  uint32 opinions; uint32 batches; uint8 withheld;
//   20 TokenKey       uint8 purpose; opaque token_key_id[32], key_proof_hash[32], content[32];
//                     content: TokenKeyContent
//   21 TokenKeyRetired uint8 purpose; opaque token_key_id[32];
//   22 Enrolment      opaque commitment[32];
//   23 EnrolmentTotal uint32 for_day; uint32 new; uint32 replaced;
//   24 Issuance       opaque commitment[32];
//   25 IssuanceTotal  uint32 for_day; uint32 count;
//   30 SealBatch      uint8 pool; uint32 slot; uint32 count; uint8 flags;      1 final, 2 withheld
//                     { uint8 issuer; uint64 size; opaque root[32]; } relied_on[n ≤ 2];    issuers ascending
//   31 Submission     SignedSubmission
//   42 Answer         Signed Answer          content: AnswerContent
//   40, 41, 43 to 46, 50 to 59   Signed Act of that type (records/act.h)    content: its text
//   60 Access         opaque reader[32]; uint64 batch_index;
//   70 Tombstone      records/erasure.h
//   71 ErasureDone    records/erasure.h
//   80 Incident       uint8 kind = 1; uint64 found_size; uint64 signed_size; opaque signed_root[32];
//                     opaque campaign_id[16] lost<0..64>;  (uint8 count)
//
// Decoding refuses unknown types and versions, and bodies that are not canonical. It verifies no
// signature.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/key_proof.h"
#include "records/act.h"
#include "records/answer.h"
#include "records/erasure.h"
#include "records/gateway_key.h"
#include "records/governance.h"
#include "records/manifest.h"
#include "records/submission.h"

namespace candor::records {

inline constexpr CampaignId kNoCampaign{};
inline constexpr std::size_t kMaxEntrySize = 2048;

// The last checkpoint of a log that was frozen and that this one goes on from, under a new origin.
struct PreviousLog {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  bool operator==(const PreviousLog&) const = default;
};

struct Genesis {
  Hash fingerprint{};
  Hash policy_hash{};  // SHA-256 of the witness policy as the bundle states it
  bool trial = false;
  std::string origin;
  std::optional<PreviousLog> continues{};
  bool operator==(const Genesis&) const = default;
};

struct GovernanceEntry {  // one of the five types of records/governance.h, by its content
  Governance record;
  bool operator==(const GovernanceEntry&) const = default;
};

struct GatewayKeyEntry {
  Signed record;  // label gateway-key; body a GatewayKey
  bool operator==(const GatewayKeyEntry&) const = default;
};

struct CampaignOpen {
  Hash manifest_hash{};
  Hash content{};
  Hash roster_root{};
  std::uint32_t roster_size = 0;
  std::uint16_t k = 0;
  std::uint32_t min_issued = 0;
  Quotas quotas;
  Phases phases;
  SlotSchedule slots;
  Opening opening;
  bool operator==(const CampaignOpen&) const = default;
};

// Fewer than k opinions were pooled at the close: the board goes on taking them, once, by the grace
// that the manifest states.
struct CampaignExtend {
  Day speaking_closes = 0;  // the new first day on which none is taken
  bool operator==(const CampaignExtend&) const = default;
};

struct CampaignClose {
  std::uint32_t opinions = 0;
  std::uint32_t batches = 0;
  bool withheld = false;
  bool operator==(const CampaignClose&) const = default;
};

struct TokenKeyEntry {
  crypto::Purpose purpose = crypto::Purpose::kVoice;
  crypto::TokenKeyId token_key_id{};
  Hash key_proof_hash{};
  Hash content{};
  bool operator==(const TokenKeyEntry&) const = default;
};

// The issuer has deleted the private key: it signs nothing from here on.
struct TokenKeyRetired {
  crypto::Purpose purpose = crypto::Purpose::kVoice;
  crypto::TokenKeyId token_key_id{};
  bool operator==(const TokenKeyRetired&) const = default;
};

struct Enrolment {
  Hash commitment{};
  bool operator==(const Enrolment&) const = default;
};

struct EnrolmentTotal {
  Day for_day = 0;
  std::uint32_t fresh = 0;
  std::uint32_t replaced = 0;
  bool operator==(const EnrolmentTotal&) const = default;
};

struct Issuance {
  Hash commitment{};
  bool operator==(const Issuance&) const = default;
};

struct IssuanceTotal {
  Day for_day = 0;
  std::uint32_t count = 0;
  bool operator==(const IssuanceTotal&) const = default;
};

struct IssuerCheckpoint {
  std::uint8_t issuer = 0;  // 0 or 1, as draft.issuers
  std::uint64_t size = 0;
  Hash root{};
  bool operator==(const IssuerCheckpoint&) const = default;
};

struct SealBatch {
  Pool pool = Pool::kOpinions;
  SlotNumber slot = 0;
  std::uint32_t count = 0;
  bool final = false;     // the pool's last batch
  bool withheld = false;  // fewer than k: envelopes, salts and keys are destroyed
  std::vector<IssuerCheckpoint> relied_on;
  bool operator==(const SealBatch&) const = default;
};

struct SubmissionEntry {
  Bytes signed_submission;  // canonical: decodes and re-encodes to itself
  bool operator==(const SubmissionEntry&) const = default;
};

struct AnswerEntry {
  Signed record;  // label answer; body an Answer
  bool operator==(const AnswerEntry&) const = default;
};

struct ActEntry {
  Signed record;  // label act; body an Act
  bool operator==(const ActEntry&) const = default;
};

struct Access {
  VerifyKey reader;
  std::uint64_t batch_index = 0;  // of the SealBatch entry
  bool operator==(const Access&) const = default;
};

// A log was restored from an older copy and brought back to what it had signed. What had been
// acknowledged but not sealed is gone with the copy: `lost` names the campaigns whose members send it
// again, from their outbox.
struct Incident {
  std::uint64_t found_size = 0;   // of the copy
  std::uint64_t signed_size = 0;  // of the checkpoint that recovery came back to
  Hash signed_root{};
  std::vector<CampaignId> lost;
  bool operator==(const Incident&) const = default;
};

using EntryBody =
    std::variant<Genesis, GovernanceEntry, CampaignOpen, CampaignExtend, CampaignClose, TokenKeyEntry,
                 TokenKeyRetired, Enrolment, EnrolmentTotal, Issuance, IssuanceTotal, SealBatch,
                 SubmissionEntry, AnswerEntry, Access, Tombstone, ErasureDone, Incident,
                 GatewayKeyEntry, ActEntry>;

struct LogEntry {
  Day day = 0;
  CampaignId campaign_id = kNoCampaign;
  EntryBody body;

  Bytes Encode() const;
  static absl::StatusOr<LogEntry> Decode(ByteView bytes);
  bool operator==(const LogEntry&) const = default;
};

// The commitment to the content beside the entry, where its type has one.
std::optional<Hash> ContentCommitmentOf(const LogEntry& entry);

// What lies beside a TokenKey entry.
struct TokenKeyContent {
  crypto::Spki spki{};
  crypto::KeyProof proof;
  Bytes Encode() const;
  static absl::StatusOr<TokenKeyContent> Decode(ByteView bytes);
};
// H("candor/key-proof-hash/v1" 00 | the proof's 4096 bytes).
Hash KeyProofHash(const crypto::KeyProof& proof);

// The entry that opens a campaign; `content` commits to the manifest's bytes.
CampaignOpen MakeCampaignOpen(const Manifest& manifest, const Hash& content, const Opening& opening);
// The entry says of the manifest what the manifest says of itself.
absl::Status CheckCampaignOpen(const CampaignOpen& entry, const Manifest& manifest);

}  // namespace candor::records

// Governance records: grants of roles and rosters, in force only with two signatures.
//
// Both the organisation's charter key and the independent body's key must sign (PROTOCOL §2): HR and
// IT alone cannot make a reader, a facilitator or a member.
//
//   struct { opaque body<1..1600>; opaque charter_signature[64]; opaque body_signature[64]; } Governance;
//   body of ActorGrant:   uint8 version = 1; uint8 type = 2; uint32 day; opaque key[32]; uint8 role; opaque name<1..100>;
//   body of RosterRecord: uint8 version = 1; uint8 type = 8; uint32 day; uint32 size; opaque root[32];
//                         uint32 head_count; RosterDifference in_use<0..16>  (uint8 count)
//   RosterDifference      opaque root[32]; uint32 joiners; uint32 leavers;       each other root once
//
// `type` is the log entry's type. A record without a signature carries 64 zero bytes in its place
// (on its way to the second signer); VerifyGovernance refuses it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "records/ids.h"

namespace candor::records {

enum class Role : std::uint8_t {
  kSponsor = 1,
  kFacilitator = 2,
  kReader = 3,
  kOperator = 4,
  kAuditor = 5,
  // Held by the bundle's own keys, never granted.
  kCharter = 6,
  kIndependentBody = 7,
};
bool IsGrantable(Role role);
std::string_view RoleName(Role role);

struct ActorGrant {
  Day day = 0;
  VerifyKey key;
  Role role = Role::kReader;
  std::string name;
  bool operator==(const ActorGrant&) const = default;
};

struct RosterDifference {
  Hash root{};               // of a roster in use
  std::uint32_t joiners = 0;  // in this roster, not in that one
  std::uint32_t leavers = 0;  // in that one, not in this
  bool operator==(const RosterDifference&) const = default;
};

struct RosterRecord {
  Day day = 0;
  std::uint32_t size = 0;
  Hash root{};                   // salted Merkle root: the roster's identity
  std::uint32_t head_count = 0;  // what the independent body confirms
  std::vector<RosterDifference> in_use;
  bool operator==(const RosterRecord&) const = default;
};

using GovernanceBody = std::variant<ActorGrant, RosterRecord>;

struct Governance {
  Bytes body;
  Signature charter_signature{};
  Signature body_signature{};

  static Governance Unsigned(const GovernanceBody& content);
  absl::StatusOr<GovernanceBody> Content() const;

  void SignAsCharter(const crypto::SigningKey& key);
  void SignAsIndependentBody(const crypto::SigningKey& key);

  Bytes Encode() const;
  static absl::StatusOr<Governance> Decode(ByteView bytes);
  bool operator==(const Governance&) const = default;
};

// Both signatures, and the content is well formed.
absl::Status VerifyGovernance(const Governance& record, const VerifyKey& charter,
                              const VerifyKey& independent_body);
// The charter's alone, for the second signer to check before signing.
absl::Status VerifyCharterSignature(const Governance& record, const VerifyKey& charter);

}  // namespace candor::records

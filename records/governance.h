// Governance records: who may act, who is eligible, and what rules are in force; valid with two
// signatures alone.
//
// Both the organisation's charter key and the independent body's key must sign (PROTOCOL §2): HR and
// IT alone cannot make a reader, a facilitator or a member, nor take one away.
//
//   struct { opaque body<1..1600>; opaque charter_signature[64]; opaque body_signature[64]; } Governance;
//   every body begins with   uint8 version = 1; uint8 type; uint32 day;       `type` is the log entry's
//   ActorGrant    2   opaque key[32]; uint8 role; opaque name<1..100>; opaque at<0..255>;
//   ActorRevoke   3   opaque key[32]; uint8 role; uint8 reason;
//   PolicyChange  6   uint32 in_force; uint8 max_open;
//   CharterRotate 7   uint32 in_force; opaque new_key[32]; opaque possession[64];
//   RosterRecord  8   uint32 size; opaque root[32]; uint32 head_count; RosterDifference in_use<0..16>  (uint8 count)
//   RosterDifference  opaque root[32]; uint32 joiners; uint32 leavers;       each other root once
//
// `at` is the origin of the log whose server an operator may act at: one server for each key, so that
// two issuers are not joined by one person. It is empty for every other role.
// `in_force` is a day at least seven days after `day`: whoever is to be bound by it can see it come.
// possession = new key's signature over label charter-possession | uint32 in_force | new_key.
//
// A record without a signature carries 64 zero bytes in its place (on its way to the second signer);
// VerifyGovernance refuses it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
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
  std::string at;  // operators: the origin of the one log whose server takes their acts
  bool operator==(const ActorGrant&) const = default;
};

enum class RevokeReason : std::uint8_t {
  kRoleEnded = 1,
  kKeyLost = 2,
  kKeyStolen = 3,
};
std::string_view RevokeReasonName(RevokeReason reason);

struct ActorRevoke {
  Day day = 0;
  VerifyKey key;
  Role role = Role::kReader;
  RevokeReason reason = RevokeReason::kRoleEnded;
  bool operator==(const ActorRevoke&) const = default;
};

// How long a change of the rules is public before it binds anybody.
inline constexpr Day kNoticeDays = 7;

struct PolicyChange {
  Day day = 0;
  Day in_force = 0;
  std::uint8_t max_open = 0;  // at least 1
  bool operator==(const PolicyChange&) const = default;
};

struct CharterRotate {
  Day day = 0;
  Day in_force = 0;
  VerifyKey new_key;
  Signature possession{};
  // Signed by the key that is to come: nobody rotates to a key that nobody holds.
  static CharterRotate Make(Day day, Day in_force, const crypto::SigningKey& new_key);
  absl::Status VerifyPossession() const;
  bool operator==(const CharterRotate&) const = default;
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

using GovernanceBody =
    std::variant<ActorGrant, RosterRecord, ActorRevoke, PolicyChange, CharterRotate>;

// The log entry's type of a body: 2, 3, 6, 7 or 8.
std::uint8_t GovernanceType(const GovernanceBody& body);


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

// Both signatures, the content is well formed, and a charter that is to come has signed too. Which
// charter key is in force is for the caller to know: it rotates in the log.
absl::Status VerifyGovernance(const Governance& record, const VerifyKey& charter,
                              const VerifyKey& independent_body);
// The charter's alone, for the second signer to check before signing.
absl::Status VerifyCharterSignature(const Governance& record, const VerifyKey& charter);

}  // namespace candor::records

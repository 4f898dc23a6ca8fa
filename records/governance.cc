#include "records/governance.h"

#include <algorithm>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kActorGrantType = 2;
constexpr std::uint8_t kActorRevokeType = 3;
constexpr std::uint8_t kPolicyChangeType = 6;
constexpr std::uint8_t kCharterRotateType = 7;
constexpr std::uint8_t kRosterType = 8;
constexpr std::size_t kMaxBody = 1600;
constexpr std::size_t kMaxInUse = 16;

struct BodyWriter {
  Writer& out;

  void operator()(const ActorGrant& grant) const {
    out.U32(grant.day).Fixed(grant.key.bytes).U8(static_cast<std::uint8_t>(grant.role));
    out.Text8(grant.name).Text8(grant.at);
  }
  void operator()(const ActorRevoke& revoke) const {
    out.U32(revoke.day).Fixed(revoke.key.bytes).U8(static_cast<std::uint8_t>(revoke.role));
    out.U8(static_cast<std::uint8_t>(revoke.reason));
  }
  void operator()(const PolicyChange& change) const {
    out.U32(change.day).U32(change.in_force).U8(change.max_open);
  }
  void operator()(const CharterRotate& rotate) const {
    out.U32(rotate.day).U32(rotate.in_force).Fixed(rotate.new_key.bytes).Fixed(rotate.possession);
  }
  void operator()(const RosterRecord& roster) const {
    out.U32(roster.day).U32(roster.size).Fixed(roster.root).U32(roster.head_count);
    out.U8(static_cast<std::uint8_t>(roster.in_use.size()));
    for (const auto& other : roster.in_use) {
      out.Fixed(other.root).U32(other.joiners).U32(other.leavers);
    }
  }
};

Bytes EncodeBody(const GovernanceBody& content) {
  Writer out;
  out.U8(kVersion).U8(GovernanceType(content));
  std::visit(BodyWriter{out}, content);
  return out.Take();
}

Role ReadRole(Reader& in) {
  const auto role = static_cast<Role>(in.U8());
  if (!IsGrantable(role)) in.Fail("a role that cannot be granted");
  return role;
}

// Notice is part of the record's form: one with too little is no record.
Day ReadInForce(Reader& in, Day day) {
  const Day in_force = in.U32();
  if (in.ok() && (in_force < day || in_force - day < kNoticeDays)) {
    in.Fail("in force earlier than seven days after it was made");
  }
  return in_force;
}

ActorGrant ReadGrant(Reader& in) {
  ActorGrant grant;
  grant.day = in.U32();
  grant.key.bytes = in.Fixed<32>();
  grant.role = ReadRole(in);
  grant.name = in.Text8(1, 100);
  grant.at = in.Text8();
  if ((grant.role == Role::kOperator) == grant.at.empty()) {
    in.Fail("an operator without a server, or a server for another role");
  }
  return grant;
}

ActorRevoke ReadRevoke(Reader& in) {
  ActorRevoke revoke;
  revoke.day = in.U32();
  revoke.key.bytes = in.Fixed<32>();
  revoke.role = ReadRole(in);
  revoke.reason = static_cast<RevokeReason>(in.U8());
  if (revoke.reason < RevokeReason::kRoleEnded || revoke.reason > RevokeReason::kKeyStolen) {
    in.Fail("unknown reason");
  }
  return revoke;
}

PolicyChange ReadPolicyChange(Reader& in) {
  PolicyChange change;
  change.day = in.U32();
  change.in_force = ReadInForce(in, change.day);
  change.max_open = in.U8();
  if (change.max_open == 0) in.Fail("a policy without an open campaign");
  return change;
}

CharterRotate ReadCharterRotate(Reader& in) {
  CharterRotate rotate;
  rotate.day = in.U32();
  rotate.in_force = ReadInForce(in, rotate.day);
  rotate.new_key.bytes = in.Fixed<32>();
  rotate.possession = in.Fixed<64>();
  return rotate;
}

RosterRecord ReadRoster(Reader& in) {
  RosterRecord roster;
  roster.day = in.U32();
  roster.size = in.U32();
  roster.root = in.Fixed<32>();
  roster.head_count = in.U32();
  const std::size_t count = in.U8();
  if (count > kMaxInUse) in.Fail("too many rosters in use");
  for (std::size_t i = 0; in.ok() && i < count; ++i) {
    RosterDifference other;
    other.root = in.Fixed<32>();
    other.joiners = in.U32();
    other.leavers = in.U32();
    const auto same_root = [&](const RosterDifference& each) { return each.root == other.root; };
    if (other.root == roster.root || std::ranges::any_of(roster.in_use, same_root)) {
      in.Fail("a roster is compared with itself, or twice with another");
    }
    roster.in_use.push_back(other);
  }
  return roster;
}

// One label for each type, so that a grant's signature never serves for a roster.
struct LabelOfBody {
  Label operator()(const ActorGrant&) const { return Label::kActorGrant; }
  Label operator()(const ActorRevoke&) const { return Label::kActorRevoke; }
  Label operator()(const PolicyChange&) const { return Label::kPolicyChange; }
  Label operator()(const CharterRotate&) const { return Label::kCharterRotate; }
  Label operator()(const RosterRecord&) const { return Label::kRosterRecord; }
};

absl::StatusOr<Label> LabelOf(const Governance& record) {
  CANDOR_ASSIGN_OR_RETURN(const GovernanceBody content, record.Content());
  return std::visit(LabelOfBody{}, content);
}

Bytes PossessionBytes(Day in_force, const VerifyKey& new_key) {
  Writer out;
  out.U32(in_force).Fixed(new_key.bytes);
  return out.Take();
}

}  // namespace

bool IsGrantable(Role role) { return role >= Role::kSponsor && role <= Role::kAuditor; }

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kSponsor: return "sponsor";
    case Role::kFacilitator: return "facilitator";
    case Role::kReader: return "reader";
    case Role::kOperator: return "operator";
    case Role::kAuditor: return "auditor";
    case Role::kCharter: return "charter";
    case Role::kIndependentBody: return "independent body";
  }
  return "unknown";
}

std::string_view RevokeReasonName(RevokeReason reason) {
  switch (reason) {
    case RevokeReason::kRoleEnded: return "role ended";
    case RevokeReason::kKeyLost: return "key lost";
    case RevokeReason::kKeyStolen: return "key stolen";
  }
  return "unknown";
}

std::uint8_t GovernanceType(const GovernanceBody& body) {
  struct Type {
    std::uint8_t operator()(const ActorGrant&) const { return kActorGrantType; }
    std::uint8_t operator()(const ActorRevoke&) const { return kActorRevokeType; }
    std::uint8_t operator()(const PolicyChange&) const { return kPolicyChangeType; }
    std::uint8_t operator()(const CharterRotate&) const { return kCharterRotateType; }
    std::uint8_t operator()(const RosterRecord&) const { return kRosterType; }
  };
  return std::visit(Type{}, body);
}

CharterRotate CharterRotate::Make(Day day, Day in_force, const crypto::SigningKey& new_key) {
  CharterRotate out{.day = day, .in_force = in_force, .new_key = new_key.verify_key()};
  out.possession = new_key.Sign(Label::kCharterPossession, PossessionBytes(in_force, out.new_key));
  return out;
}

absl::Status CharterRotate::VerifyPossession() const {
  if (!crypto::Verify(new_key, Label::kCharterPossession, PossessionBytes(in_force, new_key),
                      possession)
           .ok()) {
    return absl::PermissionDeniedError("the charter key that is to come has not signed");
  }
  return absl::OkStatus();
}

Governance Governance::Unsigned(const GovernanceBody& content) {
  Governance out;
  out.body = EncodeBody(content);
  return out;
}

absl::StatusOr<GovernanceBody> Governance::Content() const {
  Reader in(body);
  if (in.U8() != kVersion) in.Fail("unknown version");
  GovernanceBody content;
  switch (in.U8()) {
    case kActorGrantType: content = ReadGrant(in); break;
    case kActorRevokeType: content = ReadRevoke(in); break;
    case kPolicyChangeType: content = ReadPolicyChange(in); break;
    case kCharterRotateType: content = ReadCharterRotate(in); break;
    case kRosterType: content = ReadRoster(in); break;
    default: in.Fail("unknown type");
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("governance record"));
  return content;
}

void Governance::SignAsCharter(const crypto::SigningKey& key) {
  if (const auto label = LabelOf(*this); label.ok()) charter_signature = key.Sign(*label, body);
}

void Governance::SignAsIndependentBody(const crypto::SigningKey& key) {
  if (const auto label = LabelOf(*this); label.ok()) body_signature = key.Sign(*label, body);
}

Bytes Governance::Encode() const {
  Writer out;
  out.Opaque16(body).Fixed(charter_signature).Fixed(body_signature);
  return out.Take();
}

absl::StatusOr<Governance> Governance::Decode(ByteView bytes) {
  Reader in(bytes);
  Governance out;
  out.body = ToBytes(in.Opaque16(1, kMaxBody));
  out.charter_signature = in.Fixed<64>();
  out.body_signature = in.Fixed<64>();
  CANDOR_RETURN_IF_ERROR(in.Finish("governance record"));
  CANDOR_RETURN_IF_ERROR(out.Content().status());
  return out;
}

absl::Status VerifyCharterSignature(const Governance& record, const VerifyKey& charter) {
  CANDOR_ASSIGN_OR_RETURN(const Label label, LabelOf(record));
  if (!crypto::Verify(charter, label, record.body, record.charter_signature).ok()) {
    return absl::PermissionDeniedError("the charter's signature is missing or does not verify");
  }
  return absl::OkStatus();
}

absl::Status VerifyGovernance(const Governance& record, const VerifyKey& charter,
                              const VerifyKey& independent_body) {
  CANDOR_RETURN_IF_ERROR(VerifyCharterSignature(record, charter));
  CANDOR_ASSIGN_OR_RETURN(const Label label, LabelOf(record));
  if (!crypto::Verify(independent_body, label, record.body, record.body_signature).ok()) {
    return absl::PermissionDeniedError(
        "the independent body's signature is missing or does not verify: have the record "
        "countersigned");
  }
  CANDOR_ASSIGN_OR_RETURN(const GovernanceBody content, record.Content());
  if (const auto* rotate = std::get_if<CharterRotate>(&content)) return rotate->VerifyPossession();
  return absl::OkStatus();
}

}  // namespace candor::records

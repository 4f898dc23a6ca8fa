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
constexpr std::uint8_t kRosterType = 8;
constexpr std::size_t kMaxBody = 1600;
constexpr std::size_t kMaxInUse = 16;

Bytes EncodeBody(const GovernanceBody& content) {
  Writer out;
  out.U8(kVersion);
  if (const auto* grant = std::get_if<ActorGrant>(&content)) {
    out.U8(kActorGrantType).U32(grant->day).Fixed(grant->key.bytes);
    out.U8(static_cast<std::uint8_t>(grant->role)).Text8(grant->name);
  } else {
    const auto& roster = std::get<RosterRecord>(content);
    out.U8(kRosterType).U32(roster.day).U32(roster.size).Fixed(roster.root).U32(roster.head_count);
    out.U8(static_cast<std::uint8_t>(roster.in_use.size()));
    for (const auto& other : roster.in_use) {
      out.Fixed(other.root).U32(other.joiners).U32(other.leavers);
    }
  }
  return out.Take();
}

ActorGrant ReadGrant(Reader& in) {
  ActorGrant grant;
  grant.day = in.U32();
  grant.key.bytes = in.Fixed<32>();
  grant.role = static_cast<Role>(in.U8());
  if (!IsGrantable(grant.role)) in.Fail("a role that cannot be granted");
  grant.name = in.Text8(1, 100);
  return grant;
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
absl::StatusOr<Label> LabelOf(const Governance& record) {
  CANDOR_ASSIGN_OR_RETURN(const GovernanceBody content, record.Content());
  return std::holds_alternative<ActorGrant>(content) ? Label::kActorGrant : Label::kRosterRecord;
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
  return absl::OkStatus();
}

}  // namespace candor::records

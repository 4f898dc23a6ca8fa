#include "services/operator/governance_acts.h"

#include <algorithm>
#include <set>

#include "audit/roster_tree.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::operators {
namespace {

std::set<std::string> Ids(const records::RosterFile& roster) {
  std::set<std::string> ids;
  for (const auto& row : roster.rows) ids.insert(row.entry.id);
  return ids;
}

std::uint32_t CountMissing(const std::set<std::string>& of, const std::set<std::string>& in) {
  return static_cast<std::uint32_t>(
      std::ranges::count_if(of, [&](const std::string& id) { return !in.contains(id); }));
}

absl::Status CheckGrant(const records::ActorGrant& grant) {
  if (grant.name.empty() || grant.name.size() > 100 || !crypto::IsUtf8(AsBytes(grant.name))) {
    return absl::InvalidArgumentError("the name must be UTF-8 text of 1 to 100 bytes");
  }
  if (grant.role == records::Role::kOperator && grant.at.empty()) {
    return absl::InvalidArgumentError(
        "an operator acts at one server: say at which (its log's origin), and make a key for each");
  }
  if (grant.role != records::Role::kOperator && !grant.at.empty()) {
    return absl::InvalidArgumentError("only an operator's role is bound to a server");
  }
  return absl::OkStatus();
}

absl::Status CheckRoster(const records::RosterRecord& record, const CountersignInput& input) {
  if (input.roster == nullptr) {
    return absl::InvalidArgumentError(
        "this is a roster's record: give the roster's file too (--roster), so that what you sign "
        "can be checked");
  }
  if (record.size != input.roster->rows.size() ||
      record.root != audit::RosterRoot(input.roster->Leaves())) {
    return absl::FailedPreconditionError(
        "the record is not that of the roster's file: size or root differ; do not sign it");
  }
  std::vector<records::RosterDifference> expected;
  for (const auto& earlier : input.earlier) {
    expected.push_back(DifferenceBetween(*input.roster, earlier));
  }
  if (record.in_use != expected) {
    return absl::FailedPreconditionError(
        "the record's difference counts are not those of the files; give every roster in use with "
        "--in-use, in the record's order");
  }
  return absl::OkStatus();
}

}  // namespace

records::RosterDifference DifferenceBetween(const records::RosterFile& roster,
                                            const records::RosterFile& earlier) {
  const auto now = Ids(roster);
  const auto before = Ids(earlier);
  return {.root = audit::RosterRoot(earlier.Leaves()),
          .joiners = CountMissing(now, before),
          .leavers = CountMissing(before, now)};
}

absl::StatusOr<records::Governance> MakeRecord(const crypto::SigningKey& charter,
                                               const records::GovernanceBody& content) {
  const auto* grant = std::get_if<records::ActorGrant>(&content);
  if (grant != nullptr) CANDOR_RETURN_IF_ERROR(CheckGrant(*grant));
  auto record = records::Governance::Unsigned(content);
  CANDOR_RETURN_IF_ERROR(record.Content().status());
  record.SignAsCharter(charter);
  return record;
}

absl::StatusOr<records::Governance> MakeRosterRecord(const crypto::SigningKey& charter,
                                                     const records::RosterFile& roster,
                                                     std::span<const records::RosterFile> earlier,
                                                     std::uint32_t head_count, Day today) {
  records::RosterRecord content;
  content.day = today;
  content.size = static_cast<std::uint32_t>(roster.rows.size());
  content.root = audit::RosterRoot(roster.Leaves());
  content.head_count = head_count;
  if (content.size > head_count) {
    return absl::InvalidArgumentError(
        Cat("the roster has ", content.size, " people and the confirmed head count is ", head_count,
            "; a roster cannot be larger than the organisation"));
  }
  for (const auto& other : earlier) content.in_use.push_back(DifferenceBetween(roster, other));
  auto record = records::Governance::Unsigned(content);
  CANDOR_RETURN_IF_ERROR(record.Content().status());
  record.SignAsCharter(charter);
  return record;
}

absl::StatusOr<records::GovernanceBody> CheckForCountersigning(const CountersignInput& input,
                                                               const audit::BoardView& board, Day today) {
  CANDOR_RETURN_IF_ERROR(records::VerifyCharterSignature(*input.record, board.CharterOn(today)));
  CANDOR_ASSIGN_OR_RETURN(auto content, input.record->Content());
  if (const auto* roster = std::get_if<records::RosterRecord>(&content)) {
    CANDOR_RETURN_IF_ERROR(CheckRoster(*roster, input));
  }
  return content;
}

absl::StatusOr<records::Governance> Countersign(const CountersignInput& input,
                                                const crypto::SigningKey& independent_body,
                                                const audit::BoardView& board, Day today) {
  if (independent_body.verify_key() != board.bundle().independent_body_key) {
    return absl::PermissionDeniedError(
        "this key is not the independent body's in the pinned trust bundle");
  }
  CANDOR_RETURN_IF_ERROR(CheckForCountersigning(input, board, today).status());
  records::Governance record = *input.record;
  record.SignAsIndependentBody(independent_body);
  CANDOR_RETURN_IF_ERROR(audit::CheckGovernance(board, record, today));
  return record;
}

}  // namespace candor::services::operators

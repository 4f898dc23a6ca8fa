// Governance: which records may stand in the log, and what they change.
#include <algorithm>

#include "audit/board_replay.h"
#include "base/status.h"

namespace candor::audit {
namespace {

absl::Status Broken(const char* why) { return absl::FailedPreconditionError(why); }

// What each record needs of the log so far, its signatures aside.
struct Check {
  const BoardView& view;
  Day day;

  absl::Status operator()(const records::ActorGrant& grant) const {
    if (grant.at.empty()) return absl::OkStatus();
    const auto known = view.actors().find(grant.key);
    if (known != view.actors().end() && !known->second.at.empty() && known->second.at != grant.at) {
      return Broken("this operator's key acts at another server; make a key for each server");
    }
    if (grant.at != view.bundle().board.origin && view.bundle().FindIssuer(grant.at) == nullptr) {
      return Broken("the trust bundle knows no server of the origin that the operator is to act at");
    }
    return absl::OkStatus();
  }
  absl::Status operator()(const records::ActorRevoke& revoke) const {
    const auto actor = view.actors().find(revoke.key);
    if (actor == view.actors().end() || !actor->second.roles.contains(revoke.role)) {
      return Broken("the key does not hold the role that is to be revoked");
    }
    return absl::OkStatus();
  }
  absl::Status operator()(const records::PolicyChange& change) const {
    return CheckNotice(change.in_force, view.max_open().back().from);
  }
  absl::Status operator()(const records::CharterRotate& rotate) const {
    const bool known = std::ranges::any_of(
        view.charters(), [&](const auto& each) { return each.value == rotate.new_key; });
    if (known || rotate.new_key == view.bundle().independent_body_key) {
      return Broken("the new charter key is in use already");
    }
    return CheckNotice(rotate.in_force, view.charters().back().from);
  }
  absl::Status operator()(const records::RosterRecord& roster) const {
    if (view.FindRoster(roster.root) != nullptr) {
      return absl::AlreadyExistsError("the log has another record of this roster");
    }
    if (roster.size > roster.head_count) {
      return Broken(
          "the roster has more places than the independent body confirmed people: members would"
          " refuse every campaign on it");
    }
    return absl::OkStatus();
  }

 private:
  absl::Status CheckNotice(Day in_force, Day latest) const {
    if (in_force < day + records::kNoticeDays) {
      return Broken("the change would be in force earlier than seven days after its entry");
    }
    if (in_force < latest) return Broken("the change would come before one that is announced");
    return absl::OkStatus();
  }
};

}  // namespace

absl::Status CheckGovernance(const BoardView& view, const records::Governance& record, Day day) {
  CANDOR_RETURN_IF_ERROR(records::VerifyGovernance(record, view.CharterOn(day),
                                                   view.bundle().independent_body_key));
  CANDOR_ASSIGN_OR_RETURN(const auto content, record.Content());
  return std::visit(Check{view, day}, content);
}

void BoardView::Replay::Take(const records::ActorGrant& grant) const {
  Actor& actor = view.actors_[grant.key];
  if (actor.roles.empty()) actor.since_index = view.size_;
  actor.name = grant.name;
  actor.roles.insert(grant.role);
  if (!grant.at.empty()) actor.at = grant.at;
}

void BoardView::Replay::Take(const records::ActorRevoke& revoke) const {
  Actor& actor = view.actors_[revoke.key];
  actor.roles.erase(revoke.role);
  actor.revoked[revoke.role] = view.size_;
}

void BoardView::Replay::Take(const records::PolicyChange& change) const {
  view.max_open_.push_back({change.in_force, change.max_open});
}

void BoardView::Replay::Take(const records::CharterRotate& rotate) const {
  view.charters_.push_back({rotate.in_force, rotate.new_key});
}

void BoardView::Replay::Take(const records::RosterRecord& roster) const {
  view.rosters_.push_back({view.size_, roster});
}

}  // namespace candor::audit

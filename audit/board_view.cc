#include "audit/board_view.h"

#include <algorithm>

#include "audit/board_replay.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

using records::LogEntry;
using records::Role;

absl::Status Broken(const char* why) { return absl::FailedPreconditionError(why); }

// The content opens the entry's commitment, or is absent (destroyed content is not an error here;
// whoever needs it asks for it).
absl::Status CheckContent(const LogEntry& entry, const EntryContent& content) {
  const auto commitment = records::ContentCommitmentOf(entry);
  if (!commitment.has_value()) {
    return content.empty() ? absl::OkStatus()
                                 : Broken("content beside an entry that has none");
  }
  if (content.empty()) return absl::OkStatus();
  if (records::ContentCommitment(content.salt, content.content) != *commitment) {
    return Broken("the content does not open the entry's commitment");
  }
  return absl::OkStatus();
}

// The last one whose day has come.
template <class Value>
const Value& InForceOn(const std::vector<InForce<Value>>& all, Day day) {
  const auto later = std::ranges::upper_bound(all, day, {}, &InForce<Value>::from);
  return std::prev(later)->value;
}

}  // namespace

bool Campaign::TakesAllOf(Day day, records::Kind kind) const {
  const auto taken = [&](records::Grace by) {
    return records::WindowOf(kind, open.phases, by).Contains(day);
  };
  if (!extension.has_value() || day < extended) return taken(records::Grace::kNotTaken);
  return taken(records::Grace::kTaken) && (day > extended || taken(records::Grace::kNotTaken));
}

bool Campaign::GraceMayCome(Day today) const {
  const bool between = open.phases.speaking_closes <= today &&
                       today < records::SpeakingCloses(open.phases, records::Grace::kTaken);
  const auto of_opinions = [](const Batch& batch) { return batch.seal.pool == records::Pool::kOpinions; };
  return between && !extension.has_value() && !close.has_value() &&
         std::ranges::none_of(batches, of_opinions);
}

absl::Status BoardView::Replay::operator()(const records::Genesis& genesis) const {
  if (view.size_ != 0) return Broken("a second Genesis");
  if (genesis.fingerprint != view.bundle_.Fingerprint()) {
    return Broken("Genesis names another organisation fingerprint than the trust bundle has");
  }
  if (genesis.origin != view.bundle_.board.origin || genesis.trial != view.bundle_.trial) {
    return Broken("Genesis does not agree with the trust bundle");
  }
  view.trial_ = genesis.trial;
  return absl::OkStatus();
}

absl::Status BoardView::Replay::operator()(const records::GovernanceEntry& governance) const {
  CANDOR_RETURN_IF_ERROR(CheckGovernance(view, governance.record, entry.day));
  CANDOR_ASSIGN_OR_RETURN(const auto body, governance.record.Content());
  std::visit([this](const auto& record) { Take(record); }, body);
  return absl::OkStatus();
}

absl::Status BoardView::Replay::operator()(const records::Incident& incident) const {
  if (incident.signed_size > view.size_ || incident.found_size > incident.signed_size) {
    return Broken("an incident whose sizes are not those of this log");
  }
  view.incidents_.push_back(incident);
  view.last_incident_ = view.size_;
  return absl::OkStatus();
}

BoardView::BoardView(records::TrustBundle bundle)
    : bundle_(std::move(bundle)),
      charters_{{0, bundle_.charter_key}},
      max_open_{{0, bundle_.max_open}} {}

absl::Status BoardView::Apply(ByteView raw, const EntryContent& content) {
  const auto step = [&]() -> absl::Status {
    CANDOR_ASSIGN_OR_RETURN(const LogEntry entry, LogEntry::Decode(raw));
    if (size_ == 0 && !std::holds_alternative<records::Genesis>(entry.body)) {
      return Broken("the log does not begin with Genesis");
    }
    if (entry.day < last_day_) return Broken("days go backwards");
    if (open_batch_.has_value() && !std::holds_alternative<records::SubmissionEntry>(entry.body)) {
      return Broken("a batch is cut short");
    }
    CANDOR_RETURN_IF_ERROR(CheckContent(entry, content));
    CANDOR_RETURN_IF_ERROR(std::visit(Replay{*this, entry, raw, content}, entry.body));
    last_day_ = entry.day;
    ++size_;
    return absl::OkStatus();
  };
  if (const absl::Status status = step(); !status.ok()) {
    return absl::Status(status.code(),
                        Cat("entry ", size_, " of the board's log: ", status.message()));
  }
  return absl::OkStatus();
}

void BoardView::Skip() {
  ++size_;
  if (open_batch_.has_value() && --open_batch_->second == 0) open_batch_.reset();
}

const Campaign* BoardView::OpenBatch() const {
  return open_batch_.has_value() ? &campaigns_[open_batch_->first] : nullptr;
}

std::set<Role> BoardView::RolesOf(const records::VerifyKey& key) const {
  std::set<Role> roles;
  if (const auto at = actors_.find(key); at != actors_.end()) roles = at->second.roles;
  const auto old = std::ranges::find(charters_, key, &InForce<records::VerifyKey>::value);
  const bool replaced = old != charters_.end() && old + 1 != charters_.end() &&
                        (old + 1)->from <= last_day_;
  if (old != charters_.end() && !replaced) roles.insert(Role::kCharter);
  if (key == bundle_.independent_body_key) roles.insert(Role::kIndependentBody);
  return roles;
}

std::set<Role> BoardView::RolesAt(const records::VerifyKey& key, std::string_view origin) const {
  std::set<Role> roles = RolesOf(key);
  const auto at = actors_.find(key);
  if (at != actors_.end() && at->second.at != origin) roles.erase(Role::kOperator);
  return roles;
}

const records::VerifyKey& BoardView::CharterOn(Day day) const {
  return InForceOn(charters_, day);
}

std::uint8_t BoardView::MaxOpenOn(Day day) const { return InForceOn(max_open_, day); }

bool BoardView::Holds(const records::VerifyKey& key, Role role) const {
  return RolesOf(key).contains(role);
}

const RosterState* BoardView::FindRoster(const crypto::Hash& root) const {
  for (const auto& roster : rosters_) {
    if (roster.record.root == root) return &roster;
  }
  return nullptr;
}

const Campaign* BoardView::FindCampaign(const records::CampaignId& id) const {
  const auto at = std::ranges::find(campaigns_, id, &Campaign::id);
  return at == campaigns_.end() ? nullptr : &*at;
}

const Campaign* BoardView::FindCampaignByDraft(const records::DraftId& id) const {
  for (const auto& campaign : campaigns_) {
    if (campaign.manifest->draft.Id() == id) return &campaign;
  }
  return nullptr;
}

absl::Status CheckManifestRoles(const records::Manifest& manifest, const BoardView& view) {
  const records::Draft& draft = manifest.draft;
  const std::pair<const std::vector<records::Named>*, Role> parts[] = {
      {&draft.sponsors, Role::kSponsor},
      {&draft.facilitators, Role::kFacilitator},
      {&draft.readers, Role::kReader},
      {&draft.operators, Role::kOperator}};
  for (const auto& [people, role] : parts) {
    for (const auto& person : *people) {
      if (!view.Holds(person.key, role)) {
        return absl::PermissionDeniedError(
            Cat("the manifest names ", person.name, " as ", records::RoleName(role),
                ", and the log grants that key no such role"));
      }
      // Members are told who can read by these names: they are the ones that were signed for.
      if (view.actors().at(person.key).name != person.name) {
        return absl::PermissionDeniedError(
            Cat("the manifest calls somebody with the role ", records::RoleName(role),
                " by another name than the log grants it to"));
      }
    }
  }
  const RosterState* const roster = view.FindRoster(draft.roster_root);
  if (roster == nullptr || roster->record.size != draft.roster_size) {
    return absl::FailedPreconditionError(
        "the manifest names a roster that is not in the log, or not with that size");
  }
  for (const auto& origin : draft.issuers) {
    if (view.bundle().FindIssuer(origin) == nullptr) {
      return absl::FailedPreconditionError(
          "the manifest names an issuer that the trust bundle does not know");
    }
  }
  if (draft.promise_key != view.bundle().promise_key ||
      draft.gateway_key != view.bundle().gateway_key) {
    return absl::FailedPreconditionError(
        "the manifest's promise key or gateway key is not the trust bundle's");
  }
  return absl::OkStatus();
}

}  // namespace candor::audit

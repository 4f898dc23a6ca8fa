#include "audit/board_view.h"

#include <algorithm>

#include "audit/merkle.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

using crypto::Label;
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

// Acts of a thread whose first body was still pooled may travel in that body's own batch.
bool BelongsTo(records::Pool pool, records::Kind kind) {
  const records::Pool own = records::PoolOf(kind);
  return own == pool ||
         (own == records::Pool::kThreadActs &&
          (pool == records::Pool::kOpinions || pool == records::Pool::kContributions));
}

bool CanBeAnswered(const SealedSubmission& sealed) {
  const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
  return decoded.ok() && (decoded->body.kind == records::Kind::kOpinion ||
                          decoded->body.kind == records::Kind::kContribution);
}

}  // namespace

// One visitor call for each entry; `entry.day` and the index are checked before.
struct BoardView::Replay {
  BoardView& view;
  const LogEntry& entry;
  ByteView raw;
  const EntryContent& content;

  Campaign* campaign() const {
    const auto at = std::ranges::find(view.campaigns_, entry.campaign_id, &Campaign::id);
    return at == view.campaigns_.end() ? nullptr : &*at;
  }

  absl::Status operator()(const records::Genesis& genesis) const {
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

  absl::Status operator()(const records::GovernanceEntry& governance) const {
    CANDOR_RETURN_IF_ERROR(records::VerifyGovernance(
        governance.record, view.bundle_.charter_key, view.bundle_.independent_body_key));
    CANDOR_ASSIGN_OR_RETURN(const auto body, governance.record.Content());
    if (const auto* grant = std::get_if<records::ActorGrant>(&body)) {
      Actor& actor = view.actors_[grant->key];
      if (actor.roles.empty()) actor.since_index = view.size_;
      actor.name = grant->name;
      actor.roles.insert(grant->role);
    } else {
      view.rosters_.push_back({view.size_, std::get<records::RosterRecord>(body)});
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const records::CampaignOpen& open) const {
    if (content.empty()) return Broken("a campaign's manifest is missing");
    CANDOR_ASSIGN_OR_RETURN(auto manifest, records::Manifest::Decode(content.content));
    if (manifest.Id() != entry.campaign_id) return Broken("a campaign under another id");
    if (campaign() != nullptr) return Broken("a campaign opened twice");
    CANDOR_RETURN_IF_ERROR(records::VerifyManifest(manifest));
    CANDOR_RETURN_IF_ERROR(records::CheckCampaignOpen(open, manifest));
    CANDOR_RETURN_IF_ERROR(CheckManifestRoles(manifest, view));
    Campaign fresh;
    fresh.open_index = view.size_;
    fresh.opened = entry.day;
    fresh.id = entry.campaign_id;
    fresh.open = open;
    fresh.manifest = std::make_shared<const records::Manifest>(std::move(manifest));
    view.campaigns_.push_back(std::move(fresh));
    return absl::OkStatus();
  }

  absl::Status operator()(const records::CampaignClose& close) const {
    Campaign* const at = campaign();
    if (at == nullptr || at->close.has_value()) return Broken("a close without an open campaign");
    const bool withheld = std::ranges::any_of(
        at->batches, [](const Batch& batch) { return batch.seal.withheld; });
    if (close.opinions != at->opinions || close.batches != at->batches.size() ||
        close.withheld != withheld) {
      return Broken("the totals of a close are not those of the log");
    }
    at->close = close;
    return absl::OkStatus();
  }

  absl::Status operator()(const records::SealBatch& seal) const {
    Campaign* const at = campaign();
    if (at == nullptr) return Broken("a batch of an unknown campaign");
    if (at->close.has_value()) return Broken("a batch of a closed campaign");
    if (seal.count == 0) return Broken("an empty batch");
    if (std::ranges::any_of(seal.relied_on, [&](const records::IssuerCheckpoint& each) {
          return each.issuer >= at->manifest->draft.issuers.size();
        })) {
      return Broken("a batch that relies on an issuer which the campaign does not have");
    }
    if (entry.day != at->open.slots.DayOfSlot(seal.slot)) {
      return Broken("a batch that is not on its slot's day");
    }
    at->batches.push_back({view.size_, entry.day, seal, {}});
    const auto position = static_cast<std::size_t>(at - view.campaigns_.data());
    view.open_batch_ = {position, seal.count};
    return absl::OkStatus();
  }

  absl::Status operator()(const records::SubmissionEntry& submission) const {
    if (!view.open_batch_.has_value()) return Broken("a submission outside a batch");
    Campaign& at = view.campaigns_[view.open_batch_->first];
    if (at.id != entry.campaign_id) return Broken("a submission in another campaign's batch");
    CANDOR_ASSIGN_OR_RETURN(const auto decoded,
                            records::SignedSubmission::Decode(submission.signed_submission));
    if (decoded.body.campaign_id != at.id) return Broken("a submission of another campaign");
    // A day of its own would tell when it arrived.
    if (entry.day != at.batches.back().day)
      return Broken("a submission on another day than its batch");
    if (!BelongsTo(at.batches.back().seal.pool, decoded.body.kind)) {
      return Broken("a submission in a batch of another pool");
    }
    CANDOR_RETURN_IF_ERROR(decoded.VerifySignature());
    const crypto::Hash hash = decoded.body.SubmissionHash();
    if (!at.submissions.emplace(hash, SealedSubmission{view.size_, submission.signed_submission})
             .second) {
      return Broken("the same submission twice");
    }
    at.batches.back().submissions.push_back(hash);
    if (decoded.body.kind == records::Kind::kOpinion) ++at.opinions;
    if (--view.open_batch_->second == 0) view.open_batch_.reset();
    return absl::OkStatus();
  }

  absl::Status operator()(const records::AnswerEntry& answer) const {
    Campaign* const at = campaign();
    if (at == nullptr) return Broken("an answer in an unknown campaign");
    CANDOR_RETURN_IF_ERROR(answer.record.Verify(Label::kAnswer));
    CANDOR_ASSIGN_OR_RETURN(const auto decoded, records::Answer::Decode(answer.record.body));
    const auto target = at->submissions.find(decoded.target);
    if (decoded.campaign_id != at->id || target == at->submissions.end()) {
      return Broken("an answer to something that is not in the campaign");
    }
    if (!CanBeAnswered(target->second)) return Broken("an answer to something that says nothing");
    if (at->manifest->draft.FindReader(answer.record.signer) == nullptr) {
      return Broken("an answer by somebody who is no reader of the campaign");
    }
    const auto earlier = at->answers.find(decoded.target);
    const std::size_t next = earlier == at->answers.end() ? 0 : earlier->second.size();
    if (decoded.revision != next) return Broken("an answer's revision leaves a gap");
    PublicAnswer out{view.size_, entry.day, answer.record.signer, decoded, std::nullopt};
    if (!content.empty()) {
      CANDOR_ASSIGN_OR_RETURN(out.content, records::AnswerContent::Decode(content.content));
    }
    at->answers[decoded.target].push_back(std::move(out));
    return absl::OkStatus();
  }

  absl::Status operator()(const records::Access& access) const {
    Campaign* const at = campaign();
    if (at == nullptr) return Broken("an access in an unknown campaign");
    const bool batch = std::ranges::any_of(
        at->batches, [&](const Batch& each) { return each.index == access.batch_index; });
    if (!batch || at->manifest->draft.FindReader(access.reader) == nullptr) {
      return Broken("an access by no reader or to no batch");
    }
    return absl::OkStatus();
  }

  template <class IssuersOwn>
  absl::Status operator()(const IssuersOwn&) const {
    return Broken("an entry of an issuer's log in the board's");
  }
};

BoardView::BoardView(records::TrustBundle bundle) : bundle_(std::move(bundle)) {}

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

std::set<Role> BoardView::RolesOf(const records::VerifyKey& key) const {
  std::set<Role> roles;
  if (const auto at = actors_.find(key); at != actors_.end()) roles = at->second.roles;
  if (key == bundle_.charter_key) roles.insert(Role::kCharter);
  if (key == bundle_.independent_body_key) roles.insert(Role::kIndependentBody);
  return roles;
}

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
  if (draft.promise_key != view.bundle().promise_key) {
    return absl::FailedPreconditionError("the manifest's promise key is not the trust bundle's");
  }
  return absl::OkStatus();
}

}  // namespace candor::audit

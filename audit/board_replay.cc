#include "audit/board_replay.h"

#include <algorithm>
#include <utility>

#include "audit/acts.h"
#include "audit/merkle.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

using crypto::Label;
using records::Role;

absl::Status Broken(const char* why) { return absl::FailedPreconditionError(why); }

bool BeginsThread(records::Kind kind) { return records::PurposeOf(kind).has_value(); }

// Acts of a thread whose first body was still pooled may travel in that body's own batch.
// So may a rating, which waits for company in a pool of its own, go with the acts that follow it in its thread
// (decision 0029).
bool BelongsTo(records::Pool pool, records::Kind kind) {
  const records::Pool own = records::PoolOf(kind);
  return own == pool || (own == records::Pool::kRatings && pool == records::Pool::kThreadActs) ||
         (own == records::Pool::kThreadActs &&
          (pool == records::Pool::kOpinions || pool == records::Pool::kContributions));
}

}  // namespace

Campaign* BoardView::Replay::campaign() const {
  const auto at = std::ranges::find(view.campaigns_, entry.campaign_id, &Campaign::id);
  return at == view.campaigns_.end() ? nullptr : &*at;
}

absl::Status BoardView::Replay::operator()(const records::CampaignOpen& open) const {
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

absl::Status BoardView::Replay::operator()(const records::CampaignExtend& extend) const {
  Campaign* const at = campaign();
  if (at == nullptr) return Broken("a grace extension of an unknown campaign");
  if (extend.speaking_closes != records::SpeakingCloses(at->open.phases, records::Grace::kTaken)) {
    return Broken("a grace extension by another time than the manifest states");
  }
  // Also what keeps it from being the second, from coming before the close, after the grace, after a
  // batch of opinions and, where the manifest states no grace, from coming at all.
  if (!at->GraceMayCome(entry.day)) {
    return Broken("a grace extension that is not the first thing that the log says of opinions after their close");
  }
  at->extension = view.size_;
  at->extended = entry.day;
  return absl::OkStatus();
}

absl::Status BoardView::Replay::operator()(const records::CampaignClose& close) const {
  Campaign* const at = campaign();
  if (at == nullptr || at->close.has_value()) return Broken("a close without an open campaign");
  if (at->IsOpen(entry.day)) return Broken("a close while opinions are taken, or the grace may still come");
  const bool withheld = std::ranges::any_of(
      at->batches, [](const Batch& batch) { return batch.seal.withheld; });
  if (close.opinions != at->opinions || close.batches != at->batches.size() ||
      close.withheld != withheld) {
    return Broken("the totals of a close are not those of the log");
  }
  at->close = close;
  return absl::OkStatus();
}

absl::Status BoardView::Replay::operator()(const records::SealBatch& seal) const {
  Campaign* const at = campaign();
  if (at == nullptr) return Broken("a batch of an unknown campaign");
  const bool speech = seal.pool == records::Pool::kOpinions ||
                      seal.pool == records::Pool::kContributions;
  if (speech && at->close.has_value()) return Broken("a batch of speech in a closed campaign");
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

absl::Status BoardView::Replay::operator()(const records::SubmissionEntry& submission) const {
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
  CANDOR_RETURN_IF_ERROR(CheckTarget(at, decoded.body));
  const crypto::Hash hash = decoded.body.SubmissionHash();
  if (at.submissions.contains(hash)) return Broken("the same submission twice");
  if (BeginsThread(decoded.body.kind)) {
    const Thread fresh{hash, hash, 0, decoded.body.thread_kem_key, decoded.body.kind, {},
                       decoded.body.quote, decoded.body.audience, 0};
    if (!at.threads.emplace(decoded.body.thread_key, fresh).second) {
      return Broken("a thread key that begins two threads");
    }
  }
  at.submissions.emplace(
      hash, SealedSubmission{view.size_, LeafHash(raw), submission.signed_submission, {}});
  at.batches.back().submissions.push_back(hash);
  TakeFirstBody(at, decoded.body, hash);
  if (decoded.body.kind == records::Kind::kOpinion) ++at.opinions;
  if (--view.open_batch_->second > 0) return absl::OkStatus();
  view.open_batch_.reset();
  return CloseBatch(at);
}

absl::Status BoardView::Replay::operator()(const records::AnswerEntry& answer) const {
  Campaign* const at = campaign();
  if (at == nullptr) return Broken("an answer in an unknown campaign");
  CANDOR_RETURN_IF_ERROR(answer.record.Verify(Label::kAnswer));
  CANDOR_ASSIGN_OR_RETURN(const auto decoded, records::Answer::Decode(answer.record.body));
  CANDOR_RETURN_IF_ERROR(CheckAnswer(view, *at, answer.record.signer, decoded, entry.day));
  PublicAnswer out{view.size_, entry.day,     answer.record.signer, decoded,
                   std::nullopt, LeafHash(raw), std::nullopt};
  if (!content.empty()) {
    CANDOR_ASSIGN_OR_RETURN(out.content, records::AnswerContent::Decode(content.content));
  }
  at->answers[decoded.target].push_back(std::move(out));
  return absl::OkStatus();
}

absl::Status BoardView::Replay::operator()(const records::Access& access) const {
  Campaign* const at = campaign();
  if (at == nullptr) return Broken("an access in an unknown campaign");
  const bool batch = std::ranges::any_of(
      at->batches, [&](const Batch& each) { return each.index == access.batch_index; });
  if (!batch || at->manifest->draft.FindReader(access.reader) == nullptr) {
    return Broken("an access by no reader or to no batch");
  }
  if (!view.Holds(access.reader, Role::kReader)) {
    return Broken("an access by a reader whose role was revoked");
  }
  return absl::OkStatus();
}

absl::Status BoardView::Replay::CloseBatch(Campaign& at) const {
  struct Act {
    records::SubmissionBody body;
    std::uint64_t index = 0;
  };
  std::vector<Act> acts;
  for (const auto& hash : at.batches.back().submissions) {
    const SealedSubmission& sealed = at.submissions.at(hash);
    CANDOR_ASSIGN_OR_RETURN(auto decoded,
                            records::SignedSubmission::Decode(sealed.signed_submission));
    if (!BeginsThread(decoded.body.kind)) acts.push_back({std::move(decoded.body), sealed.index});
  }
  // The order in a batch is that of hashes; within a thread it is that of the chain.
  std::ranges::sort(acts, {}, [](const Act& act) { return act.body.sequence; });
  for (const auto& [body, index] : acts) {
    CANDOR_RETURN_IF_ERROR(CheckFollows(at, body));
    Thread& thread = at.threads.at(body.thread_key);
    thread.last = body.SubmissionHash();
    thread.sequence = body.sequence;
    TakeThreadAct(at, body, thread.last);
    if (body.kind == records::Kind::kWithdrawal) thread.withdrawal = index;
  }
  return absl::OkStatus();
}

absl::Status CheckFollows(const Campaign& campaign, const records::SubmissionBody& body) {
  const auto at = campaign.threads.find(body.thread_key);
  if (at == campaign.threads.end()) return Broken("an act of a thread that has not begun");
  const Thread& thread = at->second;
  const bool speaks = thread.kind == records::Kind::kOpinion ||
                      thread.kind == records::Kind::kContribution;
  if (!speaks) return Broken("an act of a thread that says nothing");
  if (thread.withdrawal.has_value()) return Broken("an act of a thread that was withdrawn");
  if (body.sequence != thread.sequence + 1 || body.previous != thread.last) {
    return Broken("an act that does not follow in its thread");
  }
  if (body.thread_kem_key != thread.kem_key) return Broken("an act under another KEM key");
  if (body.kind == records::Kind::kFollowUp) {
    if (body.audience != thread.audience) return Broken("a follow-up to another audience than its thread's");
    if (thread.follow_ups >= campaign.open.quotas.follow_ups) return Broken("a follow-up beyond the quota");
  }
  if (body.kind == records::Kind::kRating && thread.kind != records::Kind::kOpinion) {
    return Broken("a rating by a thread that did not begin with an opinion");
  }
  return absl::OkStatus();
}

}  // namespace candor::audit

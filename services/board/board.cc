#include "services/board/board.h"

#include <algorithm>
#include <utility>

#include "audit/acts.h"
#include "base/status.h"
#include "base/text.h"
#include "services/board/admission.h"
#include "services/runtime/event_log.h"

namespace candor::services::board {
namespace {

using records::RefusalCode;
using runtime::Event;
using runtime::Log;
using store::CommitOutcome;

// Entries that a replay holds at a time.
constexpr std::uint64_t kReplayChunk = 256;

audit::EntryContent AsEntryContent(const std::optional<store::Content>& content) {
  if (!content.has_value()) return {};
  return {content->salt, content->bytes};
}

// An author can sign one body in two ways. The body was accepted, and the promise is for the body.
bool HoldsBody(ByteView signed_submission, const crypto::Hash& submission_hash) {
  const auto decoded = records::SignedSubmission::Decode(signed_submission);
  return decoded.ok() && decoded->body.SubmissionHash() == submission_hash;
}

absl::Status TooLate() { return absl::FailedPreconditionError("the window has closed"); }

// Admission has encoded it.
absl::StatusOr<records::Kind> KindOf(const store::PooledSubmission& submission) {
  CANDOR_ASSIGN_OR_RETURN(const auto decoded,
                          records::SignedSubmission::Decode(submission.signed_submission));
  return decoded.body.kind;
}

}  // namespace

Board::Board(BoardParts parts)
    : parts_(std::move(parts)),
      replies_(parts_.promise_key),
      time_(parts_.clock),
      ledger_(parts_.bundle) {}

Board::~Board() { Stop(); }

absl::StatusOr<std::unique_ptr<Board>> Board::Open(BoardParts parts) {
  if (parts.promise_key.verify_key() != parts.bundle.promise_key) {
    return absl::InvalidArgumentError(
        "the promise key's file holds another key than the trust bundle names");
  }
  std::unique_ptr<Board> board(new Board(std::move(parts)));
  CANDOR_RETURN_IF_ERROR(board->Begin());
  CANDOR_RETURN_IF_ERROR(board->Replay());
  CANDOR_RETURN_IF_ERROR(board->ServeCampaigns());
  CANDOR_RETURN_IF_ERROR(board->TakeUpTime());
  Board* const self = board.get();
  board->sequencer_ = std::make_unique<Sequencer>(
      self->parts_.max_waiting,
      [self](std::span<store::PooledSubmission> all) { return self->Commit(all); });
  return board;
}

absl::Status Board::Begin() {
  if (parts_.store.log().size() > 0) return absl::OkStatus();
  // A log that has signed something is not begun anew.
  CANDOR_RETURN_IF_ERROR(parts_.writable());
  const records::LogEntry genesis{time_.Today(), records::kNoCampaign, parts_.genesis};
  const store::NewEntry entry{genesis.Encode(), std::nullopt};
  CANDOR_RETURN_IF_ERROR(parts_.store.Append({&entry, 1}).status());
  parts_.appended();
  return absl::OkStatus();
}

absl::Status Board::Replay() {
  const store::LogStore& log = parts_.store.log();
  for (std::uint64_t begin = 0; begin < log.size(); begin += kReplayChunk) {
    const std::uint64_t end = std::min(log.size(), begin + kReplayChunk);
    CANDOR_ASSIGN_OR_RETURN(const auto entries, log.Entries(begin, end));
    for (std::uint64_t i = begin; i < end; ++i) {
      CANDOR_ASSIGN_OR_RETURN(const auto content, log.ContentOf(i));
      const absl::Status applied = ledger_.Apply(entries.at(i - begin), AsEntryContent(content));
      if (!applied.ok()) {
        return absl::DataLossError(
            Cat("the log in the store does not replay: ", applied.message()));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Board::ServeCampaigns() {
  const MutexLock lock(state_);
  for (const auto& campaign : ledger_.view().campaigns()) {
    if (served_.contains(campaign.id)) continue;
    CANDOR_ASSIGN_OR_RETURN(auto served,
                            ServedCampaign::Create(campaign.manifest, parts_.bundle.board.origin));
    served.grace = campaign.grace();
    served_.emplace(campaign.id, std::make_shared<const ServedCampaign>(std::move(served)));
  }
  return absl::OkStatus();
}

void Board::ServeGrace(const records::CampaignId& id) {
  const MutexLock lock(state_);
  SharedCampaign& campaign = served_.at(id);
  ServedCampaign extended = *campaign;
  extended.grace = records::Grace::kTaken;
  campaign = std::make_shared<const ServedCampaign>(std::move(extended));
}

absl::Status Board::TakeUpTime() {
  const MutexLock lock(state_);
  time_.RaiseTo(StartOf(ledger_.view().last_day()));
  for (const auto& campaign : ledger_.view().campaigns()) {
    CANDOR_ASSIGN_OR_RETURN(const auto slot, parts_.store.LastSlot(campaign.id));
    if (!slot.has_value()) continue;
    processed_[campaign.id] = *slot;
    time_.RaiseTo(campaign.open.slots.TimeOf(*slot));
  }
  // Before a call is taken: a board that was stopped for days opens nothing that is older. What cannot be
  // destroyed opens nothing either, and Tick says so.
  DestroyGatewayKeys(time_.Today()).IgnoreError();
  return absl::OkStatus();
}

absl::Status Board::CheckWritable() const {
  if (failed_) {
    return absl::UnavailableError(
        "The board's storage has failed: nothing is taken until it was mended and the board started"
        " again.");
  }
  const absl::Status writable = parts_.writable();
  if (!writable.ok()) return absl::UnavailableError(writable.message());
  return absl::OkStatus();
}

absl::Status Board::StorageFailed(const absl::Status& status) {
  if (!failed_.exchange(true)) Log(Event::kStorageFailure);
  return absl::UnavailableError(Cat("The board's storage has failed: ", status.message()));
}

absl::Status Board::Apply(Entries entries) {
  const MutexLock lock(state_);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& entry = entries[i];
    const absl::Status applied = ledger_.Apply(entry.entry, AsEntryContent(entry.content));
    if (applied.ok()) continue;
    if (i > 0) failed_ = true;
    Log(Event::kInternalFault, {static_cast<int>(applied.code())});
    return absl::InternalError("the board made an entry that does not replay; nothing was written");
  }
  return absl::OkStatus();
}

absl::StatusOr<records::AppendedReply> Board::Append(records::LogEntry entry,
                                                     std::optional<store::Content> content) {
  const store::NewEntry fresh{entry.Encode(), std::move(content)};
  CANDOR_RETURN_IF_ERROR(Apply({&fresh, 1}));
  const auto appended = parts_.store.Append({&fresh, 1});
  if (!appended.ok()) return StorageFailed(appended.status());
  parts_.appended();
  return records::AppendedReply{appended->first_index};
}

Board::SharedCampaign Board::FindServed(const records::CampaignId& id) const {
  const MutexLock lock(state_);
  const auto at = served_.find(id);
  return at == served_.end() ? nullptr : at->second;
}

absl::StatusOr<std::optional<ChainRefusal>> Board::CheckContext(
    const records::SubmissionBody& body) const {
  std::uint8_t follow_ups = 0;
  {
    const MutexLock lock(state_);
    const audit::Campaign* const campaign = ledger_.view().FindCampaign(body.campaign_id);
    if (campaign == nullptr || !audit::CheckTarget(*campaign, body).ok()) {
      return ChainRefusal{RefusalCode::kTarget, {}};
    }
    follow_ups = campaign->open.quotas.follow_ups;
  }
  if (records::PurposeOf(body.kind).has_value()) return std::nullopt;
  return CheckChain(parts_.store, body, follow_ups);
}

void Board::Submit(const records::SubmitRequest& request, SubmitDone done) {
  if (const absl::Status writable = CheckWritable(); !writable.ok()) return done(writable);
  const UnixSeconds now = time_.Now();
  SharedCampaign campaign = FindServed(request.submission.body.campaign_id);
  Verdict verdict = Admit(request, campaign.get(), now);
  if (const auto* code = std::get_if<RefusalCode>(&verdict)) {
    if (*code != RefusalCode::kWindowClosed) {
      return done(replies_.Refusal(Replies::About(request), *code, DayOf(now)));
    }
    const records::SubmissionBody& body = request.submission.body;
    return done(ReplyToLate(body.kind, Replies::About(request), MarksOf(body).front(), *campaign));
  }
  auto broken = CheckContext(request.submission.body);
  if (!broken.ok()) return done(broken.status());
  if (broken->has_value()) {
    return done(replies_.Refusal(Replies::About(request), (*broken)->code, DayOf(now),
                                 std::move((*broken)->other)));
  }
  auto& admitted = std::get<store::PooledSubmission>(verdict);
  // Shared with the queue: it tells whether `done` was handed over or is still ours to call.
  auto answer = std::make_shared<SubmitDone>(std::move(done));
  const bool taken = sequencer_->Submit(
      std::move(admitted),
      [this, campaign = std::move(campaign), answer](const store::PooledSubmission& submission,
                                                     const Sequencer::Outcome& outcome) {
        (*answer)(ReplyTo(submission, *campaign, outcome));
      });
  if (!taken) (*answer)(absl::ResourceExhaustedError("The board is busy; send it again later."));
}

void Board::NoOp(std::function<void(const absl::Status&)> done) {
  // Either the queue has `done`, or it is still ours to call.
  if (!sequencer_->Pass([done] { done(absl::OkStatus()); })) {
    done(absl::ResourceExhaustedError("The board is busy; send it again later."));
  }
}

absl::StatusOr<records::SubmitReply> Board::ReplyToLate(records::Kind kind,
                                                        const Replies::Refused& submission,
                                                        const store::Mark& mark,
                                                        const ServedCampaign& campaign) {
  // An unreadable store is no ground for a signed refusal: it could be a false one.
  CANDOR_ASSIGN_OR_RETURN(const auto owner, parts_.store.FindMark(mark));
  // A promise holds after the window too: who lost the answer on the way gets it again.
  if (owner.has_value() && HoldsBody(*owner, submission.submission_hash)) {
    return replies_.Promise(kind, submission.submission_hash, campaign);
  }
  return replies_.Refusal(submission, RefusalCode::kWindowClosed, time_.Today());
}

std::vector<Sequencer::Outcome> Board::Commit(std::span<store::PooledSubmission> submissions) {
  std::vector<Sequencer::Outcome> outcomes(submissions.size(), TooLate());
  const MutexLock writing(writing_);
  if (const absl::Status writable = CheckWritable(); !writable.ok()) {
    return std::vector<Sequencer::Outcome>(submissions.size(), writable);
  }
  // Asked again under the writers' lock: the last slot may have passed since the verification, and
  // what is pooled after it would never be sealed.
  const UnixSeconds now = time_.Now();
  std::vector<store::PooledSubmission> in_time;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    const SharedCampaign campaign = FindServed(submissions[i].campaign_id);
    const auto kind = KindOf(submissions[i]);
    if (campaign == nullptr || !kind.ok() || !campaign->WindowOf(*kind).Contains(now)) continue;
    in_time.push_back(std::move(submissions[i]));
    places.push_back(i);
  }
  if (in_time.empty()) return outcomes;
  auto committed = parts_.store.CommitSubmissions(in_time);
  const absl::Status failure =
      committed.ok() ? absl::OkStatus() : StorageFailed(committed.status());
  for (std::size_t i = 0; i < places.size(); ++i) {
    // Their callers are answered from what was handed over.
    submissions[places[i]] = std::move(in_time[i]);
    if (failure.ok()) {
      outcomes[places[i]] = std::move(committed->at(i));
    } else {
      outcomes[places[i]] = failure;
    }
  }
  return outcomes;
}

absl::StatusOr<records::SubmitReply> Board::ReplyTo(const store::PooledSubmission& submission,
                                                    const ServedCampaign& campaign,
                                                    const Sequencer::Outcome& outcome) {
  CANDOR_ASSIGN_OR_RETURN(const records::Kind kind, KindOf(submission));
  const auto promise = [&] { return replies_.Promise(kind, submission.submission_hash, campaign); };
  if (absl::IsFailedPrecondition(outcome.status())) {
    return ReplyToLate(kind, Replies::About(submission), submission.marks.front(), campaign);
  }
  CANDOR_RETURN_IF_ERROR(outcome.status());
  if (outcome->result != CommitOutcome::Result::kConflict) return promise();
  if (HoldsBody(outcome->other, submission.submission_hash)) return promise();
  return replies_.Refusal(Replies::About(submission),
                          ConflictCode(submission, outcome->conflicting_mark), time_.Today(),
                          outcome->other);
}

void Board::Stop() {
  if (sequencer_ != nullptr) sequencer_->Stop();
}

}  // namespace candor::services::board

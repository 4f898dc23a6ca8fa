#include "services/member/send.h"

#include <algorithm>

#include "audit/merkle.h"
#include "audit/proof.h"
#include "audit/acts.h"
#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/commitment.h"
#include "crypto/envelope.h"
#include "records/promise.h"
#include "records/schedule.h"
#include "records/target.h"
#include "records/window.h"
#include "services/member/admission.h"
#include "services/member/blank.h"
#include "services/member/receipt.h"
#include "services/member/speak.h"
#include "services/member/sentence.h"
#include "services/member/withdraw.h"
#include "services/runtime/tls.h"
#include "services/texts/day.h"

namespace candor::services::member {
namespace {

using records::RefusalCode;
using records::SubmitReply;
using texts::PlainText;
using texts::Sentence;
using texts::Text;

// What the sentences call it.
PlainText Name(records::Kind kind) {
  switch (kind) {
    case records::Kind::kContribution: return Text::kNewsContribution;
    case records::Kind::kEndorsement: return Text::kNewsPoint;
    case records::Kind::kFollowUp: return Text::kNewsFollowUp;
    case records::Kind::kWithdrawal: return Text::kNewsWithdrawal;
    case records::Kind::kAppeal: return Text::kOutboxAppeal;
    case records::Kind::kRating: return Text::kOutboxRating;
    case records::Kind::kOpinion:
    case records::Kind::kBlank: return Text::kNewsText;
  }
  return Text::kNewsText;
}

// What being in the record means for it, and whether it is being taken back.
PlainText WhatFollows(const Wallet& wallet, const Thread& thread) {
  switch (thread.submission.body.kind) {
    case records::Kind::kWithdrawal: return Text::kNewsWithdrawn;
    case records::Kind::kAppeal: return Text::kNewsPanelReads;
    case records::Kind::kEndorsement:
    case records::Kind::kRating: return Text::kNewsCounts;
    default:
      if (FindWithdrawal(wallet, thread) != nullptr) return Text::kNewsReadableUntilWithdrawn;
      return Text::kNewsReadable;
  }
}

PlainText WhyRefused(RefusalCode code) {
  switch (code) {
    case RefusalCode::kMalformed: return Text::kRefusedMalformed;
    case RefusalCode::kUnknownCampaign: return Text::kRefusedUnknownJam;
    case RefusalCode::kWindowClosed: return Text::kRefusedWindow;
    case RefusalCode::kCommitment:
    case RefusalCode::kEnvelopeHeader:
    case RefusalCode::kThreadSignature: return Text::kRefusedEnvelope;
    case RefusalCode::kToken: return Text::kRefusedSlip;
    case RefusalCode::kSpent: return Text::kRefusedSpent;
    case RefusalCode::kThreadKeySeen: return Text::kRefusedThreadKey;
    case RefusalCode::kOutOfChain: return Text::kRefusedChain;
    case RefusalCode::kAudience: return Text::kRefusedAudience;
    case RefusalCode::kUnknownThread: return Text::kRefusedThread;
    case RefusalCode::kTarget: return Text::kRefusedTarget;
    case RefusalCode::kQuota: return Text::kRefusedQuota;
  }
  return Text::kRefusedMalformed;
}

Day SealedNoLaterThan(records::Kind kind, const audit::Campaign& campaign) {
  const auto& draft = campaign.manifest->draft;
  return records::PromisedDay(kind, draft.phases, draft.slots);
}

// The first day on which the kind is not taken any more.
Day WindowEnds(records::Kind kind, const audit::Campaign& campaign) {
  return campaign.WindowOf(kind).closes;
}

const audit::Batch* BatchOf(const audit::Campaign& campaign, std::uint64_t index) {
  const audit::Batch* found = nullptr;
  for (const auto& batch : campaign.batches) {
    if (batch.index < index) found = &batch;
  }
  return found;
}

// ---- what a refusal says, checked here ----

absl::Status CheckTokens(const records::SubmissionBody& body, const records::Manifest& manifest,
                         std::string_view board_origin) {
  const records::Draft& draft = manifest.draft;
  if (body.tokens.size() != draft.issuers.size()) {
    return absl::InvalidArgumentError("it does not carry one voting slip of each issuer");
  }
  const auto purpose = records::PurposeOf(body.kind);
  if (!purpose.has_value()) return absl::InvalidArgumentError("its kind uses no voting slip");
  const auto p = static_cast<std::size_t>(*purpose) - 1;
  for (std::size_t i = 0; i < body.tokens.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(const auto key,
                            crypto::TokenPublicKey::Parse(manifest.issuer_keys[i][p]));
    const auto challenge =
        records::ChallengeFor(manifest.ManifestHash(), *purpose, draft.issuers[i], board_origin);
    CANDOR_RETURN_IF_ERROR(crypto::VerifyToken(body.tokens[i], key,
                                               crypto::ChallengeDigest(challenge),
                                               body.thread_key));
  }
  return absl::OkStatus();
}

// The one thing that this machine cannot recompute is the board's clock; it signs the day it saw.
bool OutsideTheWindow(records::Kind kind, Day day, const audit::Campaign& campaign) {
  return !campaign.TakesAllOf(day, kind);
}

// Only a window that is over by both clocks settles anything. A member's clock may run fast at the
// opening, and a board may sign whatever day it likes: neither may cost a voice.
bool OverByBothClocks(records::Kind kind, Day day, Day today, const audit::Campaign& campaign) {
  const Day closes = WindowEnds(kind, campaign);
  return day >= closes && today >= closes;
}

// Another thread with the same KEM key: the board could have made it up, but not its tokens.
bool OtherThreadIsReal(ByteView other_bytes, const records::SubmissionBody& body,
                       const records::Manifest& manifest, std::string_view board_origin) {
  const auto other = records::SignedSubmission::Decode(other_bytes);
  if (!other.ok()) return false;
  return other->body.thread_key == body.thread_key ||
         CheckTokens(other->body, manifest, board_origin).ok();
}

// Whether what the refusal says of the request is true as far as this machine can tell.
bool RefusalHolds(const records::Refusal& refusal, const records::SubmitRequest& request,
                  ByteView other, const audit::Campaign& campaign, std::string_view board_origin) {
  switch (refusal.code) {
    case RefusalCode::kSpent:
    case RefusalCode::kOutOfChain:
      return true;  // the evidence that came with it was checked
    case RefusalCode::kThreadKeySeen:
      return OtherThreadIsReal(other, request.submission.body, *campaign.manifest, board_origin);
    case RefusalCode::kWindowClosed:
      return OutsideTheWindow(request.submission.body.kind, refusal.day, campaign);
    case RefusalCode::kUnknownCampaign:
      return false;  // the log opens this campaign
    case RefusalCode::kTarget:
      return !audit::CheckTarget(campaign, request.submission.body).ok();
    case RefusalCode::kQuota:
      return request.submission.body.sequence > campaign.open.quotas.follow_ups;
    case RefusalCode::kUnknownThread:
      return false;  // withdrawn is only what the board has promised
    default:
      return !CheckRequest(request, *campaign.manifest, board_origin).ok();
  }
}

// Of a point or a rating there is nothing to read, and an appeal is the panel's.
bool ReadByLeaders(records::Kind kind) {
  return kind == records::Kind::kOpinion || kind == records::Kind::kContribution || kind == records::Kind::kFollowUp;
}

Judgement JudgePromise(const SubmitReply& reply, const records::SubmitRequest& request,
                       const audit::Campaign& campaign) {
  const auto promise = records::VerifyPromise(reply, request.submission.body,
                                              campaign.manifest->draft.promise_key);
  if (!promise.ok()) {
    return {News::kUnbelievable,
            Sentence(Text::kNewsBadPromise, FaultOf(promise.status())).Then(Text::kNewsTextKept)};
  }
  const records::Kind kind = request.submission.body.kind;
  if (promise->sealed_no_later_than != SealedNoLaterThan(kind, campaign)) {
    return {News::kUnbelievable, Sentence(Text::kNewsOtherDate).Then(Text::kNewsTextKept)};
  }
  const Sentence latest = texts::DateSentence(promise->sealed_no_later_than);
  if (kind == records::Kind::kWithdrawal) return {News::kPromised, Sentence(Text::kNewsPromisedWithdrawal, latest)};
  const Sentence sent(Text::kNewsPromised, latest);
  return {News::kPromised, ReadByLeaders(kind) ? sent.Then(Text::kNewsPromisedText) : sent};
}

Judgement ByAnotherClock(Day day, const audit::Campaign& campaign) {
  const Day opens = campaign.manifest->draft.phases.speaking_opens;
  const std::string jam = ShortId(campaign.id);
  return {News::kUnbelievable,
          day < opens ? Sentence(Text::kNewsClockBefore, jam) : Sentence(Text::kNewsClockAfter, jam)};
}

// What a refusal does not pin down proves nothing against the board: it names the body, not the
// signature that came with it, and no hour of the day on which the jam was opened. Anybody could have
// obtained such a refusal from an honest board and shown it with the right signature, or a day later.
bool ProvesNothing(const records::Refusal& refusal, const records::SubmissionBody& body,
                   const audit::Campaign& campaign) {
  if (refusal.code == RefusalCode::kUnknownThread) {
    // False beyond doubt is it alone when the log held the text on an earlier day.
    const auto first = campaign.submissions.find(body.previous);
    const auto* const batch =
        first == campaign.submissions.end() ? nullptr : BatchOf(campaign, first->second.index);
    return batch == nullptr || batch->day >= refusal.day;
  }
  return refusal.code == RefusalCode::kThreadSignature ||
         (refusal.code == RefusalCode::kUnknownCampaign && refusal.day <= campaign.opened);
}

Judgement JudgeRefusal(const SubmitReply& reply, const records::SubmitRequest& request,
                       const audit::Campaign& campaign, std::string_view board_origin, Day today) {
  const auto refusal =
      records::VerifyRefusal(reply, request, campaign.manifest->draft.promise_key);
  if (!refusal.ok()) {
    return {News::kUnbelievable,
            Sentence(Text::kNewsBadRefusal, FaultOf(refusal.status())).Then(Text::kNewsTextKept)};
  }
  const Sentence why(WhyRefused(refusal->code));
  if (RefusalHolds(*refusal, request, reply.other, campaign, board_origin)) {
    if (refusal->code == RefusalCode::kWindowClosed &&
        !OverByBothClocks(request.submission.body.kind, refusal->day, today, campaign)) {
      return ByAnotherClock(refusal->day, campaign);
    }
    return {News::kRefused, Sentence(Text::kNewsRefused, why).Then(Text::kNewsTextKept)};
  }
  if (ProvesNothing(*refusal, request.submission.body, campaign)) {
    return {News::kUnbelievable,
            Sentence(Text::kNewsRefusalUnproven, why).Then(Text::kNewsTextKept)};
  }
  return {News::kFalseRefusal, Sentence(Text::kNewsRefusalFalse, why)};
}

// ---- the log ----

Sentence WhyWithheld(const audit::Campaign& campaign, const audit::Batch& batch, const Logs& logs) {
  const std::string jam = ShortId(campaign.id);
  if (batch.seal.count < campaign.open.k) return Sentence(Text::kNewsFewSpoke, int{campaign.open.k}, jam);
  // By this machine's own copies of the issuers' logs, and not by the board's word alone.
  if (const std::uint32_t drawn = DrawsOf(campaign, logs); drawn >= campaign.open.min_issued) {
    return Sentence(Text::kNewsWithheldThoughMany, batch.seal.count, jam, drawn, campaign.open.min_issued);
  }
  return Sentence(Text::kNewsFewDrew, batch.seal.count, jam, campaign.open.min_issued);
}

// Where the log holds it, and whether that was in time.
Note Sealed(const Wallet& wallet, const Thread& thread, const audit::Campaign& campaign, const audit::Batch* batch) {
  const records::Kind kind = thread.submission.body.kind;
  const Sentence found = Sentence(Text::kNewsIncluded, Sentence(Name(kind)), *thread.index).Then(WhatFollows(wallet, thread));
  const Day promised = SealedNoLaterThan(kind, campaign);
  if (thread.promise.empty() || batch == nullptr || batch->day <= promised) {
    return {News::kIncluded, thread.hash(), found};
  }
  return {News::kLate, thread.hash(),
          found.Then(Sentence(Text::kNewsLate, texts::DateSentence(batch->day), texts::DateSentence(promised)))};
}

Note Included(Wallet& wallet, Thread& thread, const audit::Campaign& campaign, const Logs& logs,
              std::uint64_t index) {
  const crypto::Hash hash = thread.hash();
  const audit::Batch* const batch = BatchOf(campaign, index);
  const bool withheld = batch != nullptr && batch->seal.withheld;
  thread.index = index;
  thread.stage = withheld ? Stage::kWithheld : Stage::kInLog;
  wallet.DropFromOutbox(hash);
  if (!withheld) return Sealed(wallet, thread, campaign, batch);
  return {News::kWithheld, hash,
          WhyWithheld(campaign, *batch, logs).Then(Text::kNewsWithheld).Then(Text::kNewsTextKept)};
}

Note Overdue(const Thread& thread, Day promised) {
  return {News::kOverdue, thread.hash(),
          Sentence(Text::kNewsOverdue, texts::DateSentence(promised)).Then(Text::kNewsTextKept)};
}

Note Missed(Wallet& wallet, Thread& thread) {
  const crypto::Hash hash = thread.hash();
  thread.stage = Stage::kMissed;
  wallet.DropFromOutbox(hash);
  const Sentence missed = IsWithdrawal(thread) ? Sentence(Text::kNewsMissedWithdrawal)
                                               : Sentence(Text::kNewsMissed, Sentence(Name(thread.submission.body.kind)));
  return {News::kMissed, hash, missed.Then(Text::kNewsTextKept)};
}

bool Settled(Stage stage) {
  return stage == Stage::kInLog || stage == Stage::kWithheld || stage == Stage::kRefused ||
         stage == Stage::kMissed;
}

std::optional<Note> LookFor(Wallet& wallet, Thread& thread, const Logs& logs, UnixSeconds now) {
  if (Settled(thread.stage)) return std::nullopt;
  const audit::Campaign* const campaign = logs.board().FindCampaign(thread.campaign_id);
  if (campaign == nullptr) return std::nullopt;
  if (const auto at = campaign->submissions.find(thread.hash());
      at != campaign->submissions.end()) {
    if (const absl::Status proven = VerifyInclusion(logs, at->second.index); !proven.ok()) {
      return Note{News::kUnbelievable, thread.hash(),
                  Sentence(Text::kNewsProofFails, FaultOf(proven)).Then(Text::kNewsTextKept)};
    }
    return Included(wallet, thread, *campaign, logs, at->second.index);
  }
  // Only a look at the log that was taken after the day is over can say that it is not there.
  const Day last = SealedNoLaterThan(thread.submission.body.kind, *campaign);
  const bool over = DayOf(now) > last && DayOf(wallet.synced_at) > last;
  if (!over) return std::nullopt;
  if (thread.promise.empty()) return Missed(wallet, thread);
  return Overdue(thread, last);
}

Note Waiting(const OutboxItem& item, records::Kind kind, const Departure& departure) {
  return {News::kWaiting, item.submission_hash,
          Sentence(Text::kNewsWaiting, Sentence(Name(kind)), departure.reason)};
}

Note Unreachable(const OutboxItem& item, const absl::Status& status) {
  if (runtime::IsNotThePinnedServer(status)) {
    return {News::kImpostor, item.submission_hash,
            Sentence(Text::kNewsImpostor, FaultOf(status))};
  }
  return {News::kUnreachable, item.submission_hash,
          Sentence(Text::kNewsNoAnswer, FaultOf(status))};
}

// Takes the judgement into the thread; true when the wallet has changed.
// What was promised once stays promised, whatever the answer to a repetition is.
bool Keep(Wallet& wallet, Thread& thread, News news, ByteView reply) {
  if (!thread.promise.empty() && news != News::kFalseRefusal) return false;
  switch (news) {
    case News::kPromised:
      thread.promise = ToBytes(reply);
      thread.stage = Stage::kPromised;
      return true;
    case News::kFalseRefusal:
      thread.refusal = ToBytes(reply);
      return true;
    case News::kRefused:
      thread.refusal = ToBytes(reply);
      thread.stage = Stage::kRefused;
      wallet.DropFromOutbox(thread.hash());
      return true;
    default:
      return false;
  }
}

// A board that was restored from an older copy says in which campaigns it may have lost what it promised. The
// same body gets the same promise again. After the window nothing is taken, and the promise is evidence.
bool IsSentAgain(records::Kind kind, const audit::Campaign& campaign, const Logs& logs,
                 UnixSeconds now) {
  if (DayOf(now) >= WindowEnds(kind, campaign)) return false;
  return std::ranges::any_of(logs.board().incidents(), [&](const records::Incident& incident) {
    return std::ranges::find(incident.lost, campaign.id) != incident.lost.end();
  });
}

// Whether the body before it in its thread has not reached the board: then this one would be refused.
bool WaitsForItsPredecessor(const Wallet& wallet, const records::SubmissionBody& body) {
  if (body.sequence == 0) return false;
  const auto at = std::ranges::find(wallet.outbox, body.previous, &OutboxItem::submission_hash);
  return at != wallet.outbox.end() && !at->promised;
}

// Of what spends a slip by the slip's gates; of an act of a thread by the time that was drawn, and by what stands
// before it.
Departure DepartureFor(const Wallet& wallet, const OutboxItem& item, const records::SubmissionBody& body,
                       const audit::Campaign& campaign, const Logs& logs, UnixSeconds now) {
  if (!records::PurposeOf(body.kind).has_value()) {
    Departure out;
    out.earliest = item.ready_at;
    if (now < out.earliest) {
      out.reason = Sentence(Text::kGateRandom, FormatMinute(out.earliest));
    } else if (WaitsForItsPredecessor(wallet, body)) {
      out.earliest = now + 1;
      out.reason = Sentence(Text::kGatePredecessor);
    }
    return out;
  }
  if (body.kind == records::Kind::kOpinion && campaign.GraceMayCome(DayOf(now))) {
    return {.earliest = now + 1, .reason = Sentence(Text::kGateGrace)};
  }
  const Draw* const draw = wallet.FindDraw(item.campaign_id);
  // Without the draw its time is unknown; the item's own date stands in for it.
  Departure out = DepartureOf(campaign, logs, draw == nullptr ? item.ready_at : draw->drawn_at, now);
  if (body.kind == records::Kind::kEndorsement && now < item.ready_at && out.reason.empty()) {
    out.earliest = item.ready_at;
    out.reason = Sentence(Text::kGateRandomPoint, FormatMinute(out.earliest));
  }
  return out;
}

Note NextTime(const OutboxItem& item, records::Kind kind) {
  return {News::kWaiting, item.submission_hash, Sentence(Text::kNewsNextTime, Sentence(Name(kind)))};
}

// Whether the board has answered, be it that it cannot read this: then trying it again first would not help,
// as it does where the way was the fault.
bool WasAnswered(const absl::Status& status) {
  return status.ok() || absl::IsInvalidArgument(status) || absl::IsNotFound(status);
}

// What is told of an exchange that nobody waits for: only that somebody else stands in the relay's place.
// Everything else is made for those who watch, and they see the same either way.
Note NoAnswer(const absl::Status& status) {
  if (!runtime::IsNotThePinnedServer(status)) return {News::kWaiting, {}, {}};
  return {News::kImpostor, {}, Sentence(Text::kNewsStrangerAtRelay, FaultOf(status))};
}

// Takes the judgement into the outbox; true when the wallet has changed. As above: a promise stays one.
bool KeepItem(Wallet& wallet, const crypto::Hash& hash, News news) {
  const auto at = std::ranges::find(wallet.outbox, hash, &OutboxItem::submission_hash);
  if (at == wallet.outbox.end() || at->promised) return false;
  if (news == News::kPromised) {
    at->promised = true;
  } else if (news == News::kRefused) {
    wallet.outbox.erase(at);
  }
  return news == News::kPromised || news == News::kRefused;
}

absl::StatusOr<Note> SendOne(Wallet& wallet, const OutboxItem& item,
                             const records::SubmitRequest& request, const audit::Campaign& campaign,
                             Board& board, UnixSeconds now, const Save& save) {
  const auto reply = board.Submit(item.request);
  // Behind the others, whatever the answer was: one that the board refuses falsely, or that is sent again and
  // again because the board has lost something, must not keep the others at home.
  bool changed = WasAnswered(reply.status()) &&
                 wallet.MoveToTheEndOfTheOutbox(item.submission_hash);
  if (!reply.ok()) {
    if (changed) CANDOR_RETURN_IF_ERROR(save());
    return request.submission.body.kind == records::Kind::kBlank ? NoAnswer(reply.status())
                                                                 : Unreachable(item, reply.status());
  }
  const Judgement judgement = Judge(*reply, request, campaign, wallet.bundle, now);
  Thread* const thread = wallet.FindThread(item.submission_hash);
  changed |= thread != nullptr && Keep(wallet, *thread, judgement.news, *reply);
  changed |= KeepItem(wallet, item.submission_hash, judgement.news);
  if (changed) CANDOR_RETURN_IF_ERROR(save());
  return Note{judgement.news, item.submission_hash, judgement.sentence};
}

}  // namespace

bool IsEvidence(News news) {
  return news == News::kFalseRefusal || news == News::kOverdue || news == News::kLate;
}

absl::Status CheckRequest(const records::SubmitRequest& request, const records::Manifest& manifest,
                          std::string_view board_origin) {
  const records::SubmissionBody& body = request.submission.body;
  CANDOR_RETURN_IF_ERROR(records::CheckKind(body));
  if (body.campaign_id == manifest.Id() && !records::HasEnvelope(body.kind)) {
    CANDOR_RETURN_IF_ERROR(request.submission.VerifySignature());
    return records::PurposeOf(body.kind).has_value() ? CheckTokens(body, manifest, board_origin)
                                                     : absl::OkStatus();
  }
  const records::Audience* const audience = manifest.draft.FindAudience(body.audience);
  if (body.campaign_id != manifest.Id() || audience == nullptr) {
    return absl::InvalidArgumentError("it is for another campaign or audience");
  }
  if (body.kind == records::Kind::kOpinion &&
      !records::IsOpinionTarget(body.target, manifest.draft)) {
    return absl::InvalidArgumentError("it is about a sub-question that the jam does not have");
  }
  if (crypto::EnvelopeCommitment(request.salt, request.envelope) != body.commitment) {
    return absl::InvalidArgumentError("the envelope does not open its commitment");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto header, crypto::ParseEnvelopeHeader(request.envelope));
  if (header != crypto::EnvelopeHeader{body.campaign_id, body.thread_key, body.audience} ||
      request.envelope.size() != crypto::EnvelopeSize(audience->readers.size())) {
    return absl::InvalidArgumentError("the envelope is addressed to something else");
  }
  CANDOR_RETURN_IF_ERROR(request.submission.VerifySignature());
  return records::PurposeOf(body.kind).has_value() ? CheckTokens(body, manifest, board_origin)
                                                   : absl::OkStatus();
}

Judgement Judge(ByteView reply_bytes, const records::SubmitRequest& request,
                const audit::Campaign& campaign, const records::TrustBundle& bundle,
                UnixSeconds now) {
  const auto reply = SubmitReply::Decode(reply_bytes);
  if (!reply.ok()) {
    return {News::kUnbelievable, Sentence(Text::kNewsUnreadable)};
  }
  return reply->type == SubmitReply::Type::kPromise
             ? JudgePromise(*reply, request, campaign)
             : JudgeRefusal(*reply, request, campaign, bundle.board.origin, DayOf(now));
}

std::vector<Note> LookIntoLog(Wallet& wallet, const Logs& logs, UnixSeconds now) {
  std::vector<Note> notes;
  DropSettled(wallet, logs, now);
  for (auto& thread : wallet.threads) {
    if (auto note = LookFor(wallet, thread, logs, now); note.has_value()) {
      notes.push_back(*std::move(note));
    }
  }
  return notes;
}

absl::StatusOr<std::vector<Note>> Exchange(Wallet& wallet, const Logs& logs, Board& board,
                                           UnixSeconds now, const Save& save) {
  std::vector<Note> notes;
  // Whether a blank waits, or what became of it, is told to nobody.
  const auto tell = [&notes](records::Kind kind, Note note) {
    const bool blank = kind == records::Kind::kBlank && note.news != News::kImpostor;
    if (!blank) notes.push_back(std::move(note));
  };
  bool sent = false;
  // A copy: sending drops items.
  const std::vector<OutboxItem> items = wallet.outbox;
  for (const auto& item : items) {
    CANDOR_ASSIGN_OR_RETURN(const auto request, records::SubmitRequest::Decode(item.request));
    const records::Kind kind = request.submission.body.kind;
    const audit::Campaign* const campaign = logs.board().FindCampaign(item.campaign_id);
    if (item.promised && (campaign == nullptr || !IsSentAgain(kind, *campaign, logs, now))) continue;
    if (campaign == nullptr) {
      tell(kind, {News::kWaiting, item.submission_hash, Sentence(Text::kNewsUnknownJam)});
      continue;
    }
    const Departure departure = DepartureFor(wallet, item, request.submission.body, *campaign, logs, now);
    if (!departure.Open(now)) {
      tell(kind, Waiting(item, kind, departure));
    } else if (sent) {
      tell(kind, NextTime(item, kind));
    } else {
      sent = true;
      CANDOR_ASSIGN_OR_RETURN(Note note,
                              SendOne(wallet, item, request, *campaign, board, now, save));
      tell(kind, std::move(note));
    }
  }
  if (!sent) {
    Note note = NoAnswer(board.NoOp());
    if (note.news == News::kImpostor) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace candor::services::member

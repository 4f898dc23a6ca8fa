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

namespace candor::services::member {
namespace {

using records::RefusalCode;
using records::SubmitReply;

constexpr std::string_view kTextKept = " Your text is kept on this machine.";

// What the sentences call it.
std::string_view Name(records::Kind kind) {
  switch (kind) {
    case records::Kind::kContribution: return "Your contribution";
    case records::Kind::kEndorsement: return "Your point";
    case records::Kind::kFollowUp: return "Your follow-up";
    case records::Kind::kWithdrawal: return "Your withdrawal";
    case records::Kind::kAppeal: return "Your appeal";
    case records::Kind::kRating: return "Your rating";
    case records::Kind::kOpinion:
    case records::Kind::kBlank: return "Your text";
  }
  return "Your text";
}

// What being in the record means for it.
std::string_view WhatFollows(records::Kind kind) {
  switch (kind) {
    case records::Kind::kWithdrawal:
      return "The board gives the text to nobody any more and destroys it; the record shows that "
             "something was said and withdrawn. What a leader has read before stays read.";
    case records::Kind::kAppeal: return "The appeal panel can read it now.";
    case records::Kind::kEndorsement:
    case records::Kind::kRating: return "It counts now.";
    default: return "The leaders can read it now.";
  }
}

std::string Lowered(std::string_view name) { return Cat("y", name.substr(1)); }

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

Judgement JudgePromise(const SubmitReply& reply, const records::SubmitRequest& request,
                       const audit::Campaign& campaign) {
  const auto promise = records::VerifyPromise(reply, request.submission.body,
                                              campaign.manifest->draft.promise_key);
  if (!promise.ok()) {
    return {News::kUnbelievable,
            Cat("The board answered with a promise that is not good: ", Clause(promise.status().message()),
                ". It was sent, but do not count on it yet; it stays in the outbox and is sent again "
                "at the next `candor sync`.", kTextKept)};
  }
  const records::Kind kind = request.submission.body.kind;
  if (promise->sealed_no_later_than != SealedNoLaterThan(kind, campaign)) {
    return {News::kUnbelievable,
            Cat("The board promised another date than the jam's rules give. It was sent, and stays "
                "in the outbox until it is seen in the log.", kTextKept)};
  }
  return {News::kPromised,
          Cat("It was sent. The board has signed the promise that it will be in the public record "
              "by the end of ", FormatDay(promise->sealed_no_later_than),
              kind == records::Kind::kWithdrawal
                  ? ". It comes with the next slot after the text's own; then nobody is given the text "
                    "any more, and once the witnesses have seen that, the board destroys it."
                  : ". The leaders can read it after the batch it travels in was sealed.")};
}

Judgement ByAnotherClock(Day day, const audit::Campaign& campaign) {
  const Day opens = campaign.manifest->draft.phases.speaking_opens;
  return {News::kUnbelievable,
          Cat("The board says that speaking in the jam ", ShortId(campaign.id),
              day < opens ? " has not opened yet" : " is over",
              ", and by this machine's clock it is open. Look at the clock; if it is right, tell "
              "the independent body. Your text stays in the outbox and is sent again at the next "
              "`candor sync`.")};
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
            Cat("The board refused, but its refusal is not good: ", Clause(refusal.status().message()),
                ". It stays in the outbox and is sent again at the next `candor sync`.", kTextKept)};
  }
  if (RefusalHolds(*refusal, request, reply.other, campaign, board_origin)) {
    if (refusal->code == RefusalCode::kWindowClosed &&
        !OverByBothClocks(request.submission.body.kind, refusal->day, today, campaign)) {
      return ByAnotherClock(refusal->day, campaign);
    }
    return {News::kRefused, Cat("The board refused your text: ",
                                records::RefusalSentence(refusal->code), ".", kTextKept)};
  }
  if (ProvesNothing(*refusal, request.submission.body, campaign)) {
    return {News::kUnbelievable,
            Cat("The board refused your text (", records::RefusalSentence(refusal->code),
                "), and this machine does not find that fault. It stays in the outbox and is sent "
                "again at the next `candor sync`; if that goes on, tell the independent body.",
                kTextKept)};
  }
  return {News::kFalseRefusal,
          Cat("The board refused your text and signed a reason that is false (",
              records::RefusalSentence(refusal->code),
              "). That refusal is evidence: `candor receipt verify` prints it for the independent "
              "body. The text stays in the outbox.")};
}

// ---- the log ----

std::string WhyWithheld(const audit::Campaign& campaign, const audit::Batch& batch) {
  const std::string jam = ShortId(campaign.id);
  if (batch.seal.count < campaign.open.k) {
    return Cat("Fewer than ", campaign.open.k, " people spoke in the jam ", jam, ".");
  }
  return Cat(batch.seal.count, " people spoke in the jam ", jam, ", but by the board's account "
             "fewer than ", campaign.open.min_issued, " had drawn voting slips, or nobody could tell "
             "how many; an auditor can recount them.");
}

// Where the log holds it, and whether that was in time.
Note Sealed(const Thread& thread, const audit::Campaign& campaign, const audit::Batch* batch) {
  const records::Kind kind = thread.submission.body.kind;
  const std::string found =
      Cat(Name(kind), " is in the public record (entry ", *thread.index,
          "), checked against the witnesses' checkpoint. ",
          WhatFollows(kind));
  const Day promised = SealedNoLaterThan(kind, campaign);
  if (thread.promise.empty() || batch == nullptr || batch->day <= promised) {
    return {News::kIncluded, thread.hash(), found};
  }
  return {News::kLate, thread.hash(),
          Cat(found, " It was sealed on ", FormatDay(batch->day), " and promised by the end of ",
              FormatDay(promised), ": the board has broken its promise. `candor receipt verify` "
              "prints the evidence for the independent body; it does not name you.")};
}

Note Included(Wallet& wallet, Thread& thread, const audit::Campaign& campaign,
              std::uint64_t index) {
  const crypto::Hash hash = thread.hash();
  const audit::Batch* const batch = BatchOf(campaign, index);
  const bool withheld = batch != nullptr && batch->seal.withheld;
  thread.index = index;
  thread.stage = withheld ? Stage::kWithheld : Stage::kInLog;
  wallet.DropFromOutbox(hash);
  if (!withheld) return Sealed(thread, campaign, batch);
  return {News::kWithheld, hash,
          Cat(WhyWithheld(campaign, *batch),
              " To protect those who did, the texts were destroyed unread: nobody has read yours, "
              "and nobody will. The record shows only that it was received.", kTextKept)};
}

Note Overdue(const Thread& thread, Day promised) {
  return {News::kOverdue, thread.hash(),
          Cat("The board promised to publish this by the end of ", FormatDay(promised),
              ", and the public record does not hold it. That promise is evidence of a fault: "
              "`candor receipt verify` prints it for the independent body. It does not name you.",
              kTextKept)};
}

Note Missed(Wallet& wallet, Thread& thread) {
  const crypto::Hash hash = thread.hash();
  thread.stage = Stage::kMissed;
  wallet.DropFromOutbox(hash);
  return {News::kMissed, hash,
          Cat(IsWithdrawal(thread)
                  ? std::string("Retention ended before your withdrawal reached the board: the text is destroyed "
                                "with all the others.")
                  : Cat("The jam closed before this reached the board: ",
                        Lowered(Name(thread.submission.body.kind)), " is not in the public record and will not be "
                        "sent any more."),
              kTextKept)};
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
                  Cat("The record on this machine seems to hold your text, but the proof fails: ",
                      Clause(proven.message()), ". Run `candor sync`.", kTextKept)};
    }
    return Included(wallet, thread, *campaign, at->second.index);
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
          Cat(Name(kind), " waits on this machine and was not sent yet: ", departure.reason,
              ". `candor sync` sends it when its time has come.")};
}

Note Unreachable(const OutboxItem& item, const absl::Status& status) {
  if (runtime::IsNotThePinnedServer(status)) {
    return {News::kImpostor, item.submission_hash,
            Cat("Your text was not sent: ", Clause(status.message()),
                ". Your text stays in the outbox, and `candor sync` tries again.")};
  }
  return {News::kUnreachable, item.submission_hash,
          Cat("The board gave no answer (", Clause(status.message()),
              "). Nothing was lost: it stays in the outbox, and `candor sync` tries again.")};
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
      out.reason = Cat("not before ", FormatMinute(out.earliest),
                       ", a time drawn at random, so that nobody can tell when you decided");
    } else if (WaitsForItsPredecessor(wallet, body)) {
      out.earliest = now + 1;
      out.reason = "not before what stands in front of it in its thread has been sent";
    }
    return out;
  }
  if (body.kind == records::Kind::kOpinion && campaign.GraceMayCome(DayOf(now))) {
    return {.earliest = now + 1,
            .reason = "speaking has closed, and goes on once more where too few have spoken; not before the "
                      "public record says which"};
  }
  const Draw* const draw = wallet.FindDraw(item.campaign_id);
  // Without the draw its time is unknown; the item's own date stands in for it.
  Departure out = DepartureOf(campaign, logs, draw == nullptr ? item.ready_at : draw->drawn_at, now);
  if (body.kind == records::Kind::kEndorsement && now < item.ready_at && out.reason.empty()) {
    out.earliest = item.ready_at;
    out.reason = Cat("not before ", FormatMinute(out.earliest), ", a time drawn at random for each point");
  }
  return out;
}

Note NextTime(const OutboxItem& item, records::Kind kind) {
  return {News::kWaiting, item.submission_hash,
          Cat(Name(kind), " may leave now, and waits for one of the next exchanges: each carries one "
              "message, so that nobody can count them.")};
}

// Whether the board has answered, be it that it cannot read this: then trying it again first would not help,
// as it does where the way was the fault.
bool WasAnswered(const absl::Status& status) {
  return status.ok() || absl::IsInvalidArgument(status) || absl::IsNotFound(status);
}

// What is told of an exchange that nobody waits for: only that somebody else stands in the relay's place.
// Everything else is made for those who watch, and they see the same either way.
Note NoAnswer(const absl::Status& status) {
  if (!runtime::IsNotThePinnedServer(status)) return {News::kWaiting, {}, ""};
  return {News::kImpostor, {}, Cat(Clause(status.message()), ". What waits stays in the outbox.")};
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
    return {News::kUnbelievable,
            Cat("The board's answer cannot be read. Your text stays in the outbox and is sent again "
                "at the next `candor sync`.")};
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
      tell(kind, {News::kWaiting, item.submission_hash,
                  "Your text waits on this machine: the copy of the public record here does "
                  "not know its jam. Run `candor sync`."});
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

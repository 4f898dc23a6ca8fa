#include "services/member/blank.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "records/window.h"
#include "services/member/admission.h"
#include "services/member/receipt.h"

namespace candor::services::member {
namespace {

using crypto::Purpose;
using records::Kind;

Kind KindOf(Purpose purpose) {
  switch (purpose) {
    case Purpose::kVoice: return Kind::kOpinion;
    case Purpose::kContribute: return Kind::kContribution;
    case Purpose::kEndorse: return Kind::kEndorsement;
  }
  return Kind::kOpinion;
}

records::SubmitRequest BlankOf(const Draw& draw) {
  const auto keys =
      crypto::DeriveThreadKeys(draw.codes[0].front(), draw.campaign_id, Purpose::kVoice);
  records::SubmissionBody body;
  body.kind = Kind::kBlank;
  body.campaign_id = draw.campaign_id;
  body.tokens = draw.TokensOf(Purpose::kVoice, 0);
  body.thread_key = keys.signing.verify_key();
  body.thread_kem_key = keys.kem.public_key();
  records::SubmitRequest out;
  out.submission = records::SignedSubmission::Make(std::move(body), keys.signing);
  return out;
}

class Leftovers {
 public:
  Leftovers(Wallet& wallet, const audit::BoardView& board, UnixSeconds now)
      : wallet_(wallet), today_(std::min(DayOf(now), board.last_day())) {}

  std::optional<Note> Spend(Draw& draw, const audit::Campaign& campaign) {
    std::optional<Note> note;
    // While the grace may still come the slip may still speak.
    const bool voice_over =
        today_ >= campaign.SpeakingCloses() && !campaign.GraceMayCome(today_);
    const bool unused = draw.complete() && !draw.TokensOf(Purpose::kVoice, 0).empty();
    if (voice_over && unused && campaign.WindowOf(Kind::kBlank).Contains(today_)) {
      note = PutIntoOutbox(draw);
    }
    // Issuers answer until the close and not after it, grace or not: what is missing then is missing for good.
    const bool drawing_over = today_ >= campaign.open.phases.speaking_closes;
    for (const Purpose purpose : records::kPurposes) {
      const bool over = purpose == Purpose::kVoice ? voice_over
                                                   : today_ >= campaign.WindowOf(KindOf(purpose)).closes;
      if (over || (drawing_over && !draw.complete())) draw.Forget(purpose);
    }
    if (drawing_over && !draw.complete()) {
      for (auto& issuer : draw.issuers) issuer.ForgetRequest();
    }
    return note;
  }

 private:
  Note PutIntoOutbox(const Draw& draw) {
    const records::SubmitRequest request = BlankOf(draw);
    wallet_.PutIntoOutbox({.campaign_id = draw.campaign_id,
                           .submission_hash = request.submission.body.SubmissionHash(),
                           .ready_at = draw.drawn_at,
                           .request = request.Encode()});
    return {News::kBlank, {}, texts::Sentence(texts::Text::kNewsBlank, ShortId(draw.campaign_id))};
  }

  Wallet& wallet_;
  // By both clocks.
  const Day today_;
};

// In the log under a checkpoint that holds, or not to be taken by any board any more.
bool IsSettled(const OutboxItem& item, const Logs& logs, Day today) {
  const audit::Campaign* const campaign = logs.board().FindCampaign(item.campaign_id);
  if (campaign == nullptr) return false;
  if (today >= campaign->open.phases.conversation_ends) return true;
  const auto at = campaign->submissions.find(item.submission_hash);
  return at != campaign->submissions.end() && VerifyInclusion(logs, at->second.index).ok();
}

}  // namespace

std::vector<Note> SpendUnused(Wallet& wallet, const audit::BoardView& board, UnixSeconds now) {
  std::vector<Note> notes;
  Leftovers leftovers(wallet, board, now);
  for (auto& draw : wallet.draws) {
    const audit::Campaign* const campaign = board.FindCampaign(draw.campaign_id);
    if (campaign == nullptr) continue;
    if (auto note = leftovers.Spend(draw, *campaign)) notes.push_back(*std::move(note));
  }
  return notes;
}

void DropSettled(Wallet& wallet, const Logs& logs, UnixSeconds now) {
  std::erase_if(wallet.outbox, [&](const OutboxItem& item) {
    return LeavesNothingBehind(item) && IsSettled(item, logs, DayOf(now));
  });
}

bool LeavesNothingBehind(const OutboxItem& item) {
  const auto request = records::SubmitRequest::Decode(item.request);
  return request.ok() && (request->submission.body.kind == Kind::kBlank ||
                          request->submission.body.kind == Kind::kEndorsement);
}

}  // namespace candor::services::member

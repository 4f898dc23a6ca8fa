#include "services/member/withdraw.h"

#include <algorithm>

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "services/member/admission.h"
#include "services/member/sealing.h"

namespace candor::services::member {
namespace {

absl::Status Refuse(std::string sentence) {
  return absl::FailedPreconditionError(Cat(sentence, " Nothing was changed."));
}

absl::Status CheckCanWithdraw(const Wallet& wallet, const Thread& text,
                              const audit::Campaign& campaign, UnixSeconds now) {
  if (IsWithdrawal(text)) return Refuse("That is a withdrawal already.");
  if (FindWithdrawal(wallet, text) != nullptr) return Refuse("You have withdrawn this text already.");
  switch (text.stage) {
    case Stage::kWaiting:
      return Refuse("The board has not promised this text yet. Run `candor sync`, and withdraw it "
                    "then.");
    case Stage::kWithheld:
      return Refuse("Too few took part, and this text was destroyed unread: there is nothing to "
                    "withdraw.");
    case Stage::kRefused:
    case Stage::kMissed:
      return Refuse("This text is not in the public log and will not be sent: there is nothing to "
                    "withdraw.");
    case Stage::kPromised:
    case Stage::kInLog: break;
  }
  const Day ends = campaign.open.phases.retention_ends;
  if (now >= StartOf(ends)) {
    return Refuse(Cat("The texts of the jam ", ShortId(campaign.id), " are destroyed since ",
                      FormatDay(ends), ", when its retention ended."));
  }
  return absl::OkStatus();
}

}  // namespace

bool IsWithdrawal(const Thread& thread) {
  return thread.submission.body.kind == records::Kind::kWithdrawal;
}

const Thread* FindWithdrawal(const Wallet& wallet, const Thread& text) {
  const auto at = std::ranges::find_if(wallet.threads, [&](const Thread& each) {
    return IsWithdrawal(each) && each.stage != Stage::kRefused && each.stage != Stage::kMissed &&
           each.submission.body.thread_key == text.submission.body.thread_key;
  });
  return at == wallet.threads.end() ? nullptr : &*at;
}

absl::StatusOr<Queued> Withdraw(Wallet& wallet, const crypto::Hash& text_hash,
                                   const audit::Campaign& campaign, UnixSeconds now,
                                   crypto::RandomSource& random) {
  const Thread* const text = wallet.FindThread(text_hash);
  if (text == nullptr || text->campaign_id != campaign.id) {
    return absl::NotFoundError("No text of yours has that number: see `candor threads`.");
  }
  CANDOR_RETURN_IF_ERROR(CheckCanWithdraw(wallet, *text, campaign, now));
  // After whatever waits in the thread: the board may have some of it already, with its answer lost on the way.
  const Thread& said = *wallet.FindThread(text_hash);
  const Thread& last = LastOf(wallet, said);
  records::SubmissionBody body;
  body.kind = records::Kind::kWithdrawal;
  body.sequence = last.submission.body.sequence + 1;
  body.previous = last.hash();
  const auto keys = crypto::DeriveThreadKeys(said.code, said.campaign_id, said.purpose);
  return Queue(wallet, said, SignBare(campaign, keys, std::move(body)), "", campaign, now, random);
}

}  // namespace candor::services::member

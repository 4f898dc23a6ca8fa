#include "services/member/withdraw.h"

#include <algorithm>

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "services/member/admission.h"

namespace candor::services::member {
namespace {

constexpr UnixSeconds kHour = 3600;
constexpr UnixSeconds kLongest = 24 * kHour;
constexpr UnixSeconds kLongestInAJam = 8 * kHour;

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
      return Refuse("This text is not in the public record and will not be sent: there is nothing to "
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

// Under the key of the text's thread.
records::SubmitRequest RequestFor(const Thread& text) {
  const records::SubmissionBody& first = text.submission.body;
  records::SubmissionBody body;
  body.kind = records::Kind::kWithdrawal;
  body.campaign_id = first.campaign_id;
  body.thread_key = first.thread_key;
  body.thread_kem_key = first.thread_kem_key;
  body.sequence = first.sequence + 1;
  body.previous = first.SubmissionHash();
  const auto keys = crypto::DeriveThreadKeys(text.code, text.campaign_id, text.purpose);
  records::SubmitRequest out;
  out.submission = records::SignedSubmission::Make(std::move(body), keys.signing);
  return out;
}

}  // namespace

UnixSeconds LongestWait(const records::Draft& draft) {
  const UnixSeconds slots = 3 * kSecondsPerDay / draft.slots.slots_per_day;
  return std::max(slots, draft.kind == records::CampaignKind::kJam ? kLongestInAJam : kLongest);
}

bool IsWithdrawal(const Thread& thread) {
  return thread.submission.body.kind == records::Kind::kWithdrawal;
}

const Thread* FindWithdrawal(const Wallet& wallet, const Thread& text) {
  const auto at = std::ranges::find_if(wallet.threads, [&](const Thread& each) {
    return IsWithdrawal(each) &&
           each.submission.body.thread_key == text.submission.body.thread_key;
  });
  return at == wallet.threads.end() ? nullptr : &*at;
}

absl::StatusOr<Withdrawn> Withdraw(Wallet& wallet, const crypto::Hash& text_hash,
                                   const audit::Campaign& campaign, UnixSeconds now,
                                   crypto::RandomSource& random) {
  const Thread* const text = wallet.FindThread(text_hash);
  if (text == nullptr || text->campaign_id != campaign.id) {
    return absl::NotFoundError("No text of yours has that number: see `candor threads`.");
  }
  CANDOR_RETURN_IF_ERROR(CheckCanWithdraw(wallet, *text, campaign, now));
  // Within the window, however late it is.
  const UnixSeconds left = StartOf(campaign.open.phases.retention_ends) - now;
  const UnixSeconds longest = std::min(LongestWait(campaign.manifest->draft), left - 1);
  const auto wait = static_cast<UnixSeconds>(
      random.Uniform(static_cast<std::uint64_t>(longest) + 1));
  const records::SubmitRequest request = RequestFor(*text);
  Thread thread{.campaign_id = campaign.id,
                .purpose = text->purpose,
                .code = crypto::ReceiptCode::FromBytes(text->code.ExposeSecret())};
  thread.submission = request.submission;
  const Withdrawn out{thread.hash(), now + wait};
  wallet.PutIntoOutbox({.campaign_id = campaign.id,
                        .submission_hash = out.submission_hash,
                        .ready_at = out.ready_at,
                        .request = request.Encode()});
  wallet.threads.push_back(std::move(thread));
  return out;
}

}  // namespace candor::services::member

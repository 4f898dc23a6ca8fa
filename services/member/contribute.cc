#include "services/member/contribute.h"

#include <algorithm>

#include "audit/acts.h"
#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "records/window.h"
#include "services/member/admission.h"
#include "services/member/sealing.h"
#include "services/member/speak.h"

namespace candor::services::member {
namespace {

using crypto::Purpose;
using records::Kind;

constexpr std::string_view kKept = " Nothing was sent and nothing was used up.";

absl::Status Refuse(std::string sentence) {
  return absl::FailedPreconditionError(Cat(sentence, kKept));
}

// The draw with a slip for this kind, and when it may leave.
struct Slip {
  Draw* draw = nullptr;
  Departure departure;
};

absl::StatusOr<Slip> TakeUpSlip(Wallet& wallet, const audit::Campaign& campaign, const Logs& logs, Kind kind,
                                UnixSeconds now) {
  const bool point = kind == Kind::kEndorsement;
  const Day closes = campaign.WindowOf(kind).closes;
  CANDOR_RETURN_IF_ERROR(CheckStillTaken(campaign, kind, now));
  Draw* const draw = wallet.FindDraw(campaign.id);
  if (draw == nullptr || !draw->complete()) {
    return Refuse(Cat("Your voting slips for the jam ", ShortId(campaign.id),
                      " are not drawn yet: run `candor sync` first."));
  }
  const Purpose purpose = *records::PurposeOf(kind);
  if (draw->TokensOf(purpose, 0).empty()) {
    return Refuse(Cat("You have used all of your ", int{campaign.open.quotas.Of(purpose)},
                      point ? " points" : " contributions", " in the jam ", ShortId(campaign.id), "."));
  }
  Slip out{draw, DepartureOf(campaign, logs, draw->drawn_at, now)};
  if (out.departure.earliest >= StartOf(closes)) {
    return Refuse(Cat("Your slips for the jam ", ShortId(campaign.id), " were drawn too late: they could be used only from ",
                      FormatMinute(out.departure.earliest), " on."));
  }
  return out;
}

absl::Status CheckOnWall(const audit::Campaign& campaign, Kind kind, const crypto::Hash& target) {
  records::SubmissionBody body;
  body.kind = kind;
  body.target = target;
  if (audit::CheckTarget(campaign, body).ok()) return absl::OkStatus();
  return Refuse("That is not on the wall of this jam: `candor wall` shows what is.");
}

}  // namespace

absl::StatusOr<Spoken> Contribute(Wallet& wallet, const audit::Campaign& campaign, const Logs& logs,
                                  const crypto::Hash& target, std::string_view text,
                                  const SpeakOptions& options, UnixSeconds now,
                                  crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(CheckText(text, options));
  CANDOR_RETURN_IF_ERROR(CheckAudience(campaign, options.audience));
  CANDOR_RETURN_IF_ERROR(CheckOnWall(campaign, Kind::kContribution, target));
  CANDOR_ASSIGN_OR_RETURN(const Slip slip, TakeUpSlip(wallet, campaign, logs, Kind::kContribution, now));
  records::SubmissionBody body;
  body.kind = Kind::kContribution;
  body.target = target;
  return SpeakWith(wallet, campaign, *slip.draw, Purpose::kContribute, std::move(body), slip.departure, text,
                   options, now, random);
}

absl::StatusOr<Spoken> Endorse(Wallet& wallet, const audit::Campaign& campaign, const Logs& logs,
                               const crypto::Hash& target, UnixSeconds now, crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(CheckOnWall(campaign, Kind::kEndorsement, target));
  CANDOR_ASSIGN_OR_RETURN(const Slip slip, TakeUpSlip(wallet, campaign, logs, Kind::kEndorsement, now));
  records::SubmissionBody body;
  body.kind = Kind::kEndorsement;
  body.target = target;
  body.tokens = slip.draw->TokensOf(Purpose::kEndorse, 0);
  const auto keys = crypto::DeriveThreadKeys(slip.draw->codes[2].front(), campaign.id, Purpose::kEndorse);
  const records::SubmitRequest request = SignBare(campaign, keys, std::move(body));
  Spoken out{request.submission.body.SubmissionHash(), slip.departure};
  // Within the window, however late it is.
  const UnixSeconds from = std::max(now, slip.departure.earliest);
  const UnixSeconds closes = StartOf(campaign.WindowOf(Kind::kEndorsement).closes);
  const UnixSeconds longest = std::min(kLongestForPoints, closes - from - 1);
  out.departure.earliest =
      from + static_cast<UnixSeconds>(random.Uniform(static_cast<std::uint64_t>(longest) + 1));
  wallet.PutIntoOutbox({.campaign_id = campaign.id,
                        .submission_hash = out.submission_hash,
                        .ready_at = out.departure.earliest,
                        .request = request.Encode()});
  slip.draw->Take(Purpose::kEndorse, 0);
  return out;
}

}  // namespace candor::services::member

#include "services/member/speak.h"

#include <algorithm>

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/envelope.h"
#include "services/member/admission.h"
#include "services/member/sealing.h"
#include "services/member/sentence.h"
#include "services/member/thread_acts.h"

namespace candor::services::member {
namespace {

using texts::Sentence;
using texts::Text;

using crypto::OpinionPlaintext;
using crypto::Purpose;
using records::Kind;
using records::Quote;

constexpr std::string_view kKept = " Nothing was sent, and your text is as you left it.";

OpinionPlaintext PlaintextOf(std::string_view text, const SpeakOptions& options) {
  OpinionPlaintext out;
  out.text = std::string(text);
  out.category = options.category;
  out.language = options.language;
  out.headline = options.headline;
  return out;
}

bool Blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

absl::Status Refuse(std::string sentence) {
  return absl::FailedPreconditionError(Cat(sentence, kKept));
}

absl::Status CheckCanSpeak(const Wallet& wallet, const audit::Campaign& campaign,
                           const SpeakOptions& options, UnixSeconds now) {
  CANDOR_RETURN_IF_ERROR(CheckStillTaken(campaign, Kind::kOpinion, now));
  const Draw* const draw = wallet.FindDraw(campaign.id);
  if (draw == nullptr || !draw->complete()) {
    return Refuse(Cat("Your voting slips for the jam ", ShortId(campaign.id),
                      " are not drawn yet: run `candor sync` first."));
  }
  if (draw->TokensOf(Purpose::kVoice, 0).empty()) {
    return Refuse(Cat("You have spoken in the jam ", ShortId(campaign.id),
                      " already: everybody has one voice. `candor threads` shows your text."));
  }
  return CheckAudience(campaign, options.audience);
}

}  // namespace

absl::Status CheckStillTaken(const audit::Campaign& campaign, Kind kind, UnixSeconds now) {
  const Day closes = campaign.WindowOf(kind).closes;
  if (now < StartOf(closes)) return absl::OkStatus();
  const std::string jam = ShortId(campaign.id);
  const std::string last = FormatDay(closes - 1);
  if (kind == Kind::kOpinion) {
    return Refuse(Cat("The jam ", jam, " is closed for speaking: its last day for that was ", last,
                      campaign.GraceMayCome(DayOf(now))
                          ? ". It goes on once more where too few have spoken: `candor sync` shows whether it does."
                          : ". `candor wall` shows what became of it."));
  }
  return Refuse(Cat("The jam ", jam, " takes no ", kind == Kind::kEndorsement ? "points" : "contributions",
                    " any more: the last day was ", last, ". `candor wall` shows what became of it."));
}

absl::Status CheckAudience(const audit::Campaign& campaign, std::uint8_t audience) {
  if (audience != records::kAppealPanel && campaign.manifest->draft.FindAudience(audience) != nullptr) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      Cat("The jam ", ShortId(campaign.id), " has no audience ", audience,
          ": `candor jams` lists who can read.", kKept));
}

std::uint32_t DrawsOf(const audit::Campaign& campaign, const Logs& logs) {
  std::uint32_t least = UINT32_MAX;
  for (const auto& origin : campaign.manifest->draft.issuers) {
    const audit::IssuerView* const issuer = logs.FindIssuer(origin);
    least = std::min(least, issuer == nullptr ? 0 : issuer->Draws(campaign.id));
  }
  return least == UINT32_MAX ? 0 : least;
}

Departure DepartureOf(const audit::Campaign& campaign, const Logs& logs, UnixSeconds drawn_at,
                      UnixSeconds now) {
  const records::Draft& draft = campaign.manifest->draft;
  const UnixSeconds opens = StartOf(draft.phases.speaking_opens);
  const UnixSeconds old_enough =
      drawn_at + static_cast<UnixSeconds>(draft.decoupling_hours) * 3600;
  Departure out;
  out.earliest = std::max(opens, old_enough);
  out.draws = DrawsOf(campaign, logs);
  out.draws_needed = draft.min_issued;
  if (now < out.earliest) {
    const Sentence why = opens >= old_enough ? Sentence(Text::kGateOpens)
                                             : Sentence(Text::kGateRests, draft.decoupling_hours);
    out.reason = Sentence(Text::kGateNotBefore, FormatMinute(out.earliest), why);
  }
  if (out.draws < out.draws_needed) {
    const Sentence draws(Text::kGateDraws, out.draws_needed, out.draws);
    out.reason = out.reason.empty() ? draws : Sentence(Text::kGateBoth, out.reason, draws);
  }
  return out;
}

absl::Status CheckText(std::string_view text, const SpeakOptions& options) {
  if (Blank(text)) {
    return absl::InvalidArgumentError(Cat("The text is empty.", kKept));
  }
  if (options.quote == Quote::kHeadline && Blank(options.headline)) {
    return absl::InvalidArgumentError(
        Cat("To allow a headline to be quoted, give one with --headline.", kKept));
  }
  // What does not fit goes on as follow-ups; the rest of what can be wrong shows in a part of any length.
  const OpinionPlaintext whole = PlaintextOf(text, options);
  if (!crypto::IsUtf8(AsBytes(text))) return absl::InvalidArgumentError(Cat("The text is not UTF-8.", kKept));
  const OpinionPlaintext first =
      PlaintextOf(SplitText(text, whole.MaxTextSize()).front(), options);
  if (const auto encoded = first.Encode(); !encoded.ok()) {
    return absl::InvalidArgumentError(Cat(Clause(encoded.status().message()), ".", kKept));
  }
  return absl::OkStatus();
}

absl::StatusOr<Spoken> Speak(Wallet& wallet, const audit::Campaign& campaign, const Logs& logs,
                             std::string_view text, const SpeakOptions& options, UnixSeconds now,
                             crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(CheckText(text, options));
  CANDOR_RETURN_IF_ERROR(CheckCanSpeak(wallet, campaign, options, now));
  Draw& draw = *wallet.FindDraw(campaign.id);
  Spoken out;
  out.departure = DepartureOf(campaign, logs, draw.drawn_at, now);
  if (out.departure.earliest >= StartOf(campaign.SpeakingCloses())) {
    return Refuse(Cat("Your voting slip for the jam ", ShortId(campaign.id),
                      " was drawn too late: it could be used only from ",
                      FormatMinute(out.departure.earliest), " on, and the jam closes on ",
                      FormatDay(campaign.SpeakingCloses()), "."));
  }
  records::SubmissionBody body;
  body.kind = records::Kind::kOpinion;
  return SpeakWith(wallet, campaign, draw, Purpose::kVoice, std::move(body), out.departure, text, options, now,
                   random);
}

absl::StatusOr<Spoken> SpeakWith(Wallet& wallet, const audit::Campaign& campaign, Draw& draw, Purpose purpose,
                                 records::SubmissionBody body, const Departure& departure, std::string_view text,
                                 const SpeakOptions& options, UnixSeconds now, crypto::RandomSource& random) {
  OpinionPlaintext plaintext = PlaintextOf(text, options);
  const auto pieces = SplitText(text, plaintext.MaxTextSize());
  if (pieces.size() > campaign.open.quotas.follow_ups + std::size_t{1}) {
    return absl::InvalidArgumentError(
        Cat("The text has ", text.size(), " bytes. One submission holds ", plaintext.MaxTextSize(),
            ", because all have one size; what is longer goes on in follow-ups, and this jam allows ",
            int{campaign.open.quotas.follow_ups}, " of them. Shorten it and try again.", kKept));
  }
  const auto purpose_index = static_cast<std::size_t>(purpose) - 1;
  const crypto::ReceiptCode& code = draw.codes.at(purpose_index).front();
  const crypto::ThreadKeys keys = crypto::DeriveThreadKeys(code, campaign.id, purpose);
  body.tokens = draw.TokensOf(purpose, 0);
  body.audience = options.audience;
  body.quote = options.quote;
  plaintext.text = pieces.front();
  CANDOR_ASSIGN_OR_RETURN(const records::SubmitRequest request,
                          SealText(campaign, keys, std::move(body), plaintext, random));

  Thread thread{.campaign_id = campaign.id,
                .purpose = purpose,
                .code = crypto::ReceiptCode::FromBytes(code.ExposeSecret())};
  thread.quote = options.quote;
  thread.submission = request.submission;
  thread.text = pieces.front();
  thread.headline = options.headline;
  const Spoken out{thread.hash(), departure};
  wallet.PutIntoOutbox({.campaign_id = campaign.id,
                        .submission_hash = out.submission_hash,
                        .ready_at = departure.earliest,
                        .request = request.Encode()});
  wallet.threads.push_back(std::move(thread));
  draw.Take(purpose, 0);
  if (pieces.size() > 1) {
    // The quota was asked above, and the pieces are parts of a text that was looked at.
    const std::string rest(text.substr(pieces.front().size()));
    CANDOR_RETURN_IF_ERROR(
        FollowUp(wallet, out.submission_hash, campaign, {.text = rest}, std::max(now, departure.earliest), random)
            .status());
  }
  return out;
}

}  // namespace candor::services::member

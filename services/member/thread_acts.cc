#include "services/member/thread_acts.h"

#include <algorithm>
#include <utility>

#include "audit/acts.h"
#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "records/window.h"
#include "services/member/admission.h"
#include "services/member/sealing.h"
#include "services/member/sentence.h"
#include "services/member/withdraw.h"

namespace candor::services::member {
namespace {

using records::Kind;

constexpr UnixSeconds kHour = 3600;
constexpr UnixSeconds kLongest = 24 * kHour;
constexpr UnixSeconds kLongestInAJam = 8 * kHour;

absl::Status Refuse(std::string sentence) {
  return absl::FailedPreconditionError(Cat(sentence, " Nothing was changed."));
}

bool Settled(Stage stage) { return stage == Stage::kRefused || stage == Stage::kMissed; }

absl::StatusOr<const Thread*> FindText(const Wallet& wallet, const crypto::Hash& hash,
                                       const audit::Campaign& campaign, Kind kind, UnixSeconds now) {
  const auto at = std::ranges::find_if(wallet.threads,
                                       [&](const Thread& each) { return each.hash() == hash; });
  if (at == wallet.threads.end() || at->campaign_id != campaign.id ||
      at->submission.body.sequence != 0) {
    return absl::NotFoundError("No text of yours has that number: see `candor threads`.");
  }
  if (FindWithdrawal(wallet, *at) != nullptr) return Refuse("You have withdrawn this text.");
  if (at->stage == Stage::kWithheld || Settled(at->stage)) {
    return Refuse("This text is not readable for anybody: nothing can be added to it.");
  }
  const Day closes = campaign.WindowOf(kind).closes;
  if (now >= StartOf(closes)) {
    return Refuse(Cat("The conversation of the jam ", ShortId(campaign.id), " ended on ", FormatDay(closes), "."));
  }
  return &*at;
}

// What follows in the thread.
records::SubmissionBody NextOf(Kind kind, const Thread& last) {
  records::SubmissionBody body;
  body.kind = kind;
  body.sequence = last.submission.body.sequence + 1;
  body.previous = last.hash();
  return body;
}

crypto::ThreadKeys KeysOf(const Thread& text) {
  return crypto::DeriveThreadKeys(text.code, text.campaign_id, text.purpose);
}

std::uint32_t FollowUpsOf(const Wallet& wallet, const Thread& text) {
  return static_cast<std::uint32_t>(std::ranges::count_if(wallet.threads, [&](const Thread& each) {
    return each.submission.body.kind == Kind::kFollowUp && !Settled(each.stage) &&
           each.submission.body.thread_key == text.submission.body.thread_key;
  }));
}

absl::Status CheckWords(std::string_view words) {
  if (words.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return absl::InvalidArgumentError("The text is empty. Nothing was changed.");
  }
  if (!crypto::IsUtf8(AsBytes(words))) {
    return absl::InvalidArgumentError("The text is not UTF-8. Nothing was changed.");
  }
  return absl::OkStatus();
}

}  // namespace

UnixSeconds LongestWait(const records::Draft& draft) {
  const UnixSeconds slots = 3 * kSecondsPerDay / draft.slots.slots_per_day;
  return std::max(slots, draft.kind == records::CampaignKind::kJam ? kLongestInAJam : kLongest);
}

const Thread& LastOf(const Wallet& wallet, const Thread& text) {
  const Thread* last = &text;
  for (const Thread& each : wallet.threads) {
    const records::SubmissionBody& body = each.submission.body;
    if (body.thread_key == text.submission.body.thread_key && !Settled(each.stage) &&
        body.sequence > last->submission.body.sequence) {
      last = &each;
    }
  }
  return *last;
}

Queued Queue(Wallet& wallet, const Thread& text, const records::SubmitRequest& request, std::string_view words,
             const audit::Campaign& campaign, UnixSeconds now, crypto::RandomSource& random) {
  // Within the window, however late it is.
  const Day closes = campaign.WindowOf(request.submission.body.kind).closes;
  const UnixSeconds longest = std::min(LongestWait(campaign.manifest->draft), StartOf(closes) - now - 1);
  const auto wait =
      static_cast<UnixSeconds>(random.Uniform(static_cast<std::uint64_t>(longest) + 1));
  Thread item{.campaign_id = campaign.id,
              .purpose = text.purpose,
              .code = crypto::ReceiptCode::FromBytes(text.code.ExposeSecret())};
  item.quote = request.submission.body.quote;
  item.submission = request.submission;
  item.text = std::string(words);
  const Queued out{item.hash(), now + wait};
  wallet.PutIntoOutbox({.campaign_id = campaign.id,
                        .submission_hash = out.submission_hash,
                        .ready_at = out.ready_at,
                        .request = request.Encode()});
  // `text` may lie in the vector that grows here: it is not used after.
  wallet.threads.push_back(std::move(item));
  return out;
}

absl::StatusOr<Queued> FollowUp(Wallet& wallet, const crypto::Hash& text_hash, const audit::Campaign& campaign,
                                const FollowUpOptions& options, UnixSeconds now,
                                crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(CheckWords(options.text));
  CANDOR_ASSIGN_OR_RETURN(const Thread* text,
                          FindText(wallet, text_hash, campaign, Kind::kFollowUp, now));
  const records::Quote quote = options.quote.value_or(LastOf(wallet, *text).quote);
  crypto::OpinionPlaintext plaintext;
  plaintext.headline = !options.headline.empty()               ? options.headline
                       : quote == records::Quote::kHeadline ? text->headline
                                                            : std::string();
  if (quote == records::Quote::kHeadline && plaintext.headline.empty()) {
    return absl::InvalidArgumentError(
        "To allow a headline to be quoted, give one with --headline. Nothing was changed.");
  }
  const auto pieces = SplitText(options.text, plaintext.MaxTextSize());
  const std::uint32_t said = FollowUpsOf(wallet, *text);
  if (said + pieces.size() > campaign.open.quotas.follow_ups) {
    return Refuse(Cat("A text may be followed up ", campaign.open.quotas.follow_ups, " times; ", said,
                      " are used, and this takes ", pieces.size(), "."));
  }
  Queued out;
  for (const auto& piece : pieces) {
    const Thread& first = *wallet.FindThread(text_hash);
    records::SubmissionBody body = NextOf(Kind::kFollowUp, LastOf(wallet, first));
    body.audience = first.submission.body.audience;
    body.quote = quote;
    if (options.question.has_value()) body.target = *options.question;
    plaintext.text = piece;
    // What could fail was asked before the first piece: its length and its form.
    CANDOR_ASSIGN_OR_RETURN(const auto request,
                            SealText(campaign, KeysOf(first), std::move(body), plaintext, random));
    out = Queue(wallet, first, request, piece, campaign, now, random);
  }
  return out;
}

absl::StatusOr<Queued> Appeal(Wallet& wallet, const crypto::Hash& text_hash, const crypto::Hash& hide,
                              std::string_view why, const audit::Campaign& campaign, UnixSeconds now,
                              crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(CheckWords(why));
  CANDOR_ASSIGN_OR_RETURN(const Thread* text,
                          FindText(wallet, text_hash, campaign, Kind::kAppeal, now));
  records::SubmissionBody body = NextOf(Kind::kAppeal, LastOf(wallet, *text));
  body.target = hide;
  body.audience = records::kAppealPanel;
  const auto at = campaign.acts.hides.find(hide);
  if (at == campaign.acts.hides.end() || at->second.target != text_hash) {
    return Refuse("That is no hiding of this text: `candor wall` shows what was hidden.");
  }
  crypto::OpinionPlaintext plaintext;
  plaintext.text = std::string(why);
  if (why.size() > plaintext.MaxTextSize()) {
    return absl::InvalidArgumentError(Cat("The appeal has ", why.size(), " bytes, and ",
                                          plaintext.MaxTextSize(), " fit. Nothing was changed."));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto request,
                          SealText(campaign, KeysOf(*text), std::move(body), plaintext, random));
  return Queue(wallet, *text, request, why, campaign, now, random);
}

absl::StatusOr<Queued> Rate(Wallet& wallet, const crypto::Hash& text_hash, const crypto::Hash& action,
                            std::uint8_t value, const audit::Campaign& campaign, UnixSeconds now,
                            crypto::RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(const Thread* text,
                          FindText(wallet, text_hash, campaign, Kind::kRating, now));
  if (text->submission.body.kind != Kind::kOpinion) {
    return Refuse("Only an opinion rates what was done: this is a contribution.");
  }
  if (!campaign.acts.actions.contains(action)) {
    return absl::NotFoundError("No action of this jam has that number: see `candor wall`. Nothing was changed.");
  }
  records::SubmissionBody body = NextOf(Kind::kRating, LastOf(wallet, *text));
  body.target = action;
  body.value = value;
  if (const absl::Status fits = records::CheckKind(body); !fits.ok()) {
    return absl::InvalidArgumentError("A rating is a number from 0 (not at all) to 4 (very much). Nothing was changed.");
  }
  return Queue(wallet, *text, SignBare(campaign, KeysOf(*text), std::move(body)), "", campaign, now, random);
}

}  // namespace candor::services::member

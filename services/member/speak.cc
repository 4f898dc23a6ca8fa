#include "services/member/speak.h"

#include <algorithm>

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/commitment.h"
#include "crypto/envelope.h"
#include "services/member/admission.h"
#include "services/member/sentence.h"

namespace candor::services::member {
namespace {

using crypto::OpinionPlaintext;
using crypto::Purpose;
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
  if (now >= StartOf(campaign.open.phases.speaking_closes)) {
    return Refuse(Cat("The jam ", ShortId(campaign.id), " closed for speaking on ",
                      FormatDay(campaign.open.phases.speaking_closes), "."));
  }
  const Draw* const draw = wallet.FindDraw(campaign.id);
  if (draw == nullptr || !draw->complete()) {
    return Refuse(Cat("Your voting slips for the jam ", ShortId(campaign.id),
                      " are not drawn yet: run `candor sync` first."));
  }
  if (draw->TokensOf(Purpose::kVoice, 0).empty()) {
    return Refuse(Cat("You have spoken in the jam ", ShortId(campaign.id),
                      " already: everybody has one voice. `candor threads` shows your text."));
  }
  const auto& draft = campaign.manifest->draft;
  if (options.audience == records::kAppealPanel || draft.FindAudience(options.audience) == nullptr) {
    return absl::InvalidArgumentError(
        Cat("The jam ", ShortId(campaign.id), " has no audience ", options.audience,
            ": `candor jams` lists who can read.", kKept));
  }
  return absl::OkStatus();
}

// The author's consent to be quoted, or a random value that says nothing.
crypto::Hash PublicCommitmentOf(const OpinionPlaintext& plaintext, Quote quote,
                                crypto::RandomSource& random) {
  const auto code = static_cast<std::uint8_t>(quote);
  switch (quote) {
    case Quote::kHeadline:
      return crypto::PublicCommitment(plaintext.public_salt, code, plaintext.headline);
    case Quote::kVerbatim:
      return crypto::PublicCommitment(plaintext.public_salt, code, plaintext.text);
    default:
      return random.Array<32>();
  }
}

absl::StatusOr<records::SubmitRequest> Seal(const audit::Campaign& campaign,
                                            const crypto::ThreadKeys& keys,
                                            std::vector<crypto::Token> tokens,
                                            const OpinionPlaintext& plaintext,
                                            const SpeakOptions& options,
                                            crypto::RandomSource& random) {
  const records::Manifest& manifest = *campaign.manifest;
  const auto readers = manifest.AudienceKeys(*manifest.draft.FindAudience(options.audience));
  CANDOR_ASSIGN_OR_RETURN(const crypto::SecretBytes encoded, plaintext.Encode());
  records::SubmitRequest out;
  CANDOR_ASSIGN_OR_RETURN(
      out.envelope,
      crypto::SealEnvelope({campaign.id, keys.signing.verify_key(), options.audience}, readers,
                           encoded, random));
  out.salt = random.Array<32>();
  records::SubmissionBody body;
  body.kind = records::Kind::kOpinion;
  body.campaign_id = campaign.id;
  body.tokens = std::move(tokens);
  body.thread_key = keys.signing.verify_key();
  body.thread_kem_key = keys.kem.public_key();
  body.audience = options.audience;
  body.quote = options.quote;
  body.public_commitment = PublicCommitmentOf(plaintext, options.quote, random);
  body.commitment = crypto::EnvelopeCommitment(out.salt, out.envelope);
  CANDOR_RETURN_IF_ERROR(records::CheckKind(body));
  out.submission = records::SignedSubmission::Make(std::move(body), keys.signing);
  return out;
}

}  // namespace

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
    out.reason = Cat("not before ", FormatMinute(out.earliest), ", because ",
                     opens >= old_enough
                         ? std::string("that is when speaking opens")
                         : Cat("a voting slip rests for ", draft.decoupling_hours,
                               " hours between being drawn and being used, so that nobody can "
                               "connect the two"));
  }
  if (out.draws < out.draws_needed) {
    out.reason = Cat(out.reason, out.reason.empty() ? "" : "; and ", "not before ",
                     out.draws_needed, " people have drawn their voting slips (", out.draws,
                     " have), so that there is a crowd to be one of");
  }
  return out;
}

absl::Status CheckText(std::string_view text, const SpeakOptions& options) {
  if (Blank(text)) {
    return absl::InvalidArgumentError(Cat("The text is empty.", kKept));
  }
  const OpinionPlaintext plaintext = PlaintextOf(text, options);
  if (text.size() > plaintext.MaxTextSize()) {
    return absl::InvalidArgumentError(
        Cat("The text has ", text.size(), " bytes, and ", plaintext.MaxTextSize(),
            " fit into one submission, because all submissions have one size. (A letter with an "
            "accent takes two bytes, an emoji four or more.) Shorten it and try again.", kKept));
  }
  if (options.quote == Quote::kHeadline && Blank(options.headline)) {
    return absl::InvalidArgumentError(
        Cat("To allow a headline to be quoted, give one with --headline.", kKept));
  }
  if (const auto encoded = plaintext.Encode(); !encoded.ok()) {
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
  if (out.departure.earliest >= StartOf(campaign.open.phases.speaking_closes)) {
    return Refuse(Cat("Your voting slip for the jam ", ShortId(campaign.id),
                      " was drawn too late: it could be used only from ",
                      FormatMinute(out.departure.earliest), " on, and the jam closes on ",
                      FormatDay(campaign.open.phases.speaking_closes), "."));
  }
  const crypto::ReceiptCode& code = draw.codes[0].front();
  const crypto::ThreadKeys keys =
      crypto::DeriveThreadKeys(code, campaign.id, Purpose::kVoice);
  OpinionPlaintext plaintext = PlaintextOf(text, options);
  plaintext.public_salt = random.Array<32>();
  CANDOR_ASSIGN_OR_RETURN(records::SubmitRequest request,
                          Seal(campaign, keys, draw.TokensOf(Purpose::kVoice, 0), plaintext,
                               options, random));

  Thread thread{.campaign_id = campaign.id,
                .purpose = Purpose::kVoice,
                .code = crypto::ReceiptCode::FromBytes(code.ExposeSecret())};
  thread.quote = options.quote;
  thread.submission = request.submission;
  thread.text = std::string(text);
  thread.headline = options.headline;
  out.submission_hash = thread.hash();
  wallet.PutIntoOutbox(
      {.campaign_id = campaign.id,
       .submission_hash = out.submission_hash,
       .ready_at = out.departure.earliest,
       .request = request.Encode()});
  wallet.threads.push_back(std::move(thread));
  draw.Take(Purpose::kVoice, 0);
  return out;
}

}  // namespace candor::services::member

#include "audit/authorship.h"

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

struct Place {
  const Campaign* campaign = nullptr;
  const Thread* thread = nullptr;
};

absl::StatusOr<Place> Find(const BoardView& view, const records::CampaignId& id, const records::VerifyKey& key) {
  const Campaign* const campaign = view.FindCampaign(id);
  if (campaign == nullptr) {
    return absl::NotFoundError("The public log on this machine does not know the jam: fetch it anew.");
  }
  const auto thread = campaign->threads.find(key);
  if (thread == campaign->threads.end()) {
    return absl::NotFoundError("The public log on this machine holds no text of that author: fetch it anew.");
  }
  return Place{campaign, &thread->second};
}

// All that a challenge says, whenever it was signed.
absl::StatusOr<AuthorshipQuestion> Understand(const BoardView& view, const records::Signed& record,
                                              const records::AuthorshipChallenge& challenge) {
  CANDOR_ASSIGN_OR_RETURN(const Place place, Find(view, challenge.campaign_id, challenge.thread_key));
  AuthorshipQuestion out;
  out.campaign = place.campaign;
  out.thread = place.thread;
  out.verifier = record.signer;
  out.roles = view.RolesOf(record.signer);
  const auto actor = view.actors().find(record.signer);
  if (actor != view.actors().end()) out.verifier_name = actor->second.name;
  const records::Draft& draft = place.campaign->manifest->draft;
  for (const auto& audience : draft.audiences) {
    if (audience.id == records::kAppealPanel) continue;
    for (const auto& key : audience.readers) out.reads = out.reads || key == record.signer;
  }
  out.claim = {.campaign_id = challenge.campaign_id,
               .thread_key = challenge.thread_key,
               .thread_kem_key = place.thread->kem_key,
               .verifier = record.signer,
               .challenge = challenge.challenge};
  out.day = challenge.day;
  return out;
}

// A clock may be a day off.
absl::Status HoldsOn(Day today, Day day) {
  if (today <= day + records::kChallengeDays && day <= today + 1) return absl::OkStatus();
  return absl::FailedPreconditionError(Cat("The challenge is of ", FormatDay(day), " and holds for ",
                                           records::kChallengeDays,
                                           " days: a new one is needed, from `candor receipt challenge`."));
}

absl::StatusOr<records::AuthorshipChallenge> Open(const records::Signed& record) {
  if (!record.Verify(crypto::Label::kAuthorshipChallenge).ok()) {
    return absl::UnauthenticatedError("The challenge is not signed by whom it names.");
  }
  return records::AuthorshipChallenge::Decode(record.body);
}

}  // namespace

absl::StatusOr<records::VerifyKey> ThreadKeyOf(const Campaign& campaign, const crypto::Hash& submission) {
  const auto at = campaign.submissions.find(submission);
  if (at == campaign.submissions.end()) {
    return absl::NotFoundError("The public log on this machine holds no text with that number.");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto decoded,
                          records::SignedSubmission::Decode(at->second.signed_submission));
  if (!records::HasEnvelope(decoded.body.kind)) {
    return absl::FailedPreconditionError("That entry is no text: it has no author to ask.");
  }
  return decoded.body.thread_key;
}

absl::StatusOr<AuthorshipQuestion> CheckChallenge(const BoardView& view, const records::Signed& record,
                                                  Day today) {
  CANDOR_ASSIGN_OR_RETURN(const auto challenge, Open(record));
  CANDOR_ASSIGN_OR_RETURN(auto out, Understand(view, record, challenge));
  if (out.roles.empty()) {
    return absl::FailedPreconditionError(
        "Whoever signed the challenge holds no role in the public log: answer nothing.");
  }
  CANDOR_RETURN_IF_ERROR(HoldsOn(today, challenge.day));
  return out;
}

absl::StatusOr<AuthorshipQuestion> CheckProof(const BoardView& view, const records::AuthorshipProof& proof,
                                              const crypto::SigningKey& verifier, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const auto challenge, Open(proof.challenge));
  if (proof.challenge.signer != verifier.verify_key()) {
    return absl::FailedPreconditionError(
        "The proof is for somebody else, and shows you nothing: its verifier could have made it.");
  }
  CANDOR_RETURN_IF_ERROR(HoldsOn(today, challenge.day));
  CANDOR_ASSIGN_OR_RETURN(auto out, Understand(view, proof.challenge, challenge));
  CANDOR_ASSIGN_OR_RETURN(const auto expected, crypto::ExpectedAuthorshipTag(out.claim, verifier));
  if (!crypto::SameTag(expected, proof.tag)) {
    return absl::FailedPreconditionError("The proof does not hold: whoever made it is not the author of that text.");
  }
  return out;
}

absl::StatusOr<PublicAuthorship> CheckStatement(const BoardView& view, const records::Signed& record) {
  CANDOR_ASSIGN_OR_RETURN(auto statement, records::AuthorshipStatement::Decode(record.body));
  if (record.signer != statement.thread_key || !record.Verify(crypto::Label::kAuthorshipPublic).ok()) {
    return absl::UnauthenticatedError("The statement is not signed by the author of that text.");
  }
  CANDOR_ASSIGN_OR_RETURN(const Place place, Find(view, statement.campaign_id, statement.thread_key));
  return PublicAuthorship{place.campaign, place.thread, std::move(statement)};
}

}  // namespace candor::audit

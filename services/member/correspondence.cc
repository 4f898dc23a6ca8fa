#include "services/member/correspondence.h"

#include <algorithm>

#include "crypto/envelope.h"

namespace candor::services::member {
namespace {

std::string NameOf(const records::Draft& draft, const records::VerifyKey& key) {
  for (const auto* people : {&draft.readers, &draft.facilitators}) {
    const auto at = std::ranges::find(*people, key, &records::Named::key);
    if (at != people->end()) return at->name;
  }
  return {};
}

std::string TextOf(const audit::PublicAct& note, const audit::Campaign& campaign, const crypto::ThreadKeys& keys) {
  if (note.sealed.empty()) return {};
  const crypto::EnvelopeHeader header{campaign.id, keys.signing.verify_key(), records::kToTheThread};
  const auto opened = crypto::OpenEnvelope(note.sealed, header, 0, 1, keys.kem);
  if (!opened.ok()) return {};
  auto plaintext = crypto::OpinionPlaintext::Decode(*opened);
  return plaintext.ok() ? std::move(plaintext->text) : std::string();
}

}  // namespace

std::vector<Letter> LettersTo(const Wallet& wallet, const Thread& text, const audit::Campaign& campaign) {
  const records::VerifyKey& thread_key = text.submission.body.thread_key;
  const auto keys = crypto::DeriveThreadKeys(text.code, text.campaign_id, text.purpose);
  std::vector<Letter> out;
  for (const auto& act : campaign.acts.all) {
    const auto* note = std::get_if<records::PrivateNote>(&act.act.body);
    if (note == nullptr) continue;
    const auto sealed = campaign.submissions.find(note->target);
    if (sealed == campaign.submissions.end()) continue;
    const auto about = records::SignedSubmission::Decode(sealed->second.signed_submission);
    if (!about.ok() || about->body.thread_key != thread_key) continue;
    const bool answered = std::ranges::any_of(wallet.threads, [&](const Thread& each) {
      return each.submission.body.target == act.id;
    });
    out.push_back({act.id, note->target, act.day, NameOf(campaign.manifest->draft, act.signer),
                   note->form == records::NoteForm::kQuestion, TextOf(act, campaign, keys), answered});
  }
  return out;
}

}  // namespace candor::services::member

#include "tests/protocol/example_author.h"

#include "crypto/commitment.h"
#include "crypto/envelope.h"

namespace candor::testing {

crypto::ReceiptCode ExampleCode() {
  return crypto::ReceiptCode::FromBytes(Repeated<20>(kCodeByte));
}

crypto::ThreadKeys ExampleThread(const ExampleWorld& world) {
  return crypto::DeriveThreadKeys(ExampleCode(), world.campaign_id, crypto::Purpose::kVoice);
}

crypto::TokenChallenge ExampleChallenge(const ExampleWorld& world, std::size_t issuer) {
  return records::ChallengeFor(world.manifest.ManifestHash(), crypto::Purpose::kVoice,
                               world.bundle.issuers.at(issuer).origin, world.bundle.board.origin);
}

crypto::TokenBlinder ExampleBlinder(const ExampleWorld& world, std::size_t issuer) {
  const auto r = Repeated<256>(0x01);
  const auto salt = Repeated<48>(0x02);
  return crypto::TokenBlinder::CreateForTesting(
             world.token_keys.at(issuer).at(0).public_key(),
             crypto::ChallengeDigest(ExampleChallenge(world, issuer)),
             crypto::NonceOf(ExampleThread(world).signing.verify_key()), {.r = r, .salt = salt})
      .value();
}

crypto::Token ExampleToken(const ExampleWorld& world, std::size_t issuer) {
  auto blinder = ExampleBlinder(world, issuer);
  const auto signature =
      world.token_keys.at(issuer).at(0).BlindSign(blinder.blinded_messages()[0]).value();
  return blinder.Finalize({&signature, 1}).value().front();
}

crypto::SecretBytes ExamplePlaintext() {
  crypto::OpinionPlaintext opinion;
  opinion.text = "The crane stops when the wind sensor freezes.";
  opinion.category = "safety";
  opinion.language = "en";
  opinion.headline = "Frozen wind sensors";
  opinion.public_salt = Repeated<32>(0x71);
  return opinion.Encode().value();
}

records::SubmitRequest ExampleRequest(const ExampleWorld& world) {
  const auto thread = ExampleThread(world);
  const auto& audience = world.manifest.draft.audiences[0];
  CountingRandom random(0x61);
  records::SubmitRequest out;
  records::SubmissionBody& body = out.submission.body;
  body.kind = records::Kind::kOpinion;
  body.campaign_id = world.campaign_id;
  body.tokens = {ExampleToken(world, 0), ExampleToken(world, 1)};
  body.thread_key = thread.signing.verify_key();
  body.thread_kem_key = thread.kem.public_key();
  body.target = records::SubQuestionTarget(1);
  body.audience = audience.id;
  body.quote = records::Quote::kHeadline;
  body.public_commitment = crypto::PublicCommitment(
      Repeated<32>(0x71), static_cast<std::uint8_t>(body.quote), "Frozen wind sensors");
  out.salt = Repeated<32>(0x72);
  out.envelope = crypto::SealEnvelope({world.campaign_id, body.thread_key, audience.id},
                                      world.manifest.AudienceKeys(audience), ExamplePlaintext(),
                                      random)
                     .value();
  body.commitment = crypto::EnvelopeCommitment(out.salt, out.envelope);
  out.submission = records::SignedSubmission::Make(std::move(body), thread.signing);
  return out;
}

}  // namespace candor::testing

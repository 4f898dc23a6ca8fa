// Worked examples of what people hand to each other: proofs of authorship, notes between facilitators.
#include "crypto/actor_kem.h"
#include "records/authorship.h"
#include "records/handover.h"
#include "tests/protocol/example_author.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {
namespace {

void DissectSigned(std::string_view what, const records::Signed& record) {
  Dissection out(what, record.Encode());
  out.Opaque("body", 2).Fixed("signer", 32).Fixed("signature", 64);
}

void PrintAuthorship(const ExampleWorld& world) {
  Section("authorship");
  const auto thread = ExampleThread(world);
  const auto verifier = KeyOf(kReaderTwoByte);
  const records::AuthorshipChallenge challenge{.campaign_id = world.campaign_id,
                                               .thread_key = thread.signing.verify_key(),
                                               .challenge = Repeated<32>(0x61),
                                               .day = 20521};
  {
    Dissection out("AuthorshipChallenge", challenge.Encode());
    out.Fixed("version", 1).Fixed("campaign_id", 16).Fixed("thread_key", 32).Fixed("challenge", 32).Fixed("day", 4);
  }
  const auto record = challenge.SignedBy(verifier);
  DissectSigned("Signed", record);
  Hex("the verifier's X25519 key", crypto::ActorKemKey(verifier.verify_key()).value().bytes);
  const crypto::AuthorshipClaim claim{.campaign_id = world.campaign_id,
                                      .thread_key = challenge.thread_key,
                                      .thread_kem_key = thread.kem.public_key(),
                                      .verifier = verifier.verify_key(),
                                      .challenge = challenge.challenge};
  const auto tag = crypto::MakeAuthorshipTag(claim, thread.kem).value();
  Hex("tag", tag);
  Digest("file of the proof", records::EncodeAuthorshipFile(records::AuthorshipProof{record, tag}));
  const records::AuthorshipStatement statement{.campaign_id = world.campaign_id,
                                               .thread_key = challenge.thread_key,
                                               .day = 20522,
                                               .statement = "I wrote this."};
  Dissection out("AuthorshipStatement", statement.Encode());
  out.Fixed("version", 1).Fixed("campaign_id", 16).Fixed("thread_key", 32).Fixed("day", 4).Text("statement", 2);
}

void PrintHandover(const ExampleWorld& world) {
  Section("handover");
  const auto author = KeyOf(kFacilitatorByte);
  const records::HandoverNote note{.campaign_id = world.campaign_id,
                                   .day = 20517,
                                   .readers = {author.verify_key()},
                                   .text = "The sensors need a theme."};
  {
    Dissection out("HandoverNote", note.Encode());
    out.Fixed("version", 1).Fixed("campaign_id", 16).Fixed("day", 4).Fixed("readers: count", 1);
    out.Fixed("reader", 32).Text("text", 2);
  }
  DissectSigned("Signed", records::Signed::Make(author, crypto::Label::kHandover, note.Encode()));
}

}  // namespace

void PrintHanded(const ExampleWorld& world) {
  PrintAuthorship(world);
  PrintHandover(world);
}

}  // namespace candor::testing

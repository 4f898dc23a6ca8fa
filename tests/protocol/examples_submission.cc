// Plaintext, envelope, submission, promise and refusal.
#include "crypto/aead.h"
#include "crypto/commitment.h"
#include "crypto/envelope.h"
#include "records/schedule.h"
#include "tests/protocol/example_author.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {
namespace {

using crypto::Label;

void PrintEnvelope(const records::SubmitRequest& request) {
  Section("envelope");
  {
    const auto plaintext = ExamplePlaintext();
    Dissection out("OpinionPlaintext", plaintext.ExposeSecret());
    out.Fixed("version", 1).Text("text", 2).Text("category", 1).Text("language", 1);
    out.Text("headline", 2).Fixed("public_salt", 32);
  }
  Hex("KEM private key of reader 1", KemKeyOf(kReaderOneKemByte).Export().ExposeSecret());
  Hex("KEM private key of reader 2", KemKeyOf(kReaderTwoKemByte).Export().ExposeSecret());
  Dissection out("envelope", request.envelope);
  out.Fixed("header.version", 1).Fixed("header.campaign_id", 16).Fixed("header.thread_key", 32);
  out.Fixed("header.audience", 1).Fixed("C", 32);
  out.Fixed("slot 1: enc", 32).Fixed("slot 1: ciphertext", 48);
  out.Fixed("slot 2: enc", 32).Fixed("slot 2: ciphertext", 48);
  out.Fixed("nonce", 24).Fixed("body", crypto::kPlaintextSize + crypto::kAeadTagSize);
}

void DissectBody(Dissection& out, std::size_t tokens) {
  out.Fixed("version", 1).Fixed("kind", 1).Fixed("campaign_id", 16).Fixed("tokens: length", 2);
  for (std::size_t i = 0; i < tokens; ++i) out.Fixed("  token", crypto::kTokenSize);
  out.Fixed("thread_key", 32).Fixed("thread_kem_key", 32).Fixed("sequence", 4);
  out.Fixed("previous", 32).Fixed("target", 32).Fixed("audience", 1).Fixed("quote", 1);
  out.Fixed("value", 1).Fixed("public_commitment", 32).Fixed("commitment", 32);
}

void PrintBody(const records::SubmitRequest& request) {
  Section("submission");
  const auto& body = request.submission.body;
  {
    Dissection out("SubmissionBody, an opinion", body.Encode());
    DissectBody(out, 2);
  }
  Hex("H(SubmissionBody)", body.SubmissionHash());
  Hex("signature", request.submission.signature);
  Hex("salt", request.salt);
  Hex("H(envelope)", crypto::Sha256({request.envelope}));
  Digest("SignedSubmission", request.submission.Encode());
  Digest("SubmitRequest", request.Encode());

  Section("withdrawal");
  records::SubmissionBody withdrawal;
  withdrawal.kind = records::Kind::kWithdrawal;
  withdrawal.campaign_id = body.campaign_id;
  withdrawal.thread_key = body.thread_key;
  withdrawal.thread_kem_key = body.thread_kem_key;
  withdrawal.sequence = 1;
  withdrawal.previous = body.SubmissionHash();
  Dissection out("SubmissionBody, a withdrawal of it", withdrawal.Encode());
  DissectBody(out, 0);
}

void DissectSigned(std::string_view what, const records::Signed& record) {
  Dissection out(what, record.Encode());
  out.Opaque("body", 2).Fixed("signer", 32).Fixed("signature", 64);
}

void PrintReplies(const ExampleWorld& world, const records::SubmitRequest& request) {
  const auto& body = request.submission.body;
  const auto& draft = world.manifest.draft;
  Section("promise");
  const records::Promise promise{world.campaign_id, body.SubmissionHash(),
                                 records::PromisedDay(records::Kind::kOpinion, draft.phases, draft.slots)};
  {
    Dissection out("Promise", promise.Encode());
    out.Fixed("version", 1).Fixed("campaign_id", 16).Fixed("submission_hash", 32);
    out.Fixed("sealed_no_later_than", 4);
  }
  const auto signed_promise =
      records::Signed::Make(KeyOf(kPromiseByte), Label::kPromise, promise.Encode());
  DissectSigned("Signed", signed_promise);
  Digest("SubmitReply",
         records::SubmitReply{records::SubmitReply::Type::kPromise, signed_promise, {}}.Encode());

  Section("refusal");
  const records::Refusal refusal{records::RefusalCode::kWindowClosed, world.campaign_id,
                                 body.SubmissionHash(), crypto::Sha256({request.envelope}),
                                 request.salt, 20519};
  {
    Dissection out("Refusal", refusal.Encode());
    out.Fixed("version", 1).Fixed("code", 1).Fixed("campaign_id", 16);
    out.Fixed("submission_hash", 32).Fixed("envelope_hash", 32).Fixed("salt", 32).Fixed("day", 4);
  }
  const records::SubmitReply reply{
      records::SubmitReply::Type::kRefusal,
      records::Signed::Make(KeyOf(kPromiseByte), Label::kRefusal, refusal.Encode()), {}};
  Dissection out("SubmitReply", reply.Encode());
  out.Fixed("version", 1).Fixed("type", 1).Opaque("signed.body", 2).Fixed("signed.signer", 32);
  out.Fixed("signed.signature", 64).Opaque("other", 2);
}

}  // namespace

void PrintSubmission(const ExampleWorld& world) {
  const auto request = ExampleRequest(world);
  PrintEnvelope(request);
  PrintBody(request);
  PrintReplies(world, request);
}

}  // namespace candor::testing

// Token keys, key proof, challenge, request, response, token; receipt code and thread keys.
#include "base/text.h"
#include "crypto/key_proof.h"
#include "tests/protocol/example_author.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {
namespace {

void PrintKey(const ExampleWorld& world) {
  Section("token-key");
  const auto& key = world.token_keys[0][0];
  const auto exported = key.Export();
  Hex("p", exported.ExposeSecret().subspan(1, 128));
  Hex("q", exported.ExposeSecret().subspan(129, 128));
  Hex("SPKI", key.public_key().spki());
  Hex("token_key_id", key.public_key().id());

  Section("key-proof");
  Hex("FDH_1", crypto::KeyProofChallenge(key.public_key(), 1));
  const auto proof = key.Prove().value();
  Hex("x_1", proof.roots[0]);
  Digest("KeyProof", crypto::EncodeKeyProof(proof));
  Hex("hash in the log", records::KeyProofHash(proof));
}

void PrintToken(const ExampleWorld& world) {
  Section("token");
  const auto thread = ExampleThread(world);
  const auto challenge = ExampleChallenge(world, 0);
  Hex("ctx", challenge.redemption_context);
  {
    Dissection out("TokenChallenge", challenge.Encode());
    out.Fixed("token_type", 2).Text("issuer_name", 2).Opaque("redemption_context", 1);
    out.Text("origin_info", 2);
  }
  Hex("challenge_digest", crypto::ChallengeDigest(challenge));
  Hex("thread_key", thread.signing.verify_key().bytes);
  Hex("nonce", crypto::NonceOf(thread.signing.verify_key()));
  const auto blinder = ExampleBlinder(world, 0);
  {
    Dissection out("TokenRequest (r = 01…01, PSS salt = 02…02)", blinder.requests()[0].Encode());
    out.Fixed("token_type", 2).Fixed("truncated_token_key_id", 1).Fixed("blinded_msg", 256);
  }
  Digest("TokenResponse",
         world.token_keys[0][0].BlindSign(blinder.blinded_messages()[0]).value());
  const Bytes token = ExampleToken(world, 0).Encode();
  {
    Dissection out("Token", token);
    out.Fixed("token_type", 2).Fixed("nonce", 32).Fixed("challenge_digest", 32);
    out.Fixed("token_key_id", 32).Fixed("authenticator", 256);
  }
  Hex("the token whole", token);
}

void PrintReceipt(const ExampleWorld& world) {
  Section("receipt-code");
  Hex("code", ExampleCode().ExposeSecret());
  Text("as text", ExampleCode().Format());
  const auto thread = ExampleThread(world);
  Hex("signing key seed", thread.signing.ExportSeed().ExposeSecret());
  Hex("thread_key", thread.signing.verify_key().bytes);
  Hex("X25519 private key", thread.kem.Export().ExposeSecret());
  Hex("thread_kem_key", thread.kem.public_key().bytes);
  Hex("state key", thread.state.ExposeSecret());
}

}  // namespace

void PrintTokens(const ExampleWorld& world) {
  PrintKey(world);
  PrintReceipt(world);
  PrintToken(world);
}

}  // namespace candor::testing

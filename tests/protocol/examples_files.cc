// Sealed files and privileged calls.
#include "base/text.h"
#include "crypto/sealed_file.h"
#include "services/runtime/privileged.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {

void PrintFilesAndCalls(const ExampleWorld& world) {
  Section("sealed-file");
  CountingRandom random(0x81);
  const auto passphrase = crypto::SecretBytes::Copy(AsBytes("correct horse"));
  const auto key =
      crypto::SealingKey::New(passphrase, crypto::PassphraseCost::kInteractive, random).value();
  const Bytes sealed = key.Seal(crypto::SecretBytes::Copy(AsBytes("hello")), random);
  Text("passphrase", "correct horse");
  Text("content", "hello");
  {
    Dissection out("SealedFile", sealed);
    out.Fixed("magic", 7).Fixed("version", 1).Fixed("cost", 1).Fixed("salt", 16);
    out.Fixed("nonce", 24).Fixed("ciphertext", sealed.size() - 49);
  }

  Section("privileged-call");
  const Bytes payload = {1, 2, 3};
  const auto call = runtime::SignCall(KeyOf(kFacilitatorByte), "CloseCampaign",
                                      world.bundle.board.origin, Repeated<32>(0x91), payload);
  Hex("payload", payload);
  {
    Dissection out("Call", runtime::CallBytes("CloseCampaign", world.bundle.board.origin,
                                              call.nonce, payload));
    out.Text("method", 1).Text("server_identity", 1).Fixed("nonce", 32).Fixed("payload_hash", 32);
  }
  Hex("key", call.actor.bytes);
  Hex("signature", call.signature);
}

}  // namespace candor::testing

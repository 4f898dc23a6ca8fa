#include "tests/services/auditor/witness_deployment.h"

#include "base/text.h"
#include "services/runtime/key_file.h"
#include "services/runtime/tls_files.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

constexpr auto kCost = crypto::PassphraseCost::kInteractive;

}  // namespace

WitnessDeployment::WitnessDeployment() : key(audit::testing::KeyOf(40)) {
  log.Grow(300);
  crypto::DeterministicRandomForTesting random(11);
  EXPECT_OK(runtime::WriteFileAtomically(folder / "passphrase", AsBytes("for the tests\n")));
  auto ring = runtime::KeyRing::Open(folder / "passphrase");
  EXPECT_OK(ring.status());
  EXPECT_OK(ring->SaveSigningKey(folder / "witness.key", key, kCost, random));
  EXPECT_OK(runtime::SaveTlsIdentity(authority.Server(), folder / "tls.pem", folder / "tls.key",
                                     *ring, kCost, random));
  EXPECT_OK(runtime::MakeFolder(folder / "state"));
}

std::string WitnessDeployment::ConfigText(int port) const {
  return Cat("name = \"w.example\"\nlisten = \"127.0.0.1:", port,
             "\"\npassphrase = \"passphrase\"\nsigning_key = \"witness.key\"\n"
             "tls_certificate = \"tls.pem\"\ntls_key = \"tls.key\"\nstate = \"state\"\n"
             "[[logs]]\norigin = \"",
             log.origin, "\"\nvkey = \"", log.vkey().Format(), "\"\n");
}

runtime::Path WitnessDeployment::WriteConfig(int port) { return WriteConfig(ConfigText(port)); }

runtime::Path WitnessDeployment::WriteConfig(std::string_view text) {
  EXPECT_OK(runtime::WriteFileAtomically(folder / "witness.toml", AsBytes(text)));
  return folder / "witness.toml";
}

std::string WitnessDeployment::Request(std::uint64_t from, std::uint64_t to) const {
  const auto proof = from == 0 ? std::vector<audit::Hash>()
                               : audit::testing::NaiveConsistency(from, log.Hashes(to));
  return audit::FormatAddCheckpointRequest(from, proof, log.Note(to));
}

absl::StatusOr<runtime::HttpReply> WitnessDeployment::Post(int port, std::string_view body) const {
  return runtime::HttpsPost(Cat("https://127.0.0.1:", port), "/add-checkpoint", AsBytes(body),
                            "text/plain; charset=utf-8", authority.anchor());
}

absl::StatusOr<runtime::HttpReply> WitnessDeployment::Get(int port, const std::string& path) const {
  return runtime::HttpsGet(Cat("https://127.0.0.1:", port), path, authority.anchor());
}

std::string WitnessDeployment::LatestPath() const {
  return Cat("/", HexEncode(crypto::Sha256({AsBytes(log.origin)})), "/checkpoint");
}

absl::StatusOr<audit::CosignedCheckpoint> WitnessDeployment::Opened(ByteView cosignature,
                                                                    std::uint64_t size) const {
  auto note = audit::AddSignatureLine(log.Note(size), AsText(cosignature));
  if (!note.ok()) return note.status();
  const auto witness = audit::testing::WitnessVkey("w.example", key);
  return audit::OpenCheckpoint(*note, log.vkey(), {1, {witness}});
}

}  // namespace candor::services::auditor

// What a board needs around it: an organisation with its jam, keys and configuration in a folder, a
// witness and an issuer's public files, both served over HTTPS on loopback. The board itself is for
// the test to run, in its own process or in another.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/board_view.h"
#include "audit/witness.h"
#include "base/mutex.h"
#include "services/publish/public_files.h"
#include "services/relay/gateway_client.h"
#include "services/runtime/https_server.h"
#include "services/runtime/log_lock.h"
#include "services/runtime/tls.h"
#include "store/board_store.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/fake_clock.h"
#include "tests/support/jam_fixture.h"

namespace candor::services::board {

class KeptCheckpoints final : public audit::WitnessState {
 public:
  absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> Load(
      const std::string& origin) override;
  absl::Status CompareAndSet(const std::string& origin,
                             const std::optional<audit::WitnessedCheckpoint>&,
                             const audit::WitnessedCheckpoint& next) override;

  // All of it, and back to that: a witness that was restored from an older copy and forgets.
  using Latest = std::map<std::string, audit::WitnessedCheckpoint>;
  Latest Copy() const {
    const MutexLock lock(mutex_);
    return latest_;
  }
  void SetBack(Latest latest) {
    const MutexLock lock(mutex_);
    latest_ = std::move(latest);
  }

 private:
  mutable Mutex mutex_;  // held to look a checkpoint up, to replace it, or to copy all
  Latest latest_ ABSL_GUARDED_BY(mutex_);
};

struct BoardDeploymentOptions {
  candor::testing::JamOptions jam = {};
  std::size_t members = 24;
  std::size_t drawn = 21;  // of them, in the issuer's log
  std::size_t readers = 1;
  // 0: the system chooses, and only the running board can say what.
  int port = 0;
  int files_port = 0;
  int gateway_port = 0;
};

class BoardDeployment {
 public:
  explicit BoardDeployment(BoardDeploymentOptions options = {});

  // The board as clients know it, once it listens on these ports.
  records::LogIdentity BoardAt(int port, int files_port) const;
  // The board's gateway, as a relay of the bundle knows it.
  relay::GatewayAddress GatewayAt(int port) const;
  // For a server on loopback, of the authority that the bundle names.
  runtime::TlsIdentity ServerCertificate();
  // The log of `board` as a stranger gets it: fetched over HTTPS and verified.
  std::vector<Bytes> FetchLog(const records::LogIdentity& board) const;
  // The same, replayed.
  audit::BoardView Follow(const records::LogIdentity& board) const;

  runtime::TemporaryFolder folder_;
  std::atomic<bool> witness_down_ = false;
  KeptCheckpoints witness_state_;
  crypto::DeterministicRandomForTesting random_{21};
  runtime::TlsIdentity authority_;
  std::unique_ptr<candor::testing::Organisation> organisation_;
  std::unique_ptr<candor::testing::Jam> jam_;

 private:
  std::unique_ptr<runtime::HttpsServer> ServeFiles(
      runtime::HttpsServer::GetHandler get,
      std::map<std::string, runtime::HttpsServer::PostHandler, std::less<>> post);
  runtime::HttpResponse AskWitness(ByteView body);
  std::optional<Bytes> LatestAtWitness(std::string_view path);
  void AdjustBundle(const BoardDeploymentOptions& options, records::TrustBundle& bundle) const;
  void MakeWitness();
  void MakeIssuerLog(std::size_t drawn);
  void WriteFolder(const BoardDeploymentOptions& options);

  candor::testing::FakeClock witness_clock_{1'700'000'000};
  std::unique_ptr<audit::Witness> witness_;
  std::unique_ptr<store::BoardStore> issuer_store_;
  std::unique_ptr<runtime::LogLock> issuer_lock_;
  std::unique_ptr<publish::PublicFiles> issuer_files_;
  std::unique_ptr<runtime::HttpsServer> witness_server_;
  std::unique_ptr<runtime::HttpsServer> issuer_server_;
};

}  // namespace candor::services::board

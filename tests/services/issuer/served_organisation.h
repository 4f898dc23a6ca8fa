// An organisation whose issuer really runs, as a process of its own: its folder with keys and
// configuration on disk, and beside it, in this process, the public files of a board's log that the
// test writes, and a witness, both over HTTPS.
#pragma once

#include <memory>
#include <string>

#include "audit/witness.h"
#include "services/clients/issuer_client.h"
#include "services/publish/public_files.h"
#include "services/runtime/https_server.h"
#include "store/issuer_store.h"
#include "store/memory/memory_engine.h"
#include "tests/services/issuer/child_process.h"
#include "tests/services/issuer/issuer_harness.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/services/runtime/tls_command.h"
#include "tests/support/fake_clock.h"
#include "tests/support/jam_fixture.h"

namespace candor::testing {

// Keeps what was cosigned in memory.
class MemoryWitnessState final : public audit::WitnessState {
 public:
  absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> Load(const std::string& origin) override;
  absl::Status CompareAndSet(const std::string& origin,
                             const std::optional<audit::WitnessedCheckpoint>& expected,
                             const audit::WitnessedCheckpoint& next) override;

 private:
  Mutex mutex_;  // held for a look-up
  std::map<std::string, audit::WitnessedCheckpoint> known_ ABSL_GUARDED_BY(mutex_);
};

class ServedOrganisation {
 public:
  ServedOrganisation();
  ~ServedOrganisation();

  const Organisation& organisation() const { return *organisation_; }
  const Jam& jam() const { return *jam_; }
  BoardLog& board() { return *board_; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path config() const { return folder_ / "issuer.toml"; }
  int grpc_port() const { return base_; }
  int files_port() const { return base_ + 1; }

  // Signs, has cosigned and serves what was added to the board's log.
  void PublishBoard();

  // Starts the issuer; `output` is a file name in the folder.
  std::unique_ptr<ChildProcess> Start(const std::string& output = "issuer.log");
  // Sets the clock (or leaves it), and returns when the issuer has acted on it twice.
  void AdvanceTo(UnixSeconds seconds);
  void Settle() { AdvanceTo(now_); }
  UnixSeconds now() const { return now_; }

  std::unique_ptr<services::clients::IssuerClient> Client() const;
  // One of the issuer's public files, checked against its anchor.
  absl::StatusOr<Bytes> Get(std::string_view path) const;

  // Replaces a line `key = …` of the configuration.
  void Configure(const std::string& key, const std::string& value);

 private:
  void WriteIssuerFolder();
  void ServeBoard();
  void ServeWitness();

  runtime::TemporaryFolder folder_;
  runtime::TestAuthority authority_;
  const int base_;
  UnixSeconds now_;
  std::unique_ptr<Organisation> organisation_;
  std::unique_ptr<Jam> jam_;
  std::unique_ptr<BoardLog> board_;
  crypto::SystemRandom random_;
  std::unique_ptr<store::IssuerStore> board_store_;  // its log alone is used
  std::unique_ptr<services::publish::PublicFiles> board_files_;
  std::unique_ptr<runtime::HttpsServer> board_server_;
  FakeClock witness_clock_;
  MemoryWitnessState witness_state_;
  std::unique_ptr<audit::Witness> witness_;
  std::unique_ptr<runtime::HttpsServer> witness_server_;
};

}  // namespace candor::testing

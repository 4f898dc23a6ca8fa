// Servers: two issuers, a board and a witness as they run, with their rules, stores, keys and publishers,
// on disks of their own below one folder; without the network between them, which the game plays.
//
//   board/           store (RocksDB)       board-keys/   gateway keys, sealed
//   issuer-<n>/      store (RocksDB)       *.lock        what each log has signed
//
// Not real: the issuers' token keys are fixed ones (tests/support/test_token_keys.h); the board counts draws
// in the issuers' published logs directly instead of fetching them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/witness.h"
#include "base/mutex.h"
#include "services/board/board.h"
#include "services/board/gateway.h"
#include "services/board/gateway_key_files.h"
#include "services/issuer/issuer.h"
#include "services/member/logs.h"
#include "services/publish/log_publisher.h"
#include "services/publish/public_files.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "tests/linkage/faults.h"
#include "tests/linkage/line.h"
#include "tests/store/arrival/recording_engine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/jam_fixture.h"

namespace candor::linkage {

namespace issuer = services::issuer;
namespace publish = services::publish;

// A log with its publisher, and what everybody has of it: entries up to the cosigned checkpoint.
struct PublishedLog {
  store::LogStore* log = nullptr;
  std::unique_ptr<runtime::LogLock> lock;
  std::unique_ptr<publish::LogPublisher> publisher;
  std::unique_ptr<publish::PublicFiles> files;
  std::vector<Bytes> entries;
  std::vector<audit::EntryContent> contents;
  std::string note;
};

// The verified copies that every member has.
class PublicLogs final : public services::member::Logs {
 public:
  explicit PublicLogs(const records::TrustBundle& bundle);
  // Takes up what `logs` has published since; the board's first.
  void Refresh(std::vector<PublishedLog>& logs);

  const audit::BoardView& board() const override { return board_; }
  const audit::IssuerView* FindIssuer(std::string_view origin) const override;
  std::vector<services::member::LogCopy> copies() const override;
  absl::StatusOr<std::vector<crypto::Hash>> BoardInclusion(std::uint64_t index) const override;

 private:
  const records::TrustBundle& bundle_;
  audit::BoardView board_;
  std::vector<audit::IssuerView> issuers_;
  std::vector<std::uint64_t> applied_;
  const std::vector<PublishedLog>* logs_ = nullptr;
};

struct ServersOptions {
  std::string folder;
  std::uint64_t seed = 1;
  std::size_t members = 0;
  std::size_t jams = 1;
  std::uint8_t slots_per_day = 4;
  std::uint8_t endorsements = 1;  // of each member
  Fault fault = Fault::kNone;
};

// The days of the game's jams.
inline constexpr Day kOpened = candor::testing::kOpeningDay;
inline constexpr Day kDrawing = kOpened + 2;   // the first day on which clients join
inline constexpr Day kWriting = kOpened + 3;   // people write; nothing leaves
inline constexpr Day kSpeaking = kOpened + 4;  // one day long
inline constexpr Day kOver = kSpeaking + 1;
inline constexpr Day kNextWeek = kOver + 8;

class Servers {
 public:
  explicit Servers(const ServersOptions& options);
  ~Servers();

  // Everything up to the opening of the jams: grants, roster, an invite of each issuer for each member.
  void OpenJams();
  // Invites by member and issuer.
  const std::vector<std::vector<records::Invite>>& invites() const { return invites_; }

  // The board acts on the time; then everybody publishes and follows everybody.
  void Tick();
  // Publishes and follows alone.
  void Follow();
  // Closes the stores, as a machine that is switched off: what is left are the disks.
  void ShutDown();

  const candor::testing::Organisation& organisation() const { return *organisation_; }
  const candor::testing::Jam& jam(std::size_t i = 0) const { return *jams_.at(i); }
  candor::testing::FakeClock& clock() { return clock_; }
  const Clock& clock() const { return clock_; }
  const PublicLogs& logs() const { return *public_logs_; }
  // The board's first.
  const std::vector<PublishedLog>& published() const { return published_; }
  issuer::Issuer& issuer(std::size_t i) { return *issuers_.at(i).issuer; }
  board::Board& board() { return *board_; }
  board::Gateway& gateway() { return *gateway_; }
  const board::GatewayKeys& gateway_keys() const { return *gateway_keys_; }
  const store::testing::Recording& recording() const { return recording_; }
  std::string board_folder() const { return options_.folder + "/board"; }
  // Private halves of gateway keys in the board's folder, opened with the passphrase that lies beside.
  std::vector<Bytes> ReadGatewayKeys() const;

 private:
  class MemoryWitnessState;
  class InProcessWitness;
  class CountedDraws;
  struct IssuerHouse {
    std::unique_ptr<issuer::MemoryTokenKeyStore> keys;
    std::unique_ptr<store::IssuerStore> store;
    std::unique_ptr<issuer::Issuer> issuer;
  };

  void MakeOrganisation();
  void AdjustDraft(records::Draft& draft, std::size_t jam) const;
  void MakeWitness();
  void OpenIssuer(std::size_t i);
  void OpenBoard();
  std::unique_ptr<board::GatewayKeyStore> OpenGatewayKeyStore();
  void OpenPublisher(store::LogStore& log, const records::LogIdentity& identity,
                     const crypto::SigningKey& key);

  const ServersOptions options_;
  candor::testing::FakeClock clock_;
  SharedRandom random_;
  std::unique_ptr<candor::testing::Organisation> organisation_;
  std::vector<std::unique_ptr<candor::testing::Jam>> jams_;
  std::unique_ptr<MemoryWitnessState> witness_state_;
  std::unique_ptr<audit::Witness> witness_;
  std::vector<IssuerHouse> issuers_;
  store::testing::Recording recording_;
  std::unique_ptr<store::BoardStore> board_store_;
  std::unique_ptr<board::GatewayKeys> gateway_keys_;
  std::unique_ptr<CountedDraws> draws_;
  std::unique_ptr<board::Board> board_;
  std::unique_ptr<board::Gateway> gateway_;
  std::vector<PublishedLog> published_;
  std::unique_ptr<PublicLogs> public_logs_;
  std::vector<std::vector<records::Invite>> invites_;
};

}  // namespace candor::linkage

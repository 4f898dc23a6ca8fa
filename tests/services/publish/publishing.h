// A log with its store, its lock and its witnesses, and a publisher that can be restarted.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/witness.h"
#include "base/mutex.h"
#include "base/status.h"
#include "base/text.h"
#include "services/publish/air_gap.h"
#include "services/publish/log_publisher.h"
#include "services/publish/policy.h"
#include "services/publish/public_files.h"
#include "store/board_store.h"
#include "store/memory/memory_engine.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/fake_clock.h"
#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::services::publish {

class MemoryWitnessState final : public audit::WitnessState {
 public:
  absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> Load(
      const std::string& origin) override {
    const MutexLock lock(mutex_);
    const auto at = latest_.find(origin);
    if (at == latest_.end()) return std::optional<audit::WitnessedCheckpoint>();
    return std::optional(at->second);
  }
  absl::Status CompareAndSet(const std::string& origin,
                             const std::optional<audit::WitnessedCheckpoint>&,
                             const audit::WitnessedCheckpoint& next) override {
    const MutexLock lock(mutex_);
    latest_[origin] = next;
    return absl::OkStatus();
  }

 private:
  Mutex mutex_;
  std::map<std::string, audit::WitnessedCheckpoint> latest_ ABSL_GUARDED_BY(mutex_);
};

// A real witness, reached without a network. Outlives the publishers that are restarted around it.
struct WitnessHouse {
  WitnessHouse(const candor::testing::Organisation& organisation, std::size_t index, const Clock& clock)
      : witness(audit::Witness::Create(organisation.bundle().witnesses[index].name,
                                       organisation.witness_key(index),
                                       {{organisation.bundle().board.origin,
                                         LogKeyOf(organisation.bundle().board).value()}},
                                       state, clock)
                    .value()) {}

  MemoryWitnessState state;
  audit::Witness witness;
  std::atomic<bool> down = false;
  std::optional<audit::WitnessAnswer> lie;  // instead of every answer to add-checkpoint
  int latest_status = 0;                    // instead of its latest checkpoint
};

class HouseLink final : public WitnessLink {
 public:
  explicit HouseLink(WitnessHouse& house) : house_(house) {}
  absl::StatusOr<WitnessReply> AddCheckpoint(std::string_view body) override {
    if (house_.down) return absl::UnavailableError("down");
    return AsReply(house_.lie.has_value() ? *house_.lie : house_.witness.AddCheckpoint(body));
  }
  absl::StatusOr<WitnessReply> LatestCheckpoint(std::string_view origin) override {
    if (house_.down) return absl::UnavailableError("down");
    if (house_.latest_status != 0) return WitnessReply{house_.latest_status, {}};
    return AsReply(house_.witness.LatestCheckpoint(HexEncode(crypto::Sha256({AsBytes(origin)}))));
  }

 private:
  static WitnessReply AsReply(const audit::WitnessAnswer& answer) {
    return {answer.http_status, ToBytes(AsBytes(answer.body))};
  }
  WitnessHouse& house_;
};

// A log with its lock and its witnesses; store and lock can be set back.
class Publishing {
 public:
  // `without_network`: the witnesses that are reached by files alone.
  explicit Publishing(std::size_t witnesses = 1, std::uint8_t quorum = 1,
                      std::vector<std::size_t> without_network = {})
      : organisation_({.witnesses = witnesses,
                       .quorum = quorum,
                       .adjust =
                           [without_network](records::TrustBundle& bundle) {
                             for (const std::size_t i : without_network) {
                               bundle.witnesses[i].url.clear();
                               bundle.witnesses[i].tls_anchor.clear();
                             }
                           }}),
        clock_(1'700'000'000) {
    for (std::size_t i = 0; i < witnesses; ++i) {
      houses_.push_back(std::make_unique<WitnessHouse>(organisation_, i, clock_));
    }
    lock_ = runtime::LogLock::Create(folder_ / "log.lock", {0, audit::EmptyRoot()}).value();
    OpenStore();
  }

  void OpenStore() {
    auto engine = std::make_unique<store::MemoryEngine>(disk_, random_);
    store_ = store::BoardStore::Open(std::move(engine), random_).value();
  }
  absl::Status Start() {
    std::vector<std::unique_ptr<WitnessLink>> links;
    for (std::size_t i = 0; i < houses_.size(); ++i) {
      const bool linked = !HasNoNetwork(organisation_.bundle().witnesses[i]);
      links.push_back(linked ? std::make_unique<HouseLink>(*houses_[i]) : nullptr);
    }
    publisher_.reset();
    CANDOR_ASSIGN_OR_RETURN(auto air_gap, OpenAirGap());
    CANDOR_ASSIGN_OR_RETURN(
        publisher_, LogPublisher::Create({.log = store_->log(),
                                          .lock = *lock_,
                                          .key = organisation_.board_log_key(),
                                          .log_key = LogKeyOf(organisation_.bundle().board).value(),
                                          .policy = WitnessPolicyOf(organisation_.bundle()).value(),
                                          .links = std::move(links),
                                          .air_gap = std::move(air_gap)}));
    return absl::OkStatus();
  }
  absl::StatusOr<std::unique_ptr<AirGap>> OpenAirGap() const {
    return AirGap::Open(folder_ / "cosign", organisation_.bundle(), organisation_.bundle().board,
                        store_->log());
  }

  // Appends this many entries: Genesis first, then grants.
  void Grow(int entries = 1) {
    for (int i = 0; i < entries; ++i) {
      records::LogEntry entry{1, records::kNoCampaign, {}};
      if (store_->log().size() == 0) {
        entry.body = GenesisOf(organisation_.bundle(), organisation_.bundle().board).value();
      } else {
        entry.body = records::GovernanceEntry{
            organisation_.Grant({Cat("Person ", ++people_), crypto::SigningKey::Generate(random_)},
                                records::Role::kReader)};
      }
      const store::NewEntry fresh{entry.Encode(), std::nullopt};
      ASSERT_OK(store_->Append({&fresh, 1}));
    }
  }
  std::optional<audit::CosignedCheckpoint> Served() const {
    const PublicFiles files(store_->log(), LogKeyOf(organisation_.bundle().board).value(), {});
    const auto note = files.Get("/checkpoint");
    if (!note.has_value()) return std::nullopt;
    return audit::OpenCheckpoint(AsText(*note), LogKeyOf(organisation_.bundle().board).value(),
                                 WitnessPolicyOf(organisation_.bundle()).value())
        .value();
  }
  // Store and lock as they are now, to come back later.
  void Backup() {
    store_.reset();
    backup_disk_ = std::make_shared<store::MemoryDisk>();
    {
      const MutexLock from(disk_->mutex);
      const MutexLock to(backup_disk_->mutex);
      backup_disk_->main = disk_->main;
      backup_disk_->intervals = disk_->intervals;
      backup_disk_->keys = disk_->keys;
      for (auto& [name, interval] : backup_disk_->intervals) interval.open = false;
    }
    backup_lock_ = lock_->Current();
    OpenStore();
  }
  enum class WithLock { kNo, kYes };
  void Restore(WithLock with_lock) {
    publisher_.reset();
    store_.reset();
    disk_ = backup_disk_;
    OpenStore();
    if (with_lock == WithLock::kNo) return;
    lock_.reset();
    lock_ = runtime::LogLock::Create(folder_ / "restored.lock", backup_lock_).value();
  }

  runtime::TemporaryFolder folder_;
  candor::testing::Organisation organisation_;
  candor::testing::FakeClock clock_;
  crypto::DeterministicRandomForTesting random_{5};
  int people_ = 0;
  std::vector<std::unique_ptr<WitnessHouse>> houses_;
  std::shared_ptr<store::MemoryDisk> disk_ = std::make_shared<store::MemoryDisk>();
  std::shared_ptr<store::MemoryDisk> backup_disk_;
  runtime::LogLock::State backup_lock_;
  std::unique_ptr<store::BoardStore> store_;
  std::unique_ptr<runtime::LogLock> lock_;
  std::unique_ptr<LogPublisher> publisher_;
};

}  // namespace candor::services::publish

#include "services/board/board_recovery.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "services/board/board_history.h"
#include "services/publish/freeze.h"
#include "services/publish/frozen_log.h"
#include "services/publish/mirror_folder.h"
#include "services/publish/policy.h"
#include "services/publish/recovered_lock.h"
#include "store/board_store.h"
#include "store/rocksdb/rocksdb_engine.h"

namespace candor::services::board {
namespace {

// What steps 1 to 4 leave for the rest.
struct Imported {
  publish::RecoveryPlan plan;
  std::optional<BoardHistory> history;  // nothing: nothing is left to do but step 8, or at all
  bool incident_there = false;
};

absl::Status TakeIn(const publish::RecoveryPlan& plan, const BoardHistory& history,
                    store::Engine& engine, store::LogStore& log, crypto::RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(const auto pieces, PiecesOf(plan, history, log.size()));
  CANDOR_RETURN_IF_ERROR(store::WriteRecovery(plan.recovery, engine));
  CANDOR_ASSIGN_OR_RETURN(const auto import, store::BoardImport::Begin(engine, log, random));
  for (const auto& piece : pieces) CANDOR_RETURN_IF_ERROR(import->Take(piece));
  return import->ClearPool();
}

absl::StatusOr<Imported> Import(const BoardRecovery& parts, const publish::RecoveredLock& lock) {
  store::Engine& engine = *parts.engine;
  CANDOR_ASSIGN_OR_RETURN(const auto begun, store::ReadRecovery(engine));
  CANDOR_ASSIGN_OR_RETURN(const auto log, store::LogStore::Open(engine));
  Imported out;
  // Only a recovery writes into a store that has its mark: what follows the signed entries is the
  // Incident.
  if (begun.has_value() && log->size() > begun->signed_size) {
    out.plan.recovery = *begun;
    out.incident_there = true;
    return out;
  }
  CANDOR_ASSIGN_OR_RETURN(const auto log_key, publish::LogKeyOf(parts.bundle.board));
  CANDOR_ASSIGN_OR_RETURN(const auto policy, publish::WitnessPolicyOf(parts.bundle));
  CANDOR_ASSIGN_OR_RETURN(out.plan, publish::PlanRecovery({.log = *log,
                                                           .locked = lock.Current(),
                                                           .log_key = log_key,
                                                           .policy = policy,
                                                           .witnesses = parts.witnesses,
                                                           .mirror = parts.mirror,
                                                           .begun = begun}));
  CANDOR_ASSIGN_OR_RETURN(const bool pool, store::HasPool(engine));
  const bool sound = pool || log->size() == 0;
  if (!begun.has_value() && out.plan.entries.empty() && sound) return out;
  // Nothing is missing but the pool, or the rest of a recovery: it comes back to the end of its own log.
  if (out.plan.entries.empty()) {
    out.plan.recovery = {begun.has_value() ? begun->found_size : log->size(), log->size(),
                         log->root()};
  }
  CANDOR_ASSIGN_OR_RETURN(out.history, ReplayHistory(parts.bundle, out.plan, *log));
  CANDOR_RETURN_IF_ERROR(TakeIn(out.plan, *out.history, engine, *log, parts.random));
  return out;
}

absl::Status Publish(const publish::RecoveryPlan& plan, store::LogStore& log) {
  return plan.published.empty() ? absl::OkStatus() : log.SetPublishedCheckpoint(plan.published);
}

absl::StatusOr<records::TrustBundle> LoadBundle(const BoardConfig& config) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(config.bundle));
  return records::TrustBundle::Decode(bytes);
}

// Steps 5 to 8.
absl::Status Finish(const Imported& imported, BoardRecovery parts, publish::RecoveredLock& lock,
                    const std::vector<records::CampaignId>& lost) {
  const store::Recovery& recovery = imported.plan.recovery;
  const BoardHistory& history = *imported.history;
  store::Engine& engine = *parts.engine;  // the store's from here on
  CANDOR_ASSIGN_OR_RETURN(const auto store,
                          store::BoardStore::Open(std::move(parts.engine), parts.random));
  const std::vector<std::uint64_t> erased(history.erased.begin(), history.erased.end());
  CANDOR_RETURN_IF_ERROR(store->EraseEntries(erased));
  CANDOR_RETURN_IF_ERROR(lock.BringTo({recovery.signed_size, recovery.signed_root}));
  CANDOR_RETURN_IF_ERROR(Publish(imported.plan, store->log()));
  const Day day = std::max(parts.today, history.view.last_day());
  const auto incidents = publish::IncidentEntries(recovery, day, lost);
  CANDOR_RETURN_IF_ERROR(store->RotateInterval({}, {}, incidents).status());
  return store::EndRecovery(engine);
}

}  // namespace

absl::StatusOr<publish::Recovered> Recover(BoardRecovery parts) {
  CANDOR_ASSIGN_OR_RETURN(auto lock, publish::RecoveredLock::Open(parts.log_lock));
  CANDOR_ASSIGN_OR_RETURN(const Imported imported, Import(parts, lock));
  publish::Recovered out;
  out.found_size = imported.plan.recovery.found_size;
  out.signed_size = imported.plan.recovery.signed_size;
  out.needed = imported.history.has_value() || imported.incident_there;
  if (imported.incident_there) {
    store::Engine& engine = *parts.engine;
    // Opening destroys the old interval, where a death in the rotation has left it.
    CANDOR_ASSIGN_OR_RETURN(const auto store,
                            store::BoardStore::Open(std::move(parts.engine), parts.random));
    CANDOR_RETURN_IF_ERROR(store::EndRecovery(engine));
    return out;
  }
  if (!imported.history.has_value()) return out;
  out.erased = imported.history->erased.size();
  out.lost = LostCampaigns(*imported.history,
                           std::max(parts.today, imported.history->view.last_day()));
  CANDOR_RETURN_IF_ERROR(Finish(imported, std::move(parts), lock, out.lost));
  return out;
}

absl::StatusOr<publish::Recovered> RecoverBoard(const BoardConfig& config, const runtime::Path& from,
                                                const Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(const auto frozen, publish::WhyFrozen(config.log_lock));
  if (frozen.has_value()) return absl::FailedPreconditionError(*frozen);
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, LoadBundle(config));
  CANDOR_ASSIGN_OR_RETURN(const auto folder,
                          publish::MirrorFolder::Open(from, bundle, config.origin));
  const publish::Mirror mirror{folder, folder.notes()};
  const auto witnesses = publish::MakeHttpsWitnessLinks(bundle);
  crypto::SystemRandom random;
  CANDOR_ASSIGN_OR_RETURN(auto engine, store::RocksDbEngine::Open(config.store.string(), random));
  return Recover({.bundle = bundle,
                  .engine = std::move(engine),
                  .log_lock = config.log_lock,
                  .witnesses = witnesses,
                  .mirror = mirror,
                  .today = DayOf(clock.Now()),
                  .random = random});
}

absl::StatusOr<records::PreviousLog> FreezeBoard(const BoardConfig& config) {
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, LoadBundle(config));
  const auto witnesses = publish::MakeHttpsWitnessLinks(bundle);
  crypto::SystemRandom random;
  CANDOR_ASSIGN_OR_RETURN(const auto engine,
                          store::RocksDbEngine::Open(config.store.string(), random));
  CANDOR_ASSIGN_OR_RETURN(const auto log, store::LogStore::Open(*engine));
  return publish::Freeze({.log = *log,
                          .bundle = bundle,
                          .identity = bundle.board,
                          .log_lock = config.log_lock,
                          .witnesses = witnesses});
}

}  // namespace candor::services::board

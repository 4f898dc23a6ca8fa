#include "services/issuer/issuer_recovery.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "audit/issuer_view.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/random.h"
#include "services/publish/freeze.h"
#include "services/publish/frozen_log.h"
#include "services/publish/mirror_folder.h"
#include "services/publish/policy.h"
#include "services/publish/recovered_lock.h"
#include "store/issuer_import.h"
#include "store/issuer_store.h"
#include "store/rocksdb/rocksdb_engine.h"

namespace candor::services::issuer {
namespace {

constexpr std::uint64_t kPieceSize = 256;

absl::StatusOr<audit::EntryContent> ContentOf(const publish::RecoveryPlan& plan,
                                              const store::LogStore& log, std::uint64_t index) {
  if (index < plan.contents.size()) return plan.contents[index];
  CANDOR_ASSIGN_OR_RETURN(auto content, log.ContentOf(index));
  if (!content.has_value()) return audit::EntryContent{};
  return audit::EntryContent{content->salt, std::move(content->bytes)};
}

absl::StatusOr<audit::IssuerView> ReplayHistory(const IssuerRecovery& parts,
                                                const publish::RecoveryPlan& plan,
                                                const store::LogStore& log) {
  audit::IssuerView view(parts.log.origin, parts.bundle.Fingerprint());
  const std::uint64_t size = plan.entries.empty() ? log.size() : plan.entries.size();
  for (std::uint64_t i = 0; i < size; ++i) {
    Bytes entry;
    if (plan.entries.empty()) {
      CANDOR_ASSIGN_OR_RETURN(entry, log.Entry(i));
    } else {
      entry = plan.entries[i];
    }
    CANDOR_ASSIGN_OR_RETURN(const auto content, ContentOf(plan, log, i));
    const absl::Status applied = view.Apply(entry, content);
    if (!applied.ok()) {
      return absl::DataLossError(Cat("The mirror's entries lead to the signed root and do not replay: ",
                                     applied.message(), ". Nothing was changed. Take another mirror."));
    }
  }
  return view;
}

// A key signs nothing before its entry is cosigned and nothing after its retirement: these are all
// campaigns for which something may have been signed since the copy, in the log or not yet.
std::vector<records::CampaignId> CampaignsInUse(const audit::IssuerView& view,
                                                std::uint64_t found_size) {
  std::set<records::CampaignId> out;
  for (const auto& key : view.token_keys()) {
    if (!key.retired.has_value() || *key.retired >= found_size) out.insert(key.campaign_id);
  }
  return {out.begin(), out.end()};
}

absl::Status TakeIn(const publish::RecoveryPlan& plan, store::Engine& engine, store::LogStore& log) {
  std::vector<store::NewEntry> piece;
  for (std::uint64_t index = log.size(); index < plan.entries.size(); ++index) {
    store::NewEntry entry{plan.entries[index], std::nullopt};
    const audit::EntryText& text = plan.contents[index];
    if (!text.empty()) entry.content = store::Content{text.salt, text.content};
    piece.push_back(std::move(entry));
    if (piece.size() < kPieceSize && index + 1 < plan.entries.size()) continue;
    CANDOR_RETURN_IF_ERROR(store::ImportEntries(piece, engine, log));
    piece.clear();
  }
  return store::ForgetBindings(engine);
}

struct Known {
  records::TrustBundle bundle;
  records::LogIdentity log;
};

absl::StatusOr<Known> Load(const IssuerConfig& config) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(config.bundle));
  CANDOR_ASSIGN_OR_RETURN(auto bundle, records::TrustBundle::Decode(bytes));
  const records::LogIdentity* const log = bundle.FindIssuer(config.origin);
  if (log == nullptr) {
    return absl::InvalidArgumentError(
        "The trust bundle names no issuer with the 'origin' of the configuration. Correct one of the"
        " two.");
  }
  records::LogIdentity own = *log;
  return Known{std::move(bundle), std::move(own)};
}

// From the mark to its end.
absl::StatusOr<publish::Recovered> CarryOut(IssuerRecovery parts, publish::RecoveryPlan plan,
                                            publish::RecoveredLock& lock) {
  store::Engine& engine = *parts.engine;
  publish::Recovered out;
  Day day = parts.today;
  {
    CANDOR_ASSIGN_OR_RETURN(const auto log, store::LogStore::Open(engine));
    CANDOR_ASSIGN_OR_RETURN(const auto view, ReplayHistory(parts, plan, *log));
    out = {.needed = true,
           .found_size = plan.recovery.found_size,
           .signed_size = plan.recovery.signed_size,
           .erased = 0,
           .lost = CampaignsInUse(view, plan.recovery.found_size)};
    day = std::max(day, view.last_day());
    CANDOR_RETURN_IF_ERROR(store::WriteRecovery(plan.recovery, engine));
    CANDOR_RETURN_IF_ERROR(TakeIn(plan, engine, *log));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto store, store::IssuerStore::Open(std::move(parts.engine)));
  CANDOR_RETURN_IF_ERROR(
      lock.BringTo({plan.recovery.signed_size, plan.recovery.signed_root}));
  if (!plan.published.empty()) {
    CANDOR_RETURN_IF_ERROR(store->log().SetPublishedCheckpoint(plan.published));
  }
  const auto incidents = publish::IncidentEntries(plan.recovery, day, out.lost);
  CANDOR_RETURN_IF_ERROR(store->Append(incidents).status());
  CANDOR_RETURN_IF_ERROR(store::EndRecovery(engine));
  return out;
}

}  // namespace

absl::StatusOr<publish::Recovered> Recover(IssuerRecovery parts) {
  CANDOR_ASSIGN_OR_RETURN(auto lock, publish::RecoveredLock::Open(parts.log_lock));
  CANDOR_ASSIGN_OR_RETURN(const auto begun, store::ReadRecovery(*parts.engine));
  CANDOR_ASSIGN_OR_RETURN(const auto log_key, publish::LogKeyOf(parts.log));
  CANDOR_ASSIGN_OR_RETURN(const auto policy, publish::WitnessPolicyOf(parts.bundle));
  publish::RecoveryPlan plan;
  {
    CANDOR_ASSIGN_OR_RETURN(const auto log, store::LogStore::Open(*parts.engine));
    // What follows the signed entries is the Incident: only the mark is left.
    if (begun.has_value() && log->size() > begun->signed_size) {
      CANDOR_RETURN_IF_ERROR(store::EndRecovery(*parts.engine));
      return publish::Recovered{.needed = true,
                                .found_size = begun->found_size,
                                .signed_size = begun->signed_size,
                                .erased = 0,
                                .lost = {}};
    }
    CANDOR_ASSIGN_OR_RETURN(plan, publish::PlanRecovery({.log = *log,
                                                         .locked = lock.Current(),
                                                         .log_key = log_key,
                                                         .policy = policy,
                                                         .witnesses = parts.witnesses,
                                                         .mirror = parts.mirror,
                                                         .begun = begun}));
    if (plan.entries.empty() && !begun.has_value()) {
      return publish::Recovered{.needed = false,
                                .found_size = log->size(),
                                .signed_size = plan.recovery.signed_size,
                                .erased = 0,
                                .lost = {}};
    }
  }
  return CarryOut(std::move(parts), std::move(plan), lock);
}

absl::StatusOr<publish::Recovered> RecoverIssuer(const IssuerConfig& config,
                                                 const runtime::Path& from, const Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(const auto frozen, publish::WhyFrozen(config.log_lock));
  if (frozen.has_value()) return absl::FailedPreconditionError(*frozen);
  CANDOR_ASSIGN_OR_RETURN(const Known known, Load(config));
  CANDOR_ASSIGN_OR_RETURN(const auto folder,
                          publish::MirrorFolder::Open(from, known.bundle, config.origin));
  const publish::Mirror mirror{folder, folder.notes()};
  const auto witnesses = publish::MakeHttpsWitnessLinks(known.bundle);
  crypto::SystemRandom random;
  CANDOR_ASSIGN_OR_RETURN(auto engine, store::RocksDbEngine::Open(config.store.string(), random));
  return Recover({.bundle = known.bundle,
                  .log = known.log,
                  .engine = std::move(engine),
                  .log_lock = config.log_lock,
                  .witnesses = witnesses,
                  .mirror = mirror,
                  .today = DayOf(clock.Now())});
}

absl::StatusOr<records::PreviousLog> FreezeIssuer(const IssuerConfig& config) {
  CANDOR_ASSIGN_OR_RETURN(const Known known, Load(config));
  const auto witnesses = publish::MakeHttpsWitnessLinks(known.bundle);
  crypto::SystemRandom random;
  CANDOR_ASSIGN_OR_RETURN(const auto engine,
                          store::RocksDbEngine::Open(config.store.string(), random));
  CANDOR_ASSIGN_OR_RETURN(const auto log, store::LogStore::Open(*engine));
  return publish::Freeze({.log = *log,
                          .bundle = known.bundle,
                          .identity = known.log,
                          .log_lock = config.log_lock,
                          .witnesses = witnesses});
}

}  // namespace candor::services::issuer

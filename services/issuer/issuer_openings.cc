#include "services/issuer/issuer_openings.h"

#include <map>
#include <memory>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/random.h"
#include "records/trust_bundle.h"
#include "services/issuer/board_follower.h"
#include "store/recovery_state.h"
#include "store/rocksdb/rocksdb_engine.h"

namespace candor::services::issuer {
namespace {

constexpr std::size_t kMaxKeyRecord = std::size_t{64} << 10;

absl::Status NoAuditor(const char* why) {
  return absl::PermissionDeniedError(Cat("Nothing was written: ", why));
}

absl::StatusOr<std::unique_ptr<store::IssuerStore>> OpenStore(const IssuerConfig& config,
                                                              crypto::RandomSource& random) {
  // Opening would make one.
  if (!runtime::FileExists(config.store)) {
    return absl::NotFoundError(
        Cat("There is no store at ", config.store.string(), ". Check the configuration."));
  }
  CANDOR_ASSIGN_OR_RETURN(auto engine, store::RocksDbEngine::Open(config.store.string(), random));
  CANDOR_RETURN_IF_ERROR(store::CheckNoRecovery(*engine));
  return store::IssuerStore::Open(std::move(engine));
}

absl::StatusOr<records::Signed> ReadKeyRecord(const runtime::Path& path) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(path, kMaxKeyRecord));
  auto record = records::Signed::Decode(bytes);
  if (!record.ok()) {
    return absl::InvalidArgumentError(
        Cat("The file ", path.string(),
            " holds no auditor's key. Use the file that candor-audit openings key has written."));
  }
  return record;
}

}  // namespace

absl::StatusOr<records::IssuanceOpenings> CollectOpenings(const store::IssuerStore& store,
                                                          const records::TrustBundle& bundle,
                                                          const std::string& origin) {
  records::IssuanceOpenings out{.fingerprint = bundle.Fingerprint(),
                                .origin = origin,
                                .size = store.log().size(),
                                .root = store.log().root(),
                                .rosters = {},
                                .enrolments = {},
                                .issuances = {}};
  std::map<records::Hash, std::size_t> places;
  CANDOR_ASSIGN_OR_RETURN(const auto roots, store.Rosters());  // ascending, as keys are
  for (const auto& root : roots) {
    CANDOR_ASSIGN_OR_RETURN(const auto roster, store.Roster(root));
    places[root] = out.rosters.size();
    out.rosters.push_back({root, roster.Leaves()});
  }
  CANDOR_ASSIGN_OR_RETURN(const auto enrolments, store.KeptEnrolments());
  for (const auto& [index, member] : enrolments) {
    const auto place = places.find(member.roster_root);
    if (place == places.end() ||
        member.leaf_index >= out.rosters[place->second].leaves.size()) {
      return absl::DataLossError("The issuer's store is damaged: an enrolment without its roster.");
    }
    out.enrolments.push_back({index, member.enrolment_salt, member.roster_root,
                              out.rosters[place->second].leaves[member.leaf_index],
                              member.member_key});
  }
  CANDOR_ASSIGN_OR_RETURN(auto issuances, store.KeptIssuances());
  for (auto& kept : issuances) {
    out.issuances.push_back({kept.index, kept.salt, std::move(kept.request)});
  }
  return out;
}

absl::StatusOr<crypto::KemPublicKey> AuditorKeyOf(const records::Signed& record,
                                                  const audit::BoardView& board) {
  const auto key = records::OpeningsKey::Verified(record);
  if (!key.ok()) return NoAuditor("the auditor's key is not signed by whom it names.");
  if (key->fingerprint != board.bundle().Fingerprint()) {
    return NoAuditor("the auditor's key was made for another organisation.");
  }
  if (record.signer != board.bundle().independent_body_key &&
      !board.Holds(record.signer, records::Role::kAuditor)) {
    return NoAuditor(
        "whoever signed the auditor's key is neither the independent body nor an auditor, as far as"
        " this issuer has seen the board's log. Grant the role first, and let the issuer run until it"
        " has seen it.");
  }
  return key->kem_key;
}

absl::StatusOr<WrittenOpenings> WriteOpenings(const IssuerConfig& config,
                                              const runtime::Path& auditor,
                                              const runtime::Path& out) {
  CANDOR_ASSIGN_OR_RETURN(const auto record, ReadKeyRecord(auditor));
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(config.bundle));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, records::TrustBundle::Decode(bytes));
  crypto::SystemRandom random;
  // First: whoever has the store open also writes the copy of the board's log.
  CANDOR_ASSIGN_OR_RETURN(const auto store, OpenStore(config, random));
  if (store->log().size() == 0) {
    return absl::FailedPreconditionError(
        Cat("The store at ", config.store.string(), " is empty: this issuer has not run yet."));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto board, BoardFollower::Open(config.follow, bundle));
  CANDOR_ASSIGN_OR_RETURN(const auto key, AuditorKeyOf(record, board->view()));
  CANDOR_ASSIGN_OR_RETURN(const auto openings, CollectOpenings(*store, bundle, config.origin));
  CANDOR_ASSIGN_OR_RETURN(const Bytes sealed, records::SealOpenings(openings, key, random));
  CANDOR_RETURN_IF_ERROR(runtime::CreateFileAtomically(out, sealed));
  return WrittenOpenings{openings.origin, openings.enrolments.size(), openings.issuances.size()};
}

}  // namespace candor::services::issuer

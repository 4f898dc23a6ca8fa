#include "services/board/board_export.h"

#include "base/status.h"
#include "base/text.h"
#include "crypto/random.h"
#include "records/trust_bundle.h"
#include "services/publish/store_export.h"
#include "store/log_store.h"
#include "store/recovery_state.h"
#include "store/rocksdb/rocksdb_engine.h"

namespace candor::services::board {

absl::Status ExportBoard(const BoardConfig& config, const runtime::Path& out) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(config.bundle));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, records::TrustBundle::Decode(bytes));
  // Opening would make one.
  if (!runtime::FileExists(config.store)) {
    return absl::NotFoundError(
        Cat("There is no store at ", config.store.string(), ". Check the configuration."));
  }
  crypto::SystemRandom random;
  CANDOR_ASSIGN_OR_RETURN(const auto engine,
                          store::RocksDbEngine::Open(config.store.string(), random));
  CANDOR_RETURN_IF_ERROR(store::CheckNoRecovery(*engine));
  CANDOR_ASSIGN_OR_RETURN(const auto log, store::LogStore::Open(*engine));
  return publish::ExportStore(*log, bundle, config.origin, out);
}

}  // namespace candor::services::board

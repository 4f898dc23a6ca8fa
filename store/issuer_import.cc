#include "store/issuer_import.h"

#include "base/status.h"
#include "store/key_space.h"

namespace candor::store {

absl::Status ImportEntries(std::span<const NewEntry> entries, Engine& engine, LogStore& log) {
  WriteBatch batch;
  CANDOR_RETURN_IF_ERROR(log.Stage(entries, batch).status());
  if (batch.empty()) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(engine.Write(batch));
  log.Commit();
  return absl::OkStatus();
}

absl::Status ForgetBindings(Engine& engine) {
  WriteBatch batch;
  const auto forget = [&](ByteView key, ByteView) {
    batch.Delete(ToBytes(key));
    return true;
  };
  for (const Table table : {Table::kInvite, Table::kMemberKey}) {
    CANDOR_RETURN_IF_ERROR(engine.Scan(KeyOf(table).Take(), forget));
  }
  return batch.empty() ? absl::OkStatus() : engine.Write(batch);
}

}  // namespace candor::store

#include "store/recovery_state.h"

#include "base/status.h"
#include "crypto/codec.h"
#include "store/key_space.h"

namespace candor::store {
namespace {

Bytes Key() { return KeyOf(Table::kRecovery).Take(); }

}  // namespace

absl::StatusOr<std::optional<Recovery>> ReadRecovery(const Engine& engine) {
  CANDOR_ASSIGN_OR_RETURN(const auto stored, engine.Get(Key()));
  if (!stored) return std::nullopt;
  crypto::Reader in(*stored);
  Recovery out;
  out.found_size = in.U64();
  out.signed_size = in.U64();
  out.signed_root = in.Fixed<32>();
  if (!in.Finish("recovery").ok()) {
    return absl::DataLossError("the store is damaged: its note of a recovery is not readable");
  }
  return out;
}

absl::Status WriteRecovery(const Recovery& recovery, Engine& engine) {
  WriteBatch batch;
  batch.Put(Key(), crypto::Writer()
                       .U64(recovery.found_size)
                       .U64(recovery.signed_size)
                       .Fixed(recovery.signed_root)
                       .Take());
  return engine.Write(batch);
}

absl::Status EndRecovery(Engine& engine) {
  WriteBatch batch;
  batch.Delete(Key());
  return engine.Write(batch);
}

absl::Status CheckNoRecovery(const Engine& engine) {
  CANDOR_ASSIGN_OR_RETURN(const auto begun, ReadRecovery(engine));
  if (!begun.has_value()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "A recovery of this store was begun and not finished: it may hold texts that were erased, and lack"
      " entries that its log has signed. Run `candord recover` again with the same configuration; it goes"
      " on where it was interrupted.");
}

}  // namespace candor::store

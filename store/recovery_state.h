// Recovery: the mark of a store that is being brought back to what its log has signed (AUDIT §1).
//
// It lies in the store itself, so that it goes wherever a copy of the store goes: a store that has the
// mark is served by nobody, for texts that were erased since may lie in it again, and its log may lack
// entries that were signed. `candord recover` writes it before anything else and takes it away last;
// found again, it tells that a recovery was interrupted, and what it had found at first.
//
//   struct { uint64 found_size; uint64 signed_size; opaque signed_root[32]; } Recovery;
//
// Thread-safe, as the engine is.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/hash.h"
#include "store/engine.h"

namespace candor::store {

struct Recovery {
  std::uint64_t found_size = 0;   // of the log, before the first entry was taken in
  std::uint64_t signed_size = 0;  // of the checkpoint to come back to
  crypto::Hash signed_root{};
  bool operator==(const Recovery&) const = default;
};

absl::StatusOr<std::optional<Recovery>> ReadRecovery(const Engine& engine);
// Durable when they return OK.
absl::Status WriteRecovery(const Recovery& recovery, Engine& engine);
absl::Status EndRecovery(Engine& engine);

// FailedPrecondition, with a sentence for the operator, for a store that has the mark.
absl::Status CheckNoRecovery(const Engine& engine);

}  // namespace candor::store

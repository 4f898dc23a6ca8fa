// What a recovery does in an issuer's store, on an engine that no IssuerStore has open.
//
// The log says how many enrolled and drew, and of nobody who: what the lost store knew of the missing
// entries cannot be had again. So the store is not filled in; it forgets whom it would believe.
//
// Not thread-safe. Errors: the engine's. Each call is one synced batch, and may be made again.
#pragma once

#include <span>

#include "absl/status/status.h"
#include "store/engine.h"
#include "store/log_store.h"

namespace candor::store {

// The next entries of the log, alone.
absl::Status ImportEntries(std::span<const NewEntry> entries, Engine& engine, LogStore& log);

// No invite works any more, and no key stands for a roster entry: a key that was replaced since the copy
// would stand for it again, and a code that was used since would be good a second time. Rosters, and
// which entries had enrolled and drawn by the copy, stay.
absl::Status ForgetBindings(Engine& engine);

}  // namespace candor::store

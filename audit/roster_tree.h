// The salted Merkle tree over a roster (PROTOCOL §3): an RFC 6962 tree whose leaf data are the
// roster leaves H("candor/roster/v1" 00 | salt | entry), in the order of the roster file.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "records/roster.h"

namespace candor::audit {

crypto::Hash RosterRoot(std::span<const crypto::Hash> leaves);

// index < leaves.size().
std::vector<crypto::Hash> RosterPath(std::span<const crypto::Hash> leaves, std::uint64_t index);

absl::Status VerifyRosterPath(const crypto::Hash& leaf, std::uint64_t index, std::uint64_t size,
                              std::span<const crypto::Hash> path, const crypto::Hash& root);

}  // namespace candor::audit

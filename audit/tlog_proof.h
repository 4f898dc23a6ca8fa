// TlogProof: that an entry stands in a log, in one file that is checked without the log
// (c2sp.org/tlog-proof, file names end in .tlog-proof).
//
//   c2sp.org/tlog-proof@v1
//   extra <base64>                  only where there is extra data
//   index <decimal>
//   <base64 hash>                   zero or more lines: the inclusion proof, from the leaf up
//   <blank line>
//   <checkpoint, a signed note, as the log published it>
//
// Promise: after VerifyTlogProof the entry with this leaf hash stands at this index of a tree that
// a log of the policy signed and the policy's quorum cosigned, unless SHA-256 has collisions. Not
// promised: that the entry means anything, or that it has not been answered, hidden or withdrawn by
// a later one; when it was logged, beyond the witnesses' times; and anything about `extra`, which
// nobody signed. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/merkle.h"
#include "audit/tlog_policy.h"
#include "base/bytes.h"

namespace candor::audit {

inline constexpr std::string_view kTlogProofHeader = "c2sp.org/tlog-proof@v1";
inline constexpr std::size_t kMaxProofExtra = std::size_t{64} << 10;
// The largest extra data, proof and note.
inline constexpr std::size_t kMaxTlogProofSize = std::size_t{256} << 10;

struct TlogProof {
  Bytes extra;  // empty for none; not authenticated
  std::uint64_t index = 0;
  std::vector<Hash> hashes;
  std::string note;  // opened by VerifyTlogProof, and looked at by nobody before
  bool operator==(const TlogProof&) const = default;
};

// InvalidArgument when the note is missing, or anything is larger than a file can hold.
absl::StatusOr<std::string> FormatTlogProof(const TlogProof& proof);
// Accepts exactly what FormatTlogProof writes; the note is taken as it is. InvalidArgument, with
// what is wrong.
absl::StatusOr<TlogProof> ParseTlogProof(std::string_view text);

// `leaf_hash` is LeafHash() of the entry, which the verifier has from elsewhere. On OK, the
// checkpoint with the witnesses that cosigned it.
// Errors: those of OpenWithPolicy; DataLoss, the entry is not the one at this index.
absl::StatusOr<CosignedCheckpoint> VerifyTlogProof(const TlogProof& proof, const Hash& leaf_hash,
                                                   const TlogPolicy& policy);

}  // namespace candor::audit

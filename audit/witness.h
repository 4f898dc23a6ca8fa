// The witness's rule (c2sp.org/tlog-witness, add-checkpoint): cosign what extends the largest tree
// already cosigned for that log, and nothing else.
//
//   old <size>\n
//   <base64 hash>\n            zero or more lines: the consistency proof from `old`
//   \n
//   <checkpoint, a signed note>
//
// Promise: no two checkpoints of one log that this witness's key ever cosigned are inconsistent, as
// long as its WitnessState keeps what it was told. Not promised: that the entries are well formed
// or the same for everybody beyond the tree they hash to. Knows no HTTP and no files: both are the
// caller's.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/note.h"
#include "audit/proof.h"
#include "base/clock.h"

namespace candor::audit {

// A request of the largest note and proof fits; servers read no more.
inline constexpr std::size_t kMaxAddCheckpointBody = kMaxNoteSize + 4096;

struct AddCheckpointRequest {
  std::uint64_t old_size = 0;
  std::vector<Hash> proof;
  std::string note;
};

// The body that a log sends. The note is taken as it is.
std::string FormatAddCheckpointRequest(std::uint64_t old_size, std::span<const Hash> proof,
                                       std::string_view note);
// Syntax alone; the note is not opened. InvalidArgument, with what is wrong.
absl::StatusOr<AddCheckpointRequest> ParseAddCheckpointRequest(std::string_view body);

// The proof for a request: empty from size 0, where the protocol takes none, else the consistency
// proof. InvalidArgument when `old_size` is larger than `new_size`.
absl::StatusOr<std::vector<Hash>> BuildWitnessProof(const HashReader& reader,
                                                    std::uint64_t old_size, std::uint64_t new_size);

// What a witness remembers of a log: the largest tree it cosigned, when, and the note with the
// log's signature and its own.
struct WitnessedCheckpoint {
  std::uint64_t size = 0;
  Hash root{};
  UnixSeconds time = 0;
  std::string note;
  bool operator==(const WitnessedCheckpoint&) const = default;
};

// The memory of a witness. Thread-safe.
class WitnessState {
 public:
  virtual ~WitnessState() = default;
  // Nothing when no checkpoint of this origin was ever cosigned. An error when that is not certain.
  virtual absl::StatusOr<std::optional<WitnessedCheckpoint>> Load(const std::string& origin) = 0;
  // Replaces what is remembered if it still is `expected`; Aborted when it is not. On OK, and only
  // then, `next` survives a crash.
  virtual absl::Status CompareAndSet(const std::string& origin,
                                     const std::optional<WitnessedCheckpoint>& expected,
                                     const WitnessedCheckpoint& next) = 0;
};

// A log that a witness serves. The key's name may differ from the origin, though ours never do.
struct WitnessedLog {
  std::string origin;
  NoteVerifierKey key;
};

// The content types of answers: of cosignatures and sentences, and of the size in a 409.
inline constexpr std::string_view kPlainText = "text/plain; charset=utf-8";
inline constexpr std::string_view kTreeSizeType = "text/x.tlog.size";

struct WitnessAnswer {
  int http_status = 500;
  std::string content_type;
  std::string body;
};

// Thread-safe if its WitnessState and Clock are. `key`, `state` and `clock` must outlive it.
class Witness {
 public:
  // InvalidArgument for a name that is no key name, a log named twice, or a log with this witness's
  // own key.
  static absl::StatusOr<Witness> Create(std::string name, const crypto::SigningKey& key,
                                        std::vector<WitnessedLog> logs, WitnessState& state,
                                        const Clock& clock);

  const NoteVerifierKey& verifier_key() const { return verifier_key_; }

  // 200 and the cosignature line · 400 malformed, or old > size · 403 no valid signature of the log
  // · 404 unknown origin · 409 `old` is not the size last cosigned: that size, as text/x.tlog.size
  // · 422 the proof does not verify, or equal sizes with different roots · 500 the state failed. On
  // 200 the state was durable before this returned.
  WitnessAnswer AddCheckpoint(std::string_view body);

  // The latest cosigned checkpoint of a log, as a note with both signatures, for
  // GET /<lower-case hex of H(origin)>/checkpoint: 200, or 404 when there is none.
  WitnessAnswer LatestCheckpoint(std::string_view origin_hash_hex);

 private:
  Witness(NoteVerifierKey verifier_key, const crypto::SigningKey& key,
          std::vector<WitnessedLog> logs, WitnessState& state, const Clock& clock)
      : verifier_key_(std::move(verifier_key)),
        key_(&key),
        logs_(std::move(logs)),
        state_(&state),
        clock_(&clock) {}

  const WitnessedLog* FindLog(std::string_view origin) const;
  WitnessAnswer CosignChecked(const Checkpoint& checkpoint, const WitnessedLog& log,
                              const std::string& note,
                              const std::optional<WitnessedCheckpoint>& latest);

  NoteVerifierKey verifier_key_;
  const crypto::SigningKey* key_;
  std::vector<WitnessedLog> logs_;
  WitnessState* state_;
  const Clock* clock_;
};

}  // namespace candor::audit

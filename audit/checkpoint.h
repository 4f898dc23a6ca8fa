// Checkpoints and their cosignatures (c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature): a log's
// signed statement of its size and root, and the witnesses' statements that it never took one back.
//
//   <origin>
//   <size in decimal>
//   <root in base64>
//
// as the text of a signed note. Ours has no extension lines: nobody could audit them.
//
// Nothing in a checkpoint is looked at before a signature holds: OpenCheckpoint and
// OpenLogCheckpoint take the key, and there is no other way from a note to a Checkpoint for
// somebody who trusts it. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/merkle.h"
#include "audit/note.h"
#include "base/clock.h"
#include "crypto/ed25519.h"

namespace candor::audit {

struct Checkpoint {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
  bool operator==(const Checkpoint&) const = default;
};

// The note's text. InvalidArgument when the origin is empty or not one line of text, the size is
// beyond 2^63-1, or an empty tree has another root than H("").
absl::StatusOr<std::string> FormatCheckpoint(const Checkpoint& checkpoint);
// The syntax alone: the text is not authenticated by this, and the root of an empty tree is left to
// the caller.
absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text);

// A note with the log's signature alone. `name` is the log's key name: its origin, for a note that
// OpenCheckpoint is to take.
absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint, std::string name,
                                           const crypto::SigningKey& key);

// A witness's signature line (type 0x04) for a checkpoint's text: "as of `time`, this is the
// largest consistent tree of this log that I have seen". The caller makes sure that it is true: see
// audit/witness.h. InvalidArgument when the text is no checkpoint or the time is not positive.
absl::StatusOr<std::string> Cosign(std::string_view checkpoint_text, std::string witness_name,
                                   const crypto::SigningKey& key, UnixSeconds time);

// Whose cosignatures are asked for, and how many.
struct WitnessPolicy {
  std::uint8_t quorum = 0;
  std::vector<NoteVerifierKey> witnesses;
  bool operator==(const WitnessPolicy&) const = default;
};

// OK when the policy can be met and each witness counts once: quorum at least 1 and at most the
// number of witnesses; all keys of type 0x04, the log's of type 0x01; no name and no key twice (one
// key under two names would be one witness with two votes); the log's own key is not among them.
// InvalidArgument otherwise, with the reason.
absl::Status CheckWitnessPolicy(const WitnessPolicy& policy, const NoteVerifierKey& log_key);

struct WitnessedAt {
  std::string witness;
  // The latest, where a witness signed more than once.
  UnixSeconds time = 0;
};

struct CosignedCheckpoint {
  Checkpoint checkpoint;
  // Each witness of the policy whose cosignature is valid, once.
  std::vector<WitnessedAt> witnesses;
};

// Opens a note as a checkpoint of the log that `log_key` names, with the policy's quorum.
// Errors: InvalidArgument, not a checkpoint, or of another origin; Unauthenticated, a signature of
// the log or of a known witness is bad, or the log's is missing; FailedPrecondition, the quorum is
// missing ("1 of the 2 witness cosignatures …") or the policy cannot work.
absl::StatusOr<CosignedCheckpoint> OpenCheckpoint(std::string_view note,
                                                  const NoteVerifierKey& log_key,
                                                  const WitnessPolicy& policy);

// The same with the log's signature alone: for the log itself and for witnesses. Who is not one of
// the two opens with a quorum.
absl::StatusOr<Checkpoint> OpenLogCheckpoint(std::string_view note, const NoteVerifierKey& log_key);

}  // namespace candor::audit

// LogPublisher: takes what a log's store holds to the world: lock → sign → cosign → publish.
//
//   store (batch with sync) → LogLock::Advance → signature → witnesses → SetPublishedCheckpoint
//
// Promise: it signs no checkpoint that is behind, or forks, one that this log has signed before, as
// far as the lock file or any witness that answers remembers one; what it publishes carries the
// policy's quorum; and it holds up nobody: appending to the store never waits for a witness.
// Not promised: that a restored backup is noticed when the lock was restored with it and no witness
// can be reached. Then nothing is signed either, until enough witnesses have been asked: any set of
// n − quorum + 1 contains one that cosigned what was published last. Where fewer witnesses than
// that have an address, all of those are asked, and of the others only the folder of air_gap.h is.
//
// Witnesses without a network cosign a checkpoint that the log has outgrown by the time the answer
// comes back. It is published when it has the quorum and is newer than what is.
//
// Read-only. Where store and memory disagree, Writable says why, for good: the party then accepts
// nothing, serves what is published, and a person runs `candord recover`. What was found:
//   the lock, or a checkpoint with our signature at a witness, is larger than the store: a restored
//   backup; or of a size that the store has with another root: another history.
//
// Crash outcomes. Before Advance: the old checkpoint stands. Between Advance and publishing: the
// same checkpoint is signed again at the next start (Ed25519 is deterministic) and cosigned anew.
//
// PublishOnce and Check from one thread at a time; the rest is thread-safe. See publisher_thread.h.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "base/mutex.h"
#include "crypto/ed25519.h"
#include "services/publish/air_gap.h"
#include "services/publish/witness_link.h"
#include "services/runtime/log_lock.h"
#include "store/log_store.h"

namespace candor::services::publish {

// Everything referred to must outlive the publisher.
struct PublisherParts {
  store::LogStore& log;
  runtime::LogLock& lock;
  const crypto::SigningKey& key;
  audit::NoteVerifierKey log_key;
  audit::WitnessPolicy policy;
  std::vector<std::unique_ptr<WitnessLink>> links;  // as policy.witnesses; null: without a network
  std::unique_ptr<AirGap> air_gap = nullptr;        // of those; null when there are none
  // Why the log is frozen (services/publish/frozen_log.h): it is read-only then, and nobody is asked.
  std::optional<std::string> frozen = std::nullopt;
  // Told of each checkpoint that is published, with its size. Must not block.
  std::function<void(std::uint64_t size)> published = [](std::uint64_t) {};
};

class LogPublisher {
 public:
  // Compares the store with the lock, and asks each witness once. InvalidArgument when the policy
  // cannot work; a disagreement is no error but makes the publisher read-only.
  static absl::StatusOr<std::unique_ptr<LogPublisher>> Create(PublisherParts parts);

  // OK, or FailedPrecondition with a sentence that says why the log must not grow.
  absl::Status Writable() const;

  // Size of the last published checkpoint, 0 before the first.
  std::uint64_t published_size() const { return published_size_; }

  // One round: take what was brought from witnesses without a network, sign what the store holds
  // now, ask every witness that has not cosigned it, publish once the quorum is there. OK when every
  // witness has cosigned; Unavailable when one has not and
  // another round is worth trying later; FailedPrecondition when read-only; else the disk's error.
  absl::Status PublishOnce();

 private:
  struct Witness {
    std::unique_ptr<WitnessLink> link;  // null: without a network
    bool compared = false;       // its latest checkpoint was looked at
    bool cosigned = false;       // the note under way
    bool silent = false;         // did not answer last time: one event, not one a second
    std::uint64_t old_size = 0;  // what it cosigned last
  };
  struct Head {
    std::uint64_t size = 0;
    crypto::Hash root{};
  };

  explicit LogPublisher(PublisherParts parts);

  Head HeadOfStore() const;
  absl::StatusOr<crypto::Hash> RootAt(std::uint64_t size) const;
  absl::Status TakeUpPublished();
  // The store holds what was signed with this head; makes the publisher read-only otherwise.
  absl::Status CheckHolds(const Head& signed_head, std::string_view who);
  void SetReadOnly(std::string why);
  absl::Status StopWriting(std::uint64_t signed_size, std::string_view why);
  absl::Status Compare(std::size_t index);
  absl::Status CompareAll();
  absl::Status SignHead(const Head& head);
  absl::Status AskWitness(std::size_t index);
  absl::Status Ask(std::size_t index, WitnessReply& reply);
  absl::Status TakeConflict(std::size_t index, ByteView body);
  absl::Status TakeCosignature(std::size_t index, ByteView body);
  absl::Status PublishIfQuorum();
  std::optional<std::size_t> CosignaturesOf(std::string_view note) const;
  absl::Status CompareCarried(std::size_t index);
  absl::Status TakeCarried();
  absl::Status CosignHeadByCarried();
  absl::Status OfferHead();
  absl::Status AskAll();
  absl::Status Carry(absl::Status status);
  absl::Status NoAnswer(std::size_t index);
  absl::Status Refused(std::size_t index);

  PublisherParts parts_;
  std::vector<Witness> witnesses_;
  std::string note_;  // of the head signed last, with the cosignatures so far
  Head head_;
  std::atomic<std::uint64_t> published_size_ = 0;
  absl::StatusCode carrying_ = absl::StatusCode::kOk;  // told once when it fails, not once a second

  mutable Mutex mutex_;  // held to copy or set the sentence
  std::optional<std::string> read_only_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::services::publish

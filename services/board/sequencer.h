// Sequencer: the one writer of submissions (DESIGN §4).
//
// Many threads verify and hand over; one thread takes all that is waiting, has it committed as one
// batch with one sync, and then completes each caller. So the disk is asked once for a crowd, and
// whoever hears "accepted" hears it after the sync.
//
// Full means refuse: at most `max_waiting` wait, whatever the load. Thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "store/board_store.h"

namespace candor::services::board {

class Sequencer {
 public:
  using Outcome = absl::StatusOr<store::CommitOutcome>;
  // Commits durably; one outcome for each submission, in order. May move them about while it works;
  // they stand as they were when it returns. Called by one thread only, and with none where all only pass.
  using Commit = std::function<std::vector<Outcome>(std::span<store::PooledSubmission>)>;
  // Called once, on the writer's thread: must not block.
  using Done = std::function<void(const store::PooledSubmission&, const Outcome&)>;

  Sequencer(std::size_t max_waiting, Commit commit);
  // Stops first.
  ~Sequencer();
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  // False, and `done` is never called, when the queue is full or stopping.
  [[nodiscard]] bool Submit(store::PooledSubmission submission, Done done);

  // Waits in the same queue for nothing: `done` is called once, on the writer's thread, after the batch that
  // is committed next. So how long it took does not tell it from a submission, however long the writer is
  // held up. False, and `done` is never called, when the queue is full or stopping.
  [[nodiscard]] bool Pass(std::function<void()> done);

  // Takes nothing new, commits what was taken, completes its callers, and returns. Idempotent.
  void Stop();

 private:
  // Everything that waits, taken out together.
  struct Batch {
    // In step: a submission and its caller have the same place in both.
    std::vector<store::PooledSubmission> submissions;
    std::vector<Done> dones;
    std::vector<std::function<void()>> passing;

    std::size_t size() const { return submissions.size() + passing.size(); }
  };

  void Run();
  void CommitAll(Batch batch);
  bool HasRoom() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::size_t max_waiting_;
  const Commit commit_;
  Mutex mutex_;  // held to move submissions in or out, never during a commit
  ConditionVariable wake_;
  Batch waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  Mutex joining_;  // held while the thread is joined
  std::thread thread_ ABSL_GUARDED_BY(joining_);
};

}  // namespace candor::services::board

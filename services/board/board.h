// Board: the rule of the party that takes opinions in, seals them in batches, and shows them to
// readers (PROTOCOL §6, §8; DESIGN §4).
//
// It accepts each token once and pools its envelope until a slot seals it. It learns the token and
// the thread key; it cannot learn who was issued the token, nor read a text. It knows when each
// submission arrives and writes that nowhere; it does not hide from itself that one did.
//
// Promise: an opinion is promised only after it is durable. What is pooled at a campaign's last
// slot is in the log after it, and nothing is pooled later. What its author has withdrawn is destroyed
// once the witnessed log says so, and so is what outlives retention or was agreed to be erased. Time never goes back here: a window
// that has closed stays closed whatever the clock says. Every entry in the log replays: it is
// applied to the replayed log first and written then, under the one lock that every writer takes.
//
// Crash outcomes. A submission: pooled with its marks, or not at all; the promise goes out after
// the sync, and a replay gets the same one. A slot: sealed with everything that belongs to it, or
// not at all (store/board_store.h), and then it is done at the next start. An act of a person: its
// entry is in the log or not; the same call again finds it there. An erasure: the Tombstone is in the
// log before anything is destroyed, and a start goes on with what has no ErasureDone yet. After a
// failed write the board is
// read-only until a restart: what failed may be on disk.
//
// Knows no network and no files. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "crypto/random.h"
#include "records/calls.h"
#include "records/promise.h"
#include "services/board/draw_counter.h"
#include "services/board/erasures.h"
#include "services/board/forward_clock.h"
#include "services/board/gateway_keys.h"
#include "services/board/ledger.h"
#include "services/board/reading.h"
#include "services/board/replies.h"
#include "services/board/sequencer.h"
#include "services/board/slots.h"
#include "services/board/thread_chain.h"
#include "store/board_store.h"

namespace candor::services::board {

// Everything referred to must outlive the board.
struct BoardParts {
  records::TrustBundle bundle;
  records::Genesis genesis;  // written when the log is empty
  store::BoardStore& store;
  const crypto::SigningKey& promise_key;
  const Clock& clock;
  crypto::RandomSource& random;
  DrawCounter& draws;
  // Whether the log may grow: not when it is behind what it has signed. Must not block.
  std::function<absl::Status()> writable = [] { return absl::OkStatus(); };
  // Called after each append. Must not block.
  std::function<void()> appended = [] {};
  // Size of the last checkpoint with the witnesses' quorum; 0 before the first. Must not block.
  std::function<std::uint64_t()> published_size = [] { return std::uint64_t{0}; };
  // Verified submissions that wait for the writer; more are refused.
  std::size_t max_waiting = 1024;
  // What signs the day's keys, and their private halves. Without both nothing is published for relays.
  const crypto::SigningKey* gateway_key = nullptr;
  GatewayKeys* gateway_keys = nullptr;
};

class Board {
 public:
  // Writes Genesis into an empty log, and replays the log. DataLoss when it does not replay;
  // InvalidArgument when the promise key is not the bundle's.
  static absl::StatusOr<std::unique_ptr<Board>> Open(BoardParts parts);
  ~Board();

  // --- anonymous acts ---

  using SubmitDone = std::function<void(absl::StatusOr<records::SubmitReply>)>;
  // Verifies on the caller's thread and calls `done` once, here or on the writer's thread, with a
  // promise or a signed refusal. An error means that nothing was taken: ResourceExhausted when too
  // many wait, Unavailable when the board is read-only or stopping.
  void Submit(const records::SubmitRequest& request, SubmitDone done);

  // What stands for a no-op: calls `done` once, when a submission that had come at this moment would have been
  // answered, so after the writer's next batch. ResourceExhausted when too many wait.
  void NoOp(std::function<void(const absl::Status&)> done);

  // --- acts of people with a role; whether the caller holds one is asked before ---

  // An operator of another server is none here.
  std::set<records::Role> RolesOf(const records::VerifyKey& key) const;

  bool IsOperatorOfAnyServer(const records::VerifyKey& key) const;

  absl::StatusOr<records::AppendedReply> SubmitGovernance(const records::Governance& record);
  absl::StatusOr<records::AppendedReply> OpenCampaign(const records::VerifyKey& caller,
                                                      const records::OpenCampaignCall& call);
  absl::StatusOr<records::AppendedReply> CloseCampaign(const records::VerifyKey& caller,
                                                       const records::CloseCampaignCall& call);
  absl::StatusOr<records::AppendedReply> PostAnswer(const records::VerifyKey& caller,
                                                    const records::PostAnswerCall& call);
  // By whoever the act's type allows it to in that campaign (audit/acts.h).
  absl::StatusOr<records::AppendedReply> PostAct(const records::VerifyKey& caller,
                                                 const records::PostActCall& call);
  // The Access entry is durable before this returns anything.
  absl::StatusOr<records::FetchBatchReply> FetchBatch(const records::VerifyKey& caller,
                                                      const records::FetchBatchCall& call);

  // The Tombstone of what an auditor and a second person have agreed to erase. It is destroyed by
  // Tick, once a published checkpoint covers the Tombstone.
  absl::StatusOr<records::AppendedReply> Erase(const records::VerifyKey& caller,
                                               const records::AgreedErasure& erasure);

  // --- time ---

  // Processes every slot that is due, appends the Tombstones of what retention has ended for, destroys
  // what published Tombstones name, publishes the next day's gateway key and destroys those whose time
  // is over. To be called often, by one thread. An error leaves what
  // was not done for the next call.
  absl::Status Tick(UnixSeconds now);

  Erasures CountErasures() const;

  // Commits what was accepted, completes its callers, and takes nothing new. Idempotent.
  void Stop();

 private:
  // Shared: a submission is verified against its campaign while others open.
  using SharedCampaign = std::shared_ptr<const ServedCampaign>;
  using Entries = std::span<const store::NewEntry>;

  struct Slot {
    records::CampaignId campaign_id{};
    DueSlot due;
  };

  explicit Board(BoardParts parts);
  absl::Status Begin();
  absl::Status Replay();
  absl::Status ServeCampaigns();
  void ServeGrace(const records::CampaignId& id);
  absl::Status TakeUpTime();

  absl::Status CheckWritable() const;
  absl::Status StorageFailed(const absl::Status& status);

  // Applies one entry that has been checked, and appends it.
  absl::StatusOr<records::AppendedReply> Append(records::LogEntry entry,
                                                std::optional<store::Content> content = {})
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  // Before they are written: an entry that does not replay would end every later start. When only
  // some of several could be applied, or the write fails then, nothing more is taken.
  absl::Status Apply(Entries entries) ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);

  // Why a body of a campaign that is served cannot be taken, beyond what it says of itself: what it refers to, and
  // its place in its thread. Errors of the store, which are no ground for a signed refusal: it could be a false one.
  absl::StatusOr<std::optional<ChainRefusal>> CheckContext(const records::SubmissionBody& body) const;
  SharedCampaign FindServed(const records::CampaignId& id) const;
  // To what came after the window: a refusal, or the promise again if it had come in time.
  absl::StatusOr<records::SubmitReply> ReplyToLate(records::Kind kind,
                                                   const Replies::Refused& submission,
                                                   const store::Mark& mark,
                                                   const ServedCampaign& campaign);
  std::vector<Sequencer::Outcome> Commit(std::span<store::PooledSubmission> submissions);
  // What the author is told, once the writer is done.
  absl::StatusOr<records::SubmitReply> ReplyTo(const store::PooledSubmission& submission,
                                               const ServedCampaign& campaign,
                                               const Sequencer::Outcome& outcome);

  absl::StatusOr<ReadableBatch> FindBatch(const records::VerifyKey& reader,
                                          const records::FetchBatchCall& call) const;

  // What the slots that are due bring.
  struct SealPlan {
    std::vector<store::SealedBatch> batches;
    std::vector<store::ProcessedSlot> processed;
    std::vector<store::ProcessedSlot> extended;  // those at which the grace begins
  };
  // What becomes of a pool of speech at a slot.
  enum class Speech {
    kDecided,  // a batch was added, or all stay
    kGoesOn,   // the slot was to be the last one, and is not: the grace
    kWaits,    // nothing may be decided yet, and so nothing of the slot
  };

  std::vector<Slot> FindDue(UnixSeconds now) const;
  absl::Status SealDue();
  absl::Status SealSlots(UnixSeconds now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  // Adds the campaign's batches, if it has any, and the slot as processed, unless it has to wait.
  absl::Status PlanSlot(const Slot& slot, UnixSeconds now, SealPlan& plan)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  // Adds the batch of opinions, or that of contributions, if there is one.
  absl::StatusOr<Speech> PlanSpeech(records::Pool pool, const Slot& slot, UnixSeconds now,
                                    std::vector<store::SealedBatch>& batches)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  // Adds the batch of what only hides in its number: endorsements, ratings, blanks; if there is one.
  absl::Status PlanCrowd(records::Pool pool, const Slot& slot, std::vector<store::SealedBatch>& batches)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  // Adds the batch of acts of those threads that are in the log, or come into it in this slot.
  absl::Status PlanThreadActs(const Slot& slot, std::vector<store::SealedBatch>& batches)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  // A Tombstone for each withdrawal among the entries from `first` on.
  std::vector<store::NewEntry> TombstonesFrom(std::uint64_t first) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  // The CampaignExtend entry of a campaign, on the day of that slot.
  store::NewEntry ExtensionAt(const store::ProcessedSlot& at) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writing_);
  void ReportSlots(const SealPlan& plan) const;

  struct DueErasure {
    records::CampaignId campaign_id{};
    std::uint64_t tombstone = 0;
    std::vector<std::uint64_t> entries;
    std::uint32_t destroyed = 0;
  };
  // Tombstones for the batches whose retention has ended.
  absl::Status EndRetention(Day today);
  // Those that the published log says and nobody has carried out.
  std::vector<DueErasure> FindErasures() const;
  absl::Status CarryOutErasures();

  // A gateway key for today and tomorrow in the log, and no private half that is older than yesterday's.
  absl::Status KeepGatewayKeys(Day today);
  absl::Status DestroyGatewayKeys(Day today);
  absl::Status PublishGatewayKey(Day day);

  const BoardParts parts_;
  const Replies replies_;
  ForwardClock time_;
  std::atomic<bool> failed_ = false;
  // Of Tick's thread alone.
  bool behind_reported_ = false;
  std::set<Day> lost_reported_;  // days whose gateway key is lost
  std::set<records::CampaignId> retention_ended_;  // nothing of them is left to name

  // Taken in this order.
  Mutex writing_;        // the store's one writer: held from a check to the end of its write
  mutable Mutex state_;  // what calls look up: held for a look-up, or to apply an entry
  // Changed only under both; read under either.
  Ledger ledger_;
  std::map<records::CampaignId, SharedCampaign> served_ ABSL_GUARDED_BY(state_);
  std::map<records::CampaignId, records::SlotNumber> processed_ ABSL_GUARDED_BY(state_);

  std::unique_ptr<Sequencer> sequencer_;
};

}  // namespace candor::services::board

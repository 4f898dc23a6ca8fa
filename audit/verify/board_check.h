// BoardCheck: the board's log, entry by entry, against every rule that it shows by itself.
//
// Each entry is looked at with the state of the log before it (audit/board_view.h), so that a finding
// names the invariant and the index; then it is replayed. What the replay refuses and no check has
// named becomes a finding too, so nothing that a client would refuse passes here. Goes on after a bad
// entry, as if that entry were not there. What takes the issuers' logs is in cross_check.h.
//
// What is missing or overdue at the end is in board_end.h. Texts of answers and other acts are not kept: the
// view has them without. Signatures of tokens, most of the work, are verified in parallel, at the full level
// alone. Not thread-safe itself.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "audit/board_view.h"
#include "audit/verify/board_end.h"
#include "audit/verify/finding.h"
#include "audit/verify/level.h"
#include "audit/verify/log_scan.h"
#include "audit/verify/parallel.h"
#include "audit/verify/token_check.h"

namespace candor::audit {

class BoardCheck {
 public:
  // `findings` must outlive the check.
  BoardCheck(const records::TrustBundle& bundle, Level level, ParallelFor parallel,
             Findings& findings);

  void Take(const ScannedEntry& scanned);
  // What the entries taken so far owe and do not hold: last batches of speech, the grace.
  void JudgeEnd(Findings& findings) const;
  // Verifies the tokens that wait; before anything is judged.
  void Flush() { tokens_.Flush(); }
  // The content beside an entry is no longer there. False where the entry was taken as neither an answer nor
  // another act: what was made of it may hang on the content.
  bool Forget(std::uint64_t index);

  const BoardView& view() const { return view_; }
  // Entries that have content beside them.
  const EntriesWithContent& contents() const { return contents_; }
  // The check is of no use afterwards.
  BoardView TakeView() && { return std::move(view_); }

 private:
  // What a visitor needs of the entry that is looked at.
  struct At {
    std::uint64_t index = 0;
    const records::LogEntry& entry;
    ByteView bytes;
    const EntryText& content;
  };
  struct Visitor;

  void Add(InvariantId id, Severity severity, std::uint64_t index, std::string why);
  absl::Status Replay(const ScannedEntry& scanned);

  // board_check.cc
  void CheckGenesis(const At& at, const records::Genesis& genesis);
  void CheckGovernanceEntry(const At& at, const records::GovernanceEntry& governance);
  void CheckGatewayEntry(const At& at, const records::GatewayKeyEntry& gateway);
  void CheckOpen(const At& at, const records::CampaignOpen& open);
  void CheckExtend(const At& at);
  void CheckClose(const At& at, const records::CampaignClose& close);
  void CheckIncident(const At& at, const records::Incident& incident);
  // board_check_batches.cc
  void CheckSeal(const At& at, const records::SealBatch& seal);
  void CheckLastSlot(const At& at, const records::SealBatch& seal,
                     const Campaign& campaign);
  void CheckSubmission(const At& at, const records::SubmissionEntry& submission);
  void CheckRatingsInCompany(const Campaign& campaign, const Batch& batch);
  void CheckBatchEnd(std::uint64_t index);
  void CheckPunctual(const Campaign& campaign, const Batch& batch);
  // board_check_end.cc
  bool OwesTheGrace(const Campaign& campaign) const;
  // board_check_acts.cc
  void CheckAnswer(const At& at, const records::AnswerEntry& answer);
  void CheckActEntry(const At& at, const records::ActEntry& made);
  void CheckAccess(const At& at, const records::Access& access);
  void CheckTombstoneEntry(const At& at, const records::Tombstone& tombstone);
  void CheckDone(const At& at, const records::ErasureDone& done);

  const records::TrustBundle bundle_;
  Findings& findings_;
  BoardView view_;
  TokenCheck tokens_;
  // Of the batch that is open now.
  std::optional<crypto::Hash> last_leaf_;
  EntriesWithContent contents_;
  // Days of entries of every kind: on these the board was at work.
  std::set<Day> days_;
  std::set<std::uint64_t> with_texts_;  // entries whose texts were looked at, and not kept
};

}  // namespace candor::audit

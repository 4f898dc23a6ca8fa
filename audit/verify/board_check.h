// BoardCheck: the board's log, entry by entry, against every rule that it shows by itself.
//
// Each entry is looked at with the state of the log before it (audit/board_view.h), so that a finding
// names the invariant and the index; then it is replayed. What the replay refuses and no check has
// named becomes a finding too, so nothing that a client would refuse passes here. Goes on after a bad
// entry, as if that entry were not there. What takes the issuers' logs is in cross_check.h.
//
// Signatures of tokens, most of the work, are verified in parallel. Not thread-safe itself.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/board_view.h"
#include "audit/verify/finding.h"
#include "audit/verify/log_scan.h"
#include "audit/verify/parallel.h"
#include "audit/verify/token_check.h"

namespace candor::audit {

class BoardCheck {
 public:
  // `findings` must outlive the check.
  BoardCheck(const records::TrustBundle& bundle, ParallelFor parallel, Findings& findings);

  void Take(const ScannedEntry& scanned);
  // After the last entry: what is overdue or missing as of a day.
  void Finish(Day as_of);

  const BoardView& view() const { return view_; }

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

  // board_check.cc
  void CheckGenesis(const At& at, const records::Genesis& genesis);
  void CheckGovernanceEntry(const At& at, const records::GovernanceEntry& governance);
  void CheckGatewayEntry(const At& at, const records::GatewayKeyEntry& gateway);
  void CheckOpen(const At& at, const records::CampaignOpen& open);
  void CheckClose(const At& at, const records::CampaignClose& close);
  void CheckIncident(const At& at, const records::Incident& incident);
  // board_check_batches.cc
  void CheckSeal(const At& at, const records::SealBatch& seal);
  void CheckLastSlot(const At& at, const records::SealBatch& seal,
                     const records::CampaignOpen& open);
  void CheckSubmission(const At& at, const records::SubmissionEntry& submission);
  void CheckBatchEnd(std::uint64_t index);
  // board_check_acts.cc
  void CheckAnswer(const At& at, const records::AnswerEntry& answer);
  void CheckAccess(const At& at, const records::Access& access);
  void CheckTombstoneEntry(const At& at, const records::Tombstone& tombstone);
  void CheckDone(const At& at, const records::ErasureDone& done);
  void FinishCampaign(const Campaign& campaign, Day as_of);
  void FinishContents(const Campaign& campaign);
  void FinishErasures(const Campaign& campaign, Day as_of);
  void FinishAnswers(const Campaign& campaign, Day as_of);

  const records::TrustBundle bundle_;
  Findings& findings_;
  BoardView view_;
  TokenCheck tokens_;
  // Of the batch that is open now.
  std::optional<crypto::Hash> last_leaf_;
  // Content present beside entries, for what should have been destroyed.
  std::set<std::uint64_t> contents_;
  std::uint64_t taken_ = 0;
};

}  // namespace candor::audit

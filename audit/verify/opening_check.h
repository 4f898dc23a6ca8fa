// OpeningCheck: the openings of one issuer's log against that log and the board's (I32).
//
// What is asked: every Enrolment and Issuance entry has its opening, and opens to it; whoever was
// enrolled stands in a roster that both bodies signed; a draw's request is signed by the key that was in
// force for that roster entry at that place of the log, names the campaign and exactly its keys and
// quotas, and is the only one for that roster entry and campaign; and the daily totals told a replaced
// key as replaced. A draw of a campaign whose retention has ended may lack its opening.
//
// An issuer that was restored from an older copy cannot open what it had written since: its Incident names
// those entries. They accuse nobody, and they are not proven: one finding for the Incident, incomplete, says
// how many they are. After an Incident everybody enrols again, so keys from before it draw nothing any more,
// and totals tell every key as a replaced one.
//
// What it cannot show: that behind a key is the person whom the roster names, that a roster names no
// person twice, and what was signed outside the log.
//
// Findings name an entry by its index, and nobody: no name, no key, no roster entry. Not thread-safe.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "audit/verify/finding.h"
#include "audit/verify/log_scan.h"
#include "records/issuance_openings.h"

namespace candor::audit {

// What the openings of a log amount to: whole numbers, and nobody's name.
struct OpeningCounts {
  std::string origin;
  std::uint64_t enrolments = 0;         // entries of the log
  std::uint64_t enrolments_opened = 0;  // of these, proven by their opening
  // Roster entries for which a key is in force, all rosters together.
  std::uint64_t in_force = 0;
  // Keys that are in force for more than one entry of the same roster: somebody used two invites.
  std::uint64_t shared_keys = 0;
  std::uint64_t issuances = 0;
  std::uint64_t issuances_opened = 0;
  std::uint64_t past_retention = 0;  // issuances without an opening, of a campaign that is over
  // Without an opening, and an Incident says that it was lost with the issuer's disk.
  std::uint64_t lost = 0;
  // Openings of entries beyond the evidence: they are newer than it, and were not looked at.
  std::uint64_t beyond = 0;
};

class OpeningCheck {
 public:
  using RootAt = std::function<absl::StatusOr<Hash>(std::uint64_t size)>;

  // `openings` must outlive the check.
  explicit OpeningCheck(const records::IssuanceOpenings& openings) : openings_(openings) {}

  // Each entry of the log, in order.
  void Take(const ScannedEntry& scanned);
  // What the entries taken so far amount to. `root_at` gives the log's root at any size up to its own.
  OpeningCounts Judge(const BoardView& board, const RootAt& root_at, Day as_of,
                      Findings& findings) const;

 private:
  class Judgement;

  struct Logged {
    std::uint64_t index = 0;
    Day day = 0;
    records::CampaignId campaign{};
    Hash commitment{};
  };
  struct Total {
    std::uint64_t index = 0;
    records::EnrolmentTotal told;
  };
  // What an Incident says was lost: entries from `begin` to before `end`.
  struct Lost {
    std::uint64_t incident = 0;  // its index
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::uint64_t enrolments = 0;  // of them without an opening; counted by a judgement
    std::uint64_t issuances = 0;
  };

  const records::IssuanceOpenings& openings_;
  std::uint64_t size_ = 0;
  std::vector<Logged> enrolments_;
  std::vector<Logged> issuances_;
  std::vector<Total> totals_;
  std::vector<Lost> lost_;  // ascending by Incident
};

}  // namespace candor::audit

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
#include <map>
#include <optional>
#include <set>
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

  // Both must outlive the check.
  OpeningCheck(const records::IssuanceOpenings& openings, Findings& findings);

  // Each entry of the log, in order.
  void Take(const ScannedEntry& scanned);
  // After the last one. `root_at` gives the log's root at any size up to its own.
  OpeningCounts Finish(const BoardView& board, const RootAt& root_at, Day as_of);

 private:
  // A roster entry: the roster's root, the leaf.
  using Place = std::pair<Hash, Hash>;

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
    std::uint64_t enrolments = 0;  // of them without an opening
    std::uint64_t issuances = 0;
  };
  struct DayCounts {
    std::uint64_t fresh = 0;
    std::uint64_t replaced = 0;
  };
  // A key, and the entry from which on it is the one of its roster entry.
  struct Bound {
    std::uint64_t index = 0;
    records::VerifyKey key;
  };

  void Add(Severity severity, std::optional<std::uint64_t> index, std::string why);
  void CheckLog(const RootAt& root_at);
  void CheckRosters(const BoardView& board);
  void CheckEnrolments(const BoardView& board);
  bool CheckEnrolment(const Logged& logged, const records::EnrolmentOpening& opening,
                      const BoardView& board);
  void CheckTotals();
  void CheckIssuances(const BoardView& board, Day as_of);
  bool CheckIssuance(const Logged& logged, const records::IssuanceOpening& opening,
                     const Campaign& campaign);
  bool CheckRequest(std::uint64_t index, const records::IssuanceOpening& opening,
                    const Campaign& campaign);
  bool CheckEntitled(std::uint64_t index, const Place& place, const records::VerifyKey& signer);
  void CheckStrays();
  void TellLost();
  // nullptr for an entry that no Incident names.
  Lost* FindLost(std::uint64_t index);
  // The last Incident before an entry: whoever was enrolled before it is enrolled no more. 0 for none.
  std::uint64_t EnrolledSince(std::uint64_t index) const;
  // Whether each enrolment from `begin` to before `end` is proven: otherwise what is missing may be the
  // fault of one that is not.
  bool AllProven(std::uint64_t begin, std::uint64_t end) const;

  const records::IssuanceOpenings& openings_;
  Findings& findings_;
  std::uint64_t size_ = 0;
  std::vector<Logged> enrolments_;
  std::vector<Logged> issuances_;
  std::vector<Total> totals_;
  std::vector<Lost> lost_;  // ascending by Incident
  // Rosters that both bodies signed, and whose leaves lead to their root.
  std::map<Hash, std::set<Hash>> rosters_;
  std::map<Place, std::vector<Bound>> bound_;  // ascending by index
  std::map<Day, DayCounts> days_;
  std::set<std::uint64_t> unproven_;  // enrolments, by index
  std::set<std::pair<records::CampaignId, Hash>> drawn_;
  OpeningCounts counts_;
};

}  // namespace candor::audit

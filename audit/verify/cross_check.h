// CrossCheck: what only the logs together show: accepted ≤ issued ≤ eligible, and the gate.
//
// Invariants I08, I10 and I34. Pure.
#pragma once

#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "audit/verify/finding.h"
#include "audit/verify/issuer_check.h"

namespace candor::audit {

// An issuer's log as verified, and its root at any size up to its own.
struct IssuerLog {
  const IssuerCheck* check = nullptr;
  std::function<absl::StatusOr<Hash>(std::uint64_t size)> root_at;
};

// In the order of the trust bundle's issuers.
void CheckTogether(const BoardView& board, const std::vector<IssuerLog>& issuers,
                   Findings& findings);

// What is counted for a campaign, for the report: whole numbers that the logs show.
struct CampaignCounts {
  records::CampaignId id{};
  std::uint32_t roster = 0;
  std::uint64_t draws = 0;  // with two issuers the smaller count
  std::uint32_t opinions = 0;
  std::uint32_t blanks = 0;
  // Voices that could have been signed outside the log without a sum showing it: with one issuer by it
  // alone, with two only by both together.
  std::uint64_t slack = 0;
  std::size_t issuers = 0;
  bool complete = true;  // each issuer's log is there, as far as the board relied on it; else draws and slack say nothing
};
std::vector<CampaignCounts> CountTogether(const BoardView& board,
                                          const std::vector<IssuerLog>& issuers);

}  // namespace candor::audit

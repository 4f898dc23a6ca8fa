// DrawCounter: how many have drawn tokens, as the board knows it from the issuers' public files.
//
// The gate of PROTOCOL §4: the board seals no speech before min_issued draws, for in a smaller
// crowd a text has too few possible authors.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "records/entry.h"

namespace candor::services::board {

struct IssuerDraws {
  // Nothing is known of the issuer's log while false; the rest is then zero.
  bool known = false;
  // Whether the issuer was reached at the last Refresh. Draws only grow, so that a number that is
  // not current is still a lower bound.
  bool current = false;
  std::uint64_t size = 0;  // of the cosigned checkpoint that the number comes from
  crypto::Hash root{};
  std::uint32_t draws = 0;
};

// Used by the thread that ticks the board, and by no other.
class DrawCounter {
 public:
  virtual ~DrawCounter() = default;
  // Brings the copies of the issuers' logs up to date. Ends within a few seconds, reached or not.
  virtual void Refresh() = 0;
  // One for each origin, in order.
  virtual std::vector<IssuerDraws> Draws(const records::CampaignId& campaign,
                                         const std::vector<std::string>& origins) const = 0;
};

}  // namespace candor::services::board

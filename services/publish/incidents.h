// The Incident that a recovered log begins with, and what a recovery tells its operator.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "records/entry.h"
#include "store/log_store.h"
#include "store/recovery_state.h"

namespace candor::services::publish {

struct Recovered {
  bool needed = false;  // false: the store holds everything that was signed, nothing was changed
  std::uint64_t found_size = 0;
  std::uint64_t signed_size = 0;
  std::size_t erased = 0;  // texts of tombstones that were carried out again
  std::vector<records::CampaignId> lost;
};

// As many entries as it takes to name all of `lost` (64 each), at least one.
std::vector<store::NewEntry> IncidentEntries(const store::Recovery& recovery, Day day,
                                             std::vector<records::CampaignId> lost);

}  // namespace candor::services::publish

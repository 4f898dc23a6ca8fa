#include "services/publish/incidents.h"

#include <algorithm>

namespace candor::services::publish {
namespace {

constexpr std::size_t kLostOfOneEntry = 64;

}  // namespace

std::vector<store::NewEntry> IncidentEntries(const store::Recovery& recovery, Day day,
                                             std::vector<records::CampaignId> lost) {
  std::ranges::sort(lost);
  std::vector<store::NewEntry> out;
  std::size_t begin = 0;
  do {
    const std::size_t end = std::min(lost.size(), begin + kLostOfOneEntry);
    records::Incident incident{.found_size = recovery.found_size,
                               .signed_size = recovery.signed_size,
                               .signed_root = recovery.signed_root,
                               .lost = {}};
    incident.lost.assign(lost.begin() + static_cast<std::ptrdiff_t>(begin),
                         lost.begin() + static_cast<std::ptrdiff_t>(end));
    out.push_back({records::LogEntry{day, records::kNoCampaign, incident}.Encode(), std::nullopt});
    begin = end;
  } while (begin < lost.size());
  return out;
}

}  // namespace candor::services::publish

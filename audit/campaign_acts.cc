#include "audit/campaign_acts.h"

namespace candor::audit {

const PublicAct* CampaignActs::Find(const crypto::Hash& id) const {
  const auto at = by_id.find(id);
  return at == by_id.end() ? nullptr : &all.at(at->second);
}

crypto::Hash CampaignActs::MergedInto(const crypto::Hash& theme_or_item) const {
  crypto::Hash at = theme_or_item;
  // CheckAct lets nothing be merged into what was merged itself, so this comes to an end.
  while (true) {
    std::optional<crypto::Hash> into;
    if (const auto theme = themes.find(at); theme != themes.end()) into = theme->second.into;
    if (const auto item = published.find(at); item != published.end()) into = item->second.into;
    if (!into.has_value()) return at;
    at = *into;
  }
}

std::uint32_t CampaignActs::PointsOf(const crypto::Hash& theme_or_item) const {
  std::uint32_t sum = 0;
  for (const auto& [target, given] : points) {
    if (MergedInto(target) == theme_or_item) sum += given;
  }
  return sum;
}

}  // namespace candor::audit

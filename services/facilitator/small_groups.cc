#include "services/facilitator/small_groups.h"

#include <algorithm>
#include <map>
#include <utility>

namespace candor::services::facilitator {

SmallGroups::SmallGroups(std::vector<std::uint64_t> people, std::uint64_t k)
    : people_(std::move(people)), k_(k), time_(people_.size()), response_(people_.size()) {}

std::optional<std::uint64_t> SmallGroups::Ask(Family family, const std::vector<bool>& counted) {
  const bool of_time = family == Family::kTime;
  Groups after = Split(of_time ? time_ : response_, counted);
  if (!EachIsLarge(after)) return std::nullopt;
  if (!NothingLeftOver(of_time ? after : time_, of_time ? response_ : after)) return std::nullopt;
  (of_time ? time_ : response_) = std::move(after);
  std::uint64_t sum = 0;
  for (std::size_t place = 0; place < people_.size(); ++place) sum += counted[place] ? people_[place] : 0;
  return sum;
}

// Twice the old number, and one more where the figure counts the place; then numbered anew from 0, so that numbers
// stay small.
SmallGroups::Groups SmallGroups::Split(const Groups& groups, const std::vector<bool>& counted) {
  Groups out(groups.size());
  for (std::size_t place = 0; place < out.size(); ++place) out[place] = 2 * groups[place] + (counted[place] ? 1 : 0);
  Groups numbers = out;
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  for (auto& each : out) {
    each = static_cast<std::uint32_t>(std::ranges::lower_bound(numbers, each) - numbers.begin());
  }
  return out;
}

bool SmallGroups::EachIsLarge(const Groups& groups) const {
  std::map<std::uint32_t, std::uint64_t> sizes;
  for (std::size_t place = 0; place < groups.size(); ++place) sizes[groups[place]] += people_[place];
  return std::ranges::all_of(sizes, [this](const auto& size) { return IsLarge(size.second); });
}

bool SmallGroups::NothingLeftOver(const Groups& time, const Groups& response) const {
  std::uint32_t responses = 0;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> shared;  // people, by group of time and of response
  for (std::size_t place = 0; place < people_.size(); ++place) {
    responses = std::max(responses, response[place] + 1);
    shared[{time[place], response[place]}] += people_[place];
  }
  if (responses > kMostResponseGroups) return false;
  // Every choice of response groups, a bit for each. `shared` goes by groups of time: what the choice holds of one,
  // and what it leaves, stand together.
  for (std::uint32_t choice = 1; choice < 1U << responses; ++choice) {
    std::uint64_t left_over = 0;
    for (auto at = shared.begin(); at != shared.end();) {
      std::uint64_t held = 0;
      std::uint64_t left = 0;
      for (const std::uint32_t group = at->first.first; at != shared.end() && at->first.first == group; ++at) {
        (((choice >> at->first.second) & 1U) != 0 ? held : left) += at->second;
      }
      left_over += held > 0 ? left : 0;
    }
    if (!IsLarge(left_over)) return false;
  }
  return true;
}

}  // namespace candor::services::facilitator

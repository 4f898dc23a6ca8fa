#include "services/auditor/report/disclosure_gate.h"

#include <algorithm>
#include <map>
#include <utility>

namespace candor::services::auditor {
namespace {

std::size_t BlockCount(const std::vector<std::size_t>& partition) {
  return partition.empty() ? 0 : *std::ranges::max_element(partition) + 1;
}

}  // namespace

DisclosureGate::DisclosureGate(std::vector<std::uint64_t> weights, std::uint64_t k,
                               std::optional<NoDisclosureControl> off)
    : weights_(std::move(weights)),
      k_(k),
      off_(off.has_value()),
      time_(weights_.size(), 0),
      response_(weights_.size(), 0) {}

std::optional<std::uint64_t> DisclosureGate::Offer(FigureFamily family, const Atoms& members) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < weights_.size(); ++i) value += members[i] ? weights_[i] : 0;
  if (off_) return value;
  Partition time = time_;
  Partition response = response_;
  Partition& refined = family == FigureFamily::kTime ? time : response;
  refined = Refine(refined, members);
  const bool safe = BlockCount(response) <= kMaxResponseBlocks && BlocksAreLarge(refined) &&
                    SafeTogether(time, response);
  if (!safe) return std::nullopt;
  time_ = std::move(time);
  response_ = std::move(response);
  return value;
}

// Splits each block into what is in the figure and what is not. Atoms without weight are nobody.
DisclosureGate::Partition DisclosureGate::Refine(const Partition& partition, const Atoms& members) {
  std::map<std::pair<std::size_t, bool>, std::size_t> numbers;
  Partition out(partition.size());
  for (std::size_t i = 0; i < partition.size(); ++i) {
    out[i] = numbers.emplace(std::pair(partition[i], bool{members[i]}), numbers.size()).first->second;
  }
  return out;
}

bool DisclosureGate::BlocksAreLarge(const Partition& partition) const {
  std::vector<std::uint64_t> sums(BlockCount(partition));
  for (std::size_t i = 0; i < partition.size(); ++i) sums[partition[i]] += weights_[i];
  return std::ranges::all_of(sums, [this](std::uint64_t sum) { return Large(sum); });
}

bool DisclosureGate::SafeTogether(const Partition& time, const Partition& response) const {
  const std::size_t blocks = BlockCount(response);
  // Of each block of time: its weight, and which blocks of response it meets, as bits.
  std::vector<std::uint64_t> weight(BlockCount(time));
  std::vector<std::uint32_t> meets(weight.size());
  std::vector<std::uint64_t> response_weight(blocks);
  for (std::size_t i = 0; i < time.size(); ++i) {
    if (weights_[i] == 0) continue;
    weight[time[i]] += weights_[i];
    meets[time[i]] |= 1U << response[i];
    response_weight[response[i]] += weights_[i];
  }
  for (std::uint32_t chosen = 1; chosen < (1U << blocks); ++chosen) {
    std::uint64_t inside = 0;
    for (std::size_t j = 0; j < blocks; ++j) inside += (chosen >> j & 1) != 0 ? response_weight[j] : 0;
    std::uint64_t around = 0;
    for (std::size_t a = 0; a < weight.size(); ++a) around += (meets[a] & chosen) != 0 ? weight[a] : 0;
    if (!Large(around - inside)) return false;
  }
  return true;
}

}  // namespace candor::services::auditor

#include "services/board/mix.h"

#include <algorithm>
#include <numeric>

namespace candor::services::board {
namespace {

std::vector<std::size_t> AllOf(std::size_t count) {
  std::vector<std::size_t> places(count);
  std::iota(places.begin(), places.end(), std::size_t{0});
  return places;
}

MixDecision DecideLast(const MixInput& input) {
  if (input.grace_left && input.pooled < input.k && !input.sealed_before) {
    return {MixAction::kExtend, {}, false};
  }
  if (input.pooled == 0) return {};
  if (input.sealed_before) return {MixAction::kSeal, AllOf(input.pooled), true};
  if (input.gate == Gate::kUnknown && !input.promise_due) return {MixAction::kWait, {}, false};
  const bool enough = input.gate == Gate::kOpen && input.pooled >= input.k;
  return {enough ? MixAction::kSeal : MixAction::kWithhold, AllOf(input.pooled), true};
}

}  // namespace

Gate GateOf(const std::vector<IssuerDraws>& draws, std::uint32_t min_issued) {
  bool unknown = draws.empty();
  for (const auto& issuer : draws) {
    if (issuer.known && issuer.draws >= min_issued) continue;
    if (issuer.known && issuer.current) return Gate::kClosed;
    unknown = true;
  }
  return unknown ? Gate::kUnknown : Gate::kOpen;
}

MixDecision DecideMix(const MixInput& input, crypto::RandomSource& random) {
  if (input.last_slot) return DecideLast(input);
  const bool open = input.gate == Gate::kOpen || input.sealed_before;
  if (!open || input.pooled < 2 * input.k) return {};
  std::vector<std::size_t> places = AllOf(input.pooled);
  random.Shuffle(places);
  places.resize(input.pooled - input.k);
  std::ranges::sort(places);
  return {MixAction::kSeal, std::move(places), false};
}

MixDecision DecideThreshold(std::size_t pooled, std::size_t k, Mixing mixing) {
  const bool last = mixing == Mixing::kEnds;
  if (pooled == 0 || (pooled < k && !last)) return {};
  return {MixAction::kSeal, AllOf(pooled), last};
}

}  // namespace candor::services::board

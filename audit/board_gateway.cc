// Gateway keys: one a day, the same for everybody.
#include <algorithm>
#include <ranges>

#include "audit/board_replay.h"
#include "base/status.h"

namespace candor::audit {
namespace {

absl::Status Broken(const char* why) { return absl::FailedPreconditionError(why); }

}  // namespace

const records::GatewayKey* BoardView::GatewayKeyOn(Day day) const {
  const auto newest_first = std::views::reverse(gateway_keys_);
  const auto at = std::ranges::find_if(
      newest_first, [day](const auto& each) { return each.key.from_day == day; });
  return at == newest_first.end() ? nullptr : &at->key;
}

absl::Status CheckGatewayKey(const BoardView& view, const records::Signed& record, Day day) {
  CANDOR_ASSIGN_OR_RETURN(const records::GatewayKey key,
                          records::VerifyGatewayKey(record, view.bundle().gateway_key));
  if (key.from_day != day && key.from_day != day + 1) {
    return Broken("a gateway key for another day than its entry's or the next");
  }
  for (const auto& [index, earlier] : view.gateway_keys()) {
    if (earlier.kem_key == key.kem_key) return Broken("a gateway key that was used before");
    const bool taken = view.last_incident() > index;
    if (earlier.from_day == key.from_day && !taken) return Broken("two gateway keys for one day");
  }
  return absl::OkStatus();
}

absl::Status BoardView::Replay::operator()(const records::GatewayKeyEntry& gateway) const {
  CANDOR_RETURN_IF_ERROR(CheckGatewayKey(view, gateway.record, entry.day));
  CANDOR_ASSIGN_OR_RETURN(const auto key, records::GatewayKey::Decode(gateway.record.body));
  view.gateway_keys_.push_back({view.size_, key});
  return absl::OkStatus();
}

}  // namespace candor::audit

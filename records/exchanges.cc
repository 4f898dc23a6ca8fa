#include "records/exchanges.h"

#include "base/text.h"

namespace candor::records {

absl::Status CheckSlotsHideExchanges(CampaignKind kind, const SlotSchedule& slots) {
  const int exchanges = kind == CampaignKind::kJam ? kExchangesADayInAJam : kExchangesADay;
  if (slots.slots_per_day != 0 && exchanges % slots.slots_per_day == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      Cat("slots_per_day is ", static_cast<int>(slots.slots_per_day), ", and members' machines make ", exchanges,
          " exchanges a day: the slot that a text comes out in would tell when its author's machine sent it. Take a "
          "number that divides ", exchanges));
}

}  // namespace candor::records

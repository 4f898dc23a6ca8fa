// Exchanges: how often every client exchanges a message with the board, and what that asks of a campaign's slots
// (PROTOCOL §9; docs/decisions/0026).
//
// Clients divide the day into as many equal parts as there are exchanges, from midnight UTC, and make one in each.
// Where every slot falls between two parts, everybody has made the same number of exchanges before each slot, and
// which slot a text came out in says nothing about when its author's machine was seen at the relay. Where slots are
// finer, it does. Pure.
#pragma once

#include "absl/status/status.h"
#include "records/draft.h"
#include "records/schedule.h"

namespace candor::records {

// A day. More while a jam is open, in which people want to hear of each other.
inline constexpr int kExchangesADay = 4;
inline constexpr int kExchangesADayInAJam = 12;

// InvalidArgument where a slot may fall inside a part of the day.
absl::Status CheckSlotsHideExchanges(CampaignKind kind, const SlotSchedule& slots);

}  // namespace candor::records

#include "services/member/exchange_schedule.h"

#include <algorithm>

namespace candor::services::member {
namespace {

UnixSeconds PartLength(int exchanges_a_day) { return kSecondsPerDay / exchanges_a_day; }

UnixSeconds EndOfPart(UnixSeconds now, int exchanges_a_day) {
  const UnixSeconds part = PartLength(exchanges_a_day);
  return (now / part + 1) * part;
}

}  // namespace

int ExchangesADay(const audit::BoardView& board, Day today) {
  const bool jam = std::ranges::any_of(board.campaigns(), [&](const audit::Campaign& campaign) {
    return campaign.IsOpen(today) && campaign.manifest->draft.kind == records::CampaignKind::kJam;
  });
  return jam ? kExchangesADayInAJam : kExchangesADay;
}

UnixSeconds NextExchange(UnixSeconds last, int exchanges_a_day, crypto::RandomSource& random) {
  const auto choices = static_cast<std::uint64_t>(PartLength(exchanges_a_day) - kTimerInterval);
  return EndOfPart(last, exchanges_a_day) + static_cast<UnixSeconds>(random.Uniform(choices));
}

ExchangeWindow WindowAfter(UnixSeconds earliest, int exchanges_a_day, std::size_t before) {
  const auto parts = static_cast<UnixSeconds>(before) + 1;
  return {earliest, EndOfPart(earliest, exchanges_a_day) + parts * PartLength(exchanges_a_day)};
}

}  // namespace candor::services::member

#include "programs/candor/exchange_times.h"

#include "base/status.h"
#include "services/follow/world.h"
#include "services/member/exchange_schedule.h"
#include "services/runtime/clock.h"
#include "services/runtime/files.h"

namespace candor::cli {
namespace {

namespace member = services::member;

// The timer runs every five minutes; a run or two may be late.
constexpr UnixSeconds kLateAtMost = 15 * 60;

absl::Status SetNext(const Context& context, UnixSeconds next) {
  const std::string text = std::to_string(next) + "\n";
  return As(Exit::kIo,
            runtime::WriteFileAtomically(context.HomePath("next-exchange"), AsBytes(text)));
}

}  // namespace

absl::StatusOr<bool> TakeScheduledExchange(Context& context) {
  if (!context.IsMembersHome()) {
    return Fail(Exit::kUsage, "There is no wallet here: `candor enrol` comes first.");
  }
  const UnixSeconds now = context.now();
  // A file that cannot be read begins anew; the worst that comes of it is one exchange less.
  const auto next = runtime::ReadClockFile(context.HomePath("next-exchange"));
  if (next.ok() && now < *next) return false;
  CANDOR_ASSIGN_OR_RETURN(const auto* world, context.World());
  const int a_day = member::ExchangesADay(world->board(), context.today());
  CANDOR_RETURN_IF_ERROR(SetNext(context, member::NextExchange(now, a_day, context.random())));
  return next.ok() && now <= *next + kLateAtMost;
}

}  // namespace candor::cli

#include "programs/candor/exchange_times.h"

#include "base/status.h"
#include "services/follow/world.h"
#include "services/member/exchange_schedule.h"
#include "services/runtime/clock.h"
#include "services/runtime/files.h"

namespace candor::cli {
namespace {

namespace member = services::member;

// The timer runs every five minutes; a run or two may be late, or find the wallet in use.
constexpr UnixSeconds kLateAtMost = 3 * member::kTimerInterval;

absl::Status SetNext(Context& context, UnixSeconds last) {
  CANDOR_ASSIGN_OR_RETURN(const auto* world, context.World());
  const int a_day = member::ExchangesADay(world->board(), context.today());
  const UnixSeconds next = member::NextExchange(last, a_day, context.random());
  return As(Exit::kIo, runtime::WriteFileAtomically(context.HomePath("next-exchange"),
                                                    AsBytes(std::to_string(next) + "\n")));
}

}  // namespace

absl::StatusOr<std::optional<UnixSeconds>> FindDueExchange(Context& context) {
  if (!context.IsMembersHome()) {
    return Fail(Exit::kUsage, "There is no wallet here: `candor enrol` comes first.");
  }
  const UnixSeconds now = context.now();
  const auto next = runtime::ReadClockFile(context.HomePath("next-exchange"));
  // A time that nobody would have set is of a clock that stood wrong; waiting for it could take years.
  const bool planned = next.ok() && *next <= now + member::kLongestPlan;
  if (planned && now < *next) return std::nullopt;
  if (planned && now <= *next + kLateAtMost) return *next;
  // Missed, or not to be read: the next one is set, and the worst that comes of it is one exchange less.
  CANDOR_RETURN_IF_ERROR(SetNext(context, now));
  return std::nullopt;
}

absl::Status TakeExchange(Context& context, UnixSeconds due) { return SetNext(context, due); }

}  // namespace candor::cli

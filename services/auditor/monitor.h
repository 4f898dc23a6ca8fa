// Monitor: follows all logs of an organisation and says what changes, as events with stable numbers.
//
// A round extends a pack (services/auditor/export.h) and says what holds of it, so that what is kept is
// evidence at any time. The first round fetches what is lacking and verifies everything; what it found, the
// logs as replayed and their trees stay in memory, and later rounds fetch, read and verify what is new
// (audit/verify/verification.h). On disk there is the pack and nothing else, so a new start trusts nothing.
// A finding is told when it appears, not each round; one about the past stands until it is resolved.
//
// Not promised: that a fork is seen which is shown to others alone; that takes witnesses, or two monitors
// that compare packs. That a change of the kept pack by somebody else is seen meanwhile: the next start
// finds it, and `verify` does. Contents that a server drops without a tombstone are seen in time, not at
// once (follow::LogCopy). Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/verify/verification.h"
#include "base/clock.h"
#include "services/auditor/export.h"

namespace candor::services::auditor {

// Numbers are never reused: rules in other systems rely on them (docs/operations.md).
enum class MonitorEventId {
  kExtended = 1,     // MON01 a log has a larger checkpoint
  kUnreachable = 2,  // MON02 a log cannot be read
  kMisbehaved = 3,   // MON03 a log forked, rolled back, or serves what it has not signed
  kStale = 4,        // MON04 no witness has cosigned lately
  kFinding = 5,      // MON05 any other finding
};

struct MonitorEvent {
  MonitorEventId id = MonitorEventId::kExtended;
  std::string log;
  std::uint64_t size = 0;  // kExtended
  std::string explanation;
  std::optional<audit::Finding> finding;  // kStale, kFinding
};

// One JSON object without a newline: {"time" (seconds since 1970), "minute" (the same for people, in UTC), "id",
// "log", "size", "finding", "severity", "index", "explanation"}; what does not apply is null. ASCII alone.
std::string AsJsonLine(const MonitorEvent& event, UnixSeconds now);

struct MonitorOptions {
  std::string bundle_file;
  std::string fingerprint_file;
  std::string state;  // folder of the pack
  UnixSeconds max_age = 0;  // of the youngest cosignature; 0 asks for no freshness
  std::size_t jobs = 0;
  // Told now and then how much of a log is copied or verified in this round, of how much.
  std::function<void(std::string_view log, std::uint64_t done, std::uint64_t total)> progress =
      [](auto, auto, auto) {};
};

class Monitor {
 public:
  explicit Monitor(MonitorOptions options);
  ~Monitor();

  // Errors: the trust anchor or the folder; what the logs do is an event. What is returned is the exit
  // status of the round: 0, or 2, 3 or 5 as for a verification, the worst of all findings. After an error
  // the next round is a first one.
  absl::StatusOr<int> Round(UnixSeconds now, const std::function<void(MonitorEvent)>& emit);

 private:
  struct Watched;  // what stays in memory

  absl::Status Begin(const TrustedBundle& trusted);
  absl::StatusOr<int> Follow(UnixSeconds now, const std::function<void(MonitorEvent)>& emit);
  // Copies and feeds what is new. What came of each log; where one cannot be read, nothing was fed.
  absl::StatusOr<LogStatuses> Extend();
  absl::Status Feed();
  audit::VerifyResult Judge(UnixSeconds now);
  void Told(std::size_t number, const records::LogIdentity& log, const absl::Status& status,
            const std::function<void(MonitorEvent)>& emit);
  void TellFindings(const std::vector<audit::Finding>& findings,
                    const std::function<void(MonitorEvent)>& emit);

  const MonitorOptions options_;
  std::unique_ptr<Watched> watched_;
  std::map<std::string, std::uint64_t> sizes_;
  std::map<std::size_t, absl::StatusCode> last_;  // of each log's export
  std::set<std::string> standing_;                // findings of the last round
};

}  // namespace candor::services::auditor

// candor-audit monitor.
#include <iostream>
#include <memory>

#include "base/status.h"
#include "programs/candor-audit/commands.h"
#include "programs/candor-audit/log_progress.h"
#include "services/auditor/monitor.h"
#include "services/runtime/clock.h"
#include "services/runtime/process.h"
#include "services/runtime/ticker.h"

namespace candor::audit_cli {
namespace {

using services::auditor::Monitor;
using services::auditor::MonitorEvent;
using services::auditor::MonitorOptions;

constexpr UnixSeconds kHour = 3600;

struct MonitorFlags {
  MonitorOptions options;
  UnixSeconds max_age_hours = 0;
  int interval = 60;
  bool once = false;
};

// A round; the exit status that it amounts to. Events are all that standard output carries.
int Round(Monitor& monitor, LogProgress& progress, UnixSeconds now) {
  const auto status = monitor.Round(now, [&](const MonitorEvent& event) {
    progress.End();
    std::cout << AsJsonLine(event, now) << std::endl;
  });
  progress.End();
  if (status.ok()) return *status;
  const int usual = Finish(status.status());
  return absl::IsFailedPrecondition(status.status()) ? static_cast<int>(Exit::kCryptographic) : usual;
}

int RunMonitor(MonitorFlags flags, const Options& program) {
  flags.options.max_age = flags.max_age_hours * kHour;
  const auto clock = runtime::OpenClock(program.sim_clock_file());
  if (!clock.ok()) return Finish(clock.status());
  LogProgress progress;
  flags.options.progress = [&](std::string_view log, std::uint64_t done, std::uint64_t total) {
    progress.Update(log, done, total);
  };
  Monitor monitor(flags.options);
  if (flags.once) return Round(monitor, progress, (*clock)->Now());
  runtime::StopSignal stop;
  int status = 0;
  const auto ticker = runtime::Ticker::Start(
      **clock, {.interval = std::chrono::seconds(flags.interval)}, [&](UnixSeconds now) {
        // A log that lies, or an anchor that does not hold, ends it; all else is tried again.
        status = Round(monitor, progress, now);
        if (status == static_cast<int>(Exit::kCryptographic)) stop.Request();
      });
  stop.Wait();
  ticker->Stop();
  return status;
}

}  // namespace

void RegisterMonitor(cli::Command& app, Options& options) {
  auto chosen = std::make_shared<MonitorFlags>();
  MonitorOptions& monitor = chosen->options;
  cli::Command* verb =
      app.AddCommand("monitor", "Follow all logs, and print what changes as JSON lines");
  verb->AddOption("--bundle", monitor.bundle_file, "The organisation's trust bundle").Required();
  verb->AddOption("--fingerprint-file", monitor.fingerprint_file,
                   "The bundle's fingerprint as the independent body published it")
      .Required();
  verb->AddOption("--state", monitor.state, "Folder of the pack that it keeps").Required();
  verb->AddOption("--max-age", chosen->max_age_hours,
                   "Hours that the youngest cosignature may be old; no limit otherwise")
      .Range(1, 1'000'000);
  verb->AddOption("--interval", chosen->interval, "Seconds between two rounds")
      .Range(1, 86'400)
      .ShowDefault();
  verb->AddFlag("--once", chosen->once, "One round, and its verdict as the exit status");
  verb->SetExample(
      "candor-audit monitor --bundle bundle --fingerprint-file fingerprint.txt --state watch\n\n"
      "What \"id\" says: MON01 a log is seen for the first time or has grown, MON02 one cannot be read,\n"
      "MON03 one lies, MON04 no witness has cosigned lately, MON05 a finding of verify, at its first sight.");
  verb->OnChosen([chosen, &options] {
    options.verb = [chosen, &options] { return RunMonitor(*chosen, options); };
  });
}

}  // namespace candor::audit_cli

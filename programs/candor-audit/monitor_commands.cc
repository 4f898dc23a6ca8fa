// candor-audit monitor.
#include <iostream>
#include <memory>

#include "base/status.h"
#include "programs/candor-audit/commands.h"
#include "services/auditor/monitor.h"
#include "services/auditor/witness_clock.h"
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

// A round; the exit status that it amounts to.
int Round(Monitor& monitor, UnixSeconds now) {
  const auto status = monitor.Round(now, [now](const MonitorEvent& event) {
    std::cout << AsJsonLine(event, now) << std::endl;
  });
  if (status.ok()) return *status;
  const int usual = Finish(status.status());
  return absl::IsFailedPrecondition(status.status()) ? static_cast<int>(Exit::kCryptographic) : usual;
}

int RunMonitor(MonitorFlags flags, const Options& program) {
  flags.options.max_age = flags.max_age_hours * kHour;
  const auto clock = services::auditor::OpenWitnessClock(program.sim_clock_file());
  if (!clock.ok()) return Finish(clock.status());
  Monitor monitor(flags.options);
  if (flags.once) return Round(monitor, (*clock)->Now());
  runtime::StopSignal stop;
  int status = 0;
  const auto ticker = runtime::Ticker::Start(
      **clock, {.interval = std::chrono::seconds(flags.interval)}, [&](UnixSeconds now) {
        // A log that lies, or an anchor that does not hold, ends it; all else is tried again.
        status = Round(monitor, now);
        if (status == static_cast<int>(Exit::kCryptographic)) stop.Request();
      });
  stop.Wait();
  ticker->Stop();
  return status;
}

}  // namespace

void RegisterMonitor(CLI::App& app, Options& options) {
  auto chosen = std::make_shared<MonitorFlags>();
  MonitorOptions& monitor = chosen->options;
  CLI::App* verb =
      app.add_subcommand("monitor", "Follow all logs, and print what changes as JSON lines");
  verb->add_option("--bundle", monitor.bundle_file, "The organisation's trust bundle")->required();
  verb->add_option("--fingerprint-file", monitor.fingerprint_file,
                   "The bundle's fingerprint as the independent body published it")
      ->required();
  verb->add_option("--state", monitor.state, "Folder of the pack that it keeps")->required();
  verb->add_option("--max-age", chosen->max_age_hours,
                   "Hours that the youngest cosignature may be old; no limit otherwise")
      ->check(CLI::Range(1, 1'000'000));
  verb->add_option("--interval", chosen->interval, "Seconds between two rounds")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  verb->add_flag("--once", chosen->once, "One round, and its verdict as the exit status");
  verb->footer(
      "Example: candor-audit monitor --bundle bundle --fingerprint-file fingerprint.txt --state watch");
  verb->callback([chosen, &options] {
    options.verb = [chosen, &options] { return RunMonitor(*chosen, options); };
  });
}

}  // namespace candor::audit_cli

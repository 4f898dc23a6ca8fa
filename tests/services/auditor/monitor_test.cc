// Export and monitor against logs that are really served.
#include "services/auditor/monitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/mutex.h"
#include "services/runtime/https_server.h"
#include "tests/services/auditor/pack_fixture.h"
#include "tests/services/runtime/tls_command.h"

namespace candor::services::auditor {
namespace {

using audit::testing::EvidenceWorld;
using audit::testing::MapFiles;
using ::candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr UnixSeconds kCosigned = 1'800'000'000;

// Three logs over HTTPS, and the anchor that their readers have.
class Deployment : public ::testing::Test {
 protected:
  Deployment() {
    for (std::size_t number = 0; number < 3; ++number) Serve(number);
    world = std::make_unique<EvidenceWorld>(audit::testing::WorldOptions{
        .adjust_bundle = [this](records::TrustBundle& bundle) {
          Point(bundle.board, 0);
          for (std::size_t i = 0; i < bundle.issuers.size(); ++i) Point(bundle.issuers[i], i + 1);
        }});
    Publish();
    const auto& bundle = world->organisation().bundle();
    EXPECT_OK(runtime::WriteFileAtomically(folder / "bundle", bundle.Encode()));
    std::string publication;
    int group = 0;
    for (const auto& each : records::FingerprintGroups(bundle.Fingerprint())) {
      publication += Cat(++group, " ", each, "\n");
    }
    EXPECT_OK(runtime::WriteFileAtomically(folder / "fingerprint", AsBytes(publication)));
  }

  void Publish() {
    const MutexLock lock(mutex);
    logs = world->Publish(kCosigned);
  }
  void Serve(std::size_t number) {
    runtime::HttpsServer::Handlers handlers;
    handlers.get = [this, number](std::string_view path) -> std::optional<Bytes> {
      const MutexLock lock(mutex);
      if (down || number >= logs.size()) return std::nullopt;
      const auto file = logs[number].Read(path.substr(1));
      return file.ok() ? std::optional(*file) : std::nullopt;
    };
    servers.push_back(runtime::HttpsServer::Start({.listen = "127.0.0.1:0",
                                                   .tls = authority.Server(),
                                                   .threads = 2},
                                                  std::move(handlers))
                          .value());
  }
  void Point(records::LogIdentity& log, std::size_t number) const {
    log.files_url = Cat("https://127.0.0.1:", servers[number]->port());
    log.tls_anchor = authority.anchor();
  }

  std::string At(const char* name) const { return (folder / name).string(); }
  ExportOptions Exporting() const {
    return {.bundle_file = At("bundle"), .fingerprint_file = At("fingerprint"), .out = At("pack")};
  }
  std::vector<MonitorEvent> Round(Monitor& monitor, int expected, UnixSeconds now = kCosigned) {
    std::vector<MonitorEvent> out;
    const auto status = monitor.Round(now, [&](MonitorEvent event) { out.push_back(event); });
    EXPECT_OK(status.status());
    EXPECT_EQ(status.value_or(-1), expected);
    return out;
  }
  Monitor Watch(UnixSeconds max_age = 0) const {
    return Monitor({.bundle_file = At("bundle"),
                    .fingerprint_file = At("fingerprint"),
                    .state = At("watch"),
                    .max_age = max_age,
                    .jobs = 1});
  }

  runtime::TemporaryFolder folder;
  runtime::TestAuthority authority;
  Mutex mutex;
  std::vector<MapFiles> logs;
  bool down = false;
  std::vector<std::unique_ptr<runtime::HttpsServer>> servers;
  std::unique_ptr<EvidenceWorld> world;
};

TEST_F(Deployment, AnExportIsAPackWithoutFindings) {
  ASSERT_OK(Export(Exporting()));
  const auto reports = VerifyPacks(
      {.packs = {At("pack")}, .fingerprint_file = At("fingerprint"), .jobs = 1});
  ASSERT_OK(reports.status());
  EXPECT_THAT(reports->front().result.findings, IsEmpty());
}

TEST_F(Deployment, AnotherFingerprintStopsTheExportBeforeAnythingIsFetched) {
  const EvidenceWorld other({.issuers = 1});
  const auto& bundle = other.organisation().bundle();
  ASSERT_OK(runtime::WriteFileAtomically(folder / "bundle", bundle.Encode()));
  EXPECT_THAT(Export(Exporting()), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_FALSE(runtime::FileExists(At("pack")));
}

TEST_F(Deployment, AServerThatIsDownLeavesAPackThatSaysItIsNotFinished) {
  down = true;
  EXPECT_THAT(Export(Exporting()), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(runtime::FileExists(folder.path() / "pack/SHA256SUMS"));
  down = false;
  EXPECT_OK(Export(Exporting()));
}

TEST_F(Deployment, TheMonitorTellsWhatChangesOnce) {
  Monitor monitor = Watch();
  EXPECT_THAT(Round(monitor, 0),
              AllOf(SizeIs(3), Each(Field(&MonitorEvent::id, MonitorEventId::kExtended))));
  EXPECT_THAT(Round(monitor, 0), IsEmpty());
  down = true;
  EXPECT_THAT(Round(monitor, 5),
              AllOf(SizeIs(3), Each(Field(&MonitorEvent::id, MonitorEventId::kUnreachable))));
  EXPECT_THAT(Round(monitor, 5), IsEmpty());
  down = false;
  EXPECT_THAT(Round(monitor, 0), IsEmpty());
}

TEST_F(Deployment, TheMonitorKeepsBothNotesOfALogThatRollsBack) {
  Monitor monitor = Watch();
  Round(monitor, 0);
  world->board().pop_back();
  Publish();
  EXPECT_THAT(Round(monitor, 2),
              Contains(AllOf(Field(&MonitorEvent::id, MonitorEventId::kMisbehaved),
                             Field(&MonitorEvent::explanation, HasSubstr("taken back")))));
  EXPECT_THAT(follow::PackFolder(At("watch")).Earlier(0).value(), SizeIs(1));
}

TEST_F(Deployment, TheMonitorTellsStalenessAndFindings) {
  Monitor monitor = Watch(3600);
  EXPECT_THAT(Round(monitor, 5, kCosigned + 3601),
              Contains(Field(&MonitorEvent::id, MonitorEventId::kStale)));
  EXPECT_THAT(Round(monitor, 0), IsEmpty()) << "the control: young enough";
  world->board().back().entry.day -= 100;
  Publish();
  // The entry before is the same, so the log was rewritten as well.
  EXPECT_THAT(Round(monitor, 2),
              Contains(Field(&MonitorEvent::id, MonitorEventId::kMisbehaved)));
}

TEST(MonitorLine, IsOneObjectWithEveryKey) {
  const audit::Finding finding{audit::InvariantId::kDays, audit::Severity::kBroken, "x/board", 7,
                               "a day \n decreased"};
  const std::string line =
      AsJsonLine({MonitorEventId::kFinding, "x/board", 0, finding.explanation, finding}, 12);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto json = nlohmann::json::parse(line, nullptr, false);
  EXPECT_EQ(json["id"], "MON05");
  EXPECT_EQ(json["finding"], "I06");
  EXPECT_EQ(json["index"], 7);
  EXPECT_EQ(json["time"], 12);
  EXPECT_TRUE(json["size"].is_null());
}

}  // namespace
}  // namespace candor::services::auditor

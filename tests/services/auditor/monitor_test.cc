// Export and monitor against logs that are really served.
#include "services/auditor/monitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "audit/tile.h"
#include "base/mutex.h"
#include "records/erasure.h"
#include "services/auditor/verify_pack.h"
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
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

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
      asked.push_back(Cat(number, path));
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

  // Entries that break nothing; more than two bundles of the first issuer's.
  void Grow(std::size_t count = 700) {
    auto& log = world->issuer(0);
    for (std::size_t i = 0; i < count; ++i) {
      records::Enrolment enrolment{world->organisation().random().Array<32>()};
      log.push_back({{log.back().entry.day, records::kNoCampaign, enrolment}, {}});
    }
  }
  // The same of the board's: a reader looks again.
  void GrowBoard(std::size_t count = 300) {
    for (std::size_t i = 0; i < count; ++i) {
      world->AddToBoard(LastDay(), records::Access{world->organisation().reader(0).public_key(),
                                                   world->first_batch});
    }
  }
  Day LastDay() const { return world->board().back().entry.day; }
  std::string FirstIssuers(const char* path) const {
    return (folder / "watch/logs/issuer-1" / path).string();
  }
  std::vector<std::string> Asked() {
    const MutexLock lock(mutex);
    return std::exchange(asked, {});
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
  // What `verify` says of the monitor's pack.
  int Verified() const {
    const auto reports = VerifyPacks(
        {.packs = {At("watch")}, .fingerprint_file = At("fingerprint"), .jobs = 1});
    EXPECT_OK(reports.status());
    return reports.ok() ? audit::ExitCodeOf(reports->front().result.findings, false) : -1;
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
  std::vector<std::string> asked;  // log and path of every request
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

TEST_F(Deployment, ARoundFetchesAndReadsWhatIsNew) {
  Grow();
  GrowBoard();
  Publish();
  Monitor monitor = Watch();
  Round(monitor, 0);
  EXPECT_THAT(Asked(), AllOf(Contains("1/tile/entries/000"), Contains("0/tile/0/000")))
      << "the control: the first round fetches all";
  const auto entries = runtime::ReadFile(FirstIssuers("tile/entries/000")).value();
  const auto tile = runtime::ReadFile(FirstIssuers("tile/0/000")).value();
  // Whoever reads these again stumbles.
  ASSERT_OK(runtime::WriteFileAtomically(FirstIssuers("tile/entries/000"), AsBytes("not read")));
  ASSERT_OK(runtime::RemoveFile(FirstIssuers("tile/0/000")));
  Grow(10);
  Publish();
  const std::size_t width = world->issuer(0).size() % audit::kTileWidth;
  EXPECT_THAT(Round(monitor, 0), ElementsAre(Field(&MonitorEvent::log, HasSubstr("issuer-1"))));
  EXPECT_THAT(Asked(), UnorderedElementsAre("0/checkpoint", "1/checkpoint", "2/checkpoint",
                                            Cat("1/tile/entries/002.p/", width), "1/text/002",
                                            Cat("1/tile/0/002.p/", width),
                                            // Old contents, in turn.
                                            "0/text/000", "0/text/001", "1/text/000", "1/text/001",
                                            "2/text/000"));
  EXPECT_FALSE(runtime::FileExists(FirstIssuers(Cat("tile/0/002.p/", width - 10).c_str())));
  EXPECT_EQ(Verified(), 2) << "what a running monitor does not read, `verify` does";
  Monitor next = Watch();
  Round(next, 0);
  EXPECT_EQ(runtime::ReadFile(FirstIssuers("tile/entries/000")).value(), entries);
  EXPECT_EQ(runtime::ReadFile(FirstIssuers("tile/0/000")).value(), tile);
  EXPECT_EQ(Verified(), 0) << "and so does the next start";
}

TEST_F(Deployment, EachRoundLeavesASealedPackWithoutFindings) {
  Monitor monitor = Watch();
  auto& board = world->board();
  const auto all = board;
  for (const std::size_t size : {world->first_batch, world->last_batch, world->done, all.size()}) {
    board.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
    Publish();
    Round(monitor, 0);
    EXPECT_EQ(Verified(), 0) << size;
  }
  EXPECT_THAT(follow::PackFolder(At("watch")).Earlier(0).value(), SizeIs(3));
  const follow::PackFolder pack(At("watch"));
  ASSERT_OK(pack.Write("receipts/a.json", AsBytes("no receipt")));
  EXPECT_THAT(Round(monitor, 5),
              ElementsAre(Field(&MonitorEvent::explanation, HasSubstr("receipts/a.json"))));
  EXPECT_THAT(pack.CheckSums().value(), IsEmpty()) << "it is listed by now";
}

TEST_F(Deployment, ATextThatIsErasedBetweenTwoRoundsIsNoFindingAndGoesFromThePack) {
  const auto& organisation = world->organisation();
  const auto auditor = crypto::SigningKey::Generate(organisation.random());
  world->AddToBoard(LastDay(),
                    records::GovernanceEntry{organisation.Countersign(records::ActorGrant{
                        LastDay(), auditor.verify_key(), records::Role::kAuditor, "Auditor", ""})},
                    false);
  GrowBoard(8'500);
  Publish();
  Monitor monitor = Watch();
  // After these it is another old bundle's turn than the answer's.
  for (int round = 0; round < 2; ++round) Round(monitor, 0);
  auto& answer = world->board()[world->answer];
  const follow::PackFolder pack(At("watch"));
  const Bytes before = pack.Read("logs/board/text/000").value();
  auto agreed = records::AgreedErasure::Propose(
      {world->id(), world->answer, audit::LeafHash(answer.entry.Encode()),
       records::ErasureReason::kThirdPerson, LastDay()},
      organisation.reader(0).key);
  agreed.SignAsAuditor(auditor);
  answer.content = {};
  const auto tombstone = world->AddToBoard(LastDay(), records::Tombstone{agreed});
  world->AddToBoard(LastDay(), records::ErasureDone{tombstone, 1});
  Publish();
  Asked();
  EXPECT_THAT(Round(monitor, 0), SizeIs(1)) << "the larger checkpoint, and nothing else";
  EXPECT_THAT(Asked(), Not(Contains("0/text/001"))) << "the control: only what was erased is asked for";
  EXPECT_LT(pack.Read("logs/board/text/000").value().size(), before.size());
  EXPECT_EQ(Verified(), 0);
}

TEST_F(Deployment, ATextThatGoesWithoutATombstoneIsToldInTimeAndAgainWhenItIsBack) {
  GrowBoard();
  Publish();
  Monitor monitor = Watch();
  Round(monitor, 0);
  const auto content = std::exchange(world->board()[world->answer].content, {});
  Publish();
  const auto missing = AllOf(Field(&MonitorEvent::id, MonitorEventId::kFinding),
                             Field(&MonitorEvent::explanation, HasSubstr("missing")));
  EXPECT_THAT(Round(monitor, 5), ElementsAre(missing));
  EXPECT_THAT(Round(monitor, 5), IsEmpty()) << "it stands, and is not told again";
  world->board()[world->answer].content = content;
  Publish();
  EXPECT_THAT(Round(monitor, 0), IsEmpty());
  world->board()[world->answer].content = {};
  Publish();
  EXPECT_THAT(Round(monitor, 5), ElementsAre(missing)) << "a second time is news";
}

TEST_F(Deployment, AForkIsKeptAndEndsAMonitorThatHadVerifiedTheRest) {
  Monitor monitor = Watch();
  Grow();
  Publish();
  Round(monitor, 0);
  const follow::PackFolder pack(At("watch"));
  const Bytes kept = pack.Read("logs/issuer-1/checkpoint").value();
  // Another past, and more of it.
  auto& log = world->issuer(0);
  std::swap(log[world->first_issuance - 1], log[world->first_issuance - 2]);
  Grow(5);
  Publish();
  const auto events = Round(monitor, 2);
  EXPECT_THAT(events, Contains(AllOf(Field(&MonitorEvent::id, MonitorEventId::kMisbehaved),
                                     Field(&MonitorEvent::explanation, HasSubstr("Both notes")))));
  EXPECT_EQ(pack.Read("logs/issuer-1/checkpoint").value(), kept);
  EXPECT_THAT(pack.Earlier(1).value(),
              ElementsAre(world->NoteOf(1, log.size(), kCosigned)));
  EXPECT_THAT(events, Contains(Field(&MonitorEvent::explanation, HasSubstr("taken back"))))
      << "the pack's own log does not reach what was signed elsewhere";
  EXPECT_THAT(Round(monitor, 2), IsEmpty());
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
  EXPECT_EQ(json["minute"], "1970-01-01 00:00 UTC");
  EXPECT_TRUE(json["size"].is_null());
}

}  // namespace
}  // namespace candor::services::auditor

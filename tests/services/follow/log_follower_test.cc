#include "services/follow/log_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "audit/tile.h"
#include "base/mutex.h"
#include "base/text.h"
#include "services/runtime/https_server.h"
#include "tests/audit/log_fixture.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/services/runtime/tls_command.h"
#include "tests/support/matchers.h"

namespace candor::services::follow {
namespace {

using audit::testing::TestLog;
using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A log's public files over HTTPS, in memory, with faults that a test puts in.
class ServedLog {
 public:
  ServedLog() { Serve("127.0.0.1:0"); }

  void Serve(const std::string& listen) {
    runtime::HttpsServer::Handlers handlers;
    handlers.get = [this](std::string_view path) { return Get(path); };
    auto server = runtime::HttpsServer::Start(
        {.listen = listen, .tls = authority.Server(), .threads = 2}, std::move(handlers));
    ASSERT_OK(server.status());
    server_ = *std::move(server);
  }
  void Stop() { server_.reset(); }

  // The log as it is now, signed and cosigned.
  void Publish() {
    const std::string text = *audit::FormatCheckpoint(log.At(log.entries.size()));
    note = *audit::AddSignatureLine(log.Note(log.entries.size()),
                                    *audit::Cosign(text, "w.example", witness, 1700000000));
  }
  void GrowTo(std::size_t size) {
    log.Grow(size);
    Publish();
  }

  records::LogIdentity Identity() const {
    records::LogIdentity out;
    out.origin = log.origin;
    out.key = log.key.verify_key();
    out.operator_name = "test";
    out.files_url = Cat("https://127.0.0.1:", server_->port());
    out.grpc_address = "127.0.0.1:1";
    out.tls_anchor = authority.anchor();
    return out;
  }
  audit::WitnessPolicy Policy() const {
    return {1, {audit::testing::WitnessVkey("w.example", witness)}};
  }

  // Every second entry has content.
  static audit::EntryText TextOf(std::size_t index) {
    audit::EntryText out;
    if (index % 2 == 0) return out;
    out.salt.fill(7);
    out.content = audit::testing::LeafData(index);
    return out;
  }

  std::vector<std::string> TakeRequests() {
    const MutexLock lock(mutex_);
    return std::exchange(requests_, {});
  }

  runtime::TestAuthority authority;
  TestLog log;
  crypto::SigningKey witness = audit::testing::KeyOf(40);
  std::string note;
  // Changes what is served at a path.
  std::function<std::optional<Bytes>(std::string_view path, std::optional<Bytes> file)> fault;

 private:
  std::optional<Bytes> Get(std::string_view path) {
    {
      const MutexLock lock(mutex_);
      requests_.emplace_back(path);
    }
    auto file = File(path);
    return fault ? fault(path, std::move(file)) : file;
  }

  std::optional<Bytes> File(std::string_view path) const {
    if (path == "/checkpoint") return ToBytes(AsBytes(note));
    const std::size_t size = log.entries.size();
    if (const auto id = audit::ParseEntryBundlePath(path.substr(1)); id.ok()) {
      if (id->width > audit::TileWidthAt(size, 0, id->index)) return std::nullopt;
      const std::size_t begin = id->index * audit::kTileWidth;
      return *audit::EncodeEntryBundle(log.Slice(begin, begin + id->width));
    }
    if (const auto index = audit::ParseTextBundlePath(path.substr(1)); index.ok()) {
      std::vector<audit::EntryText> texts;
      for (std::size_t i = *index * 256; i < std::min<std::size_t>(size, *index * 256 + 256); ++i) {
        texts.push_back(TextOf(i));
      }
      return *audit::EncodeTextBundle(texts);
    }
    return std::nullopt;
  }

  std::unique_ptr<runtime::HttpsServer> server_;
  Mutex mutex_;
  std::vector<std::string> requests_ ABSL_GUARDED_BY(mutex_);
};

struct Bench {
  Bench() { served.GrowTo(300); }

  absl::StatusOr<LogFollower> Open() {
    return LogFollower::Open(folder / "copy", served.Identity(), served.Policy());
  }
  runtime::Path File(const std::string& name) const { return folder / "copy" / name; }
  void Expect(const LogFollower& follower, std::size_t size) {
    ASSERT_EQ(follower.entries().size(), size);
    ASSERT_EQ(follower.contents().size(), size);
    EXPECT_EQ(follower.checkpoint(), served.log.At(size));
    for (std::size_t i = 0; i < size; ++i) {
      ASSERT_EQ(follower.entries()[i], served.log.entries[i]) << i;
      ASSERT_EQ(follower.contents()[i], ServedLog::TextOf(i)) << i;
    }
  }
  std::size_t Evidence() const {
    const auto names = runtime::ListFolder(File("evidence"));
    return names.ok() ? names->size() : 0;
  }

  runtime::TemporaryFolder folder;
  ServedLog served;
};

TEST(LogFollower, CopiesALogAsItGrowsAndFetchesEveryNewFile) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  EXPECT_EQ(follower.checkpoint().size, 0u);
  ASSERT_OK(follower.Sync());
  bench.Expect(follower, 300);
  EXPECT_THAT(bench.served.TakeRequests(),
              ElementsAre("/checkpoint", "/tile/entries/000", "/text/000", "/tile/entries/001.p/44",
                          "/text/001"));
  // Nothing is new.
  ASSERT_OK(follower.Sync());
  EXPECT_THAT(bench.served.TakeRequests(), ElementsAre("/checkpoint"));
  bench.Expect(follower, 300);
  // The full bundle is kept; the partial one is asked for again when it has grown.
  bench.served.GrowTo(301);
  ASSERT_OK(follower.Sync());
  EXPECT_THAT(bench.served.TakeRequests(),
              ElementsAre("/checkpoint", "/tile/entries/001.p/45", "/text/001"));
  for (const std::size_t size : {301, 512, 513, 800}) {
    bench.served.GrowTo(size);
    ASSERT_OK(follower.Sync());
    bench.Expect(follower, size);
  }
}

TEST(LogFollower, TakesItsCopyUpAfterARestartWithoutTheServer) {
  Bench bench;
  {
    ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
    ASSERT_OK(follower.Sync());
  }
  bench.served.TakeRequests();
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  bench.Expect(follower, 300);
  EXPECT_TRUE(bench.served.TakeRequests().empty());
  bench.served.GrowTo(600);
  ASSERT_OK(follower.Sync());
  bench.Expect(follower, 600);
}

TEST(LogFollower, FetchesAnewWhatIsDamaged) {
  Bench bench;
  for (const char* name : {"entries/0", "entries/1", "text/0", "text/1", "checkpoint"}) {
    for (const bool removed : {false, true}) {
      {
        ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
        ASSERT_OK(follower.Sync());
      }
      if (removed) {
        ASSERT_OK(runtime::RemoveFile(bench.File(name)));
      } else {
        Bytes bytes = *runtime::ReadFile(bench.File(name));
        bytes.resize(bytes.size() / 2);
        ASSERT_OK(runtime::WriteFileAtomically(bench.File(name), bytes));
      }
      ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
      EXPECT_EQ(follower.entries().size(), 0u) << name;
      EXPECT_EQ(follower.contents().size(), 0u) << name;
      ASSERT_OK(follower.Sync());
      bench.Expect(follower, 300);
    }
  }
}

TEST(LogFollower, AnAlteredEntryInTheFolderIsNotBelieved) {
  Bench bench;
  {
    ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
    ASSERT_OK(follower.Sync());
  }
  Bytes bytes = *runtime::ReadFile(bench.File("entries/0"));
  bytes[100] ^= 1;
  ASSERT_OK(runtime::WriteFileAtomically(bench.File("entries/0"), bytes));
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  EXPECT_EQ(follower.entries().size(), 0u);
}

TEST(LogFollower, FetchesContentsAnewThatSomebodyDistrusts) {
  Bench bench;
  bench.served.fault = [](std::string_view path, std::optional<Bytes> file) {
    if (path == "/text/000") (*file)[31 + 35 + 10] ^= 1;  // of an entry with content
    return file;
  };
  {
    ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
    ASSERT_OK(follower.Sync());
    EXPECT_NE(follower.contents()[1], ServedLog::TextOf(1));
    follower.Distrust();
    EXPECT_EQ(follower.entries().size(), 300u);
  }
  bench.served.fault = nullptr;
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  ASSERT_OK(follower.Sync());
  bench.Expect(follower, 300);
}

TEST(LogFollower, RefusesARollbackAndKeepsBothNotes) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  ASSERT_OK(follower.Sync());
  bench.served.log.entries.resize(200);
  bench.served.Publish();
  EXPECT_THAT(follower.Sync(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("smaller")));
  EXPECT_EQ(follower.entries().size(), 300u);
  EXPECT_EQ(bench.Evidence(), 2u);
}

TEST(LogFollower, RefusesAForkAndKeepsBothNotes) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  ASSERT_OK(follower.Sync());
  bench.served.log.entries[299] = {1, 2, 3};
  bench.served.Publish();
  EXPECT_THAT(follower.Sync(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("same size")));
  // Further on, too.
  bench.served.GrowTo(400);
  EXPECT_THAT(follower.Sync(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(follower.entries().size(), 300u);
  EXPECT_EQ(bench.Evidence(), 4u);
}

TEST(LogFollower, ADamagedCopyStillRemembersWhatTheLogHasSigned) {
  Bench bench;
  {
    ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
    ASSERT_OK(follower.Sync());
  }
  ASSERT_OK(runtime::RemoveFile(bench.File("entries/0")));
  const auto original = bench.served.log.entries;
  // A rollback, and a fork further on.
  bench.served.log.entries.resize(200);
  bench.served.Publish();
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  EXPECT_THAT(follower.Sync(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(follower.entries().size(), 0u);
  bench.served.log.entries = original;
  bench.served.log.entries[250] = {9};
  bench.served.GrowTo(310);
  EXPECT_THAT(follower.Sync(), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(bench.Evidence(), 4u);
  bench.served.log.entries = original;
  bench.served.GrowTo(310);
  ASSERT_OK(follower.Sync());
  bench.Expect(follower, 310);
}

TEST(LogFollower, RefusesADroppedOrAlteredEntryAndKeepsItsCopy) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  ASSERT_OK(follower.Sync());
  bench.served.GrowTo(600);
  const auto refuse = [&](const std::function<void(Bytes&)>& change) {
    bench.served.fault = [&](std::string_view path, std::optional<Bytes> file) {
      if (path == "/tile/entries/001") change(*file);
      return file;
    };
    EXPECT_FALSE(follower.Sync().ok());
    EXPECT_EQ(follower.entries().size(), 300u);
    EXPECT_EQ(follower.contents().size(), 300u);
  };
  refuse([](Bytes& file) { file[2000] ^= 1; });
  refuse([](Bytes& file) { file.erase(file.end() - 10, file.end()); });
  refuse([](Bytes& file) { file.push_back(0); });
  refuse([](Bytes& file) { file.clear(); });
  bench.served.fault = nullptr;
  ASSERT_OK(follower.Sync());
  bench.Expect(follower, 600);
}

TEST(LogFollower, RefusesFewerContentsThanEntriesAndTakesMore) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  bench.served.fault = [](std::string_view path, std::optional<Bytes> file) {
    if (path == "/text/001") *file = *audit::EncodeTextBundle(std::vector<audit::EntryText>(43));
    return file;
  };
  EXPECT_THAT(follower.Sync(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("contents")));
  // Published between the checkpoint's fetch and the text's.
  bench.served.fault = [](std::string_view path, std::optional<Bytes> file) {
    if (path == "/text/001") {
      auto texts = *audit::DecodeTextBundle(*file);
      texts.resize(100);
      *file = *audit::EncodeTextBundle(texts);
    }
    return file;
  };
  ASSERT_OK(follower.Sync());
  bench.Expect(follower, 300);
}

TEST(LogFollower, RefusesACheckpointWithoutTheQuorum) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  bench.served.note = bench.served.log.Note(300);
  EXPECT_THAT(follower.Sync(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("0 of the 1")));
  EXPECT_EQ(follower.entries().size(), 0u);
}

TEST(LogFollower, AServerThatIsAwayOrNotItselfChangesNothing) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(LogFollower follower, bench.Open());
  ASSERT_OK(follower.Sync());
  bench.served.fault = [](std::string_view, std::optional<Bytes>) { return std::nullopt; };
  EXPECT_THAT(follower.Sync(), StatusIs(absl::StatusCode::kUnavailable));
  bench.served.fault = nullptr;

  auto identity = bench.served.Identity();
  identity.tls_anchor = runtime::TestAuthority().anchor();
  ASSERT_OK_AND_ASSIGN(LogFollower deceived,
                       LogFollower::Open(bench.folder / "other", identity, bench.served.Policy()));
  EXPECT_THAT(deceived.Sync(), StatusIs(absl::StatusCode::kUnauthenticated));

  bench.served.Stop();
  EXPECT_THAT(follower.Sync(), StatusIs(absl::StatusCode::kUnavailable));
  bench.Expect(follower, 300);
}

}  // namespace
}  // namespace candor::services::follow

// A log's public files in a folder, as a server would have them, with witnesses; and its policy.
#pragma once

#include <string>
#include <vector>

#include "audit/entry_bundle.h"
#include "audit/tile.h"
#include "audit/tlog_policy.h"
#include "base/text.h"
#include "services/runtime/files.h"
#include "tests/audit/log_fixture.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {

class CopiedLog {
 public:
  CopiedLog() { log.Grow(1000); }

  // Cosigned by the two witnesses.
  std::string Note(std::size_t size) const {
    std::string note = log.Note(size);
    for (const std::uint8_t seed : {11, 12}) {
      note = audit::testing::WithCosignature(note, Cat("w", seed, ".example"),
                                             audit::testing::KeyOf(seed), 1700000000 + seed);
    }
    return note;
  }

  std::string PolicyText() const {
    std::string out = Cat("log ", log.vkey().Format(), "\n");
    for (const std::uint8_t seed : {11, 12, 13}) {
      out +=
          Cat("witness W", seed, " ",
              audit::testing::WitnessVkey(Cat("w", seed, ".example"), audit::testing::KeyOf(seed))
                  .Format(),
              "\n");
    }
    return Cat(out, "group two 2 W11 W12 W13\nquorum two\n");
  }
  audit::TlogPolicy Policy() const { return *audit::TlogPolicy::Parse(PolicyText()); }

  // The files of the tree of this size; earlier ones stay, as they do on a server.
  void Write(std::size_t size) {
    audit::testing::MemoryTiles none;
    const auto writes = audit::TileUpdates(0, log.Hashes(size), none);
    for (const auto& write : *writes) Put(audit::TilePath(write.id), write.hashes);
    for (std::size_t first = 0; first < size; first += audit::kTileWidth) {
      const std::size_t end = std::min<std::size_t>(size, first + audit::kTileWidth);
      Put(audit::EntryBundlePath(
              {first / audit::kTileWidth, static_cast<std::uint32_t>(end - first)}),
          *audit::EncodeEntryBundle(log.Slice(first, end)));
    }
    Put("checkpoint", AsBytes(Note(size)));
  }
  void Put(const std::string& path, ByteView bytes) {
    const runtime::Path file = folder.path() / path;
    EXPECT_OK(runtime::MakeFolder(file.parent_path()));
    EXPECT_OK(runtime::WriteFileAtomically(file, bytes));
  }

  runtime::TemporaryFolder folder;
  audit::testing::TestLog log;
};

}  // namespace candor::services::auditor

// What a recovery needs around it in a test: a copy of a disk, a mirror of a log as it was at a moment,
// and a witness that says what it knows.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/checkpoint.h"
#include "audit/note.h"
#include "audit/pack.h"
#include "audit/tile.h"
#include "audit/verify/log_files.h"
#include "services/publish/policy.h"
#include "services/publish/witness_link.h"
#include "store/log_store.h"
#include "store/memory/memory_engine.h"
#include "tests/support/jam_fixture.h"

namespace candor::services::publish {

// As a copy of the store's folder, made while nobody has it open.
inline std::shared_ptr<store::MemoryDisk> CopyOf(store::MemoryDisk& disk) {
  auto out = std::make_shared<store::MemoryDisk>();
  const MutexLock reading(disk.mutex);
  const MutexLock writing(out->mutex);
  out->main = disk.main;
  out->intervals = disk.intervals;
  out->keys = disk.keys;
  for (auto& [name, interval] : out->intervals) interval.open = false;
  return out;
}

// Signed by the log and by the first witness.
inline std::string CosignedNote(const candor::testing::Organisation& organisation,
                                const std::string& origin, const crypto::SigningKey& log_key,
                                std::uint64_t size, const crypto::Hash& root) {
  const audit::Checkpoint checkpoint{origin, size, root};
  const std::string note = audit::SignCheckpoint(checkpoint, origin, log_key).value();
  const std::string line =
      audit::Cosign(audit::FormatCheckpoint(checkpoint).value(),
                    organisation.bundle().witnesses[0].name, organisation.witness_key(0),
                    1'700'000'000)
          .value();
  return audit::AddSignatureLine(note, line).value();
}

// A log's public files as they were when this was made.
class FrozenMirror final : public audit::LogFiles {
 public:
  FrozenMirror(const store::LogStore& log, const std::string& note) : size_(log.size()) {
    files_["checkpoint"] = ToBytes(AsBytes(note));
    for (const auto& path : audit::FilesOfLogAt(size_)) {
      const auto text = audit::ParseTextBundlePath(path);
      files_[path] = text.ok() ? log.TextFile(*text).value() : log.PublicFile(path).value();
    }
  }
  absl::StatusOr<Bytes> Read(std::string_view path) const override {
    const auto at = files_.find(std::string(path));
    if (at == files_.end()) return absl::NotFoundError("no such file");
    return at->second;
  }
  // Damages whatever is under this path.
  void Flip(const std::string& path) {
    Bytes& file = files_.at(path);
    file[file.size() / 2] ^= 1;
  }
  std::string FirstEntries() const {
    return audit::EntryBundlePath({0, audit::TileWidthAt(size_, 0, 0)});
  }

 private:
  std::uint64_t size_;
  std::map<std::string, Bytes> files_;
};

// Says what it was told; an empty note is "I know nothing", none is no answer.
class FixedWitness final : public WitnessLink {
 public:
  explicit FixedWitness(std::optional<std::string> note) : note_(std::move(note)) {}
  absl::StatusOr<WitnessReply> AddCheckpoint(std::string_view) override {
    return absl::UnavailableError("not asked in this test");
  }
  absl::StatusOr<WitnessReply> LatestCheckpoint(std::string_view) override {
    if (!note_.has_value()) return absl::UnavailableError("down");
    if (note_->empty()) return WitnessReply{404, {}};
    return WitnessReply{200, ToBytes(AsBytes(*note_))};
  }

 private:
  std::optional<std::string> note_;
};

inline std::vector<std::unique_ptr<WitnessLink>> WitnessesThatSay(
    const std::vector<std::optional<std::string>>& notes) {
  std::vector<std::unique_ptr<WitnessLink>> out;
  for (const auto& note : notes) out.push_back(std::make_unique<FixedWitness>(note));
  return out;
}

}  // namespace candor::services::publish

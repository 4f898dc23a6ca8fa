#include "audit/verify/log_scan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

// Recomputes every tile as leaves come in, and compares each file with it.
class TileCheck {
 public:
  TileCheck(const LogFiles& files, const std::string& log, Findings& findings)
      : files_(files), log_(log), findings_(findings) {}

  void Add(const Hash& leaf) { AddAt(0, leaf); }

  // Partial tiles stand at the end of the tree alone.
  void Finish() {
    for (unsigned level = 0; level < levels_.size(); ++level) {
      if (!levels_[level].hashes.empty()) Compare(level);
    }
  }

 private:
  struct Level {
    std::uint64_t index = 0;  // of the tile that is filled now
    std::vector<Hash> hashes;
  };

  void AddAt(unsigned level, const Hash& hash) {
    if (levels_.size() <= level) levels_.resize(level + 1);
    levels_[level].hashes.push_back(hash);
    if (levels_[level].hashes.size() < kTileWidth) return;
    Compare(level);
    std::vector<Hash> nodes = levels_[level].hashes;
    while (nodes.size() > 1) {
      for (std::size_t i = 0; i < nodes.size() / 2; ++i) {
        nodes[i] = NodeHash(nodes[2 * i], nodes[2 * i + 1]);
      }
      nodes.resize(nodes.size() / 2);
    }
    ++levels_[level].index;
    levels_[level].hashes.clear();
    AddAt(level + 1, nodes.front());
  }

  void Compare(unsigned level) {
    const Level& at = levels_[level];
    const TileId id{level, at.index, static_cast<std::uint32_t>(at.hashes.size())};
    Bytes expected;
    for (const Hash& hash : at.hashes) expected.insert(expected.end(), hash.begin(), hash.end());
    const auto file = files_.Read(TilePath(id));
    if (!file.ok()) {
      findings_.Add({InvariantId::kRoot, Severity::kIncomplete, log_, {},
                     Cat("the tile ", TilePath(id), " is missing or cannot be read")});
    } else if (*file != expected) {
      findings_.Add({InvariantId::kRoot, Severity::kCryptographic, log_, {},
                     Cat("the tile ", TilePath(id), " is not what its entries hash to")});
    }
  }

  const LogFiles& files_;
  const std::string& log_;
  Findings& findings_;
  std::vector<Level> levels_;
};

class Scan {
 public:
  Scan(const LogFiles& files, const ScanOptions& options, const EntryVisitor& visit,
       Findings& findings)
      : files_(files),
        options_(options),
        visit_(visit),
        findings_(findings),
        log_(options.log_key.name()),
        tiles_(files, log_, findings) {}

  ScannedLog Run() {
    OpenCheckpointFile();
    OpenEarlier();
    NoteRootAt(0);
    for (std::uint64_t bundle = 0; bundle < BundleCount(out_.checkpoint.size); ++bundle) {
      if (!ReadBundle(bundle)) break;
    }
    tiles_.Finish();
    const bool complete = opened_ && out_.entries == out_.checkpoint.size;
    if (complete && range_.Root() != out_.checkpoint.root) {
      Add(InvariantId::kRoot, Severity::kCryptographic,
          "the entries do not lead to the root that the checkpoint signs");
    }
    CheckEarlier();
    return std::move(out_);
  }

 private:
  void Add(InvariantId id, Severity severity, std::string why) {
    findings_.Add({id, severity, log_, {}, std::move(why)});
  }

  void OpenCheckpointFile() {
    const auto note = files_.Read("checkpoint");
    if (!note.ok()) {
      return Add(InvariantId::kLogSignature, Severity::kIncomplete,
                 "the checkpoint is missing or cannot be read");
    }
    const std::string text(AsText(*note));
    const auto opened = OpenCheckpoint(text, options_.log_key, options_.policy);
    if (opened.ok()) {
      opened_ = true;
      out_.checkpoint = opened->checkpoint;
      return CheckFresh(*opened);
    }
    if (absl::IsFailedPrecondition(opened.status())) {
      Add(InvariantId::kWitnesses, Severity::kCryptographic,
          Cat("the checkpoint: ", opened.status().message()));
      // The log's own word is enough to look at what it says.
      const auto alone = OpenLogCheckpoint(text, options_.log_key);
      if (!alone.ok()) return;
      opened_ = true;
      out_.checkpoint = *alone;
      return;
    }
    Add(InvariantId::kLogSignature, Severity::kCryptographic,
        Cat("the checkpoint: ", opened.status().message()));
  }

  void CheckFresh(const CosignedCheckpoint& opened) {
    if (options_.not_older_than == 0) return;
    UnixSeconds youngest = 0;
    for (const auto& witness : opened.witnesses) youngest = std::max(youngest, witness.time);
    if (youngest < options_.not_older_than) {
      Add(InvariantId::kWitnesses, Severity::kIncomplete,
          "the checkpoint is older than it may be: no witness has cosigned a younger one");
    }
  }

  void OpenEarlier() {
    for (std::size_t i = 0; i < options_.earlier.size(); ++i) {
      const auto opened = OpenLogCheckpoint(options_.earlier[i], options_.log_key);
      if (!opened.ok()) {
        Add(InvariantId::kConsistency, Severity::kCryptographic,
            Cat("earlier checkpoint ", i + 1, " that was kept: ", opened.status().message()));
        continue;
      }
      earlier_.push_back(*opened);
      wanted_.emplace(opened->size, std::nullopt);
    }
    CheckTimes();
  }

  // A witness says "this is the largest tree that I have seen": more entries, no earlier time.
  void CheckTimes() {
    std::map<std::string, std::vector<std::pair<std::uint64_t, UnixSeconds>>> seen;
    std::vector<std::string> notes = options_.earlier;
    if (const auto latest = files_.Read("checkpoint"); latest.ok()) {
      notes.emplace_back(AsText(*latest));
    }
    for (const auto& note : notes) {
      const auto opened = OpenCheckpoint(note, options_.log_key, options_.policy);
      if (!opened.ok()) continue;
      for (const auto& witness : opened->witnesses) {
        seen[witness.witness].emplace_back(opened->checkpoint.size, witness.time);
      }
    }
    for (auto& [witness, times] : seen) {
      std::ranges::sort(times);
      const bool back = std::ranges::adjacent_find(times, [](const auto& a, const auto& b) {
                          return a.first < b.first && b.second < a.second;
                        }) != times.end();
      if (back) {
        Add(InvariantId::kWitnesses, Severity::kBroken,
            Cat("the witness ", witness, " cosigned a larger tree at an earlier time"));
      }
    }
  }

  void NoteRootAt(std::uint64_t size) {
    const auto at = wanted_.find(size);
    if (at != wanted_.end()) at->second = range_.Root();
  }

  void CheckEarlier() {
    for (const Checkpoint& checkpoint : earlier_) {
      const auto& root = wanted_.at(checkpoint.size);
      if (checkpoint.size > out_.checkpoint.size) {
        Add(InvariantId::kConsistency, Severity::kCryptographic,
            Cat("the log had ", checkpoint.size, " entries once and has ", out_.checkpoint.size,
                " now: entries were taken back"));
      } else if (root.has_value() && *root != checkpoint.root) {
        Add(InvariantId::kConsistency, Severity::kCryptographic,
            Cat("an earlier checkpoint of ", checkpoint.size,
                " entries has another root: the log was rewritten"));
      }
    }
  }

  // False when what follows could not be counted any more.
  bool ReadBundle(std::uint64_t bundle) {
    const std::uint32_t width = TileWidthAt(out_.checkpoint.size, 0, bundle);
    const std::string path = EntryBundlePath({bundle, width});
    const auto file = files_.Read(path);
    if (!file.ok()) {
      Add(InvariantId::kRoot, Severity::kIncomplete, Cat(path, " is missing or cannot be read"));
      return false;
    }
    const auto entries = DecodeEntryBundle(*file, width);
    if (!entries.ok()) {
      Add(InvariantId::kRoot, Severity::kCryptographic,
          Cat(path, " does not hold the entries that it should"));
      return false;
    }
    const std::vector<EntryText> texts = ReadTexts(bundle, width);
    for (std::size_t i = 0; i < entries->size(); ++i) {
      const Bytes& entry = entries->at(i);
      const Hash leaf = LeafHash(entry);
      tiles_.Add(leaf);
      range_.Append(leaf);
      NoteRootAt(range_.size());
      const auto decoded = DecodeEntry(entry);
      if (decoded.has_value()) CheckContent(*decoded, texts[i]);
      visit_({out_.entries, entry, decoded, texts[i]});
      ++out_.entries;
    }
    return true;
  }

  void AddAt(InvariantId id, Severity severity, std::string why) {
    findings_.Add({id, severity, log_, out_.entries, std::move(why)});
  }

  std::optional<records::LogEntry> DecodeEntry(ByteView bytes) {
    auto entry = records::LogEntry::Decode(bytes);
    if (entry.ok()) return *std::move(entry);
    AddAt(InvariantId::kEntries, Severity::kBroken,
          Cat("the entry is not canonical or of no known type: ", entry.status().message()));
    return std::nullopt;
  }

  void CheckContent(const records::LogEntry& entry, const EntryText& content) {
    if (content.empty()) return;
    const auto commitment = records::ContentCommitmentOf(entry);
    if (commitment.has_value() &&
        records::ContentCommitment(content.salt, content.content) == *commitment) {
      return;
    }
    AddAt(InvariantId::kContents, Severity::kCryptographic,
          "the content beside the entry does not open its commitment");
  }

  std::vector<EntryText> ReadTexts(std::uint64_t bundle, std::uint32_t width) {
    std::vector<EntryText> none(width);
    const std::string path = TextBundlePath(bundle);
    const auto file = files_.Read(path);
    if (!file.ok()) {
      Add(InvariantId::kContents, Severity::kIncomplete, Cat(path, " is missing or cannot be read"));
      return none;
    }
    auto texts = DecodeTextBundle(*file);
    if (!texts.ok() || texts->size() < width) {
      Add(InvariantId::kContents, Severity::kCryptographic,
          Cat(path, " does not hold a content for each entry"));
      return none;
    }
    // More than the checkpoint covers is a sign of a file that was changed after it.
    if (texts->size() > width) {
      Add(InvariantId::kContents, Severity::kBroken,
          Cat(path, " holds more contents than the log has entries there"));
      texts->resize(width);
    }
    return *std::move(texts);
  }

  const LogFiles& files_;
  const ScanOptions& options_;
  const EntryVisitor& visit_;
  Findings& findings_;
  const std::string log_;
  TileCheck tiles_;
  CompactRange range_;
  std::vector<Checkpoint> earlier_;
  std::map<std::uint64_t, std::optional<Hash>> wanted_;
  bool opened_ = false;
  ScannedLog out_;
};

}  // namespace

ScannedLog ScanLog(const LogFiles& files, const ScanOptions& options, const EntryVisitor& visit,
                   Findings& findings) {
  return Scan(files, options, visit, findings).Run();
}

}  // namespace candor::audit

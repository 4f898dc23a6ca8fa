#include "audit/verify/log_scan.h"

#include <algorithm>
#include <utility>

#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/hash.h"

namespace candor::audit {
namespace {

Hash DigestOf(const EntryText& content) {
  return crypto::Sha256({content.salt, content.content});
}

}  // namespace

LogScan::LogScan(NoteVerifierKey log_key, WitnessPolicy policy)
    : log_key_(std::move(log_key)), policy_(std::move(policy)), tree_(log_key_.name()) {}

void LogScan::Add(Findings& findings, InvariantId id, Severity severity, std::string why) const {
  findings.Add({id, severity, log_key_.name(), {}, std::move(why)});
}

Continues LogScan::Feed(const LogInput& input, EntryVisitor& visitor, Findings& findings) {
  const std::uint64_t before = entries();
  // A damaged file may have been mended: only reading all of it again can tell.
  if (before > 0 && !of_files_.all().empty()) return Continues::kNo;
  of_files_ = {};
  OpenNewest(input.files);
  if (newest_.size < before) return Continues::kNo;
  while (kept_.taken() < input.earlier.size()) {
    kept_.Take(input.earlier[kept_.taken()], log_key_, policy_);
  }
  first_read_ = before == newest_.size ? BundleCount(before) : before / kTileWidth;
  if (ReadNew(input, visitor, findings) == Continues::kNo) return Continues::kNo;
  // With its root the newest note vouches for all that was read before, and only with it.
  if (before > 0 && !LeadsToRoot()) return Continues::kNo;
  tree_.NoteRoot();
  FindRootsOfNotes(input.files);
  if (entries() != before || !of_tail_.all().empty()) {
    of_tail_ = {};
    tree_.CheckTail(input.files, of_tail_);
  }
  return Continues::kYes;
}

void LogScan::OpenNewest(const LogFiles& files) {
  opened_ = false;
  newest_ = {};
  cosigned_.reset();
  of_note_ = {};
  const auto note = files.Read("checkpoint");
  if (!note.ok()) {
    return Add(of_note_, InvariantId::kLogSignature, Severity::kIncomplete,
               "the checkpoint is missing or cannot be read");
  }
  const auto opened = OpenCheckpoint(AsText(*note), log_key_, policy_);
  if (opened.ok()) {
    opened_ = true;
    cosigned_ = *opened;
    newest_ = opened->checkpoint;
    return;
  }
  if (!absl::IsFailedPrecondition(opened.status())) {
    return Add(of_note_, InvariantId::kLogSignature, Severity::kCryptographic,
               Cat("the checkpoint: ", opened.status().message()));
  }
  Add(of_note_, InvariantId::kWitnesses, Severity::kCryptographic,
      Cat("the checkpoint: ", opened.status().message()));
  // The log's own word is enough to look at what it says.
  const auto alone = OpenLogCheckpoint(AsText(*note), log_key_);
  if (!alone.ok()) return;
  opened_ = true;
  newest_ = *alone;
}

Continues LogScan::LookAgain(const std::set<std::uint64_t>& bundles, const LogFiles& files,
                             EntryVisitor& visitor) {
  for (const std::uint64_t bundle : bundles) {
    const std::uint64_t first = bundle * kTileWidth;
    if (bundle >= first_read_ || first >= entries()) continue;
    const auto texts = ReadTexts(bundle, TileWidthAt(newest_.size, 0, bundle), files);
    if (!SameContents(first, texts, visitor)) return Continues::kNo;
  }
  return Continues::kYes;
}

Continues LogScan::ReadNew(const LogInput& input, EntryVisitor& visitor, Findings& findings) {
  wanted_.clear();
  for (const auto& note : kept_.notes()) {
    if (note.checkpoint.size > entries()) wanted_.insert(note.checkpoint.size);
  }
  while (entries() < newest_.size) {
    switch (ReadBundle(entries() / kTileWidth, input.files, visitor, findings)) {
      case Bundle::kRead: continue;
      // What follows could not be counted any more.
      case Bundle::kUnreadable: return Continues::kYes;
      case Bundle::kOther: return Continues::kNo;
    }
  }
  return Continues::kYes;
}

LogScan::Bundle LogScan::ReadBundle(std::uint64_t bundle, const LogFiles& files,
                                    EntryVisitor& visitor, Findings& findings) {
  const std::uint32_t width = TileWidthAt(newest_.size, 0, bundle);
  const std::string path = EntryBundlePath({bundle, width});
  const auto file = files.Read(path);
  if (!file.ok()) {
    Add(of_files_, InvariantId::kRoot, Severity::kIncomplete,
        Cat(path, " is missing or cannot be read"));
    return Bundle::kUnreadable;
  }
  const auto entries_now = DecodeEntryBundle(*file, width);
  if (!entries_now.ok()) {
    Add(of_files_, InvariantId::kRoot, Severity::kCryptographic,
        Cat(path, " does not hold the entries that it should"));
    return Bundle::kUnreadable;
  }
  const std::vector<EntryText> texts = ReadTexts(bundle, width, files);
  // Those that were taken before are not compared: the root will tell.
  const std::size_t taken = tree_.tail().size();
  if (!SameContents(entries() - taken, std::span(texts).first(taken), visitor)) {
    return Bundle::kOther;
  }
  for (std::size_t i = taken; i < width; ++i) {
    TakeEntry(entries_now->at(i), texts[i], files, visitor, findings);
  }
  return Bundle::kRead;
}

void LogScan::TakeEntry(const Bytes& bytes, const EntryText& content, const LogFiles& files,
                        EntryVisitor& visitor, Findings& findings) {
  const std::uint64_t index = entries();
  const auto add = [&](InvariantId id, Severity severity, std::string why) {
    findings.Add({id, severity, log_key_.name(), index, std::move(why)});
  };
  auto decoded = records::LogEntry::Decode(bytes);
  std::optional<records::LogEntry> entry;
  if (decoded.ok()) {
    entry = *std::move(decoded);
  } else {
    add(InvariantId::kEntries, Severity::kBroken,
        Cat("the entry is not canonical or of no known type: ", decoded.status().message()));
  }
  if (!content.empty()) {
    contents_.emplace(index, DigestOf(content));
    const auto commitment =
        entry.has_value() ? records::ContentCommitmentOf(*entry) : std::nullopt;
    if (entry.has_value() &&
        (!commitment.has_value() ||
         records::ContentCommitment(content.salt, content.content) != *commitment)) {
      add(InvariantId::kContents, Severity::kCryptographic,
          "the content beside the entry does not open its commitment");
    }
  }
  visitor.Take({index, bytes, entry, content});
  tree_.Append(LeafHash(bytes), files, of_files_);
  if (wanted_.contains(entries())) tree_.NoteRoot();
}

std::vector<EntryText> LogScan::ReadTexts(std::uint64_t bundle, std::uint32_t width,
                                          const LogFiles& files) {
  std::vector<EntryText> none(width);
  const std::string path = TextBundlePath(bundle);
  const auto file = files.Read(path);
  if (!file.ok()) {
    Add(of_files_, InvariantId::kContents, Severity::kIncomplete,
        Cat(path, " is missing or cannot be read"));
    return none;
  }
  auto texts = DecodeTextBundle(*file);
  if (!texts.ok() || texts->size() < width) {
    Add(of_files_, InvariantId::kContents, Severity::kCryptographic,
        Cat(path, " does not hold a content for each entry"));
    return none;
  }
  // More than the checkpoint covers is a sign of a file that was changed after it.
  if (texts->size() > width) {
    Add(of_files_, InvariantId::kContents, Severity::kBroken,
        Cat(path, " holds more contents than the log has entries there"));
    texts->resize(width);
  }
  return *std::move(texts);
}

bool LogScan::SameContents(std::uint64_t first, std::span<const EntryText> texts,
                           EntryVisitor& visitor) {
  for (std::uint64_t i = 0; i < texts.size(); ++i) {
    const auto known = contents_.find(first + i);
    if (texts[i].empty()) {
      if (known == contents_.end()) continue;
      if (!visitor.Forget(first + i)) return false;
      contents_.erase(known);
    } else if (known == contents_.end() || known->second != DigestOf(texts[i])) {
      return false;
    }
  }
  return true;
}

void LogScan::FindRootsOfNotes(const LogFiles& files) {
  for (auto& note : kept_.notes()) {
    if (note.root.has_value()) continue;
    const auto root = tree_.RootAt(note.checkpoint.size, files);
    if (root.ok()) note.root = *root;
  }
}

bool LogScan::LeadsToRoot() const {
  return entries() == newest_.size && tree_.Root() == newest_.root;
}

void LogScan::Judge(UnixSeconds not_older_than, Findings& findings) const {
  findings.AddAll(of_note_);
  findings.AddAll(of_files_);
  findings.AddAll(of_tail_);
  if (opened_ && entries() == newest_.size && !LeadsToRoot()) {
    Add(findings, InvariantId::kRoot, Severity::kCryptographic,
        "the entries do not lead to the root that the checkpoint signs");
  }
  if (not_older_than != 0 && cosigned_.has_value()) {
    UnixSeconds youngest = 0;
    for (const auto& witness : cosigned_->witnesses) youngest = std::max(youngest, witness.time);
    if (youngest < not_older_than) {
      Add(findings, InvariantId::kWitnesses, Severity::kIncomplete,
          "the checkpoint is older than it may be: no witness has cosigned a younger one");
    }
  }
  kept_.Judge(newest_.size, cosigned_, log_key_.name(), findings);
}

}  // namespace candor::audit

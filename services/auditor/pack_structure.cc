#include "services/auditor/pack_structure.h"

#include "audit/checkpoint.h"
#include "audit/entry_bundle.h"
#include "audit/pack.h"
#include "audit/tile.h"
#include "base/text.h"
#include "records/entry.h"

namespace candor::services::auditor {
namespace {

using audit::InvariantId;
using audit::Severity;

class Look {
 public:
  Look(const audit::LogFiles& files, const audit::NoteVerifierKey& log_key,
       audit::Findings& findings)
      : files_(files), log_key_(log_key), findings_(findings) {
    out_.origin = log_key.name();
  }

  audit::VerifiedLog Run() {
    if (!OpenNote()) return out_;
    for (const auto& path : audit::FilesOfLogAt(out_.size)) {
      const auto file = files_.Read(path);
      if (!file.ok()) {
        Add(Severity::kIncomplete, Cat(path, " is missing or cannot be read"));
      } else if (!HasForm(path, *file)) {
        Add(Severity::kBroken, Cat(path, " does not have the form of such a file"));
      }
    }
    return out_;
  }

 private:
  void Add(Severity severity, std::string why) {
    findings_.Add({InvariantId::kRoot, severity, out_.origin, {}, std::move(why)});
  }

  bool OpenNote() {
    const auto note = files_.Read("checkpoint");
    if (!note.ok()) {
      Add(Severity::kIncomplete, "the checkpoint is missing or cannot be read");
      return false;
    }
    const auto opened = audit::OpenLogCheckpoint(AsText(*note), log_key_);
    if (!opened.ok()) {
      findings_.Add({InvariantId::kLogSignature, Severity::kCryptographic, out_.origin, {},
                     Cat("the checkpoint: ", opened.status().message())});
      return false;
    }
    if (opened->size > audit::kMaxPackEntries) {
      Add(Severity::kBroken, "the checkpoint claims more entries than a pack can hold");
      return false;
    }
    out_.size = opened->size;
    out_.root = opened->root;
    return true;
  }

  bool HasForm(const std::string& path, const Bytes& file) {
    if (const auto bundle = audit::ParseEntryBundlePath(path); bundle.ok()) {
      const auto entries = audit::DecodeEntryBundle(file, bundle->width);
      if (entries.ok()) CheckEntries(bundle->index * audit::kTileWidth, *entries);
      return entries.ok();
    }
    if (const auto text = audit::ParseTextBundlePath(path); text.ok()) {
      const auto texts = audit::DecodeTextBundle(file);
      return texts.ok() && texts->size() == audit::TileWidthAt(out_.size, 0, *text);
    }
    const auto tile = audit::ParseTilePath(path);
    return tile.ok() && file.size() == std::size_t{tile->width} * out_.root.size();
  }

  void CheckEntries(std::uint64_t first, const std::vector<Bytes>& entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto entry = records::LogEntry::Decode(entries[i]);
      if (entry.ok()) continue;
      findings_.Add({InvariantId::kEntries, Severity::kBroken, out_.origin, first + i,
                     "the entry is not canonical or of no known type"});
    }
  }

  const audit::LogFiles& files_;
  const audit::NoteVerifierKey& log_key_;
  audit::Findings& findings_;
  audit::VerifiedLog out_;
};

}  // namespace

audit::VerifiedLog CheckLogStructure(const audit::LogFiles& files,
                                     const audit::NoteVerifierKey& log_key,
                                     audit::Findings& findings) {
  return Look(files, log_key, findings).Run();
}

}  // namespace candor::services::auditor

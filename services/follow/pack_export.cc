#include "services/follow/pack_export.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/entry_bundle.h"
#include "audit/tile.h"
#include "audit/verify/log_scan.h"
#include "base/status.h"
#include "base/text.h"
#include "services/follow/policy.h"

namespace candor::services::follow {
namespace {

using audit::InvariantId;

// Which files of the folder serve as they are.
enum class Reuse { kWhatIsThere, kWhatWasKept, kNothing };

// A pack's log under a checkpoint that is not in it yet.
class UnderNote final : public audit::LogFiles {
 public:
  UnderNote(const audit::LogFiles& files, const std::string& note) : files_(files), note_(note) {}
  absl::StatusOr<Bytes> Read(std::string_view path) const override {
    if (path == "checkpoint") return ToBytes(AsBytes(note_));
    return files_.Read(path);
  }

 private:
  const audit::LogFiles& files_;
  const std::string& note_;
};

class Export {
 public:
  Export(const LogExport& log, const PackFolder& pack, audit::NoteVerifierKey key)
      : log_(log),
        pack_(pack),
        key_(std::move(key)),
        folder_(audit::PackLogFolder(log.number) + "/"),
        local_(pack, log.number) {}

  absl::Status Run() {
    CANDOR_RETURN_IF_ERROR(OpenNewest());
    CANDOR_RETURN_IF_ERROR(OpenKept());
    CANDOR_RETURN_IF_ERROR(Copy(Reuse::kWhatIsThere));
    bool good = Holds();
    if (!good && reused_) {
      // What was there was damaged, perhaps: the log is accused only of what it serves now, and of
      // what it signed before where the folder still proves it.
      CANDOR_RETURN_IF_ERROR(Copy(KeptHolds() ? Reuse::kWhatWasKept : Reuse::kNothing));
      good = Holds();
    }
    if (!good) return Refuse("serves files that do not lead to the root that it signed, or that do "
                             "not extend what it signed before");
    return Finish();
  }

 private:
  absl::StatusOr<Bytes> Fetch(const std::string& path) const {
    auto bytes = log_.source.Read(path);
    if (absl::IsNotFound(bytes.status())) {
      return absl::UnavailableError(Cat("The log ", log_.log.origin, " does not serve ", path,
                                        ". It may just have started: try again in a minute."));
    }
    return bytes;
  }

  absl::Status OpenNewest() {
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, Fetch("checkpoint"));
    note_ = AsText(bytes);
    CANDOR_ASSIGN_OR_RETURN(const auto opened, audit::OpenCheckpoint(note_, key_, log_.policy));
    newest_ = opened.checkpoint;
    if (newest_.size <= audit::kMaxPackEntries) return absl::OkStatus();
    return absl::DataLossError(Cat("The log ", log_.log.origin,
                                   " claims more entries than a pack can hold."));
  }

  absl::Status OpenKept() {
    const auto bytes = local_.Read("checkpoint");
    if (absl::IsNotFound(bytes.status())) return absl::OkStatus();
    CANDOR_RETURN_IF_ERROR(bytes.status());
    kept_note_ = AsText(*bytes);
    const auto opened = audit::OpenCheckpoint(kept_note_, key_, log_.policy);
    if (!opened.ok()) {
      return absl::FailedPreconditionError(
          Cat("The folder's checkpoint of ", log_.log.origin,
              " does not open: the pack is damaged, or of somebody else. Export into a new folder."));
    }
    kept_ = opened->checkpoint;
    if (newest_.size < kept_.size || (newest_.size == kept_.size && newest_.root != kept_.root)) {
      return Refuse("has taken back or rewritten what it signed before");
    }
    return absl::OkStatus();
  }

  absl::Status Copy(Reuse reuse) {
    reused_ = false;
    const auto files = audit::FilesOfLogAt(newest_.size);
    const auto kept = audit::FilesOfLogAt(kept_.size);
    const std::set<std::string> proven(kept.begin(), kept.end());
    std::uint64_t done = 0;
    for (const auto& path : files) {
      log_.progress(done++, files.size());
      const bool fixed = !path.starts_with("text/");
      const bool reusable = reuse == Reuse::kWhatIsThere ||
                            (reuse == Reuse::kWhatWasKept && proven.contains(path));
      if (fixed && reusable && local_.Read(path).ok()) {
        reused_ = true;
        continue;
      }
      CANDOR_ASSIGN_OR_RETURN(Bytes bytes, Fetch(path));
      if (!fixed) {
        CANDOR_ASSIGN_OR_RETURN(bytes, Trimmed(path, bytes));
      }
      CANDOR_RETURN_IF_ERROR(pack_.Write(folder_ + path, bytes));
    }
    log_.progress(done, files.size());
    return absl::OkStatus();
  }

  // A text bundle has no width: one that is served may go beyond the checkpoint already.
  absl::StatusOr<Bytes> Trimmed(const std::string& path, const Bytes& served) const {
    CANDOR_ASSIGN_OR_RETURN(const std::uint64_t bundle, audit::ParseTextBundlePath(path));
    const std::uint32_t width = audit::TileWidthAt(newest_.size, 0, bundle);
    auto texts = audit::DecodeTextBundle(served);
    if (!texts.ok() || texts->size() < width) {
      return absl::DataLossError(Cat("The log ", log_.log.origin, " serves a ", path,
                                     " that does not hold a content for each entry."));
    }
    texts->resize(width);
    return audit::EncodeTextBundle(*texts);
  }

  // Whether the files lead to the newest root, and extend the kept one.
  bool Holds() const {
    std::vector<std::string> earlier;
    if (!kept_note_.empty()) earlier.push_back(kept_note_);
    return Leads(UnderNote(local_, note_), std::move(earlier));
  }

  // Whether the folder still proves what its own checkpoint says.
  bool KeptHolds() const { return !kept_note_.empty() && Leads(local_, {}); }

  bool Leads(const audit::LogFiles& files, std::vector<std::string> earlier) const {
    const audit::ScanOptions options{.log_key = key_,
                                     .policy = log_.policy,
                                     .earlier = std::move(earlier),
                                     .not_older_than = 0};
    audit::Findings findings;
    audit::ScanLog(files, options, [](const audit::ScannedEntry&) {}, findings);
    return std::ranges::none_of(findings.all(), [](const audit::Finding& each) {
      return each.id == InvariantId::kRoot || each.id == InvariantId::kLogSignature ||
             each.id == InvariantId::kConsistency;
    });
  }

  absl::Status Refuse(std::string_view what) {
    CANDOR_RETURN_IF_ERROR(pack_.KeepEarlier(log_.number, note_));
    return absl::DataLossError(Cat("The log ", log_.log.origin, " ", what,
                                   ". Both notes are in the folder: keep it, and tell the "
                                   "independent body."));
  }

  absl::Status Finish() {
    if (newest_.size > kept_.size && !kept_note_.empty()) {
      CANDOR_RETURN_IF_ERROR(pack_.KeepEarlier(log_.number, kept_note_));
    }
    CANDOR_RETURN_IF_ERROR(pack_.Write(folder_ + "checkpoint", AsBytes(note_)));
    return RemoveOthers();
  }

  // Partial tiles of a smaller tree.
  absl::Status RemoveOthers() {
    std::set<std::string> wanted = {folder_ + "checkpoint"};
    for (const auto& path : audit::FilesOfLogAt(newest_.size)) wanted.insert(folder_ + path);
    CANDOR_ASSIGN_OR_RETURN(const auto files, pack_.Files());
    for (const auto& path : files) {
      if (path.starts_with(folder_) && !wanted.contains(path)) {
        CANDOR_RETURN_IF_ERROR(pack_.Remove(path));
      }
    }
    return absl::OkStatus();
  }

  const LogExport& log_;
  const PackFolder& pack_;
  const audit::NoteVerifierKey key_;
  const std::string folder_;
  const PackLog local_;
  std::string note_, kept_note_;
  audit::Checkpoint newest_, kept_;
  bool reused_ = false;
};

}  // namespace

absl::Status ExportLog(const LogExport& log, const PackFolder& pack) {
  CANDOR_ASSIGN_OR_RETURN(auto key, LogKeyOf(log.log));
  return Export(log, pack, std::move(key)).Run();
}

absl::Status ExportBundle(ByteView bundle, const PackFolder& pack) {
  const auto there = pack.Read(audit::kPackBundle);
  if (absl::IsNotFound(there.status())) return pack.Write(audit::kPackBundle, bundle);
  CANDOR_RETURN_IF_ERROR(there.status());
  if (*there == ToBytes(bundle)) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "The folder holds the pack of another organisation: its trust bundle is not this one. Export "
      "into a new folder.");
}

}  // namespace candor::services::follow

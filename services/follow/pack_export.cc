#include "services/follow/pack_export.h"

#include <algorithm>
#include <utility>

#include "audit/entry_bundle.h"
#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"
#include "services/follow/policy.h"

namespace candor::services::follow {
namespace {

using audit::InvariantId;

// Old bundles whose contents an Extend looks at.
constexpr std::uint64_t kOldContents = 16;

constexpr std::string_view kDoesNotLead =
    "serves files that do not lead to the root that it signed, or that do not extend what it signed "
    "before";

bool IsContents(const std::string& path) { return path.starts_with("text/"); }

// A pack's log under a checkpoint that is not in it yet.
class UnderNote final : public audit::LogFiles {
 public:
  UnderNote(const PackFolder& pack, std::size_t number, const std::string& note)
      : files_(pack, number), note_(note) {}
  absl::StatusOr<Bytes> Read(std::string_view path) const override {
    if (path == "checkpoint") return ToBytes(AsBytes(note_));
    return files_.Read(path);
  }

 private:
  const PackLog files_;
  const std::string& note_;
};

// Here entries and contents are copied, and mean nothing.
class Nobody final : public audit::EntryVisitor {
 public:
  void Take(const audit::ScannedEntry&) override {}
  bool Forget(std::uint64_t) override { return true; }
};

// Whether the files lead to the newest root, and extend the notes that were kept.
bool Leads(audit::LogScan& scan, const audit::LogFiles& files,
           const std::vector<std::string>& earlier) {
  Nobody visitor;
  audit::Findings findings;
  if (scan.Feed({files, earlier}, visitor, findings) == audit::Continues::kNo) return false;
  scan.Judge(0, findings);
  return std::ranges::none_of(findings.all(), [](const audit::Finding& each) {
    return each.id == InvariantId::kRoot || each.id == InvariantId::kLogSignature ||
           each.id == InvariantId::kConsistency;
  });
}

}  // namespace

LogCopy::LogCopy(audit::NoteVerifierKey key, std::size_t number, audit::WitnessPolicy policy,
                 const PackFolder& pack)
    : key_(std::move(key)),
      number_(number),
      policy_(std::move(policy)),
      pack_(pack),
      folder_(audit::PackLogFolder(number) + "/") {}

absl::StatusOr<LogCopy> LogCopy::Create(const records::LogIdentity& log, std::size_t number,
                                        audit::WitnessPolicy policy, const PackFolder& pack) {
  CANDOR_ASSIGN_OR_RETURN(auto key, LogKeyOf(log));
  return LogCopy(std::move(key), number, std::move(policy), pack);
}

absl::Status LogCopy::Extend(const audit::LogFiles& source, const Progress& progress) {
  CANDOR_RETURN_IF_ERROR(OpenNewest(source));
  if (!scan_.has_value()) return ExtendByAll(source, progress);
  CANDOR_RETURN_IF_ERROR(CheckNotTakenBack());
  CANDOR_ASSIGN_OR_RETURN(const bool good, ExtendByNew(source, progress));
  if (good) return absl::OkStatus();
  // The folder may have been damaged meanwhile: the log is not accused before all was looked at.
  scan_.reset();
  return ExtendByAll(source, progress);
}

absl::StatusOr<bool> LogCopy::ExtendByNew(const audit::LogFiles& source,
                                          const Progress& progress) {
  const auto files = audit::FilesOfLogSince(kept_.size, newest_.size);
  std::uint64_t done = 0;
  for (const auto& path : files) {
    progress(done++, files.size());
    CANDOR_RETURN_IF_ERROR(FetchFile(source, path, newest_.size));
  }
  progress(done, files.size());
  std::set<std::uint64_t> old = NextOldContents();
  // The one that has grown was fetched just now.
  if (newest_.size > kept_.size) old.erase(kept_.size / audit::kTileWidth);
  CANDOR_RETURN_IF_ERROR(FetchContents(source, old));
  audit::LogScan scan = *scan_;
  if (!Leads(scan, UnderNote(pack_, number_, note_), earlier_)) return false;
  CANDOR_RETURN_IF_ERROR(Finish(std::move(scan)));
  return true;
}

absl::Status LogCopy::ExtendByAll(const audit::LogFiles& source, const Progress& progress) {
  CANDOR_RETURN_IF_ERROR(OpenKept());
  CANDOR_RETURN_IF_ERROR(CheckNotTakenBack());
  earlier_.clear();
  if (!kept_note_.empty()) earlier_.push_back(kept_note_);
  const UnderNote files(pack_, number_, note_);
  CANDOR_RETURN_IF_ERROR(Copy(source, Reuse::kWhatIsThere, progress));
  audit::LogScan scan(key_, policy_);
  bool good = Leads(scan, files, earlier_);
  if (!good && reused_) {
    // What was there was damaged, perhaps: the log is accused only of what it serves now, and of
    // what it signed before where the folder still proves it.
    CANDOR_RETURN_IF_ERROR(
        Copy(source, KeptHolds() ? Reuse::kWhatWasKept : Reuse::kNothing, progress));
    scan = audit::LogScan(key_, policy_);
    good = Leads(scan, files, earlier_);
  }
  if (!good) return Refuse(kDoesNotLead);
  CANDOR_RETURN_IF_ERROR(Finish(std::move(scan)));
  return RemoveOthers();
}

absl::Status LogCopy::FetchContents(const audit::LogFiles& source,
                                    const std::set<std::uint64_t>& bundles) {
  for (const std::uint64_t bundle : bundles) {
    if (bundle >= audit::BundleCount(kept_.size)) continue;
    CANDOR_RETURN_IF_ERROR(FetchFile(source, audit::TextBundlePath(bundle), newest_.size));
  }
  return absl::OkStatus();
}

std::set<std::string> LogCopy::TakeChanged() { return std::exchange(changed_, {}); }

std::set<std::uint64_t> LogCopy::TakeReplaced() { return std::exchange(replaced_, {}); }

absl::StatusOr<Bytes> LogCopy::Fetch(const audit::LogFiles& source, const std::string& path) const {
  auto bytes = source.Read(path);
  if (absl::IsNotFound(bytes.status())) {
    return absl::UnavailableError(Cat("The log ", key_.name(), " does not serve ", path,
                                      ". It may just have started: try again in a minute."));
  }
  return bytes;
}

absl::Status LogCopy::FetchFile(const audit::LogFiles& source, const std::string& path,
                                std::uint64_t size) {
  CANDOR_ASSIGN_OR_RETURN(Bytes bytes, Fetch(source, path));
  if (IsContents(path)) {
    CANDOR_ASSIGN_OR_RETURN(bytes, Trimmed(path, bytes, size));
    const auto there = pack_.Read(folder_ + path);
    if (there.ok() && *there == bytes) return absl::OkStatus();
    CANDOR_ASSIGN_OR_RETURN(const std::uint64_t bundle, audit::ParseTextBundlePath(path));
    replaced_.insert(bundle);
  }
  return Write(folder_ + path, bytes);
}

absl::Status LogCopy::OpenNewest(const audit::LogFiles& source) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, Fetch(source, "checkpoint"));
  note_ = AsText(bytes);
  CANDOR_ASSIGN_OR_RETURN(const auto opened, audit::OpenCheckpoint(note_, key_, policy_));
  newest_ = opened.checkpoint;
  if (newest_.size <= audit::kMaxPackEntries) return absl::OkStatus();
  return absl::DataLossError(
      Cat("The log ", key_.name(), " claims more entries than a pack can hold."));
}

absl::Status LogCopy::OpenKept() {
  kept_note_.clear();
  kept_ = {};
  const auto bytes = pack_.Read(folder_ + "checkpoint");
  if (absl::IsNotFound(bytes.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(bytes.status());
  kept_note_ = AsText(*bytes);
  const auto opened = audit::OpenCheckpoint(kept_note_, key_, policy_);
  if (!opened.ok()) {
    return absl::FailedPreconditionError(
        Cat("The folder's checkpoint of ", key_.name(),
            " does not open: the pack is damaged, or of somebody else. Export into a new folder."));
  }
  kept_ = opened->checkpoint;
  return absl::OkStatus();
}

absl::Status LogCopy::CheckNotTakenBack() {
  if (newest_.size < kept_.size || (newest_.size == kept_.size && newest_.root != kept_.root &&
                                    !kept_note_.empty())) {
    return Refuse("has taken back or rewritten what it signed before");
  }
  return absl::OkStatus();
}

absl::Status LogCopy::Copy(const audit::LogFiles& source, Reuse reuse, const Progress& progress) {
  reused_ = false;
  const auto files = audit::FilesOfLogAt(newest_.size);
  const auto kept = audit::FilesOfLogAt(kept_.size);
  const std::set<std::string> proven(kept.begin(), kept.end());
  std::uint64_t done = 0;
  for (const auto& path : files) {
    progress(done++, files.size());
    const bool reusable = reuse == Reuse::kWhatIsThere ||
                          (reuse == Reuse::kWhatWasKept && proven.contains(path));
    if (!IsContents(path) && reusable && pack_.Read(folder_ + path).ok()) {
      reused_ = true;
      continue;
    }
    CANDOR_RETURN_IF_ERROR(FetchFile(source, path, newest_.size));
  }
  progress(done, files.size());
  return absl::OkStatus();
}

std::set<std::uint64_t> LogCopy::NextOldContents() {
  std::set<std::uint64_t> out;
  const std::uint64_t bundles = audit::BundleCount(kept_.size);
  for (std::uint64_t i = 0; i < std::min(kOldContents, bundles); ++i) {
    out.insert(next_old_++ % bundles);
  }
  return out;
}

// A text bundle has no width: one that is served may go beyond the checkpoint already.
absl::StatusOr<Bytes> LogCopy::Trimmed(const std::string& path, const Bytes& served,
                                       std::uint64_t size) const {
  CANDOR_ASSIGN_OR_RETURN(const std::uint64_t bundle, audit::ParseTextBundlePath(path));
  const std::uint32_t width = audit::TileWidthAt(size, 0, bundle);
  auto texts = audit::DecodeTextBundle(served);
  if (!texts.ok() || texts->size() < width) {
    return absl::DataLossError(Cat("The log ", key_.name(), " serves a ", path,
                                   " that does not hold a content for each entry."));
  }
  texts->resize(width);
  return audit::EncodeTextBundle(*texts);
}

// Whether the folder still proves what its own checkpoint says.
bool LogCopy::KeptHolds() const {
  if (kept_note_.empty()) return false;
  audit::LogScan scan(key_, policy_);
  return Leads(scan, PackLog(pack_, number_), {});
}

absl::Status LogCopy::Refuse(std::string_view what) {
  CANDOR_RETURN_IF_ERROR(Keep(note_));
  return absl::DataLossError(Cat("The log ", key_.name(), " ", what,
                                 ". Both notes are in the folder: keep it, and tell the "
                                 "independent body."));
}

absl::Status LogCopy::Finish(audit::LogScan scan) {
  if (newest_.size > kept_.size && !kept_note_.empty()) {
    CANDOR_RETURN_IF_ERROR(Keep(kept_note_));
  }
  if (note_ != kept_note_) {
    CANDOR_RETURN_IF_ERROR(Write(folder_ + "checkpoint", AsBytes(note_)));
  }
  for (const auto& path : audit::FilesOutgrown(kept_.size, newest_.size)) {
    CANDOR_RETURN_IF_ERROR(Remove(folder_ + path));
  }
  kept_ = newest_;
  kept_note_ = note_;
  scan_ = std::move(scan);
  return absl::OkStatus();
}

// What a smaller tree, or an export that was cut short, has left.
absl::Status LogCopy::RemoveOthers() {
  std::set<std::string> wanted = {folder_ + "checkpoint"};
  for (const auto& path : audit::FilesOfLogAt(newest_.size)) wanted.insert(folder_ + path);
  CANDOR_ASSIGN_OR_RETURN(const auto files, pack_.FilesBelow(audit::PackLogFolder(number_)));
  for (const auto& path : files) {
    if (!wanted.contains(path)) CANDOR_RETURN_IF_ERROR(Remove(path));
  }
  return absl::OkStatus();
}

// Under the next number, unless it is there already.
absl::Status LogCopy::Keep(const std::string& note) {
  CANDOR_ASSIGN_OR_RETURN(const auto more, pack_.Earlier(number_, notes_.size()));
  notes_.insert(notes_.end(), more.begin(), more.end());
  if (std::ranges::find(notes_, note) != notes_.end()) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(
      Write(Cat(audit::PackEarlierFolder(number_), "/", notes_.size() + 1), AsBytes(note)));
  notes_.push_back(note);
  return absl::OkStatus();
}

absl::Status LogCopy::Write(const std::string& path, ByteView bytes) {
  if (changed_.empty()) CANDOR_RETURN_IF_ERROR(pack_.Unseal());
  changed_.insert(path);
  return pack_.Write(path, bytes);
}

absl::Status LogCopy::Remove(const std::string& path) {
  if (changed_.empty()) CANDOR_RETURN_IF_ERROR(pack_.Unseal());
  changed_.insert(path);
  return pack_.Remove(path);
}

absl::Status ExportLog(const LogExport& log, const PackFolder& pack) {
  CANDOR_ASSIGN_OR_RETURN(auto copy, LogCopy::Create(log.log, log.number, log.policy, pack));
  return copy.Extend(log.source, log.progress);
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

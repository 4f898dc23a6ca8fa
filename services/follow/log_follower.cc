#include "services/follow/log_follower.h"

#include <algorithm>

#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"
#include "records/entry.h"
#include "services/follow/policy.h"
#include "services/runtime/https_client.h"

namespace candor::services::follow {
namespace {

constexpr std::size_t kMaxCheckpoint = audit::kMaxNoteSize;
constexpr std::size_t kMaxTextBundle = std::size_t{64} << 20;

std::uint32_t BundleWidth(std::uint64_t size, std::uint64_t bundle) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(audit::kTileWidth, size - bundle * audit::kTileWidth));
}

// The files of one log over one connection.
class Fetcher {
 public:
  static absl::StatusOr<Fetcher> Connect(const LogSource& source, const std::string& origin) {
    CANDOR_ASSIGN_OR_RETURN(auto connection,
                            runtime::HttpsConnection::Open(source.base_url, source.tls_anchor,
                                                           {.max_body_bytes = kMaxTextBundle}));
    return Fetcher(std::move(connection), source.path, origin);
  }

  absl::StatusOr<Bytes> Get(const std::string& path) {
    CANDOR_ASSIGN_OR_RETURN(runtime::HttpReply reply, connection_.Get(before_ + path));
    if (reply.status != 200) {
      return absl::UnavailableError(Cat("the log ", origin_, " does not serve ", path, " (HTTP ",
                                        reply.status,
                                        "); it may just have started: try again in a minute"));
    }
    return std::move(reply.body);
  }

  absl::StatusOr<std::vector<Bytes>> Entries(std::uint64_t size, std::uint64_t bundle) {
    const std::uint32_t width = BundleWidth(size, bundle);
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, Get("/" + audit::EntryBundlePath({bundle, width})));
    return audit::DecodeEntryBundle(bytes, width);
  }

  absl::StatusOr<std::vector<audit::EntryText>> Contents(std::uint64_t size, std::uint64_t bundle) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, Get("/" + audit::TextBundlePath(bundle)));
    CANDOR_ASSIGN_OR_RETURN(auto texts, audit::DecodeTextBundle(bytes));
    const std::uint32_t width = BundleWidth(size, bundle);
    if (texts.size() < width) {
      return absl::DataLossError(Cat("the log ", origin_, " serves fewer contents than entries"));
    }
    texts.resize(width);
    return texts;
  }

 private:
  Fetcher(runtime::HttpsConnection connection, std::string before, std::string origin)
      : connection_(std::move(connection)), before_(std::move(before)), origin_(std::move(origin)) {}

  runtime::HttpsConnection connection_;
  std::string before_;
  std::string origin_;
};

// Whether one of the entries says that contents were destroyed.
bool SaysErased(std::span<const Bytes> entries) {
  return std::ranges::any_of(entries, [](const Bytes& each) {
    const auto entry = records::LogEntry::Decode(each);
    return entry.ok() && std::holds_alternative<records::ErasureDone>(entry->body);
  });
}

}  // namespace

LogFollower::LogFollower(runtime::Path folder, records::LogIdentity log,
                         audit::WitnessPolicy policy, LogSource source, audit::LogMirror mirror)
    : folder_(std::move(folder)),
      log_(std::move(log)),
      policy_(std::move(policy)),
      source_(std::move(source)),
      mirror_(std::move(mirror)) {}

absl::StatusOr<LogFollower> LogFollower::Open(runtime::Path folder, records::LogIdentity log,
                                              audit::WitnessPolicy policy) {
  LogSource source = AtTheLog(log);
  return Open(std::move(folder), std::move(log), std::move(policy), std::move(source));
}

absl::StatusOr<LogFollower> LogFollower::Open(runtime::Path folder, records::LogIdentity log,
                                              audit::WitnessPolicy policy, LogSource source) {
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder / "entries"));
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder / "text"));
  CANDOR_ASSIGN_OR_RETURN(auto key, LogKeyOf(log));
  CANDOR_ASSIGN_OR_RETURN(auto mirror, audit::LogMirror::Create(std::move(key), policy));
  LogFollower follower(std::move(folder), std::move(log), std::move(policy), std::move(source),
                       std::move(mirror));
  const auto note = runtime::ReadFile(follower.folder_ / "checkpoint", kMaxCheckpoint);
  if (note.ok() && !follower.Restore(std::string(AsText(*note))).ok()) {
    // What cannot be taken up is fetched anew; there is nothing secret in it.
    follower.remembered_note_ = AsText(*note);
  }
  return follower;
}

absl::Status LogFollower::Restore(std::string note) {
  CANDOR_ASSIGN_OR_RETURN(const auto key, LogKeyOf(log_));
  CANDOR_ASSIGN_OR_RETURN(const auto opened, audit::OpenCheckpoint(note, key, policy_));
  const std::uint64_t size = opened.checkpoint.size;
  std::vector<Bytes> entries;
  Texts contents;
  for (std::uint64_t bundle = 0; bundle < audit::BundleCount(size); ++bundle) {
    const std::string name = std::to_string(bundle);
    CANDOR_ASSIGN_OR_RETURN(const Bytes raw, runtime::ReadFile(folder_ / "entries" / name));
    CANDOR_ASSIGN_OR_RETURN(auto some, audit::DecodeEntryBundle(raw, BundleWidth(size, bundle)));
    std::ranges::move(some, std::back_inserter(entries));
    CANDOR_ASSIGN_OR_RETURN(const Bytes raw_texts,
                            runtime::ReadFile(folder_ / "text" / name, kMaxTextBundle));
    CANDOR_ASSIGN_OR_RETURN(auto texts, audit::DecodeTextBundle(raw_texts));
    if (texts.size() != BundleWidth(size, bundle)) return absl::DataLossError("damaged copy");
    std::ranges::move(texts, std::back_inserter(contents));
  }
  CANDOR_ASSIGN_OR_RETURN(
      mirror_, audit::LogMirror::Restore(key, policy_, std::move(note), std::move(entries)));
  contents_ = std::move(contents);
  return absl::OkStatus();
}

void LogFollower::Distrust() const {
  // A copy without this file is a damaged one.
  runtime::RemoveFile(folder_ / "text" / "0").IgnoreError();
}

absl::Status LogFollower::Sync() {
  CANDOR_ASSIGN_OR_RETURN(Fetcher fetcher, Fetcher::Connect(source_, log_.origin));
  CANDOR_ASSIGN_OR_RETURN(const Bytes raw_note, fetcher.Get("/checkpoint"));
  std::string note(AsText(raw_note));
  const auto planned = mirror_.Plan(note);
  if (!planned.ok()) return Misbehaved(planned.status(), note);
  const std::uint64_t size = *planned;

  // The last bundle known may have been partial: its new width is fetched whole. Contents change with an entry
  // that says so, and with nothing else.
  const std::uint64_t first_bundle =
      size > mirror_.size() ? mirror_.size() / audit::kTileWidth : audit::BundleCount(size);
  std::vector<Bytes> fresh;
  Texts contents;
  for (std::uint64_t bundle = first_bundle; bundle < audit::BundleCount(size); ++bundle) {
    CANDOR_ASSIGN_OR_RETURN(auto entries, fetcher.Entries(size, bundle));
    CANDOR_ASSIGN_OR_RETURN(auto texts, fetcher.Contents(size, bundle));
    const std::uint64_t known = bundle == first_bundle ? mirror_.size() % audit::kTileWidth : 0;
    std::move(entries.begin() + static_cast<std::ptrdiff_t>(known), entries.end(),
              std::back_inserter(fresh));
    std::ranges::move(texts, std::back_inserter(contents));
  }
  std::uint64_t first_contents = first_bundle;
  if (first_bundle > 0 && SaysErased(fresh)) {
    Texts earlier;
    for (std::uint64_t bundle = 0; bundle < first_bundle; ++bundle) {
      CANDOR_ASSIGN_OR_RETURN(auto texts, fetcher.Contents(size, bundle));
      std::ranges::move(texts, std::back_inserter(earlier));
    }
    std::ranges::move(contents, std::back_inserter(earlier));
    contents = std::move(earlier);
    first_contents = 0;
  }
  CANDOR_RETURN_IF_ERROR(Take(std::move(note), std::move(fresh)));
  contents_.resize(std::min(contents_.size(), static_cast<std::size_t>(first_contents * audit::kTileWidth)));
  std::ranges::move(contents, std::back_inserter(contents_));
  // What an earlier call has taken and could not write is written with it: the texts in those files may be
  // destroyed ones.
  unwritten_from_ = std::min(unwritten_from_.value_or(first_contents), first_contents);
  CANDOR_RETURN_IF_ERROR(Store(*unwritten_from_));
  unwritten_from_.reset();
  return absl::OkStatus();
}

absl::Status LogFollower::Take(std::string note, std::vector<Bytes> new_entries) {
  const std::string taken = note;
  const absl::Status advanced = mirror_.Advance(std::move(note), std::move(new_entries));
  if (!advanced.ok()) return Misbehaved(advanced, taken);
  if (const absl::Status extends = CheckRemembered(); !extends.ok()) {
    // The mirror was empty before: a checkpoint is remembered only where entries are lost.
    mirror_ = mirror_.Emptied();
    return Misbehaved(absl::DataLossError(extends.message()), taken);
  }
  remembered_note_.clear();
  return absl::OkStatus();
}

absl::Status LogFollower::CheckRemembered() {
  if (remembered_note_.empty()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto key, LogKeyOf(log_));
  const auto earlier = audit::OpenCheckpoint(remembered_note_, key, policy_);
  // A note that does not open was damaged too, and says nothing about the log.
  return earlier.ok() ? mirror_.CheckIncludes(earlier->checkpoint) : absl::OkStatus();
}

absl::Status LogFollower::Misbehaved(absl::Status status, std::string_view note) const {
  if (absl::IsDataLoss(status)) CANDOR_RETURN_IF_ERROR(KeepEvidence(note));
  return status;
}

absl::Status LogFollower::Store(std::uint64_t first_bundle) const {
  const std::uint64_t size = mirror_.size();
  // Not synced: a copy that a crash tears is noticed and fetched anew.
  const auto write = [](const runtime::Path& path, ByteView bytes) {
    return runtime::WriteFileAtomically(path, bytes, 0600, runtime::Durability::kUnsynced);
  };
  for (std::uint64_t bundle = first_bundle; bundle < audit::BundleCount(size); ++bundle) {
    const std::size_t begin = static_cast<std::size_t>(bundle * audit::kTileWidth);
    const std::size_t width = BundleWidth(size, bundle);
    CANDOR_ASSIGN_OR_RETURN(const Bytes entries,
                            audit::EncodeEntryBundle(mirror_.entries().subspan(begin, width)));
    CANDOR_ASSIGN_OR_RETURN(const Bytes texts,
                            audit::EncodeTextBundle(contents().subspan(begin, width)));
    const std::string name = std::to_string(bundle);
    CANDOR_RETURN_IF_ERROR(write(folder_ / "entries" / name, entries));
    CANDOR_RETURN_IF_ERROR(write(folder_ / "text" / name, texts));
  }
  return write(folder_ / "checkpoint", AsBytes(mirror_.note()));
}

absl::Status LogFollower::KeepEvidence(std::string_view note) const {
  const std::string name = HexEncode(ByteView(crypto::Sha256({AsBytes(note)})).first(8));
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder_ / "evidence"));
  CANDOR_RETURN_IF_ERROR(runtime::WriteFileAtomically(
      folder_ / "evidence" / (name + ".kept.note"),
      AsBytes(remembered_note_.empty() ? mirror_.note() : remembered_note_)));
  return runtime::WriteFileAtomically(folder_ / "evidence" / (name + ".refused.note"),
                                      AsBytes(note));
}

}  // namespace candor::services::follow

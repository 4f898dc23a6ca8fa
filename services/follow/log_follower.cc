#include "services/follow/log_follower.h"

#include <algorithm>

#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"
#include "services/follow/policy.h"
#include "services/runtime/https_client.h"

namespace candor::services::follow {
namespace {

constexpr std::size_t kMaxCheckpoint = 64 * 1024;

std::uint32_t BundleWidth(std::uint64_t size, std::uint64_t bundle) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(audit::kTileWidth, size - bundle * audit::kTileWidth));
}

// The files of one log over one connection.
class Fetcher {
 public:
  static absl::StatusOr<Fetcher> Connect(const records::LogIdentity& log) {
    CANDOR_ASSIGN_OR_RETURN(
        auto connection, runtime::HttpsConnection::Open(log.files_url, log.tls_anchor));
    return Fetcher(std::move(connection), log.origin);
  }

  absl::StatusOr<Bytes> Get(const std::string& path) {
    CANDOR_ASSIGN_OR_RETURN(runtime::HttpReply reply, connection_.Get(path));
    if (reply.status != 200) {
      return absl::UnavailableError(
          Cat("the log ", origin_, " does not serve ", path, " (HTTP ", reply.status,
              "); it may just have started: try again in a minute"));
    }
    return std::move(reply.body);
  }

  absl::StatusOr<std::vector<Bytes>> Entries(std::uint64_t size, std::uint64_t bundle) {
    const std::uint32_t width = BundleWidth(size, bundle);
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                            Get("/" + audit::EntryBundlePath({bundle, width})));
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
  Fetcher(runtime::HttpsConnection connection, std::string origin)
      : connection_(std::move(connection)), origin_(std::move(origin)) {}

  runtime::HttpsConnection connection_;
  std::string origin_;
};

}  // namespace

LogFollower::LogFollower(runtime::Path folder, records::LogIdentity log,
                         audit::WitnessPolicy policy, audit::LogMirror mirror)
    : folder_(std::move(folder)),
      log_(std::move(log)),
      policy_(std::move(policy)),
      mirror_(std::move(mirror)) {}

absl::StatusOr<LogFollower> LogFollower::Open(runtime::Path folder, records::LogIdentity log,
                                              audit::WitnessPolicy policy) {
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder / "entries"));
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder / "text"));
  CANDOR_ASSIGN_OR_RETURN(auto key, LogKeyOf(log));
  CANDOR_ASSIGN_OR_RETURN(auto mirror, audit::LogMirror::Create(std::move(key), policy));
  LogFollower follower(std::move(folder), std::move(log), std::move(policy), std::move(mirror));
  // A copy that cannot be taken up is worth nothing and is fetched anew: it holds no secret and no
  // memory that the wallet's pinned checkpoint does not hold too.
  follower.Restore().IgnoreError();
  return follower;
}

absl::Status LogFollower::Restore() {
  CANDOR_ASSIGN_OR_RETURN(const Bytes note, runtime::ReadFile(folder_ / "checkpoint", kMaxCheckpoint));
  CANDOR_ASSIGN_OR_RETURN(const auto key, LogKeyOf(log_));
  CANDOR_ASSIGN_OR_RETURN(const auto opened,
                          audit::OpenCheckpoint(AsText(note), key, policy_));
  const std::uint64_t size = opened.checkpoint.size;
  std::vector<Bytes> entries;
  std::vector<audit::EntryText> contents;
  for (std::uint64_t bundle = 0; bundle < audit::BundleCount(size); ++bundle) {
    const std::string name = std::to_string(bundle);
    CANDOR_ASSIGN_OR_RETURN(const Bytes raw, runtime::ReadFile(folder_ / "entries" / name));
    CANDOR_ASSIGN_OR_RETURN(auto some, audit::DecodeEntryBundle(raw, BundleWidth(size, bundle)));
    std::ranges::move(some, std::back_inserter(entries));
    CANDOR_ASSIGN_OR_RETURN(const Bytes raw_texts, runtime::ReadFile(folder_ / "text" / name));
    CANDOR_ASSIGN_OR_RETURN(auto texts, audit::DecodeTextBundle(raw_texts));
    if (texts.size() != BundleWidth(size, bundle)) return absl::DataLossError("damaged copy");
    std::ranges::move(texts, std::back_inserter(contents));
  }
  CANDOR_ASSIGN_OR_RETURN(
      mirror_, audit::LogMirror::Restore(key, policy_, std::string(AsText(note)), std::move(entries)));
  contents_ = std::move(contents);
  return absl::OkStatus();
}

absl::Status LogFollower::Sync() {
  CANDOR_ASSIGN_OR_RETURN(Fetcher fetcher, Fetcher::Connect(log_));
  CANDOR_ASSIGN_OR_RETURN(const Bytes raw_note, fetcher.Get("/checkpoint"));
  std::string note(AsText(raw_note));
  const auto planned = mirror_.Plan(note);
  if (absl::IsDataLoss(planned.status())) CANDOR_RETURN_IF_ERROR(KeepEvidence(note));
  CANDOR_RETURN_IF_ERROR(planned.status());
  const std::uint64_t size = *planned;

  // The last bundle known may have been partial: its new width is fetched whole.
  const std::uint64_t first_bundle = mirror_.size() / audit::kTileWidth;
  std::vector<Bytes> fresh;
  std::vector<audit::EntryText> contents(
      contents_.begin(),
      contents_.begin() + static_cast<std::ptrdiff_t>(first_bundle * audit::kTileWidth));
  for (std::uint64_t bundle = first_bundle; bundle < audit::BundleCount(size); ++bundle) {
    CANDOR_ASSIGN_OR_RETURN(auto entries, fetcher.Entries(size, bundle));
    CANDOR_ASSIGN_OR_RETURN(auto texts, fetcher.Contents(size, bundle));
    const std::uint64_t begin = bundle * audit::kTileWidth;
    const std::size_t known =
        mirror_.size() > begin ? static_cast<std::size_t>(mirror_.size() - begin) : 0;
    std::move(entries.begin() + static_cast<std::ptrdiff_t>(std::min(known, entries.size())),
              entries.end(), std::back_inserter(fresh));
    std::ranges::move(texts, std::back_inserter(contents));
  }
  CANDOR_RETURN_IF_ERROR(mirror_.Advance(std::move(note), std::move(fresh)));
  contents_ = std::move(contents);
  return Store(first_bundle);
}

absl::Status LogFollower::Store(std::uint64_t first_bundle) {
  const std::uint64_t size = mirror_.size();
  for (std::uint64_t bundle = first_bundle; bundle < audit::BundleCount(size); ++bundle) {
    const std::size_t begin = static_cast<std::size_t>(bundle * audit::kTileWidth);
    const std::size_t width = BundleWidth(size, bundle);
    CANDOR_ASSIGN_OR_RETURN(const Bytes entries,
                            audit::EncodeEntryBundle(mirror_.entries().subspan(begin, width)));
    CANDOR_ASSIGN_OR_RETURN(const Bytes texts,
                            audit::EncodeTextBundle(contents().subspan(begin, width)));
    const std::string name = std::to_string(bundle);
    // Not synced: a copy that a crash tears is noticed and fetched anew.
    CANDOR_RETURN_IF_ERROR(runtime::WriteFileAtomically(folder_ / "entries" / name, entries, 0600,
                                                        runtime::Durability::kUnsynced));
    CANDOR_RETURN_IF_ERROR(runtime::WriteFileAtomically(folder_ / "text" / name, texts, 0600,
                                                        runtime::Durability::kUnsynced));
  }
  return runtime::WriteFileAtomically(folder_ / "checkpoint", AsBytes(mirror_.note()), 0600,
                                      runtime::Durability::kUnsynced);
}

absl::Status LogFollower::KeepEvidence(std::string_view note) const {
  const std::string name = HexEncode(ByteView(crypto::Sha256({AsBytes(note)})).first(8));
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder_ / "evidence"));
  CANDOR_RETURN_IF_ERROR(runtime::WriteFileAtomically(
      folder_ / "evidence" / (name + ".kept.note"), AsBytes(mirror_.note())));
  return runtime::WriteFileAtomically(folder_ / "evidence" / (name + ".refused.note"),
                                      AsBytes(note));
}

}  // namespace candor::services::follow

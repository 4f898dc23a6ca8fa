// LogMirror: one log's public files as a relay serves them: a verified copy, the same bytes.
//
//   /checkpoint   /tile/<L>/<N>[.p/<W>]   /tile/entries/<N>[.p/<W>]   /text/<N>
//
// Promise: what is served leads to a checkpoint with the quorum; what the log says was destroyed is
// fetched again, and so not served longer than the log itself serves it (services/follow). Whoever reads
// here shows nothing to whoever runs the log.
// Not promised: that it is the newest: it stays behind by a round, or while the log cannot be reached.
//
// Follow on one thread; Get on any.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "base/mutex.h"
#include "records/trust_bundle.h"
#include "services/follow/log_follower.h"
#include "services/runtime/files.h"
#include "services/runtime/https_client.h"

namespace candor::services::relay {

class LogMirror {
 public:
  // Takes up the copy in `folder`, without asking anybody.
  static absl::StatusOr<std::unique_ptr<LogMirror>> Open(const runtime::Path& folder,
                                                         const records::LogIdentity& log,
                                                         const audit::WitnessPolicy& policy);

  // Fetches what is new, if the checkpoint is another one. On an error what is served stays.
  absl::Status Follow();

  // The file; nothing for an unknown path and for what is not there yet. `path` is a stranger's.
  std::optional<Bytes> Get(std::string_view path) const;

  const std::string& origin() const { return follower_.log().origin; }

 private:
  using Tiles = std::map<std::pair<unsigned, std::uint64_t>, Bytes>;

  LogMirror(runtime::Path folder, follow::LogFollower follower)
      : folder_(std::move(folder)), follower_(std::move(follower)) {}

  // Whether the log serves another checkpoint than this does. Asked of what is served: what the follower has
  // taken and could not write down is taken again.
  absl::StatusOr<bool> HasNews();
  absl::Status ServeNew();
  std::uint64_t served_size() const;
  std::optional<Bytes> GetTile(std::string_view path) const;
  std::optional<Bytes> GetEntries(std::uint64_t bundle, std::uint32_t width) const;
  std::optional<Bytes> GetTexts(std::uint64_t bundle, std::uint32_t width) const;

  const runtime::Path folder_;
  // The following thread's own.
  follow::LogFollower follower_;
  std::optional<runtime::HttpsConnection> connection_;

  mutable Mutex mutex_;  // held to look a tile or the note up, or to put new ones in
  std::string note_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t size_ ABSL_GUARDED_BY(mutex_) = 0;
  Tiles tiles_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::services::relay

// MirrorFolder: a folder that holds a log's public files: a pack, or the files of one log alone.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "records/trust_bundle.h"
#include "services/follow/pack_folder.h"
#include "services/publish/recovery_plan.h"

namespace candor::services::publish {

// Not thread-safe; immutable in use.
class MirrorFolder final : public audit::LogFiles {
 public:
  // `origin` names the log in the bundle. A folder with a bundle is a pack, and its bundle has to be
  // this one: FailedPrecondition. InvalidArgument for a folder that holds no log.
  static absl::StatusOr<MirrorFolder> Open(const runtime::Path& folder,
                                           const records::TrustBundle& bundle,
                                           const std::string& origin);

  absl::StatusOr<Bytes> Read(std::string_view path) const override;
  // The checkpoint, then those of a pack that were kept earlier.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  MirrorFolder(follow::PackFolder folder, std::string prefix)
      : folder_(std::move(folder)), prefix_(std::move(prefix)) {}

  follow::PackFolder folder_;
  std::string prefix_;
  std::vector<std::string> notes_;
};

}  // namespace candor::services::publish

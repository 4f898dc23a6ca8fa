#include "services/publish/store_export.h"

#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "services/follow/pack_export.h"
#include "services/publish/policy.h"
#include "services/publish/public_files.h"

namespace candor::services::publish {
namespace {

class PublicLog final : public audit::LogFiles {
 public:
  explicit PublicLog(const PublicFiles& files) : files_(files) {}
  absl::StatusOr<Bytes> Read(std::string_view path) const override {
    auto file = files_.Get(Cat("/", path));
    if (!file.has_value()) return absl::NotFoundError("the log has no such file");
    return *std::move(file);
  }

 private:
  const PublicFiles& files_;
};

// The log's place in a pack, and its identity.
absl::StatusOr<std::pair<std::size_t, records::LogIdentity>> PlaceOf(
    const records::TrustBundle& bundle, const std::string& origin) {
  if (bundle.board.origin == origin) return std::pair(std::size_t{0}, bundle.board);
  for (std::size_t i = 0; i < bundle.issuers.size(); ++i) {
    if (bundle.issuers[i].origin == origin) return std::pair(i + 1, bundle.issuers[i]);
  }
  return absl::InvalidArgumentError(
      "The trust bundle names no log with the 'origin' of the configuration. Correct one of the two.");
}

}  // namespace

absl::Status ExportStore(const store::LogStore& log, const records::TrustBundle& bundle,
                         const std::string& origin, const runtime::Path& out) {
  CANDOR_ASSIGN_OR_RETURN(const auto place, PlaceOf(bundle, origin));
  CANDOR_ASSIGN_OR_RETURN(auto key, LogKeyOf(place.second));
  CANDOR_ASSIGN_OR_RETURN(auto policy, WitnessPolicyOf(bundle));
  CANDOR_ASSIGN_OR_RETURN(const auto published, log.PublishedCheckpoint());
  if (!published.has_value()) {
    return absl::FailedPreconditionError(
        "Nothing was published yet: no checkpoint of this log carries the witnesses' quorum.");
  }
  const PublicFiles files(log, std::move(key), bundle.Encode());
  const PublicLog source(files);
  const follow::PackFolder pack(out);
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(out, 0755));
  CANDOR_RETURN_IF_ERROR(follow::ExportBundle(bundle.Encode(), pack));
  CANDOR_RETURN_IF_ERROR(pack.Unseal());
  CANDOR_RETURN_IF_ERROR(follow::ExportLog({.source = source,
                                            .number = place.first,
                                            .log = place.second,
                                            .policy = std::move(policy)},
                                           pack));
  return pack.Seal();
}

}  // namespace candor::services::publish

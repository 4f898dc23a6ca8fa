#include "services/publish/mirror_folder.h"

#include <utility>

#include "base/status.h"
#include "base/text.h"

namespace candor::services::publish {
namespace {

absl::StatusOr<std::size_t> NumberOf(const records::TrustBundle& bundle,
                                     const std::string& origin) {
  if (bundle.board.origin == origin) return std::size_t{0};
  for (std::size_t i = 0; i < bundle.issuers.size(); ++i) {
    if (bundle.issuers[i].origin == origin) return i + 1;
  }
  return absl::InvalidArgumentError(
      "The trust bundle names no log with the 'origin' of the configuration. Correct one of the two.");
}

}  // namespace

absl::StatusOr<MirrorFolder> MirrorFolder::Open(const runtime::Path& folder,
                                                const records::TrustBundle& bundle,
                                                const std::string& origin) {
  CANDOR_ASSIGN_OR_RETURN(const std::size_t number, NumberOf(bundle, origin));
  const follow::PackFolder pack(folder);
  const auto its_bundle = pack.Read(audit::kPackBundle);
  const bool is_pack = its_bundle.ok();
  if (is_pack && *its_bundle != bundle.Encode()) {
    return absl::FailedPreconditionError(
        Cat("The pack ", folder.string(), " is of another organisation. Nothing was changed."));
  }
  MirrorFolder out(pack, is_pack ? audit::PackLogFolder(number) + "/" : "");
  const auto checkpoint = out.Read("checkpoint");
  if (!checkpoint.ok()) {
    return absl::InvalidArgumentError(
        Cat("The folder ", folder.string(), " holds neither a pack nor the public files of a log."
            " Nothing was changed."));
  }
  out.notes_.emplace_back(AsText(*checkpoint));
  if (is_pack) {
    CANDOR_ASSIGN_OR_RETURN(auto earlier, pack.Earlier(number));
    for (auto& note : earlier) out.notes_.push_back(std::move(note));
  }
  return out;
}

absl::StatusOr<Bytes> MirrorFolder::Read(std::string_view path) const {
  return folder_.Read(Cat(prefix_, path));
}

}  // namespace candor::services::publish

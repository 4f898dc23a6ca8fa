#include "services/auditor/report/evidence_folder.h"

#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "services/follow/publication.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kMaxPublication = std::size_t{64} << 10;
// A bundle of texts is the largest file of a log: 256 envelopes with their salts.
constexpr std::size_t kMaxLogFile = std::size_t{256} << 20;

class FilesInFolder final : public audit::LogFiles {
 public:
  explicit FilesInFolder(runtime::Path folder) : folder_(std::move(folder)) {}
  absl::StatusOr<Bytes> Read(std::string_view path) const override {
    return runtime::ReadFile(folder_ / path, kMaxLogFile);
  }

 private:
  runtime::Path folder_;
};

}  // namespace

absl::StatusOr<EvidenceFolder> EvidenceFolder::Open(const runtime::Path& pack,
                                                    const std::string& fingerprint_file) {
  EvidenceFolder out;
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(pack / "bundle"));
  CANDOR_ASSIGN_OR_RETURN(out.evidence_.bundle, records::TrustBundle::Decode(bytes));
  CANDOR_ASSIGN_OR_RETURN(const Bytes publication,
                          runtime::ReadFile(fingerprint_file, kMaxPublication));
  CANDOR_RETURN_IF_ERROR(
      follow::CheckPublication(AsText(publication), out.evidence_.bundle.Fingerprint()));
  const auto add = [&](const std::string& name) {
    out.files_.push_back(std::make_unique<FilesInFolder>(pack / "logs" / name));
    return audit::EvidenceOfLog{out.files_.back().get(), {}};
  };
  out.evidence_.board = add("board");
  for (std::size_t i = 1; i <= out.evidence_.bundle.issuers.size(); ++i) {
    const std::string name = Cat("issuer-", i);
    // A log that is not in the pack is a finding of the verification, and no error.
    const bool there = runtime::FileExists(pack / "logs" / name / "checkpoint");
    out.evidence_.issuers.push_back(there ? add(name) : audit::EvidenceOfLog{});
  }
  return out;
}

}  // namespace candor::services::auditor

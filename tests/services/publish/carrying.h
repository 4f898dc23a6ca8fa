// A log with witnesses without a network, and the person who carries the files.
#pragma once

#include <string>
#include <vector>

#include "audit/witness_file.h"
#include "services/publish/cosign_desk.h"
#include "tests/services/publish/publishing.h"

namespace candor::services::publish {

class Carrying : public Publishing {
 public:
  using Publishing::Publishing;

  const std::string& NameOf(std::size_t witness) const {
    return organisation_.bundle().witnesses[witness].name;
  }
  CosignDesk Desk() const {
    return {folder_ / "cosign", organisation_.bundle(), organisation_.bundle().board};
  }
  absl::StatusOr<CosignRequest> Request(std::size_t witness, Renew renew = Renew::kNo) const {
    return MakeCosignRequest(Desk(), NameOf(witness), renew);
  }
  // What the witness writes.
  std::string AnswerTo(std::size_t witness, std::string_view request) {
    return audit::FormatAnswerFile(houses_[witness]->witness.AddCheckpoint(request));
  }
  absl::Status Accept(std::size_t witness, std::string_view answer) const {
    return AcceptCosignAnswer(Desk(), NameOf(witness), answer);
  }
  // The whole way but for the publisher's round.
  absl::Status Fetch(std::size_t witness) {
    CANDOR_ASSIGN_OR_RETURN(const auto request, Request(witness));
    return Accept(witness, AnswerTo(witness, request.body));
  }
  // A round; a witness is missing in it, or not.
  absl::Status Round() {
    const absl::Status status = publisher_->PublishOnce();
    return absl::IsUnavailable(status) ? absl::OkStatus() : status;
  }
  CosignFolder Folder() const { return CosignFolder::Open(folder_ / "cosign").value(); }
  std::vector<std::string> Refused() const {
    return runtime::ListFolder(folder_.path() / "cosign" / "refused").value();
  }
  std::uint64_t ServedSize() const {
    const auto served = Served();
    return served.has_value() ? served->checkpoint.size : 0;
  }
  std::size_t ServedCosignatures() const {
    const auto served = Served();
    return served.has_value() ? served->witnesses.size() : 0;
  }
};

}  // namespace candor::services::publish

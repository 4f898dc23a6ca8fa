// CosignFolder: where a log's server and its operator exchange what goes to and comes from witnesses
// without a network.
//
//   next               offer for the newest checkpoint; the server replaces it
//   out                offer that witnesses are being asked about; `request` makes it, the server
//                      adds the cosignatures that come in
//   w<n>.latest        the last note that witness n cosigned; n from 1, as in the bundle
//   answers/w<n>       an answer, put here by `accept`, taken by the server
//   refused/w<n>-<i>   an answer that the server did not take, and <the same>.why
//   lock               held for moments by whoever reads and then writes
//
// Promise: each file is replaced as a whole and survives a power cut; nothing is interpreted here.
// Like log.lock it is no part of a backup: w<n>.latest says what was signed. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/publish/cosign_offer.h"
#include "services/runtime/files.h"

namespace candor::services::publish {

class CosignFolder {
 public:
  enum class Offer { kNext, kOut };

  // Makes the folder when it is missing.
  static absl::StatusOr<CosignFolder> Open(const runtime::Path& folder);

  const runtime::Path& path() const { return folder_; }

  // FailedPrecondition when somebody holds it.
  absl::StatusOr<runtime::FileLock> Lock() const;

  // Nothing when there is no such file; DataLoss, with what to do, when it cannot be decoded.
  absl::StatusOr<std::optional<CosignOffer>> ReadOffer(Offer which) const;
  absl::Status WriteOffer(Offer which, const CosignOffer& offer) const;

  absl::StatusOr<std::optional<std::string>> ReadLatest(std::size_t witness) const;
  absl::Status WriteLatest(std::size_t witness, std::string_view note) const;

  bool HasAnswer(std::size_t witness) const;
  // InvalidArgument when it is larger than an answer may be.
  absl::StatusOr<std::string> ReadAnswer(std::size_t witness) const;
  absl::Status WriteAnswer(std::size_t witness, std::string_view answer) const;
  absl::Status RemoveAnswer(std::size_t witness) const;
  // Moves the answer to refused/, with the sentence beside it.
  absl::Status SetAnswerAside(std::size_t witness, std::string_view why) const;

 private:
  explicit CosignFolder(runtime::Path folder) : folder_(std::move(folder)) {}

  runtime::Path OfferPath(Offer which) const;
  runtime::Path LatestPath(std::size_t witness) const;
  runtime::Path AnswerPath(std::size_t witness) const;

  runtime::Path folder_;
};

}  // namespace candor::services::publish

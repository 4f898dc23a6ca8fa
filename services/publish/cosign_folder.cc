#include "services/publish/cosign_folder.h"

#include <system_error>

#include "audit/note.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::publish {
namespace {

using runtime::Path;

// A note, and sixteen witnesses with the longest proof each.
constexpr std::size_t kMaxOfferFile = audit::kMaxNoteSize + 16 * 64 * 33;

std::string NameOf(std::size_t witness) { return Cat("w", witness + 1); }

}  // namespace

absl::StatusOr<CosignFolder> CosignFolder::Open(const Path& folder) {
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder / "answers"));
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder / "refused"));
  return CosignFolder(folder);
}

Path CosignFolder::OfferPath(Offer which) const {
  return folder_ / (which == Offer::kNext ? "next" : "out");
}
Path CosignFolder::LatestPath(std::size_t witness) const {
  return folder_ / Cat(NameOf(witness), ".latest");
}
Path CosignFolder::AnswerPath(std::size_t witness) const {
  return folder_ / "answers" / NameOf(witness);
}

absl::StatusOr<runtime::FileLock> CosignFolder::Lock() const {
  return runtime::FileLock::Take(folder_ / "lock");
}

absl::StatusOr<std::optional<CosignOffer>> CosignFolder::ReadOffer(Offer which) const {
  const Path path = OfferPath(which);
  if (!runtime::FileExists(path)) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(path, kMaxOfferFile));
  auto offer = CosignOffer::Decode(bytes);
  if (!offer.ok()) {
    return absl::DataLossError(
        Cat("The file ", path.string(), " is damaged. Remove it: it is made again."));
  }
  return *std::move(offer);
}

absl::Status CosignFolder::WriteOffer(Offer which, const CosignOffer& offer) const {
  return runtime::WriteFileAtomically(OfferPath(which), offer.Encode());
}

absl::StatusOr<std::optional<std::string>> CosignFolder::ReadLatest(std::size_t witness) const {
  const Path path = LatestPath(witness);
  if (!runtime::FileExists(path)) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(path, audit::kMaxNoteSize));
  return std::string(AsText(bytes));
}

absl::Status CosignFolder::WriteLatest(std::size_t witness, std::string_view note) const {
  return runtime::WriteFileAtomically(LatestPath(witness), AsBytes(note));
}

bool CosignFolder::HasAnswer(std::size_t witness) const {
  return runtime::FileExists(AnswerPath(witness));
}

absl::StatusOr<std::string> CosignFolder::ReadAnswer(std::size_t witness) const {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                          runtime::ReadFile(AnswerPath(witness), audit::kMaxNoteSize));
  return std::string(AsText(bytes));
}

absl::Status CosignFolder::WriteAnswer(std::size_t witness, std::string_view answer) const {
  return runtime::WriteFileAtomically(AnswerPath(witness), AsBytes(answer));
}

absl::Status CosignFolder::RemoveAnswer(std::size_t witness) const {
  return runtime::RemoveFile(AnswerPath(witness));
}

absl::Status CosignFolder::SetAnswerAside(std::size_t witness, std::string_view why) const {
  int number = 1;
  const auto place = [&] { return folder_ / "refused" / Cat(NameOf(witness), "-", number); };
  while (runtime::FileExists(place())) ++number;
  Path reason = place();
  reason += ".why";
  // A crash between the two leaves a sentence that the next round writes again.
  CANDOR_RETURN_IF_ERROR(runtime::WriteFileAtomically(reason, AsBytes(Cat(why, "\n"))));
  std::error_code failed;
  std::filesystem::rename(AnswerPath(witness), place(), failed);
  if (!failed) return absl::OkStatus();
  return absl::UnavailableError(Cat("The file ", AnswerPath(witness).string(),
                                    " cannot be moved to ", place().string(),
                                    ". Check the folder's owner and the disk."));
}

}  // namespace candor::services::publish

#include "services/follow/pack_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/status.h"
#include "base/text.h"

namespace candor::services::follow {
namespace {

namespace fs = std::filesystem;

// A text bundle of 256 long contents.
constexpr std::size_t kMaxFile = std::size_t{64} << 20;
constexpr mode_t kReadableByAll = 0644;
constexpr mode_t kFolder = 0755;

// Whether `path` below `folder` goes through a link, at any step.
bool GoesThroughLink(const runtime::Path& folder, const runtime::Path& path) {
  runtime::Path at = folder;
  for (const auto& step : path) {
    at /= step;
    std::error_code error;
    if (fs::is_symlink(fs::symlink_status(at, error))) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<Bytes> PackFolder::Read(std::string_view path) const {
  if (GoesThroughLink(folder_, path)) {
    return absl::NotFoundError(Cat(path, " in the pack is reached through a link"));
  }
  return runtime::ReadFile(folder_ / path, kMaxFile);
}

absl::Status PackFolder::Write(std::string_view path, ByteView bytes) const {
  const runtime::Path file = folder_ / path;
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(file.parent_path(), kFolder));
  return runtime::WriteFileAtomically(file, bytes, kReadableByAll, runtime::Durability::kUnsynced);
}

absl::Status PackFolder::Remove(std::string_view path) const {
  const runtime::Path file = folder_ / path;
  CANDOR_RETURN_IF_ERROR(runtime::RemoveFile(file));
  // A partial tile leaves an empty folder: "000.p". Not empty is no error.
  std::error_code error;
  if (file.parent_path().extension() == ".p") fs::remove(file.parent_path(), error);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> PackFolder::Files(
    std::vector<std::string>* strange) const {
  return FilesIn(folder_, strange);
}

absl::StatusOr<std::vector<std::string>> PackFolder::FilesBelow(std::string_view folder) const {
  const runtime::Path below = folder_ / folder;
  std::error_code error;
  if (!fs::is_directory(fs::symlink_status(below, error))) return std::vector<std::string>{};
  return FilesIn(below, nullptr);
}

absl::StatusOr<std::vector<std::string>> PackFolder::FilesIn(
    const runtime::Path& folder, std::vector<std::string>* strange) const {
  std::error_code error;
  std::vector<std::string> out;
  fs::recursive_directory_iterator at(folder, error);
  for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::file_status status = at->symlink_status(error);
    if (error) break;
    const std::string path = at->path().lexically_relative(folder_).generic_string();
    if (fs::is_regular_file(status)) {
      out.push_back(path);
    } else if (!fs::is_directory(status) && strange != nullptr) {
      strange->push_back(path);
    }
  }
  if (error) {
    return absl::UnavailableError(Cat("The folder ", folder_.string(),
                                      " cannot be read. Check that it is a pack."));
  }
  std::ranges::sort(out);
  return out;
}

absl::StatusOr<std::vector<std::string>> PackFolder::Earlier(std::size_t log,
                                                              std::size_t skip) const {
  std::vector<std::string> out;
  for (std::size_t number = skip + 1;; ++number) {
    const auto note = Read(Cat(audit::PackEarlierFolder(log), "/", number));
    if (absl::IsNotFound(note.status())) return out;
    CANDOR_RETURN_IF_ERROR(note.status());
    out.emplace_back(AsText(*note));
  }
}

absl::Status PackFolder::Unseal() const {
  return runtime::RemoveFile(folder_ / audit::kPackSums);
}

absl::StatusOr<crypto::Hash> PackFolder::HashOf(const std::string& path) const {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, Read(path));
  return crypto::Sha256({bytes});
}

absl::StatusOr<audit::PackSums> PackFolder::HashFiles() const {
  CANDOR_ASSIGN_OR_RETURN(const auto files, Files());
  audit::PackSums sums;
  for (const auto& path : files) {
    if (path == audit::kPackSums) continue;
    CANDOR_ASSIGN_OR_RETURN(sums[path], HashOf(path));
  }
  return sums;
}

absl::Status PackFolder::Rehash(const std::set<std::string>& paths, audit::PackSums& sums) const {
  for (const auto& path : paths) {
    const auto hash = HashOf(path);
    if (absl::IsNotFound(hash.status())) {
      sums.erase(path);
      continue;
    }
    CANDOR_RETURN_IF_ERROR(hash.status());
    sums[path] = *hash;
  }
  return absl::OkStatus();
}

absl::Status PackFolder::SealAs(const audit::PackSums& sums) const {
  return runtime::WriteFileAtomically(folder_ / audit::kPackSums,
                                      AsBytes(audit::FormatPackSums(sums)), kReadableByAll);
}

absl::Status PackFolder::Seal() const {
  CANDOR_ASSIGN_OR_RETURN(const auto sums, HashFiles());
  return SealAs(sums);
}

absl::StatusOr<std::vector<PackFault>> PackFolder::CheckSums() const {
  std::vector<std::string> strange;
  CANDOR_ASSIGN_OR_RETURN(const auto files, Files(&strange));
  const std::string list(audit::kPackSums);
  const auto text = Read(list);
  if (!text.ok()) {
    return std::vector<PackFault>{{list, "is missing: the pack was not finished, or is damaged"}};
  }
  auto sums = audit::ParsePackSums(AsText(*text));
  if (!sums.ok()) return std::vector<PackFault>{{list, "is not a sorted list of hashes"}};
  std::vector<PackFault> out;
  for (const auto& path : strange) out.push_back({path, "is neither a file nor a folder"});
  for (const auto& path : files) {
    if (path == list) continue;
    const auto listed = sums->find(path);
    if (listed == sums->end()) {
      out.push_back({path, "is not listed in SHA256SUMS"});
      continue;
    }
    const auto hash = HashOf(path);
    if (!hash.ok() || *hash != listed->second) {
      out.push_back({path, "is not the file that SHA256SUMS lists"});
    }
    sums->erase(listed);
  }
  for (const auto& [path, hash] : *sums) out.push_back({path, "is listed in SHA256SUMS and missing"});
  return out;
}

}  // namespace candor::services::follow

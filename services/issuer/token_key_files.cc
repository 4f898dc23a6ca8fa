#include "services/issuer/token_key_files.h"

#include <string_view>

#include "base/status.h"
#include "base/text.h"

namespace candor::services::issuer {
namespace {

constexpr std::string_view kSuffix = ".key";

std::string_view PurposeName(crypto::Purpose purpose) {
  switch (purpose) {
    case crypto::Purpose::kVoice: return "voice";
    case crypto::Purpose::kContribute: return "contribute";
    case crypto::Purpose::kEndorse: return "endorse";
  }
  return "unknown";
}

}  // namespace

absl::StatusOr<std::unique_ptr<TokenKeyFiles>> TokenKeyFiles::Open(runtime::Path folder,
                                                                   runtime::KeyRing& ring,
                                                                   crypto::PassphraseCost cost,
                                                                   crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder));
  return std::unique_ptr<TokenKeyFiles>(new TokenKeyFiles(std::move(folder), ring, cost, random));
}

std::string TokenKeyFiles::FileName(const TokenKeyUse& use) {
  return Cat(HexEncode(use.draft_id), "-", PurposeName(use.purpose), kSuffix);
}

absl::StatusOr<std::vector<StoredTokenKey>> TokenKeyFiles::LoadAll() {
  CANDOR_RETURN_IF_ERROR(runtime::FinishDestroying(folder_, random_));
  CANDOR_ASSIGN_OR_RETURN(const auto names, runtime::ListFolder(folder_));
  std::vector<StoredTokenKey> out;
  for (const auto& name : names) {
    // What a crash left of a file that was being written is no key of anything.
    if (!std::string_view(name).ends_with(kSuffix)) continue;
    const runtime::Path path = folder_ / name;
    CANDOR_ASSIGN_OR_RETURN(const auto content, ring_.LoadSealed(path));
    auto key = DecodeStoredTokenKey(content.ExposeSecret());
    if (!key.ok() || FileName(key->use) != name) {
      return absl::DataLossError(Cat("The token key file ", path.string(),
                                     " is not what its name says. Restore the folder from a copy."));
    }
    out.push_back(*std::move(key));
  }
  return out;
}

absl::Status TokenKeyFiles::Save(const StoredTokenKey& key) {
  return ring_.SaveSealed(folder_ / FileName(key.use), EncodeStoredTokenKey(key), cost_, random_);
}

absl::Status TokenKeyFiles::Delete(const TokenKeyUse& use) {
  return runtime::DestroySealed(folder_ / FileName(use), random_);
}

}  // namespace candor::services::issuer

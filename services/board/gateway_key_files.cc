#include "services/board/gateway_key_files.h"

#include <string_view>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::services::board {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kSuffix = ".key";

crypto::SecretBytes EncodeKept(Day day, const crypto::KemPrivateKey& key) {
  crypto::Writer out;
  out.Reserve(1 + 4 + 32);
  out.U8(kVersion).U32(day).Fixed(key.Export().ExposeSecret());
  return crypto::SecretBytes(out.Take());
}

absl::StatusOr<std::pair<Day, crypto::KemPrivateKey>> DecodeKept(const crypto::SecretBytes& bytes) {
  crypto::Reader in(bytes.ExposeSecret());
  if (in.U8() != kVersion) in.Fail("unknown version");
  const Day day = in.U32();
  const ByteView key = in.FixedView(32);
  CANDOR_RETURN_IF_ERROR(in.Finish("kept gateway key"));
  return std::pair(day, crypto::KemPrivateKey::FromBytes(key.first<32>()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<GatewayKeyFiles>> GatewayKeyFiles::Open(
    runtime::Path folder, runtime::KeyRing ring, crypto::PassphraseCost cost,
    crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder));
  return std::unique_ptr<GatewayKeyFiles>(
      new GatewayKeyFiles(std::move(folder), std::move(ring), cost, random));
}

runtime::Path GatewayKeyFiles::FileOf(Day day) const { return folder_ / Cat(day, kSuffix); }

absl::StatusOr<std::map<Day, crypto::KemPrivateKey>> GatewayKeyFiles::LoadAll() {
  CANDOR_RETURN_IF_ERROR(runtime::FinishDestroying(folder_, random_));
  CANDOR_ASSIGN_OR_RETURN(const auto names, runtime::ListFolder(folder_));
  std::map<Day, crypto::KemPrivateKey> out;
  for (const auto& name : names) {
    // What a crash left of a file that was being written is no key of anything.
    if (!std::string_view(name).ends_with(kSuffix)) continue;
    const runtime::Path path = folder_ / name;
    CANDOR_ASSIGN_OR_RETURN(const auto content, ring_.LoadSealed(path));
    auto kept = DecodeKept(content);
    if (!kept.ok() || FileOf(kept->first) != path) {
      return absl::DataLossError(Cat("The gateway key file ", path.string(),
                                     " is not what its name says. Remove it: the board makes the next"
                                     " day's key by itself."));
    }
    out.insert(*std::move(kept));
  }
  return out;
}

absl::Status GatewayKeyFiles::Save(Day day, const crypto::KemPrivateKey& key) {
  return ring_.SaveSealed(FileOf(day), EncodeKept(day, key), cost_, random_);
}

absl::Status GatewayKeyFiles::Destroy(Day day) { return runtime::DestroySealed(FileOf(day), random_); }

}  // namespace candor::services::board

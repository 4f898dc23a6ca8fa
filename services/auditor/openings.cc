#include "services/auditor/openings.h"

#include <span>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/x25519.h"
#include "services/auditor/export.h"
#include "services/runtime/files.h"
#include "services/runtime/key_file.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kMaxOpenings = std::size_t{1} << 30;
constexpr mode_t kReadableByAll = 0644;

absl::StatusOr<crypto::KemPrivateKey> LoadOpeningsKey(const std::string& file,
                                                      const crypto::SecretBytes& passphrase) {
  CANDOR_ASSIGN_OR_RETURN(const auto key, runtime::LoadSealed(file, passphrase));
  if (key.size() != 32) {
    return absl::InvalidArgumentError(
        Cat("The key file ", file, " holds no key for openings. Check that it is the right file."));
  }
  return crypto::KemPrivateKey::FromBytes(key.ExposeSecret().first<32>());
}

}  // namespace

absl::Status MakeOpeningsKey(const OpeningsKeyOptions& options,
                             const crypto::SecretBytes& passphrase, crypto::RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(const TrustedBundle trusted,
                          LoadTrustedBundle(options.bundle_file, options.fingerprint_file));
  CANDOR_ASSIGN_OR_RETURN(const auto actor,
                          runtime::LoadSigningKey(options.actor_key_file, passphrase));
  const auto key = crypto::KemPrivateKey::Generate(random);
  const records::OpeningsKey record{trusted.bundle.Fingerprint(), key.public_key()};
  const auto cost = trusted.bundle.trial ? crypto::PassphraseCost::kInteractive
                                         : crypto::PassphraseCost::kModerate;
  const auto exported = key.Export();
  CANDOR_RETURN_IF_ERROR(runtime::SaveSealed(options.key_out,
                                             crypto::SecretBytes::Copy(exported.ExposeSecret()),
                                             passphrase, cost, random));
  return runtime::CreateFileAtomically(options.public_out, record.SignedBy(actor).Encode(),
                                       kReadableByAll);
}

absl::StatusOr<std::vector<records::IssuanceOpenings>> ReadOpenings(
    const std::vector<std::string>& files, const std::string& key_file,
    const crypto::SecretBytes& passphrase) {
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadOpeningsKey(key_file, passphrase));
  std::vector<records::IssuanceOpenings> out;
  for (const auto& file : files) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes sealed, runtime::ReadFile(file, kMaxOpenings));
    auto openings = records::OpenOpenings(sealed, key);
    if (!openings.ok()) {
      const bool sealed_otherwise = absl::IsUnauthenticated(openings.status());
      return absl::Status(sealed_otherwise ? absl::StatusCode::kDataLoss : openings.status().code(),
                          Cat("--openings ", file, ": ", openings.status().message()));
    }
    out.push_back(*std::move(openings));
  }
  return out;
}

}  // namespace candor::services::auditor

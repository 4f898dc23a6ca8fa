#include "services/runtime/tls_files.h"

#include <string>
#include <utility>

#include "base/status.h"
#include "base/text.h"

namespace candor::runtime {
namespace {

// Certificates are public.
constexpr mode_t kCertificateMode = 0644;

}  // namespace

absl::StatusOr<TlsIdentity> LoadTlsIdentity(const Path& certificate, const Path& key,
                                            KeyRing& ring) {
  TlsIdentity out;
  CANDOR_ASSIGN_OR_RETURN(const Bytes pem, ReadFile(certificate));
  out.certificate_pem = std::string(AsText(pem));
  CANDOR_ASSIGN_OR_RETURN(out.key_pem, ring.LoadSealed(key));
  if (const absl::Status status = CheckTlsIdentity(out); !status.ok()) {
    return absl::Status(status.code(),
                        Cat("The certificate ", certificate.string(), " with the key ",
                            key.string(), " cannot be used: ", status.message()));
  }
  return out;
}

absl::Status SaveTlsIdentity(const TlsIdentity& identity, const Path& certificate, const Path& key,
                             KeyRing& ring, crypto::PassphraseCost cost,
                             crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(ring.SaveSealed(key, identity.key_pem, cost, random));
  return WriteFileAtomically(certificate, AsBytes(identity.certificate_pem), kCertificateMode);
}

}  // namespace candor::runtime

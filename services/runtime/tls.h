// TLS identities, and a small certificate authority for deployments that have none of their own.
//
// Keys are ECDSA P-256 (RFC 5480), signed with SHA-256: what every TLS 1.3 stack accepts. TLS lives
// in real time even where the rest of a trial runs on a simulated clock, so validity is a parameter
// of real time. All functions are thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "crypto/secret.h"

namespace candor::runtime {

// A certificate (chain, leaf first) with its private key, both PEM.
struct TlsIdentity {
  std::string certificate_pem;
  crypto::SecretBytes key_pem;

  TlsIdentity Clone() const { return {certificate_pem, key_pem.Clone()}; }
};

struct Validity {
  UnixSeconds not_before;
  UnixSeconds not_after;
};

// From a day before now, by the machine's clock (peers' clocks differ a little), for `days`.
Validity ValidFromYesterday(int days);

// A self-signed root that may sign leaves only (pathlen 0). The certificate is the anchor that
// clients pin.
absl::StatusOr<TlsIdentity> MakeCertificateAuthority(std::string_view name, Validity validity);

enum class CertificateUse { kServer, kClient };

struct CertificateRequest {
  std::string name;                            // common name: for people, checked by nobody
  std::vector<std::string> dns_names = {};     // subject alternative names
  std::vector<std::string> ip_addresses = {};  // IPv4 or IPv6, textual
  CertificateUse use = CertificateUse::kServer;
};

// InvalidArgument for a server without any name or address, or an address that is none.
absl::StatusOr<TlsIdentity> IssueCertificate(const TlsIdentity& authority,
                                             const CertificateRequest& request, Validity validity);
absl::StatusOr<TlsIdentity> IssueServerCertificate(const TlsIdentity& authority,
                                                   std::span<const std::string> dns_names,
                                                   std::span<const std::string> ip_addresses,
                                                   Validity validity);

// OK when both parts parse and the key is the certificate's: what servers ask before they bind, for
// the libraries below tell only that "something" failed.
absl::Status CheckTlsIdentity(const TlsIdentity& identity);
// OK when the text holds at least one certificate and nothing that does not parse.
absl::Status CheckAnchor(std::string_view anchor_pem);

// What every client says when the one who answers is not the server that was pinned, which `server`
// names ("The server at …"). Unauthenticated, and marked: servers use that code too, for callers
// that they do not believe.
absl::Status NotThePinnedServer(std::string_view server);
// Whether a status is that one.
bool IsNotThePinnedServer(const absl::Status& status);

}  // namespace candor::runtime

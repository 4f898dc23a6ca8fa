#include "services/runtime/tls.h"

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/err.h>

#include <array>
#include <chrono>
#include <ctime>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/random.h"
#include "services/runtime/clock.h"
#include "services/runtime/openssl_objects.h"

namespace candor::runtime {
namespace {

constexpr char kNotThePinnedServer[] = "candor/not-the-pinned-server";

absl::Status OpenSslFailed(std::string_view what) {
  ERR_clear_error();
  return absl::InternalError(Cat("OpenSSL could not ", what, "."));
}

absl::Status BadCertificate() {
  return absl::InvalidArgumentError(
      "The TLS certificate is not in PEM form, or damaged. Make it anew or restore the file.");
}

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

absl::StatusOr<std::string> CertificatePem(X509* certificate) {
  const BioPointer out(BIO_new(BIO_s_mem()));
  if (out == nullptr || PEM_write_bio_X509(out.get(), certificate) != 1) {
    return OpenSslFailed("write a certificate");
  }
  return TextOf(out.get());
}

absl::StatusOr<crypto::SecretBytes> KeyPem(EVP_PKEY* key) {
  // BIO_s_secmem wipes what it held.
  const BioPointer out(BIO_new(BIO_s_secmem()));
  if (out == nullptr ||
      PEM_write_bio_PKCS8PrivateKey(out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return OpenSslFailed("write a private key");
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  if (size <= 0) return OpenSslFailed("write a private key");
  return crypto::SecretBytes::Copy(AsBytes({data, static_cast<std::size_t>(size)}));
}

struct Extension {
  int id;
  std::string value;  // in OpenSSL's configuration notation
};

bool AddExtension(X509* certificate, X509* issuer, const Extension& extension) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const ExtensionPointer made(
      X509V3_EXT_conf_nid(nullptr, &context, extension.id, extension.value.c_str()));
  return made != nullptr && X509_add_ext(certificate, made.get(), -1) == 1;
}

bool SetName(X509* certificate, std::string_view name) {
  const ByteView bytes = AsBytes(name);
  return X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_commonName,
                                    MBSTRING_UTF8, bytes.data(), static_cast<int>(bytes.size()), -1,
                                    0) == 1;
}

bool SetSerial(X509* certificate) {
  crypto::SystemRandom random;
  auto serial = random.Array<16>();
  serial[0] &= 0x7f;  // RFC 5280 §4.1.2.2: positive
  const std::unique_ptr<BIGNUM, FreeWith<&BN_free>> number(
      BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  return number != nullptr &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

struct Draft {
  std::string_view name;
  Validity validity;
  std::vector<Extension> extensions;
};

// Null for `issuer` and `issuer_key`: self-signed.
absl::StatusOr<TlsIdentity> MakeIdentity(const Draft& draft, X509* issuer, EVP_PKEY* issuer_key) {
  const KeyPointer key(EVP_EC_gen("P-256"));
  const CertificatePointer certificate(X509_new());
  if (key == nullptr || certificate == nullptr) return OpenSslFailed("make a key");
  X509* const subject = certificate.get();
  if (issuer == nullptr) {
    issuer = subject;
    issuer_key = key.get();
  }
  const std::time_t from = draft.validity.not_before;
  const std::time_t to = draft.validity.not_after;
  bool made = X509_set_version(subject, X509_VERSION_3) == 1 && SetSerial(subject) &&
              SetName(subject, draft.name) && X509_set_pubkey(subject, key.get()) == 1 &&
              X509_set_issuer_name(subject, X509_get_subject_name(issuer)) == 1 &&
              ASN1_TIME_set(X509_getm_notBefore(subject), from) != nullptr &&
              ASN1_TIME_set(X509_getm_notAfter(subject), to) != nullptr;
  for (const auto& extension : draft.extensions) {
    made = made && AddExtension(subject, issuer, extension);
  }
  if (!made || X509_sign(subject, issuer_key, EVP_sha256()) == 0) {
    return OpenSslFailed("make a certificate");
  }
  TlsIdentity identity;
  CANDOR_ASSIGN_OR_RETURN(identity.certificate_pem, CertificatePem(subject));
  CANDOR_ASSIGN_OR_RETURN(identity.key_pem, KeyPem(key.get()));
  return identity;
}

bool IsIpAddress(const std::string& text) {
  std::array<std::uint8_t, 16> parsed;
  return inet_pton(AF_INET, text.c_str(), parsed.data()) == 1 ||
         inet_pton(AF_INET6, text.c_str(), parsed.data()) == 1;
}

// Host names as RFC 1123 has them: nothing that OpenSSL's notation would read as syntax.
bool IsDnsName(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  for (const char c : text) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (!allowed) return false;
  }
  return true;
}

absl::StatusOr<std::string> AlternativeNames(const CertificateRequest& request) {
  std::string names;
  for (const auto& name : request.dns_names) {
    if (!IsDnsName(name)) {
      return absl::InvalidArgumentError(
          "A host name for the certificate is none: use letters,"
          " digits, '-' and '.'.");
    }
    names += Cat(names.empty() ? "" : ",", "DNS:", name);
  }
  for (const auto& address : request.ip_addresses) {
    if (!IsIpAddress(address)) {
      return absl::InvalidArgumentError(
          "An IP address for the certificate is none: write it as"
          " 192.0.2.1 or 2001:db8::1.");
    }
    names += Cat(names.empty() ? "" : ",", "IP:", address);
  }
  return names;
}

}  // namespace

BioPointer ReadBio(std::string_view text) {
  // OpenSSL refuses a null pointer, which an empty view may have.
  return BioPointer(
      BIO_new_mem_buf(text.empty() ? "" : text.data(), static_cast<int>(text.size())));
}

absl::StatusOr<std::vector<CertificatePointer>> ParseCertificates(std::string_view pem) {
  const BioPointer in = ReadBio(pem);
  if (in == nullptr) return OpenSslFailed("read a certificate");
  std::vector<CertificatePointer> certificates;
  while (true) {
    CertificatePointer next(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr));
    if (next == nullptr) break;
    certificates.push_back(std::move(next));
  }
  // The end reads as "no start line"; anything else is a block that does not parse.
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (!at_end || certificates.empty()) return BadCertificate();
  return certificates;
}

absl::StatusOr<KeyPointer> ParsePrivateKey(const crypto::SecretBytes& pem) {
  const BioPointer in = ReadBio(AsText(pem.ExposeSecret()));
  if (in == nullptr) return OpenSslFailed("read a private key");
  // An empty password instead of OpenSSL's own prompt on the terminal.
  char none[] = "";
  KeyPointer key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, none));
  ERR_clear_error();
  if (key == nullptr) {
    return absl::InvalidArgumentError(
        "The TLS private key is not in PEM form, or damaged. Make it anew or restore the file.");
  }
  return key;
}

absl::StatusOr<StorePointer> StoreOf(std::string_view anchor_pem) {
  CANDOR_ASSIGN_OR_RETURN(const auto certificates, ParseCertificates(anchor_pem));
  StorePointer store(X509_STORE_new());
  if (store == nullptr) return OpenSslFailed("make a certificate store");
  for (const auto& certificate : certificates) {
    if (X509_STORE_add_cert(store.get(), certificate.get()) != 1) {
      return OpenSslFailed("take a certificate into a store");
    }
  }
  return store;
}

Validity ValidFromYesterday(int days) {
  const UnixSeconds yesterday = SystemClock().Now() - kSecondsPerDay;
  return {.not_before = yesterday, .not_after = yesterday + (days + 1) * kSecondsPerDay};
}

absl::StatusOr<TlsIdentity> MakeCertificateAuthority(std::string_view name, Validity validity) {
  return MakeIdentity({.name = name,
                       .validity = validity,
                       .extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                      {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                      {NID_subject_key_identifier, "hash"}}},
                      nullptr, nullptr);
}

absl::StatusOr<TlsIdentity> IssueCertificate(const TlsIdentity& authority,
                                             const CertificateRequest& request, Validity validity) {
  CANDOR_RETURN_IF_ERROR(CheckTlsIdentity(authority));
  CANDOR_ASSIGN_OR_RETURN(const auto issuer, ParseCertificates(authority.certificate_pem));
  CANDOR_ASSIGN_OR_RETURN(const auto issuer_key, ParsePrivateKey(authority.key_pem));
  CANDOR_ASSIGN_OR_RETURN(const std::string names, AlternativeNames(request));
  const bool server = request.use == CertificateUse::kServer;
  if (server && names.empty()) {
    return absl::InvalidArgumentError(
        "A server's certificate needs a host name or an IP address that clients reach it by.");
  }
  Draft draft{.name = request.name,
              .validity = validity,
              .extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                             {NID_key_usage, "critical,digitalSignature"},
                             {NID_ext_key_usage, server ? "serverAuth" : "clientAuth"},
                             {NID_subject_key_identifier, "hash"},
                             {NID_authority_key_identifier, "keyid"}}};
  if (!names.empty()) draft.extensions.push_back({NID_subject_alt_name, names});
  return MakeIdentity(draft, issuer.front().get(), issuer_key.get());
}

absl::StatusOr<TlsIdentity> IssueServerCertificate(const TlsIdentity& authority,
                                                   std::span<const std::string> dns_names,
                                                   std::span<const std::string> ip_addresses,
                                                   Validity validity) {
  CertificateRequest request{.name = dns_names.empty() ? "server" : dns_names.front(),
                             .dns_names = {dns_names.begin(), dns_names.end()},
                             .ip_addresses = {ip_addresses.begin(), ip_addresses.end()},
                             .use = CertificateUse::kServer};
  return IssueCertificate(authority, request, validity);
}

absl::Status CheckTlsIdentity(const TlsIdentity& identity) {
  CANDOR_ASSIGN_OR_RETURN(const auto certificates, ParseCertificates(identity.certificate_pem));
  CANDOR_ASSIGN_OR_RETURN(const auto key, ParsePrivateKey(identity.key_pem));
  const bool match = X509_check_private_key(certificates.front().get(), key.get()) == 1;
  ERR_clear_error();
  if (!match) {
    return absl::InvalidArgumentError(
        "The TLS private key is not the certificate's. Check that"
        " both files are of the same server.");
  }
  return absl::OkStatus();
}

absl::Status CheckAnchor(std::string_view anchor_pem) {
  return ParseCertificates(anchor_pem).status();
}

absl::Status NotThePinnedServer(std::string_view server) {
  absl::Status status = absl::UnauthenticatedError(
      Cat(server,
          " shows a certificate that is not of the pinned authority, not of this host,"
          " or not valid now. Nothing was sent. Check the address; if it is right,"
          " report it: somebody may be listening in."));
  status.SetPayload(kNotThePinnedServer, absl::Cord());
  return status;
}

bool IsNotThePinnedServer(const absl::Status& status) {
  return status.GetPayload(kNotThePinnedServer).has_value();
}

}  // namespace candor::runtime

// Owners of OpenSSL's objects, and PEM in and out: shared by the TLS files of this folder.
#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/runtime/tls.h"

namespace candor::runtime {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using BioPointer = std::unique_ptr<BIO, FreeWith<&BIO_free_all>>;
using KeyPointer = std::unique_ptr<EVP_PKEY, FreeWith<&EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, FreeWith<&X509_free>>;
using ExtensionPointer = std::unique_ptr<X509_EXTENSION, FreeWith<&X509_EXTENSION_free>>;
using StorePointer = std::unique_ptr<X509_STORE, FreeWith<&X509_STORE_free>>;

// A view: the BIO reads from `text` in place.
BioPointer ReadBio(std::string_view text);

// One or more certificates. InvalidArgument when there is none, or one does not parse.
absl::StatusOr<std::vector<CertificatePointer>> ParseCertificates(std::string_view pem);
absl::StatusOr<KeyPointer> ParsePrivateKey(const crypto::SecretBytes& pem);

// A store that trusts the anchor's certificates and nothing else.
absl::StatusOr<StorePointer> StoreOf(std::string_view anchor_pem);

}  // namespace candor::runtime

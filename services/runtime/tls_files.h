// A server's TLS identity in two files: the certificate in the clear, its key sealed like every key
// of the server (services/runtime/key_file.h); what is sealed is the key's PEM.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "crypto/sealed_file.h"
#include "services/runtime/files.h"
#include "services/runtime/key_file.h"
#include "services/runtime/tls.h"

namespace candor::runtime {

// Checked: both parts parse, and the key is the certificate's. Errors name the file.
absl::StatusOr<TlsIdentity> LoadTlsIdentity(const Path& certificate, const Path& key,
                                            KeyRing& ring);

// AlreadyExists when there is a key file.
absl::Status SaveTlsIdentity(const TlsIdentity& identity, const Path& certificate, const Path& key,
                             KeyRing& ring, crypto::PassphraseCost cost,
                             crypto::RandomSource& random);

}  // namespace candor::runtime

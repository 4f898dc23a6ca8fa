// Openings: the key to which issuers seal the openings of their logs, and the files that they seal
// (records/issuance_openings.h).
//
// What is read here says who has drawn. It goes to audit::Verify and nowhere else: nothing of it is
// printed, written or put into a report.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "records/issuance_openings.h"

namespace candor::services::auditor {

struct OpeningsKeyOptions {
  std::string bundle_file;
  std::string fingerprint_file;  // the independent body's publication
  std::string actor_key_file;    // of an auditor, or the independent body's own
  std::string key_out;           // the private half, sealed under the passphrase
  std::string public_out;        // the public half, signed: what issuers are given
};

// `passphrase` opens the actor key, and seals the new one. Writes new files only: the private half
// first, so that nothing is ever sealed to a key that nobody holds. Errors: as LoadTrustedBundle and
// runtime/key_file.h.
absl::Status MakeOpeningsKey(const OpeningsKeyOptions& options,
                             const crypto::SecretBytes& passphrase, crypto::RandomSource& random);

// InvalidArgument for a file that holds no key or no openings; Unauthenticated for a wrong passphrase;
// DataLoss for openings that this key does not open, or that were changed; else the file's.
absl::StatusOr<std::vector<records::IssuanceOpenings>> ReadOpenings(
    const std::vector<std::string>& files, const std::string& key_file,
    const crypto::SecretBytes& passphrase);

}  // namespace candor::services::auditor

// candord key: a signing key that its owner makes alone, for the charter or the independent body.
//
// Both sign roles, rosters and rules, and neither ever has to lie on a machine of somebody else: the public part
// goes to `candord init`, or into a charter rotation.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "records/parts.h"

namespace candor::candord {

struct KeyOptions {
  std::string name;             // whose: for people, and for nothing else
  std::string out;              // the private key, sealed under the passphrase
  std::string public_out;       // one line
  std::string passphrase_file;  // asked for, twice, where empty
};

// Writes both as new files, the private one first, and says what to do with them. Errors as
// services/runtime/passphrase.h and key_file.h.
absl::Status MakeKey(const KeyOptions& options);

// The public part that MakeKey, or `candor actor new`, wrote. InvalidArgument: it holds none.
absl::StatusOr<records::ActorPublic> ReadPublicKey(const std::string& file);

}  // namespace candor::candord

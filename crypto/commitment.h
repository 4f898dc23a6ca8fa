// Commitments to content that can be destroyed without breaking a proof (PROTOCOL §6).
//
// Promise: binding, for nobody finds two contents for one commitment; and hiding for as long as the
// salt is unknown, so that once salt and content are destroyed the commitment says nothing.
// Not promised: hiding under a known or reused salt. Each salt is 32 fresh random bytes.
// Deterministic and thread-safe. Cannot fail.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "crypto/hash.h"

namespace candor::crypto {

using CommitmentSalt = ByteArray<32>;

// H("candor/commitment/v1" 00 | salt[32] | SHA-256(envelope)): `commitment` of a submission.
Hash EnvelopeCommitment(const CommitmentSalt& salt, ByteView envelope);

// H("candor/public/v1" 00 | salt[32] | quote | text): `public_commitment` of a submission. `quote`
// is one byte; `text` is the headline or the whole text, as `quote` says, and ends the input, so
// no length is needed to tell two inputs apart.
Hash PublicCommitment(const CommitmentSalt& salt, std::uint8_t quote, std::string_view text);

}  // namespace candor::crypto

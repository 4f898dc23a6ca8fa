// Identifiers that several records share.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"

namespace candor::records {

// First 16 bytes of H("candor/campaign/v1" 00 | Manifest).
using CampaignId = ByteArray<16>;
// First 16 bytes of H("candor/draft/v1" 00 | Draft).
using DraftId = ByteArray<16>;
using Salt = ByteArray<32>;

using crypto::Hash;
using crypto::Signature;
using crypto::VerifyKey;

// What an entry says of content that lies beside it and can be destroyed:
// H("candor/content/v1" 00 | salt | H(content)).
Hash ContentCommitment(const Salt& salt, ByteView content);

}  // namespace candor::records

// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104), labelled and plain.
//
// Deterministic and thread-safe. Cannot fail.
#pragma once

#include <initializer_list>

#include "base/bytes.h"
#include "crypto/labels.h"

namespace candor::crypto {

using Hash = ByteArray<32>;

inline constexpr Hash kZeroHash{};

// SHA-256 of the parts' concatenation. For formats that are not ours (RFC 6962, RFC 9578, …).
Hash Sha256(std::initializer_list<ByteView> parts);

// H(label ‖ 0x00 ‖ parts): for everything of ours.
Hash LabelledHash(Label label, std::initializer_list<ByteView> parts);

// Any key length.
Hash HmacSha256(ByteView key, std::initializer_list<ByteView> parts);

}  // namespace candor::crypto

// Padding: every plaintext becomes exactly 16 KiB, so that a length says nothing.
//
// The text is followed by 0x80 and then zeroes (ISO/IEC 7816-4), so every text of 0 to
// kMaxUnpaddedSize bytes has one padded form, and each padded form one text.
// Time depends on no byte of the text or its padding, but for the copy of the text at the end.
// Thread-safe.
#pragma once

#include <cstddef>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/secret.h"

namespace candor::crypto {

inline constexpr std::size_t kPlaintextSize = 16384;
inline constexpr std::size_t kMaxUnpaddedSize = kPlaintextSize - 1;

// InvalidArgument, naming size and limit, for more than kMaxUnpaddedSize bytes.
absl::StatusOr<SecretBytes> Pad(const SecretBytes& text);

// InvalidArgument unless `padded` has kPlaintextSize bytes and is what Pad makes of some text.
absl::StatusOr<SecretBytes> Unpad(const SecretBytes& padded);

}  // namespace candor::crypto

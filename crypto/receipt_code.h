// The receipt code, and the keys of a thread that come from it.
//
//   code  160 random bits, written as 32 characters of Crockford base32 in groups of 4, and a last
//         group that is the first 20 bits of H("candor/receipt-checksum/v1" 00 | code[20])
//   PRK = HKDF-Extract(salt = H("candor/receipt/v1" 00 | campaign_id | purpose), code)
//   signing key seed = HKDF-Expand(PRK, "candor/thread-key/v1" 00, 32)
//   X25519 key       = HKDF-Expand(PRK, "candor/thread-kem-key/v1" 00, 32)
//   state key        = HKDF-Expand(PRK, "candor/thread-state/v1" 00, 32)
//
// Promise: whoever holds the code, and the campaign's public data, has the thread: it reads
// replies, adds, withdraws, proves authorship. The code names no campaign and no person. The
// checksum lets a mistyped code pass with a probability of 2^-20.
// Not promised: anything once the code is known to another. The checksum is not a secret.
//
// ReceiptCode and ThreadKeys are move-only. Const use is thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/ed25519.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/token.h"
#include "crypto/x25519.h"

namespace candor::crypto {

class ReceiptCode {
 public:
  static constexpr std::size_t kSize = 20;

  static ReceiptCode Generate(RandomSource& random);
  // The 20 bytes that ExposeSecret gave, as a wallet keeps them.
  static ReceiptCode FromBytes(std::span<const std::uint8_t, kSize> bytes);
  // Reads what Format writes, in either case, with or without hyphens and white space, I and L
  // standing for 1 and O for 0. InvalidArgument for anything else, a wrong checksum included. Leaves
  // no copy of what it read behind, whether it is a code or nearly one.
  static absl::StatusOr<ReceiptCode> Parse(std::string_view text);

  // "XXXX-XXXX-…-XXXX": eight groups of the code and one of the checksum, 44 characters. The text
  // is as secret as the code; who shows or writes it wipes it where that is possible.
  std::string Format() const;

  std::span<const std::uint8_t, kSize> ExposeSecret() const { return code_.ExposeSecret(); }

 private:
  using Code = ScratchSecret<kSize, struct ReceiptCodeRole>;
  explicit ReceiptCode(Code code) : code_(std::move(code)) {}
  Code code_;
};

// Encrypts what the author's client keeps about the thread.
using ThreadStateKey = ScratchSecret<32, struct ThreadStateRole>;

struct ThreadKeys {
  SigningKey signing;
  KemPrivateKey kem;
  ThreadStateKey state;
};

// The same keys for the same inputs; independent ones for every campaign and purpose.
ThreadKeys DeriveThreadKeys(const ReceiptCode& code, ByteView campaign_id, Purpose purpose);

}  // namespace candor::crypto

// A body of an envelope that opens under two keys to two texts, made as a dishonest author would.
//
// ChaCha20-Poly1305 does not commit to its key. The ciphertext is laid out so that one region
// decrypts to the first text under the first key, another to the second under the second, and the
// padding is right under both; then one free block is solved for so that Poly1305 gives one tag
// under both keys (a linear equation modulo 2^130 - 5). For tests only: it shows that the envelope's
// commitment is what stops this, and that nothing else does.
#pragma once

#include <string_view>

#include "crypto/aead.h"
#include "crypto/random.h"

namespace candor::crypto::testing {

struct TwoTextBody {
  XChaChaNonce nonce;
  Bytes body;  // ciphertext and tag of a padded plaintext
};

struct TextUnderKey {
  ByteArray<32> key;
  std::string_view text;  // at most 1000 bytes
};

// Where the second text stands in its plaintext; the first stands at 0. The rest is noise.
inline constexpr std::size_t kSecondTextOffset = 1024;

// `aad` has a multiple of 16 bytes.
TwoTextBody MakeTwoTextBody(const TextUnderKey& first, const TextUnderKey& second, ByteView aad,
                            RandomSource& random);

}  // namespace candor::crypto::testing

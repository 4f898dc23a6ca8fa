#include "crypto/hash.h"

#include <sodium.h>

namespace candor::crypto {
namespace {

// libsodium declares its pointers as never null, and an empty view's pointer may be: give it any
// other, from which no byte is read.
const std::uint8_t* Pointer(ByteView bytes) {
  static constexpr std::uint8_t kNoBytes = 0;
  return bytes.empty() ? &kNoBytes : bytes.data();
}

}  // namespace

Hash Sha256(std::initializer_list<ByteView> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const auto& part : parts) crypto_hash_sha256_update(&state, Pointer(part), part.size());
  Hash out;
  crypto_hash_sha256_final(&state, out.data());
  return out;
}

Hash LabelledHash(Label label, std::initializer_list<ByteView> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  const ByteView prefix = LabelBytes(label);
  crypto_hash_sha256_update(&state, prefix.data(), prefix.size());
  for (const auto& part : parts) crypto_hash_sha256_update(&state, Pointer(part), part.size());
  Hash out;
  crypto_hash_sha256_final(&state, out.data());
  return out;
}

Hash HmacSha256(ByteView key, std::initializer_list<ByteView> parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, Pointer(key), key.size());
  for (const auto& part : parts) crypto_auth_hmacsha256_update(&state, Pointer(part), part.size());
  Hash out;
  crypto_auth_hmacsha256_final(&state, out.data());
  sodium_memzero(&state, sizeof state);
  return out;
}

}  // namespace candor::crypto

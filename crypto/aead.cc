#include "crypto/aead.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <cstdlib>
#include <limits>
#include <memory>

namespace candor::crypto {
namespace {

absl::Status Forged() {
  return absl::UnauthenticatedError("the ciphertext is damaged, or the key is not the right one");
}

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// What OpenSSL cannot do here (allocate, or take a length it knows) is never the input's doing.
void Require(bool done) {
  if (!done) std::abort();
}

int IntSize(ByteView bytes) {
  Require(bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  return static_cast<int>(bytes.size());
}

CipherContext NewCipherContext() {
  CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  Require(context != nullptr);
  return context;
}

}  // namespace

Bytes ChaCha20Poly1305Seal(std::span<const std::uint8_t, 32> key, const ChaChaNonce& nonce,
                           ByteView aad, ByteView plaintext) {
  InitialiseSodium();
  Bytes out(plaintext.size() + kAeadTagSize);
  crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(),
                                            plaintext.size(), aad.data(), aad.size(), nullptr,
                                            nonce.data(), key.data());
  return out;
}

absl::StatusOr<SecretBytes> ChaCha20Poly1305Open(std::span<const std::uint8_t, 32> key,
                                                 const ChaChaNonce& nonce, ByteView aad,
                                                 ByteView ciphertext) {
  InitialiseSodium();
  if (ciphertext.size() < kAeadTagSize) return Forged();
  Bytes out(ciphertext.size() - kAeadTagSize);
  if (crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, ciphertext.data(),
                                                ciphertext.size(), aad.data(), aad.size(),
                                                nonce.data(), key.data()) != 0) {
    return Forged();
  }
  return SecretBytes(std::move(out));
}

Bytes XChaCha20Poly1305Seal(std::span<const std::uint8_t, 32> key, const XChaChaNonce& nonce,
                            ByteView aad, ByteView plaintext) {
  InitialiseSodium();
  Bytes out(plaintext.size() + kAeadTagSize);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(),
                                             plaintext.size(), aad.data(), aad.size(), nullptr,
                                             nonce.data(), key.data());
  return out;
}

absl::StatusOr<SecretBytes> XChaCha20Poly1305Open(std::span<const std::uint8_t, 32> key,
                                                  const XChaChaNonce& nonce, ByteView aad,
                                                  ByteView ciphertext) {
  InitialiseSodium();
  if (ciphertext.size() < kAeadTagSize) return Forged();
  Bytes out(ciphertext.size() - kAeadTagSize);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, ciphertext.data(),
                                                 ciphertext.size(), aad.data(), aad.size(),
                                                 nonce.data(), key.data()) != 0) {
    return Forged();
  }
  return SecretBytes(std::move(out));
}

Bytes Aes128GcmSealForTesting(std::span<const std::uint8_t, 16> key, const ByteArray<12>& nonce,
                              ByteView aad, ByteView plaintext) {
  const CipherContext context = NewCipherContext();
  Bytes out(plaintext.size() + kAeadTagSize);
  int length = 0;
  Require(EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, key.data(),
                             nonce.data()) == 1);
  Require(EVP_EncryptUpdate(context.get(), nullptr, &length, aad.data(), IntSize(aad)) == 1);
  Require(EVP_EncryptUpdate(context.get(), out.data(), &length, plaintext.data(),
                            IntSize(plaintext)) == 1);
  std::uint8_t* const tag = out.data() + plaintext.size();
  Require(EVP_EncryptFinal_ex(context.get(), tag, &length) == 1);
  Require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kAeadTagSize, tag) == 1);
  return out;
}

absl::StatusOr<SecretBytes> Aes128GcmOpenForTesting(std::span<const std::uint8_t, 16> key,
                                                    const ByteArray<12>& nonce, ByteView aad,
                                                    ByteView ciphertext) {
  if (ciphertext.size() < kAeadTagSize) return Forged();
  const ByteView sealed = ciphertext.first(ciphertext.size() - kAeadTagSize);
  Bytes tag = ToBytes(ciphertext.last(kAeadTagSize));
  const CipherContext context = NewCipherContext();
  // One byte more than the text, so that the pointer is valid for an empty one.
  Bytes out(sealed.size() + 1);
  int length = 0;
  Require(EVP_DecryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, key.data(),
                             nonce.data()) == 1);
  Require(EVP_DecryptUpdate(context.get(), nullptr, &length, aad.data(), IntSize(aad)) == 1);
  Require(EVP_DecryptUpdate(context.get(), out.data(), &length, sealed.data(),
                            IntSize(sealed)) == 1);
  Require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kAeadTagSize, tag.data()) == 1);
  if (EVP_DecryptFinal_ex(context.get(), out.data() + sealed.size(), &length) != 1) {
    Wipe(out);
    return Forged();
  }
  out.resize(sealed.size());
  return SecretBytes(std::move(out));
}

}  // namespace candor::crypto

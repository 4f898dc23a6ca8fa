#include "tests/crypto/two_text_body.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <sodium.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "crypto/padding.h"

namespace candor::crypto::testing {
namespace {

constexpr std::size_t kBlock = 16;
constexpr std::size_t kFreeBlock = 512;   // solved for
constexpr std::size_t kNoiseBlock = 513;  // drawn again when there is no solution

// Just enough arithmetic on large numbers. Values are immutable.
class Number {
 public:
  explicit Number(long value) : Number() {
    BN_set_word(value_.get(), static_cast<BN_ULONG>(std::labs(value)));
    if (value < 0) BN_set_negative(value_.get(), 1);
  }
  static Number FromLittleEndian(ByteView bytes) {
    Number out;
    BN_lebin2bn(bytes.data(), static_cast<int>(bytes.size()), out.value_.get());
    return out;
  }
  static Number PowerOfTwo(int exponent) {
    Number out;
    BN_set_bit(out.value_.get(), exponent);
    return out;
  }
  friend Number operator+(const Number& a, const Number& b) {
    Number out;
    BN_add(out.value_.get(), a.value_.get(), b.value_.get());
    return out;
  }
  friend Number operator-(const Number& a, const Number& b) {
    Number out;
    BN_sub(out.value_.get(), a.value_.get(), b.value_.get());
    return out;
  }
  friend Number operator*(const Number& a, const Number& b) {
    Number out;
    BN_mul(out.value_.get(), a.value_.get(), b.value_.get(), Scratch());
    return out;
  }
  Number Mod(const Number& modulus) const {
    Number out;
    BN_nnmod(out.value_.get(), value_.get(), modulus.value_.get(), Scratch());
    return out;
  }
  Number Inverse(const Number& modulus) const {
    Number out;
    BN_mod_inverse(out.value_.get(), value_.get(), modulus.value_.get(), Scratch());
    return out;
  }
  friend bool operator==(const Number& a, const Number& b) {
    return BN_cmp(a.value_.get(), b.value_.get()) == 0;
  }
  friend bool operator<(const Number& a, const Number& b) {
    return BN_cmp(a.value_.get(), b.value_.get()) < 0;
  }
  ByteArray<kBlock> ToBlock() const {
    ByteArray<kBlock> out;
    BN_bn2lebinpad(value_.get(), out.data(), static_cast<int>(out.size()));
    return out;
  }

 private:
  Number() : value_(BN_new(), &BN_free) {}
  static BN_CTX* Scratch() {
    static const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> scratch(BN_CTX_new(),
                                                                         &BN_CTX_free);
    return scratch.get();
  }
  std::unique_ptr<BIGNUM, decltype(&BN_free)> value_;
};

const Number& Prime() {
  static const Number prime = Number::PowerOfTwo(130) - Number(5);
  return prime;
}

// What XChaCha20-Poly1305 derives from key and nonce: the one-time key of Poly1305, the stream.
struct Stream {
  Number r{0};
  Number s{0};
  Bytes bytes;
};

Stream StreamOf(const ByteArray<32>& key, const XChaChaNonce& nonce) {
  ByteArray<32> subkey;
  crypto_core_hchacha20(subkey.data(), nonce.data(), key.data(), nullptr);
  ByteArray<12> inner{};
  std::copy(nonce.begin() + 16, nonce.end(), inner.begin() + 4);
  Bytes stream(64 + kPlaintextSize);
  crypto_stream_chacha20_ietf(stream.data(), stream.size(), inner.data(), subkey.data());
  ByteArray<16> r;
  std::copy_n(stream.begin(), 16, r.begin());
  for (const std::size_t i : {3, 7, 11, 15}) r[i] &= 15;
  for (const std::size_t i : {4, 8, 12}) r[i] &= 252;
  Stream out;
  out.r = Number::FromLittleEndian(r);
  out.s = Number::FromLittleEndian(ByteView(stream).subspan(16, 16));
  out.bytes = Bytes(stream.begin() + 64, stream.end());
  return out;
}

Bytes LengthBlock(std::size_t aad, std::size_t ciphertext) {
  Bytes out(kBlock);
  for (std::size_t i = 0; i < 8; ++i) {
    out[i] = static_cast<std::uint8_t>(aad >> (8 * i));
    out[8 + i] = static_cast<std::uint8_t>(ciphertext >> (8 * i));
  }
  return out;
}

// Poly1305's polynomial, split at the free block X: the value is constant + X·factor modulo p.
struct Polynomial {
  Number constant{0};
  Number factor{0};
};

Polynomial PolynomialOf(const Number& r, ByteView aad, ByteView ciphertext) {
  const Bytes message = Concat({aad, ciphertext, LengthBlock(aad.size(), ciphertext.size())});
  const std::size_t free_block = aad.size() / kBlock + kFreeBlock;
  Polynomial out;
  for (std::size_t i = 0; i < message.size() / kBlock; ++i) {
    const bool is_free = i == free_block;
    const Number block =
        is_free ? Number(0)
                : Number::FromLittleEndian(ByteView(message).subspan(i * kBlock, kBlock)) +
                      Number::PowerOfTwo(128);
    out.constant = ((out.constant + block) * r).Mod(Prime());
    out.factor = ((out.factor + Number(is_free ? 1 : 0)) * r).Mod(Prime());
  }
  return out;
}

// The free block under which both tags agree: h1 + s1 = h2 + s2 modulo 2^128, tried for each
// difference that the reductions leave possible.
std::optional<ByteArray<kBlock>> SolveFreeBlock(const Stream& a, const Stream& b, ByteView aad,
                                                ByteView ciphertext) {
  const Polynomial pa = PolynomialOf(a.r, aad, ciphertext);
  const Polynomial pb = PolynomialOf(b.r, aad, ciphertext);
  const Number slope = (pa.factor - pb.factor).Mod(Prime()).Inverse(Prime());
  const Number high_bit = Number::PowerOfTwo(128);
  const auto tag = [&](const Polynomial& p, const Number& x, const Number& s) {
    return ((p.constant + x * p.factor).Mod(Prime()) + s).Mod(high_bit);
  };
  for (long m = -4; m <= 4; ++m) {
    const Number difference = b.s - a.s + Number(m) * high_bit;
    const Number x = ((difference - pa.constant + pb.constant) * slope).Mod(Prime());
    if (x < high_bit || !(x < high_bit + high_bit)) continue;  // no block of 16 bytes
    if (tag(pa, x, a.s) == tag(pb, x, b.s)) return (x - high_bit).ToBlock();
  }
  return std::nullopt;
}

void Place(Bytes& ciphertext, std::size_t offset, std::string_view text, const Stream& stream) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    ciphertext[offset + i] = static_cast<std::uint8_t>(text[i]) ^ stream.bytes[offset + i];
  }
}

Bytes Decrypt(const Bytes& ciphertext, const Stream& stream) {
  Bytes out(ciphertext.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = ciphertext[i] ^ stream.bytes[i];
  return out;
}

}  // namespace

TwoTextBody MakeTwoTextBody(const TextUnderKey& first, const TextUnderKey& second, ByteView aad,
                            RandomSource& random) {
  InitialiseSodium();
  for (;;) {
    const XChaChaNonce nonce = random.Array<24>();
    const Stream a = StreamOf(first.key, nonce);
    const Stream b = StreamOf(second.key, nonce);
    // The last byte has to be the padding's 0x80 under both keys.
    if (a.bytes.back() != b.bytes.back()) continue;
    Bytes ciphertext(kPlaintextSize);
    ciphertext.back() = 0x80 ^ a.bytes.back();
    Place(ciphertext, 0, first.text, a);
    Place(ciphertext, kSecondTextOffset, second.text, b);
    for (int attempt = 0; attempt < 64; ++attempt) {
      random.Fill(std::span(ciphertext).subspan(kNoiseBlock * kBlock, kBlock));
      const auto block = SolveFreeBlock(a, b, aad, ciphertext);
      if (!block.has_value()) continue;
      std::ranges::copy(*block, ciphertext.begin() + kFreeBlock * kBlock);
      Bytes body = XChaCha20Poly1305Seal(first.key, nonce, aad, Decrypt(ciphertext, a));
      EXPECT_EQ(body, XChaCha20Poly1305Seal(second.key, nonce, aad, Decrypt(ciphertext, b)));
      return {.nonce = nonce, .body = std::move(body)};
    }
  }
}

}  // namespace candor::crypto::testing

// Numbers and keys for the tests of RSA: keys that never change, and arithmetic on plain bytes.
#pragma once

#include <gtest/gtest.h>
#include <openssl/bn.h>

#include <functional>
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "crypto/residue.h"
#include "crypto/token_key.h"

namespace candor::crypto::testing {

inline Bytes FromHex(std::string_view digits) {
  auto bytes = HexDecode(digits);
  EXPECT_TRUE(bytes.ok()) << digits;
  return bytes.ok() ? *bytes : Bytes();
}

// Two keys made for tests. Their moduli lie in the lower half of what 2048 bits can hold, so that
// numbers above the modulus still have its length.
inline constexpr std::string_view kPrimeP =
    "bdfadb7035eac2cb35c3ef514047cb27de2590119414c22e14f241f05f6d7d2d8432d240596ff590fa40"
    "05f04faedb4906c0587ebd52bb076b73e85b18a46e9f9bec15b5e79bd6a9fff161c8e95fe81023fb3dab"
    "3f9b98dfc78ee0477bd84584f9f67b2eba6a1a0206159031b7e9af35e5742d6ad6265ea5b94003f21d97"
    "5f87";
inline constexpr std::string_view kPrimeQ =
    "baa1a11a9bc5324cb52820cbdd24ff7c4700f5fa628434f6590c7ba694d5f0a4d858e33303b5df0012e4"
    "5152a863c2f0cff77d34cae9b57180c8ac2040c869b93f05b651bf7c11654d06b9d32cacb5d250b84a3f"
    "c676548d908cbfc34e3e28d9efe0f25fe9b3cc65a77b58a2596fb1516862a88d9e05971e9a72098cf6bc"
    "95eb";
inline constexpr std::string_view kOtherPrimeP =
    "b9a4332e843b7b4d0a4a6c602ae727fd4e31ef669ebdb7f00eeace7d5d5ec870f29f5bf2e426074dd687"
    "7f0558481353f3ebd9c5f09b4f1329b61a7d7f64e2186ab24f56bc3a88d08cfa48ade15da2efb234b174"
    "c9305071825647366499c129b75f3fc8040c812402e911089988017cfb28109528c8020186add305e848"
    "fcad";
inline constexpr std::string_view kOtherPrimeQ =
    "b79c9b2cd7f160b684830e8490bea354c8388a67b0c54368ba92e75df4d1efdefec3a32159710635e456"
    "e3a532c9055c0cd2ffc7315a571d90adf4ace1f88fae48518880f73c210d7873f62c8b1e1e7665bca8e7"
    "bc1f25958a709f96ff520981d61e2028e76228a22e50a91a01d40d2f1e49869a10a787657936f4465f99"
    "4e43";
// A prime that is 1 modulo 65537: the exponent is not coprime to the totient of its multiples.
inline constexpr std::string_view kPrimeOneModExponent =
    "b7bc5c322a610f0978dde59d259c8e87f2eec36724126c1bb74876b7a58c06e28503af504a92a311d179"
    "eecb92b81bcac514f9e04401005c0bf7858650c7edf84cb889669675c15a0e4898601924c2c2eaab44e5"
    "4eed923f3827c82968523954e26467b9888bbaf662dc7c9c24369da36e1418426f7bdefd887c6141b544"
    "14e5";

inline TokenPrivateKey ImportKey(std::string_view p, std::string_view q) {
  const ByteArray<1> version = {1};
  auto key = TokenPrivateKey::Import(Concat({version, FromHex(p), FromHex(q)}));
  if (!key.ok()) std::abort();
  return *std::move(key);
}

inline const TokenPrivateKey& AKey() {
  static const TokenPrivateKey key = ImportKey(kPrimeP, kPrimeQ);
  return key;
}

inline const TokenPrivateKey& AnotherKey() {
  static const TokenPrivateKey key = ImportKey(kOtherPrimeP, kOtherPrimeQ);
  return key;
}

// Big-endian numbers, computed by OpenSSL; results are padded to `size` bytes.
using Operation =
    std::function<int(BIGNUM* out, const BIGNUM* a, const BIGNUM* b, BN_CTX* context)>;

inline Bytes Compute(const Operation& operation, ByteView a, ByteView b, std::size_t size) {
  const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_new(), &BN_CTX_free);
  const BigNum out = NewBigNum();
  EXPECT_EQ(operation(out.get(), BigNumFromBytes(a).get(), BigNumFromBytes(b).get(), context.get()),
            1);
  Bytes bytes(size);
  EncodeBigNum(*out, bytes);
  return bytes;
}

inline Bytes Add(ByteView a, ByteView b, std::size_t size) {
  return Compute([](auto* out, auto* x, auto* y, auto*) { return BN_add(out, x, y); }, a, b, size);
}

inline Bytes Subtract(ByteView a, ByteView b, std::size_t size) {
  return Compute([](auto* out, auto* x, auto* y, auto*) { return BN_sub(out, x, y); }, a, b, size);
}

inline Bytes Multiply(ByteView a, ByteView b, std::size_t size) {
  return Compute(
      [](auto* out, auto* x, auto* y, auto* context) { return BN_mul(out, x, y, context); }, a, b,
      size);
}

inline Bytes Divide(ByteView a, ByteView b, std::size_t size) {
  return Compute([](auto* out, auto* x, auto* y,
                    auto* context) { return BN_div(out, nullptr, x, y, context); },
                 a, b, size);
}

inline Bytes Modulo(ByteView a, ByteView modulus, std::size_t size) {
  return Compute(
      [](auto* out, auto* x, auto* y, auto* context) { return BN_mod(out, x, y, context); }, a,
      modulus, size);
}

inline Bytes InverseModulo(ByteView a, ByteView modulus, std::size_t size) {
  return Compute(
      [](auto* out, auto* x, auto* y, auto* context) {
        return BN_mod_inverse(out, x, y, context) != nullptr ? 1 : 0;
      },
      a, modulus, size);
}

inline Bytes PowerModulo(ByteView base, ByteView exponent, ByteView modulus, std::size_t size) {
  const BigNum n = BigNumFromBytes(modulus);
  return Compute(
      [&](auto* out, auto* x, auto* y, auto* context) {
        return BN_mod_exp(out, x, y, n.get(), context);
      },
      base, exponent, size);
}

// One byte as a number, and a small number in `size` bytes.
inline Bytes Small(std::uint8_t value, std::size_t size = 1) {
  Bytes out(size);
  out.back() = value;
  return out;
}

}  // namespace candor::crypto::testing

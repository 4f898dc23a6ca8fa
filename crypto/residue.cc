#include "crypto/residue.h"

#include <openssl/bn.h>
#include <openssl/err.h>

#include <bit>
#include <cstdlib>

#include "crypto/secret.h"

namespace candor::crypto {
namespace {

struct ContextDelete {
  // Wipes the pool of temporaries as well.
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
};
using Context = std::unique_ptr<BN_CTX, ContextDelete>;

Context NewContext() {
  Context context(BN_CTX_new());
  RequireOpenSsl(context != nullptr);
  return context;
}

void Read(ByteView big_endian, BIGNUM& out) {
  const int size = static_cast<int>(big_endian.size());
  RequireOpenSsl(BN_bin2bn(big_endian.data(), size, &out) != nullptr);
}

}  // namespace

OpenSslErrorScope::OpenSslErrorScope() { ERR_set_mark(); }
OpenSslErrorScope::~OpenSslErrorScope() { ERR_pop_to_mark(); }

void RequireOpenSsl(int result) {
  if (result != 1) std::abort();
}

void BigNumDelete::operator()(BIGNUM* value) const { BN_clear_free(value); }

BigNum NewBigNum() {
  BigNum value(BN_new());
  RequireOpenSsl(value != nullptr);
  return value;
}

BigNum NewSecretBigNum() {
  BigNum value(BN_secure_new());
  RequireOpenSsl(value != nullptr);
  BN_set_flags(value.get(), BN_FLG_CONSTTIME);
  return value;
}

BigNum BigNumFromBytes(ByteView big_endian) {
  BigNum value = NewBigNum();
  Read(big_endian, *value);
  return value;
}

BigNum SecretBigNumFromBytes(ByteView big_endian) {
  BigNum value = NewSecretBigNum();
  Read(big_endian, *value);
  return value;
}

void EncodeBigNum(const BIGNUM& value, std::span<std::uint8_t> out) {
  const int size = static_cast<int>(out.size());
  RequireOpenSsl(BN_bn2binpad(&value, out.data(), size) == size);
}

void Modulus::MontgomeryDelete::operator()(BN_MONT_CTX* context) const {
  BN_MONT_CTX_free(context);
}

Modulus::Modulus(BigNum value, Montgomery montgomery, std::size_t bits)
    : value_(std::move(value)), montgomery_(std::move(montgomery)), bits_(bits) {}
Modulus::Modulus(Modulus&&) noexcept = default;
Modulus& Modulus::operator=(Modulus&&) noexcept = default;
Modulus::~Modulus() = default;

absl::StatusOr<Modulus> Modulus::Create(ByteView big_endian) {
  BigNum value = BigNumFromBytes(big_endian);
  if (!BN_is_odd(value.get()) || BN_is_one(value.get())) {
    return absl::InvalidArgumentError("an RSA modulus is odd and greater than one");
  }
  Montgomery montgomery(BN_MONT_CTX_new());
  RequireOpenSsl(montgomery != nullptr);
  RequireOpenSsl(BN_MONT_CTX_set(montgomery.get(), value.get(), NewContext().get()));
  const auto bits = static_cast<std::size_t>(BN_num_bits(value.get()));
  return Modulus(std::move(value), std::move(montgomery), bits);
}

Residue Modulus::FromPlain(const BIGNUM& plain) const {
  BigNum out = NewBigNum();
  RequireOpenSsl(
      BN_to_montgomery(out.get(), &plain, montgomery_.get(), NewContext().get()));
  return Residue(std::move(out));
}

absl::StatusOr<Residue> Modulus::Decode(ByteView big_endian) const {
  if (big_endian.size() != size()) {
    return absl::InvalidArgumentError("the number does not have the length of the RSA modulus");
  }
  const BigNum plain = BigNumFromBytes(big_endian);
  if (BN_cmp(plain.get(), value_.get()) >= 0) {
    return absl::InvalidArgumentError("the number is not below the RSA modulus");
  }
  return FromPlain(*plain);
}

void Modulus::Encode(const Residue& value, std::span<std::uint8_t> out) const {
  const BigNum plain = NewBigNum();
  RequireOpenSsl(BN_from_montgomery(plain.get(), value.montgomery_.get(), montgomery_.get(),
                                    NewContext().get()));
  EncodeBigNum(*plain, out);
}

Residue Modulus::Random(RandomSource& random) const {
  // Cutting the top byte to the modulus's width makes a rejection less likely than one in two.
  const auto top_mask = static_cast<std::uint8_t>(0xff >> (size() * 8 - bits_));
  Bytes candidate(size());
  for (;;) {
    random.Fill(candidate);
    candidate[0] &= top_mask;
    const BigNum plain = BigNumFromBytes(candidate);
    if (BN_is_zero(plain.get()) || BN_cmp(plain.get(), value_.get()) >= 0) continue;
    Wipe(candidate);
    return FromPlain(*plain);
  }
}

Residue Modulus::Copy(const Residue& value) const {
  BigNum out = NewBigNum();
  RequireOpenSsl(BN_copy(out.get(), value.montgomery_.get()) != nullptr);
  return Residue(std::move(out));
}

Residue Modulus::Multiply(const Residue& a, const Residue& b) const {
  BigNum out = NewBigNum();
  RequireOpenSsl(BN_mod_mul_montgomery(out.get(), a.montgomery_.get(), b.montgomery_.get(),
                                       montgomery_.get(), NewContext().get()));
  return Residue(std::move(out));
}

Residue Modulus::Power(const Residue& base, std::uint64_t exponent) const {
  const Context context = NewContext();
  Residue out = Copy(base);
  BIGNUM* value = out.montgomery_.get();
  // Left to right, the leading bit being the copy: 16 squarings and one product for 65537.
  for (int bit = std::bit_width(exponent) - 2; bit >= 0; --bit) {
    RequireOpenSsl(
        BN_mod_mul_montgomery(value, value, value, montgomery_.get(), context.get()));
    if ((exponent >> bit & 1) == 0) continue;
    RequireOpenSsl(BN_mod_mul_montgomery(value, value, base.montgomery_.get(), montgomery_.get(),
                                         context.get()));
  }
  return out;
}

bool Modulus::Equal(const Residue& a, const Residue& b) const {
  return BN_cmp(a.montgomery_.get(), b.montgomery_.get()) == 0;
}

bool Modulus::IsUnit(const Residue& value) const {
  // R is coprime to the odd modulus: the Montgomery form has the same divisors in common with it.
  const BigNum divisor = NewBigNum();
  RequireOpenSsl(
      BN_gcd(divisor.get(), value.montgomery_.get(), value_.get(), NewContext().get()));
  return BN_is_one(divisor.get());
}

std::optional<Residue> Modulus::InverseOfMasked(const Residue& value) const {
  const OpenSslErrorScope errors;
  const Context context = NewContext();
  const BigNum plain = NewBigNum();
  RequireOpenSsl(BN_from_montgomery(plain.get(), value.montgomery_.get(), montgomery_.get(),
                                    context.get()));
  const BigNum inverse(BN_mod_inverse(nullptr, plain.get(), value_.get(), context.get()));
  if (inverse == nullptr) return std::nullopt;
  return FromPlain(*inverse);
}

}  // namespace candor::crypto

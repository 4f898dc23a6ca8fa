// Residues modulo an odd public modulus, and the few big-integer helpers that RSA needs.
//
// Promise: a Residue always is below its modulus; values are wiped when they go; Multiply, Power
// and Encode take the same steps whatever the values (OpenSSL's Montgomery multiplication), so they
// may be given secrets. The modulus and the exponent of Power are public.
// Not promised: InverseOfMasked takes time that depends on its argument: callers multiply a secret
// by a fresh random unit first. Equal, and the range checks of Decode and Random, may show how many
// leading words two values have in common: of a random secret and the modulus, none.
//
// Inside, a value stands in Montgomery form, x·R mod n; it leaves that form only through Encode, so
// that the two forms cannot be confused.
//
// OpenSSL can fail here only for want of memory: that aborts. A Modulus is immutable and
// thread-safe. A Residue means something to the Modulus that made it and to no other.
#pragma once

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/random.h"

namespace candor::crypto {

// Keeps what OpenSSL reports inside a scope from staying in the thread's error queue, which TLS
// reads after each of its own calls and would take for an error of the connection.
class OpenSslErrorScope {
 public:
  OpenSslErrorScope();
  ~OpenSslErrorScope();
  OpenSslErrorScope(const OpenSslErrorScope&) = delete;
  OpenSslErrorScope& operator=(const OpenSslErrorScope&) = delete;
};

// Aborts unless `result` is OpenSSL's 1: for calls that fail only for want of memory.
void RequireOpenSsl(int result);

struct BigNumDelete {
  void operator()(BIGNUM* value) const;
};
// An integer of OpenSSL's, wiped when freed.
using BigNum = std::unique_ptr<BIGNUM, BigNumDelete>;

BigNum NewBigNum();
// Marked so that OpenSSL takes its constant-time paths with it, and wipes the copies it makes of it
// when a key is loaded.
BigNum NewSecretBigNum();
// Big-endian.
BigNum BigNumFromBytes(ByteView big_endian);
BigNum SecretBigNumFromBytes(ByteView big_endian);
// Big-endian, padded with zeroes on the left. Aborts when the value does not fit.
void EncodeBigNum(const BIGNUM& value, std::span<std::uint8_t> out);

class Residue {
 public:
  Residue(Residue&&) noexcept = default;
  Residue& operator=(Residue&&) noexcept = default;
  Residue(const Residue&) = delete;
  Residue& operator=(const Residue&) = delete;

 private:
  friend class Modulus;
  explicit Residue(BigNum montgomery) : montgomery_(std::move(montgomery)) {}
  BigNum montgomery_;
};

class Modulus {
 public:
  // Big-endian; refuses an even number and anything below 3.
  static absl::StatusOr<Modulus> Create(ByteView big_endian);

  Modulus(Modulus&&) noexcept;
  Modulus& operator=(Modulus&&) noexcept;
  ~Modulus();

  std::size_t bits() const { return bits_; }
  // The length of an encoded residue.
  std::size_t size() const { return (bits_ + 7) / 8; }
  const BIGNUM& value() const { return *value_; }

  // Exactly size() bytes, big-endian, of a number below the modulus: InvalidArgument otherwise. It
  // never reduces.
  absl::StatusOr<Residue> Decode(ByteView big_endian) const;
  // `out` has size() bytes.
  void Encode(const Residue& value, std::span<std::uint8_t> out) const;

  // Uniform in [1, n), by rejection.
  Residue Random(RandomSource& random) const;
  Residue Copy(const Residue& value) const;
  Residue Multiply(const Residue& a, const Residue& b) const;
  // `exponent` is public and not zero.
  Residue Power(const Residue& base, std::uint64_t exponent) const;
  bool Equal(const Residue& a, const Residue& b) const;

  // Whether the value is coprime to the modulus; the same steps whatever the value, and slow.
  bool IsUnit(const Residue& value) const;
  // Nothing when there is no inverse. Variable time: see above.
  std::optional<Residue> InverseOfMasked(const Residue& value) const;

 private:
  struct MontgomeryDelete {
    void operator()(BN_MONT_CTX* context) const;
  };
  using Montgomery = std::unique_ptr<BN_MONT_CTX, MontgomeryDelete>;

  Modulus(BigNum value, Montgomery montgomery, std::size_t bits);
  Residue FromPlain(const BIGNUM& plain) const;

  BigNum value_;
  Montgomery montgomery_;
  std::size_t bits_;
};

}  // namespace candor::crypto

// RSA blind signatures, RFC 9474: RSABSSA-SHA384 in its four variants, for any RSA key.
//
//   client                                   signer
//   Prepare, Blind  ──── blinded_msg ────►   BlindSign
//   Finalize        ◄──── blind_sig ─────
//
// Promise: with r fresh and wiped, `blinded_msg` is a uniformly random number whatever the message
// was, so nobody, the signer with all its keys and unbounded time included, can tell which
// signature came of which request. This asks that gcd(e, φ(n)) = 1: the key proof
// (crypto/key_proof.h) shows it for a key that is not one's own. A signature verifies as plain
// RSASSA-PSS.
// Not promised: that a signer's choice of key, or of whom it serves, singles no client out (the log
// sees to that), nor unforgeability beyond what RFC 9474 §7 says.
//
// Everything is big-endian and of the modulus's length unless a comment says otherwise. Lengths and
// ranges are checked, never corrected: InvalidArgument. A signature that does not verify is
// Unauthenticated. Keys are immutable; all functions are thread-safe.
// This file is the RFC for any key; what Candor's tokens allow is in crypto/token_key.h.
#pragma once

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace candor::crypto {

class Modulus;

// RFC 9474 §5. PSS has a salt of 48 bytes, PSSZERO none; Randomized prepends 32 random bytes to the
// message, Deterministic does not.
enum class RsabssaVariant : std::uint8_t {
  kPssRandomized,
  kPssZeroRandomized,
  kPssDeterministic,
  kPssZeroDeterministic,
};

// Bounds of what this project computes with.
inline constexpr std::size_t kMinRsaBits = 2048;
inline constexpr std::size_t kMaxRsaBits = 8192;

// A public key (n, e). Cheap to copy: copies share one immutable precomputation.
class RsaPublicKey {
 public:
  // n odd, of kMinRsaBits to kMaxRsaBits; e odd, at least 3, below 2^64. Nothing else about n can
  // be seen from outside.
  static absl::StatusOr<RsaPublicKey> Create(ByteView n, ByteView e);

  // The length of signatures and blinded messages.
  std::size_t size() const;
  std::size_t bits() const;
  // n, size() bytes.
  Bytes modulus() const;
  std::uint64_t exponent() const;

  // RSAVP1 (RFC 8017 §5.2.2): value^e mod n. InvalidArgument unless size() bytes and below n.
  absl::StatusOr<Bytes> PublicOperation(ByteView value) const;

  // For the functions of this file.
  struct Parts;
  const Parts& parts() const { return *parts_; }

 private:
  explicit RsaPublicKey(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  // Shared, because it never changes and is costly to compute again for each copy.
  std::shared_ptr<const Parts> parts_;
};

// A private key. Its numbers lie in OpenSSL's heap and are wiped when freed; OpenSSL does not lock
// that memory, so a page of it may be swapped out: servers run without swap, or with encrypted swap.
class RsaPrivateKey {
 public:
  // A fresh key with e = 65537 from OpenSSL's generator.
  static absl::StatusOr<RsaPrivateKey> Generate(std::size_t bits);
  // From two distinct odd primes of the same length. Numbers that do not make a key that signs (one
  // is not prime, e is not coprime to φ(n)) are refused with InvalidArgument.
  static absl::StatusOr<RsaPrivateKey> FromPrimes(ByteView p, ByteView q, ByteView e);
  // A copy of this key whose CRT exponent and private exponent are wrong, as after a fault.
  absl::StatusOr<RsaPrivateKey> WithFaultForTesting() const;

  RsaPrivateKey(RsaPrivateKey&&) noexcept;
  RsaPrivateKey& operator=(RsaPrivateKey&&) noexcept;
  ~RsaPrivateKey();

  const RsaPublicKey& public_key() const { return public_key_; }

  struct Primes {
    SecretBytes p;  // the greater one
    SecretBytes q;
  };
  // Each of half the modulus's length.
  Primes ExportPrimes() const;

  // BlindSign (RFC 9474 §4.3): blinded_msg^d mod n, with OpenSSL's base blinding. The result leaves
  // only after result^e = blinded_msg has been checked, since a wrong one computed by CRT gives a
  // factor of n away; Internal otherwise. Deterministic.
  absl::StatusOr<Bytes> BlindSign(ByteView blinded_msg) const;

 private:
  struct KeyDelete {
    void operator()(EVP_PKEY* key) const;
  };
  struct OperationDelete {
    void operator()(EVP_PKEY_CTX* operation) const;
  };
  using Key = std::unique_ptr<EVP_PKEY, KeyDelete>;
  using Operation = std::unique_ptr<EVP_PKEY_CTX, OperationDelete>;
  struct Numbers;

  RsaPrivateKey(RsaPublicKey public_key, Key key, Operation raw_operation);
  static absl::StatusOr<RsaPrivateKey> FromKey(Key key);
  static absl::StatusOr<RsaPrivateKey> Load(const Numbers& numbers);
  static Numbers NumbersOf(const EVP_PKEY& key);
  static absl::StatusOr<Numbers> NumbersFromPrimes(ByteView p, ByteView q, ByteView e);
  absl::Status CheckThatItSigns() const;

  RsaPublicKey public_key_;
  Key key_;
  // Set up once and never used itself: each signature runs on a copy, which is cheap to make.
  Operation raw_operation_;
};

// What the client keeps between Blind and Finalize: the inverse of r. Whoever learns it can link
// the signature to the request. Move-only, wiped at the end of its life.
class BlindingState {
 public:
  // From what ExposeSecret gave; InvalidArgument unless it is a number in [1, n) of the key's
  // length.
  static absl::StatusOr<BlindingState> Import(const RsaPublicKey& key, ByteView inverse);

  ByteView ExposeSecret() const { return inverse_.ExposeSecret(); }

 private:
  friend class BlindingRun;
  explicit BlindingState(SecretBytes inverse) : inverse_(std::move(inverse)) {}
  SecretBytes inverse_;
};

struct Blinded {
  Bytes blinded_msg;
  BlindingState state;
};

// Prepare (RFC 9474 §4.1).
Bytes Prepare(RsabssaVariant variant, ByteView msg, RandomSource& random);
// `prefix` stands for the 32 random bytes; ignored by the deterministic variants.
Bytes PrepareForTesting(RsabssaVariant variant, ByteView msg, ByteView prefix);

// Blind (RFC 9474 §4.2) of prepared messages, each with its own r and salt.
//
// One inversion serves the whole batch (Montgomery's trick), and what is inverted is masked by a
// fresh random unit, so that its duration tells nothing. A message representative or an r that is
// not coprime to n is drawn again; FailedPrecondition when that does not help, which only a modulus
// full of small factors can bring about.
absl::StatusOr<std::vector<Blinded>> BlindBatch(const RsaPublicKey& key, RsabssaVariant variant,
                                                std::span<const Bytes> prepared_msgs,
                                                RandomSource& random);
absl::StatusOr<Blinded> Blind(const RsaPublicKey& key, RsabssaVariant variant,
                              ByteView prepared_msg, RandomSource& random);

struct BlindInputsForTesting {
  ByteView r;     // size() bytes, below n
  ByteView salt;  // of the variant's salt length
};
absl::StatusOr<Blinded> BlindForTesting(const RsaPublicKey& key, RsabssaVariant variant,
                                        ByteView prepared_msg, const BlindInputsForTesting& inputs);

// Finalize (RFC 9474 §4.4): unblinds and verifies. Keeps `state` as it is, so that a client may ask
// again after a damaged answer; the caller destroys it once it has the signature.
absl::StatusOr<Bytes> Finalize(const RsaPublicKey& key, RsabssaVariant variant,
                               ByteView prepared_msg, ByteView blind_sig,
                               const BlindingState& state);

// RSASSA-PSS-VERIFY (RFC 8017 §8.1.2) with exactly the variant's salt length.
absl::Status Verify(const RsaPublicKey& key, RsabssaVariant variant, ByteView prepared_msg,
                    ByteView signature);

// EMSA-PSS-ENCODE (RFC 8017 §9.1.1), MGF1 with the same hash. The result has ⌈em_bits / 8⌉ bytes.
// SHA-1 is here for the published vectors of the encoding alone.
enum class PssHash : std::uint8_t { kSha384, kSha1ForTesting };
absl::StatusOr<Bytes> EmsaPssEncode(PssHash hash, ByteView message, ByteView salt,
                                    std::size_t em_bits);

}  // namespace candor::crypto

#include "crypto/blind_rsa.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

#include "base/status.h"
#include "crypto/residue.h"

namespace candor::crypto {
namespace {

constexpr std::size_t kSaltSize = 48;
constexpr std::size_t kPrefixSize = 32;
// Draws of a batch before the modulus is blamed. For a modulus of two large primes the second draw
// has a chance of about 2^-1000.
constexpr int kMaxDraws = 128;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD* hash) const { EVP_MD_free(hash); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
  void operator()(OSSL_PARAM* params) const { OSSL_PARAM_free(params); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

std::size_t SaltSizeOf(RsabssaVariant variant) {
  const bool has_salt = variant == RsabssaVariant::kPssRandomized ||
                        variant == RsabssaVariant::kPssDeterministic;
  return has_salt ? kSaltSize : 0;
}

bool IsRandomized(RsabssaVariant variant) {
  return variant == RsabssaVariant::kPssRandomized ||
         variant == RsabssaVariant::kPssZeroRandomized;
}

// Fetched once: OpenSSL would search its providers for each digest otherwise.
const EVP_MD* FetchedHash(PssHash hash) {
  static const Owned<EVP_MD> sha384(EVP_MD_fetch(nullptr, "SHA384", nullptr));
  static const Owned<EVP_MD> sha1(EVP_MD_fetch(nullptr, "SHA1", nullptr));
  const EVP_MD* found = hash == PssHash::kSha384 ? sha384.get() : sha1.get();
  RequireOpenSsl(found != nullptr);
  return found;
}

std::size_t HashSize(PssHash hash) { return hash == PssHash::kSha384 ? 48 : 20; }

Bytes Digest(PssHash hash, std::initializer_list<ByteView> parts) {
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  RequireOpenSsl(context != nullptr);
  RequireOpenSsl(EVP_DigestInit_ex2(context.get(), FetchedHash(hash), nullptr));
  for (const auto& part : parts) {
    RequireOpenSsl(EVP_DigestUpdate(context.get(), part.data(), part.size()));
  }
  Bytes out(HashSize(hash));
  RequireOpenSsl(EVP_DigestFinal_ex(context.get(), out.data(), nullptr));
  return out;
}

// XORs MGF1 (RFC 8017 §B.2.1) of `seed` into `out`.
void ApplyMask(PssHash hash, ByteView seed, std::span<std::uint8_t> out) {
  for (std::uint32_t counter = 0; !out.empty(); ++counter) {
    const ByteArray<4> suffix = {
        static_cast<std::uint8_t>(counter >> 24), static_cast<std::uint8_t>(counter >> 16),
        static_cast<std::uint8_t>(counter >> 8), static_cast<std::uint8_t>(counter)};
    const Bytes block = Digest(hash, {seed, suffix});
    const std::size_t n = std::min(out.size(), block.size());
    for (std::size_t i = 0; i < n; ++i) out[i] ^= block[i];
    out = out.subspan(n);
  }
}

// A key object of type rsaEncryption: one of type RSA-PSS refuses raw operations.
absl::StatusOr<Owned<EVP_PKEY>> LoadKey(
    int selection, std::initializer_list<std::pair<const char*, const BIGNUM*>> numbers) {
  const OpenSslErrorScope errors;
  const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  RequireOpenSsl(builder != nullptr);
  for (const auto& [name, number] : numbers) {
    RequireOpenSsl(OSSL_PARAM_BLD_push_BN(builder.get(), name, number));
  }
  const Owned<OSSL_PARAM> params(OSSL_PARAM_BLD_to_param(builder.get()));
  RequireOpenSsl(params != nullptr);
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  RequireOpenSsl(context != nullptr);
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, selection, params.get()) != 1) {
    return absl::InvalidArgumentError("OpenSSL does not accept these numbers as an RSA key");
  }
  return Owned<EVP_PKEY>(key);
}

BigNum NumberOf(const EVP_PKEY& key, const char* name) {
  BIGNUM* number = nullptr;
  RequireOpenSsl(EVP_PKEY_get_bn_param(&key, name, &number));
  return BigNum(number);
}

Bytes EncodeNumber(const BIGNUM& number) {
  Bytes out(static_cast<std::size_t>(BN_num_bytes(&number)));
  EncodeBigNum(number, out);
  return out;
}

absl::StatusOr<std::uint64_t> ParseExponent(ByteView e) {
  std::uint64_t value = 0;
  for (const auto byte : e) {
    if (value >> 56 != 0) return absl::InvalidArgumentError("the RSA exponent is too long");
    value = value << 8 | byte;
  }
  if (value < 3 || value % 2 == 0) {
    return absl::InvalidArgumentError("an RSA exponent is odd and at least three");
  }
  return value;
}

}  // namespace

struct RsaPublicKey::Parts {
  Modulus modulus;
  std::uint64_t exponent;
  Owned<EVP_PKEY> key;
};

absl::StatusOr<RsaPublicKey> RsaPublicKey::Create(ByteView n, ByteView e) {
  CANDOR_ASSIGN_OR_RETURN(const std::uint64_t exponent, ParseExponent(e));
  if (n.size() > kMaxRsaBits / 8 + 1) {
    return absl::InvalidArgumentError("the RSA modulus is too long");
  }
  CANDOR_ASSIGN_OR_RETURN(Modulus modulus, Modulus::Create(n));
  if (modulus.bits() < kMinRsaBits || modulus.bits() > kMaxRsaBits) {
    return absl::InvalidArgumentError("the RSA modulus is not of an accepted length");
  }
  const BigNum exponent_number = BigNumFromBytes(e);
  CANDOR_ASSIGN_OR_RETURN(Owned<EVP_PKEY> key,
                          LoadKey(EVP_PKEY_PUBLIC_KEY,
                                  {{OSSL_PKEY_PARAM_RSA_N, &modulus.value()},
                                   {OSSL_PKEY_PARAM_RSA_E, exponent_number.get()}}));
  return RsaPublicKey(
      std::make_shared<const Parts>(Parts{std::move(modulus), exponent, std::move(key)}));
}

std::size_t RsaPublicKey::size() const { return parts_->modulus.size(); }
std::size_t RsaPublicKey::bits() const { return parts_->modulus.bits(); }
Bytes RsaPublicKey::modulus() const { return EncodeNumber(parts_->modulus.value()); }
std::uint64_t RsaPublicKey::exponent() const { return parts_->exponent; }

absl::StatusOr<Bytes> RsaPublicKey::PublicOperation(ByteView value) const {
  const Modulus& n = parts_->modulus;
  CANDOR_ASSIGN_OR_RETURN(const Residue base, n.Decode(value));
  Bytes out(n.size());
  n.Encode(n.Power(base, parts_->exponent), out);
  return out;
}

struct RsaPrivateKey::Numbers {
  BigNum n, e, d, p, q, d_mod_p, d_mod_q, q_inverse;
};

void RsaPrivateKey::KeyDelete::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

void RsaPrivateKey::OperationDelete::operator()(EVP_PKEY_CTX* operation) const {
  EVP_PKEY_CTX_free(operation);
}

RsaPrivateKey::RsaPrivateKey(RsaPublicKey public_key, Key key, Operation raw_operation)
    : public_key_(std::move(public_key)),
      key_(std::move(key)),
      raw_operation_(std::move(raw_operation)) {}
RsaPrivateKey::RsaPrivateKey(RsaPrivateKey&&) noexcept = default;
RsaPrivateKey& RsaPrivateKey::operator=(RsaPrivateKey&&) noexcept = default;
RsaPrivateKey::~RsaPrivateKey() = default;

absl::StatusOr<RsaPrivateKey> RsaPrivateKey::FromKey(Key key) {
  CANDOR_ASSIGN_OR_RETURN(
      RsaPublicKey public_key,
      RsaPublicKey::Create(EncodeNumber(*NumberOf(*key, OSSL_PKEY_PARAM_RSA_N)),
                           EncodeNumber(*NumberOf(*key, OSSL_PKEY_PARAM_RSA_E))));
  // Nothing turns OpenSSL's base blinding off; it is on for every private operation.
  Operation operation(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (operation == nullptr || EVP_PKEY_sign_init(operation.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(operation.get(), RSA_NO_PADDING) != 1) {
    return absl::InternalError("OpenSSL could not set up the RSA operation");
  }
  return RsaPrivateKey(std::move(public_key), std::move(key), std::move(operation));
}

absl::StatusOr<RsaPrivateKey> RsaPrivateKey::Generate(std::size_t bits) {
  const OpenSslErrorScope errors;
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  RequireOpenSsl(context != nullptr);
  EVP_PKEY* generated = nullptr;
  // Its default exponent is 65537; what is generated is checked by its user all the same.
  if (EVP_PKEY_keygen_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), static_cast<int>(bits)) != 1 ||
      EVP_PKEY_generate(context.get(), &generated) != 1) {
    return absl::InternalError("OpenSSL could not generate an RSA key");
  }
  return FromKey(Key(generated));
}

absl::StatusOr<RsaPrivateKey::Numbers> RsaPrivateKey::NumbersFromPrimes(ByteView p, ByteView q,
                                                                        ByteView e) {
  const OpenSslErrorScope errors;
  Numbers out{NewBigNum(),       BigNumFromBytes(e),       NewSecretBigNum(), NewSecretBigNum(),
              NewSecretBigNum(), NewSecretBigNum(),        NewSecretBigNum(), NewSecretBigNum()};
  out.p = SecretBigNumFromBytes(p);
  out.q = SecretBigNumFromBytes(q);
  if (BN_cmp(out.p.get(), out.q.get()) < 0) std::swap(out.p, out.q);
  if (BN_cmp(out.p.get(), out.q.get()) == 0 ||
      BN_num_bits(out.p.get()) != BN_num_bits(out.q.get()) || !BN_is_odd(out.p.get()) ||
      !BN_is_odd(out.q.get()) || BN_is_one(out.p.get())) {
    return absl::InvalidArgumentError("the primes of an RSA key differ, are odd and equally long");
  }
  const std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)> context(BN_CTX_secure_new(), &BN_CTX_free);
  RequireOpenSsl(context != nullptr);
  const BigNum p_minus_1 = NewSecretBigNum();
  const BigNum q_minus_1 = NewSecretBigNum();
  const BigNum totient = NewSecretBigNum();
  RequireOpenSsl(BN_sub(p_minus_1.get(), out.p.get(), BN_value_one()));
  RequireOpenSsl(BN_sub(q_minus_1.get(), out.q.get(), BN_value_one()));
  RequireOpenSsl(BN_mul(totient.get(), p_minus_1.get(), q_minus_1.get(), context.get()));
  RequireOpenSsl(BN_mul(out.n.get(), out.p.get(), out.q.get(), context.get()));
  if (BN_mod_inverse(out.d.get(), out.e.get(), totient.get(), context.get()) == nullptr ||
      BN_mod_inverse(out.q_inverse.get(), out.q.get(), out.p.get(), context.get()) == nullptr) {
    return absl::InvalidArgumentError("the RSA exponent has no inverse for these primes");
  }
  RequireOpenSsl(BN_mod(out.d_mod_p.get(), out.d.get(), p_minus_1.get(), context.get()));
  RequireOpenSsl(BN_mod(out.d_mod_q.get(), out.d.get(), q_minus_1.get(), context.get()));
  return out;
}

RsaPrivateKey::Numbers RsaPrivateKey::NumbersOf(const EVP_PKEY& key) {
  return {NumberOf(key, OSSL_PKEY_PARAM_RSA_N),
          NumberOf(key, OSSL_PKEY_PARAM_RSA_E),
          NumberOf(key, OSSL_PKEY_PARAM_RSA_D),
          NumberOf(key, OSSL_PKEY_PARAM_RSA_FACTOR1),
          NumberOf(key, OSSL_PKEY_PARAM_RSA_FACTOR2),
          NumberOf(key, OSSL_PKEY_PARAM_RSA_EXPONENT1),
          NumberOf(key, OSSL_PKEY_PARAM_RSA_EXPONENT2),
          NumberOf(key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1)};
}

absl::StatusOr<RsaPrivateKey> RsaPrivateKey::Load(const Numbers& numbers) {
  CANDOR_ASSIGN_OR_RETURN(
      Owned<EVP_PKEY> key,
      LoadKey(EVP_PKEY_KEYPAIR, {{OSSL_PKEY_PARAM_RSA_N, numbers.n.get()},
                                 {OSSL_PKEY_PARAM_RSA_E, numbers.e.get()},
                                 {OSSL_PKEY_PARAM_RSA_D, numbers.d.get()},
                                 {OSSL_PKEY_PARAM_RSA_FACTOR1, numbers.p.get()},
                                 {OSSL_PKEY_PARAM_RSA_FACTOR2, numbers.q.get()},
                                 {OSSL_PKEY_PARAM_RSA_EXPONENT1, numbers.d_mod_p.get()},
                                 {OSSL_PKEY_PARAM_RSA_EXPONENT2, numbers.d_mod_q.get()},
                                 {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, numbers.q_inverse.get()}}));
  return FromKey(Key(key.release()));
}

absl::StatusOr<RsaPrivateKey> RsaPrivateKey::FromPrimes(ByteView p, ByteView q, ByteView e) {
  if (p.size() > kMaxRsaBits / 16 || q.size() > kMaxRsaBits / 16 || e.size() > 8) {
    return absl::InvalidArgumentError("the numbers of the RSA key are too long");
  }
  CANDOR_ASSIGN_OR_RETURN(const Numbers numbers, NumbersFromPrimes(p, q, e));
  CANDOR_ASSIGN_OR_RETURN(RsaPrivateKey key, Load(numbers));
  CANDOR_RETURN_IF_ERROR(key.CheckThatItSigns());
  return key;
}

absl::Status RsaPrivateKey::CheckThatItSigns() const {
  // Where p or q is not prime, or has been damaged, exponents do not cancel and the check inside
  // BlindSign notices.
  Bytes two(public_key_.size());
  two.back() = 2;
  if (!BlindSign(two).ok()) {
    return absl::InvalidArgumentError("the numbers do not make an RSA key that signs");
  }
  return absl::OkStatus();
}

absl::StatusOr<RsaPrivateKey> RsaPrivateKey::WithFaultForTesting() const {
  Numbers numbers = NumbersOf(*key_);
  // OpenSSL notices a wrong CRT result by itself and falls back to d: both have to be wrong.
  RequireOpenSsl(BN_add_word(numbers.d.get(), 2));
  RequireOpenSsl(BN_add_word(numbers.d_mod_p.get(), 2));
  return Load(numbers);
}

RsaPrivateKey::Primes RsaPrivateKey::ExportPrimes() const {
  Bytes p(public_key_.size() / 2);
  Bytes q(public_key_.size() / 2);
  EncodeBigNum(*NumberOf(*key_, OSSL_PKEY_PARAM_RSA_FACTOR1), p);
  EncodeBigNum(*NumberOf(*key_, OSSL_PKEY_PARAM_RSA_FACTOR2), q);
  if (Less(p, q)) std::swap(p, q);
  return {SecretBytes(std::move(p)), SecretBytes(std::move(q))};
}

absl::StatusOr<Bytes> RsaPrivateKey::BlindSign(ByteView blinded_msg) const {
  const Modulus& n = public_key_.parts().modulus;
  CANDOR_ASSIGN_OR_RETURN(const Residue m, n.Decode(blinded_msg));

  const OpenSslErrorScope errors;
  const Owned<EVP_PKEY_CTX> operation(EVP_PKEY_CTX_dup(raw_operation_.get()));
  Bytes out(n.size());
  std::size_t size = out.size();
  if (operation == nullptr ||
      EVP_PKEY_sign(operation.get(), out.data(), &size, blinded_msg.data(), blinded_msg.size()) !=
          1 ||
      size != out.size()) {
    Wipe(out);
    return absl::InternalError("OpenSSL could not compute the RSA signature");
  }
  const auto s = n.Decode(out);
  if (!s.ok() || !n.Equal(n.Power(*s, public_key_.exponent()), m)) {
    Wipe(out);
    return absl::InternalError("the RSA signature came out wrong and is withheld");
  }
  return out;
}

absl::StatusOr<BlindingState> BlindingState::Import(const RsaPublicKey& key, ByteView inverse) {
  const auto value = key.parts().modulus.Decode(inverse);
  if (!value.ok() || std::ranges::all_of(inverse, [](std::uint8_t byte) { return byte == 0; })) {
    return absl::InvalidArgumentError("the blinding state does not fit the key");
  }
  return BlindingState(SecretBytes::Copy(inverse));
}

Bytes PrepareForTesting(RsabssaVariant variant, ByteView msg, ByteView prefix) {
  return IsRandomized(variant) ? Concat({prefix, msg}) : ToBytes(msg);
}

Bytes Prepare(RsabssaVariant variant, ByteView msg, RandomSource& random) {
  return PrepareForTesting(variant, msg, random.Array<kPrefixSize>());
}

// One call of Blind or BlindBatch. Everything secret in it is wiped when it goes.
class BlindingRun {
 public:
  BlindingRun(const RsaPublicKey& key, RsabssaVariant variant, RandomSource& random)
      : key_(key), n_(key.parts().modulus), variant_(variant), random_(random) {}

  absl::StatusOr<std::vector<Blinded>> Run(std::span<const Bytes> prepared_msgs) {
    for (const auto& prepared_msg : prepared_msgs) {
      CANDOR_RETURN_IF_ERROR(Add(prepared_msg));
    }
    for (int draw = 0; draw < kMaxDraws; ++draw) {
      if (auto inverses = InvertFactors()) return Assemble(*std::move(inverses));
      CANDOR_RETURN_IF_ERROR(Redraw(prepared_msgs));
    }
    return absl::FailedPreconditionError(
        "the RSA modulus has small factors; this key must not be used");
  }

  absl::StatusOr<std::vector<Blinded>> RunWith(ByteView prepared_msg,
                                               const BlindInputsForTesting& inputs) {
    CANDOR_ASSIGN_OR_RETURN(Residue message, Represent(prepared_msg, inputs.salt));
    CANDOR_ASSIGN_OR_RETURN(Residue factor, n_.Decode(inputs.r));
    drafts_.push_back({std::move(message), std::move(factor)});
    if (auto inverses = InvertFactors()) return Assemble(*std::move(inverses));
    return absl::InvalidArgumentError("the message or r is not coprime to the modulus");
  }

 private:
  // What is to be signed, and r of RFC 9474.
  struct Draft {
    Residue message;
    Residue factor;
  };

  // The message representative m: EMSA-PSS-ENCODE to one bit less than the modulus.
  absl::StatusOr<Residue> Represent(ByteView prepared_msg, ByteView salt) const {
    if (salt.size() != SaltSizeOf(variant_)) {
      return absl::InvalidArgumentError("the salt does not have the length of the variant");
    }
    CANDOR_ASSIGN_OR_RETURN(
        Bytes encoded, EmsaPssEncode(PssHash::kSha384, prepared_msg, salt, n_.bits() - 1));
    // One byte shorter than the modulus where its width is one more than a multiple of eight.
    encoded.insert(encoded.begin(), n_.size() - encoded.size(), 0);
    auto message = n_.Decode(encoded);
    Wipe(encoded);
    return message;
  }

  absl::StatusOr<Draft> Draw(ByteView prepared_msg) {
    Bytes salt(SaltSizeOf(variant_));
    random_.Fill(salt);
    auto message = Represent(prepared_msg, salt);
    Wipe(salt);
    if (!message.ok()) return message.status();
    return Draft{*std::move(message), n_.Random(random_)};
  }

  absl::Status Add(ByteView prepared_msg) {
    CANDOR_ASSIGN_OR_RETURN(Draft draft, Draw(prepared_msg));
    drafts_.push_back(std::move(draft));
    return absl::OkStatus();
  }

  // Draws again what shares a factor with the modulus.
  absl::Status Redraw(std::span<const Bytes> prepared_msgs) {
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      if (n_.IsUnit(n_.Multiply(drafts_[i].message, drafts_[i].factor))) continue;
      CANDOR_ASSIGN_OR_RETURN(drafts_[i], Draw(prepared_msgs[i]));
    }
    return absl::OkStatus();
  }

  // The inverses of all factors by one inversion; nothing when a message, a factor or the mask is
  // not coprime to the modulus.
  //
  // Of the running products P_0 = mask·Πm, P_i = P_(i-1)·r_i only the last is inverted. It is
  // uniformly random and independent of every r because the mask is, so a variable-time inversion
  // tells nothing about them. The messages ride along to be found coprime at no further cost.
  std::optional<std::vector<Residue>> InvertFactors() {
    std::vector<Residue> products;
    products.reserve(drafts_.size() + 1);
    products.push_back(n_.Random(random_));
    for (const auto& draft : drafts_) {
      products.front() = n_.Multiply(products.front(), draft.message);
    }
    for (const auto& draft : drafts_) {
      products.push_back(n_.Multiply(products.back(), draft.factor));
    }
    std::optional<Residue> inverse = n_.InverseOfMasked(products.back());
    if (!inverse.has_value()) return std::nullopt;
    std::vector<Residue> out;
    out.reserve(drafts_.size());
    for (std::size_t i = drafts_.size(); i > 0; --i) {
      out.push_back(n_.Multiply(*inverse, products[i - 1]));
      *inverse = n_.Multiply(*inverse, drafts_[i - 1].factor);
    }
    std::ranges::reverse(out);
    return out;
  }

  std::vector<Blinded> Assemble(std::vector<Residue> inverses) const {
    std::vector<Blinded> out;
    out.reserve(drafts_.size());
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      Bytes blinded_msg(n_.size());
      n_.Encode(n_.Multiply(drafts_[i].message, n_.Power(drafts_[i].factor, key_.exponent())),
                blinded_msg);
      Bytes inverse(n_.size());
      n_.Encode(inverses[i], inverse);
      out.push_back({std::move(blinded_msg), BlindingState(SecretBytes(std::move(inverse)))});
    }
    return out;
  }

  const RsaPublicKey& key_;
  const Modulus& n_;
  RsabssaVariant variant_;
  RandomSource& random_;
  std::vector<Draft> drafts_;
};

absl::StatusOr<std::vector<Blinded>> BlindBatch(const RsaPublicKey& key, RsabssaVariant variant,
                                                std::span<const Bytes> prepared_msgs,
                                                RandomSource& random) {
  return BlindingRun(key, variant, random).Run(prepared_msgs);
}

absl::StatusOr<Blinded> Blind(const RsaPublicKey& key, RsabssaVariant variant,
                              ByteView prepared_msg, RandomSource& random) {
  const std::array<Bytes, 1> batch = {ToBytes(prepared_msg)};
  CANDOR_ASSIGN_OR_RETURN(auto blinded, BlindBatch(key, variant, batch, random));
  return std::move(blinded.front());
}

absl::StatusOr<Blinded> BlindForTesting(const RsaPublicKey& key, RsabssaVariant variant,
                                        ByteView prepared_msg,
                                        const BlindInputsForTesting& inputs) {
  SystemRandom random;
  CANDOR_ASSIGN_OR_RETURN(auto blinded,
                          BlindingRun(key, variant, random).RunWith(prepared_msg, inputs));
  return std::move(blinded.front());
}

absl::StatusOr<Bytes> Finalize(const RsaPublicKey& key, RsabssaVariant variant,
                               ByteView prepared_msg, ByteView blind_sig,
                               const BlindingState& state) {
  const Modulus& n = key.parts().modulus;
  CANDOR_ASSIGN_OR_RETURN(const Residue z, n.Decode(blind_sig));
  CANDOR_ASSIGN_OR_RETURN(const Residue inverse, n.Decode(state.ExposeSecret()));
  Bytes signature(n.size());
  n.Encode(n.Multiply(z, inverse), signature);
  CANDOR_RETURN_IF_ERROR(Verify(key, variant, prepared_msg, signature));
  return signature;
}

absl::Status Verify(const RsaPublicKey& key, RsabssaVariant variant, ByteView prepared_msg,
                    ByteView signature) {
  // OpenSSL takes shorter signatures as numbers with leading zeroes; PSS does not.
  CANDOR_RETURN_IF_ERROR(key.parts().modulus.Decode(signature).status());
  const OpenSslErrorScope errors;
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  RequireOpenSsl(context != nullptr);
  EVP_PKEY_CTX* options = nullptr;  // owned by `context`
  const int salt_size = static_cast<int>(SaltSizeOf(variant));
  if (EVP_DigestVerifyInit_ex(context.get(), &options, "SHA384", nullptr, nullptr,
                              key.parts().key.get(), nullptr) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
      EVP_PKEY_CTX_set_rsa_mgf1_md_name(options, "SHA384", nullptr) != 1 ||
      EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt_size) != 1) {
    return absl::InternalError("OpenSSL could not begin to verify an RSA signature");
  }
  if (EVP_DigestVerify(context.get(), signature.data(), signature.size(), prepared_msg.data(),
                       prepared_msg.size()) != 1) {
    return absl::UnauthenticatedError("the RSA signature does not verify");
  }
  return absl::OkStatus();
}

absl::StatusOr<Bytes> EmsaPssEncode(PssHash hash, ByteView message, ByteView salt,
                                    std::size_t em_bits) {
  const std::size_t hash_size = HashSize(hash);
  const std::size_t em_size = (em_bits + 7) / 8;
  if (em_size < hash_size + salt.size() + 2) {
    return absl::InvalidArgumentError("the RSA modulus is too short for this hash and salt");
  }
  const ByteArray<8> padding{};
  const Bytes message_hash = Digest(hash, {message});
  const Bytes h = Digest(hash, {padding, message_hash, salt});

  // EM = maskedDB ‖ H ‖ 0xbc, DB = zeroes ‖ 0x01 ‖ salt.
  Bytes em(em_size);
  const std::size_t db_size = em_size - hash_size - 1;
  em[db_size - salt.size() - 1] = 0x01;
  std::ranges::copy(salt, em.begin() + static_cast<std::ptrdiff_t>(db_size - salt.size()));
  ApplyMask(hash, h, std::span(em).first(db_size));
  em[0] &= static_cast<std::uint8_t>(0xff >> (8 * em_size - em_bits));
  std::ranges::copy(h, em.begin() + static_cast<std::ptrdiff_t>(db_size));
  em.back() = 0xbc;
  return em;
}

}  // namespace candor::crypto

#include "crypto/token_key.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/status.h"
#include "crypto/codec.h"
#include "crypto/hash.h"

namespace candor::crypto {
namespace {

constexpr std::size_t kModulusBits = 2048;
constexpr std::size_t kModulusSize = 256;
constexpr std::size_t kPrimeSize = 128;
constexpr std::uint8_t kExportVersion = 1;

// SEQUENCE { SEQUENCE { id-RSASSA-PSS, SEQUENCE { [0] SHA-384, [1] MGF1 with SHA-384, [2] 48 } },
//            BIT STRING { SEQUENCE { INTEGER n, …
constexpr ByteArray<81> kSpkiPrefix = {
    0x30, 0x82, 0x01, 0x52, 0x30, 0x3d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
    0x01, 0x01, 0x0a, 0x30, 0x30, 0xa0, 0x0d, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48,
    0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0xa1, 0x1a, 0x30, 0x18, 0x06, 0x09, 0x2a, 0x86,
    0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48,
    0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0xa2, 0x03, 0x02, 0x01, 0x30, 0x03, 0x82, 0x01,
    0x0f, 0x00, 0x30, 0x82, 0x01, 0x0a, 0x02, 0x82, 0x01, 0x01, 0x00};
// … INTEGER 65537 } } }
constexpr ByteArray<5> kSpkiSuffix = {0x02, 0x03, 0x01, 0x00, 0x01};
constexpr ByteArray<3> kExponent = {0x01, 0x00, 0x01};

static_assert(kSpkiPrefix.size() + kModulusSize + kSpkiSuffix.size() == kSpkiSize);

}  // namespace

absl::StatusOr<TokenPublicKey> TokenPublicKey::Parse(ByteView spki) {
  if (spki.size() != kSpkiSize || !Equal(spki.first(kSpkiPrefix.size()), kSpkiPrefix) ||
      !Equal(spki.last(kSpkiSuffix.size()), kSpkiSuffix)) {
    return absl::InvalidArgumentError(
        "the token key is not in the one accepted encoding of an RSA-2048 key with e = 65537");
  }
  const ByteView modulus = spki.subspan(kSpkiPrefix.size(), kModulusSize);
  if ((modulus.front() & 0x80) == 0 || (modulus.back() & 0x01) == 0) {
    return absl::InvalidArgumentError("the modulus of a token key is odd and has 2048 bits");
  }
  CANDOR_ASSIGN_OR_RETURN(RsaPublicKey rsa, RsaPublicKey::Create(modulus, kExponent));
  CANDOR_ASSIGN_OR_RETURN(const Spki copy, ToArray<kSpkiSize>(spki));
  return TokenPublicKey(copy, Sha256({spki}), std::move(rsa));
}

ByteArray<256> TokenPublicKey::modulus() const {
  ByteArray<256> out;
  std::copy_n(spki_.begin() + kSpkiPrefix.size(), kModulusSize, out.begin());
  return out;
}

absl::Status TokenPublicKey::Verify(ByteView message, const ByteArray<256>& authenticator) const {
  return crypto::Verify(rsa_, kTokenVariant, message, authenticator);
}

absl::StatusOr<TokenPrivateKey> TokenPrivateKey::FromRsa(RsaPrivateKey rsa) {
  // Parse is the one judge of what a token key is, for keys of our own making too.
  const Bytes spki = Concat({kSpkiPrefix, rsa.public_key().modulus(), kSpkiSuffix});
  CANDOR_ASSIGN_OR_RETURN(TokenPublicKey public_key, TokenPublicKey::Parse(spki));
  if (rsa.public_key().exponent() != public_key.rsa().exponent()) {
    return absl::InvalidArgumentError("the exponent of a token key is 65537");
  }
  return TokenPrivateKey(std::move(public_key), std::move(rsa));
}

absl::StatusOr<TokenPrivateKey> TokenPrivateKey::Generate() {
  CANDOR_ASSIGN_OR_RETURN(RsaPrivateKey rsa, RsaPrivateKey::Generate(kModulusBits));
  return FromRsa(std::move(rsa));
}

SecretBytes TokenPrivateKey::Export() const {
  const auto primes = rsa_.ExportPrimes();
  const ByteArray<1> version = {kExportVersion};
  return SecretBytes(Concat({version, primes.p.ExposeSecret(), primes.q.ExposeSecret()}));
}

absl::StatusOr<TokenPrivateKey> TokenPrivateKey::Import(ByteView exported) {
  Reader in(exported);
  if (in.U8() != kExportVersion) in.Fail("unknown version");
  const ByteView p = in.FixedView(kPrimeSize);
  const ByteView q = in.FixedView(kPrimeSize);
  CANDOR_RETURN_IF_ERROR(in.Finish("token private key"));
  if (!Less(q, p)) {
    return absl::InvalidArgumentError("the token private key is not in canonical form");
  }
  CANDOR_ASSIGN_OR_RETURN(RsaPrivateKey rsa, RsaPrivateKey::FromPrimes(p, q, kExponent));
  return FromRsa(std::move(rsa));
}

absl::StatusOr<ByteArray<256>> TokenPrivateKey::BlindSign(ByteView blinded_msg) const {
  CANDOR_ASSIGN_OR_RETURN(const Bytes signature, rsa_.BlindSign(blinded_msg));
  return ToArray<256>(signature);
}

absl::StatusOr<KeyProof> TokenPrivateKey::Prove() const {
  KeyProof proof;
  for (std::uint32_t i = 1; i <= proof.roots.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(proof.roots[i - 1], BlindSign(KeyProofChallenge(public_key_, i)));
  }
  return proof;
}

}  // namespace candor::crypto

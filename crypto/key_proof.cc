#include "crypto/key_proof.h"

#include <algorithm>

#include "base/status.h"
#include "crypto/codec.h"
#include "crypto/hash.h"
#include "crypto/labels.h"
#include "crypto/token_key.h"

namespace candor::crypto {
namespace {

// MGF1 (RFC 8017 §B.2.1) with SHA-256, 256 bytes.
ByteArray<256> Mgf1Sha256(ByteView seed) {
  ByteArray<256> out;
  for (std::uint32_t counter = 0; counter < 8; ++counter) {
    Writer suffix;
    suffix.U32(counter);
    std::ranges::copy(Sha256({seed, suffix.view()}), out.begin() + 32 * counter);
  }
  return out;
}

}  // namespace

Bytes EncodeKeyProof(const KeyProof& proof) {
  Writer out;
  for (const auto& root : proof.roots) out.Fixed(root);
  return out.Take();
}

absl::StatusOr<KeyProof> DecodeKeyProof(ByteView bytes) {
  Reader in(bytes);
  KeyProof proof;
  for (auto& root : proof.roots) root = in.Fixed<256>();
  CANDOR_RETURN_IF_ERROR(in.Finish("key proof"));
  return proof;
}

ByteArray<256> KeyProofChallenge(const TokenPublicKey& key, std::uint32_t i) {
  // A token key's modulus has its top bit set, so at least every other value is below it.
  const ByteArray<256> modulus = key.modulus();
  for (std::uint32_t counter = 0;; ++counter) {
    Writer seed;
    seed.Fixed(LabelBytes(Label::kKeyProof)).Fixed(key.spki()).U32(i).U32(counter);
    const ByteArray<256> candidate = Mgf1Sha256(seed.view());
    if (Less(candidate, modulus)) return candidate;
  }
}

absl::Status VerifyKeyProof(const TokenPublicKey& key, const KeyProof& proof) {
  for (std::uint32_t i = 1; i <= proof.roots.size(); ++i) {
    const auto power = key.rsa().PublicOperation(proof.roots[i - 1]);
    if (!power.ok() || !Equal(*power, KeyProofChallenge(key, i))) {
      return absl::UnauthenticatedError(
          "the key proof fails: a token key that may single people out must not be used");
    }
  }
  return absl::OkStatus();
}

}  // namespace candor::crypto

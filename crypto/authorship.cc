#include "crypto/authorship.h"

#include <sodium.h>

#include "base/status.h"
#include "crypto/actor_kem.h"
#include "crypto/hkdf.h"

namespace candor::crypto {
namespace {

AuthorshipTag TagOf(const AuthorshipClaim& claim, const SharedSecret& shared) {
  const auto key = ScratchSecret<32, struct AuthorshipKeyRole>::Make([&](std::span<std::uint8_t, 32> out) {
    LabelledDerive(shared.ExposeSecret(), Label::kAuthorshipKey,
                   {claim.campaign_id, claim.thread_key.bytes, claim.thread_kem_key.bytes, claim.verifier.bytes,
                    claim.challenge},
                   out);
  });
  return HmacSha256(key.ExposeSecret(), {LabelBytes(Label::kAuthorshipTag)});
}

}  // namespace

absl::StatusOr<AuthorshipTag> MakeAuthorshipTag(const AuthorshipClaim& claim, const KemPrivateKey& thread_kem_key) {
  CANDOR_ASSIGN_OR_RETURN(const KemPublicKey verifier, ActorKemKey(claim.verifier));
  CANDOR_ASSIGN_OR_RETURN(const SharedSecret shared, X25519(thread_kem_key, verifier));
  return TagOf(claim, shared);
}

absl::StatusOr<AuthorshipTag> ExpectedAuthorshipTag(const AuthorshipClaim& claim, const SigningKey& verifier) {
  CANDOR_ASSIGN_OR_RETURN(const SharedSecret shared, X25519(ActorKemKey(verifier), claim.thread_kem_key));
  return TagOf(claim, shared);
}

bool SameTag(const AuthorshipTag& a, const AuthorshipTag& b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace candor::crypto

// Authorship: that somebody holds a thread, shown to one verifier and to nobody else (PROTOCOL §5).
//
//   shared = X25519(thread KEM key, verifier's KEM key)                       actor_kem.h
//   key    = HKDF(shared, "candor/authorship-key/v1" 00 | campaign_id | thread_key | thread_kem_key |
//                         verifier key | challenge[32])
//   tag    = HMAC-SHA-256(key, "candor/authorship-tag/v1" 00)
//
// A designated-verifier proof (Jakobsson, Sako, Impagliazzo 1996) in its simplest form: author and
// verifier compute the same tag, the one with the thread's key, the other with their own.
//
// Promise: a verifier who has not made the tag, and chose the challenge freshly, knows that it comes
// from whoever holds the receipt code of that thread. The verifier can make every tag too, so it shows a third
// party nothing: not even with the verifier's private key. It holds for one campaign, thread, verifier
// and challenge. Not promised: anything where the verifier's key is another's too; that the author is not
// somebody to whom the code was given.
//
// Errors: InvalidArgument for a key of low order. Pure; thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/ed25519.h"
#include "crypto/receipt_code.h"
#include "crypto/x25519.h"

namespace candor::crypto {

struct AuthorshipClaim {
  ByteArray<16> campaign_id{};
  VerifyKey thread_key;
  KemPublicKey thread_kem_key;
  VerifyKey verifier;
  ByteArray<32> challenge{};
};
using AuthorshipTag = ByteArray<32>;

// By the author, whose keys are those that the claim names.
absl::StatusOr<AuthorshipTag> MakeAuthorshipTag(const AuthorshipClaim& claim, const KemPrivateKey& thread_kem_key);
// By the verifier, to compare, or to pretend.
absl::StatusOr<AuthorshipTag> ExpectedAuthorshipTag(const AuthorshipClaim& claim, const SigningKey& verifier);
// In constant time.
bool SameTag(const AuthorshipTag& a, const AuthorshipTag& b);

}  // namespace candor::crypto

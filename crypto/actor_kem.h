// The X25519 key of an actor, from the Ed25519 key that the log grants a role to.
//
//   public    the Montgomery u-coordinate of the Ed25519 point (RFC 7748 §4.1)
//   private   the first 32 bytes of SHA-512 of the seed, as Ed25519 makes its own scalar (RFC 8032 §5.1.5)
//
// So whoever the log names can be written to, and proven to, without a second key that somebody would
// have to publish and sign for. Used for what is rare and small alone: proofs of authorship
// (authorship.h) and notes between facilitators (records/handover.h). What readers open in a campaign
// has keys of its own, which are deleted after it.
//
// Promise: both sides agree. The use of one key pair for Ed25519 and an X25519-based KEM, each under
// labels of its own, weakens neither (Thormarker, “On using the same key pair for Ed25519 and an X25519
// based KEM”, 2021). Not promised: secrecy once the actor key is known, of anything ever sent to it.
// Pure; thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "crypto/ed25519.h"
#include "crypto/x25519.h"

namespace candor::crypto {

// InvalidArgument for bytes that are no point of the prime-order group.
absl::StatusOr<KemPublicKey> ActorKemKey(const VerifyKey& actor);
KemPrivateKey ActorKemKey(const SigningKey& actor);

}  // namespace candor::crypto

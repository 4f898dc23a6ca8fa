// The envelope: one text sealed to every reader of an audience, the same text for all of them.
//
//   envelope = header | C[32] | slot_1..slot_S | nonce[24] | body
//   header   = version | campaign_id[16] | thread_key[32] | audience
//   hh       = H("candor/envelope-header/v1" 00 | header)
//   CEK      = random 32
//   K        = HKDF(CEK, "candor/envelope-body/v1" 00)
//   C        = HMAC-SHA256(HKDF(CEK, "candor/envelope-commit/v1" 00), hh)
//   slot_i   = HPKE SealBase(pk_i, info = "candor/envelope/v1" 00 | hh, aad = C, CEK)      80 bytes
//   body     = XChaCha20-Poly1305(K, nonce, aad = hh | C, plaintext padded to 16 KiB)   16400 bytes
//
// PROTOCOL §7 writes H(header) for what is hh here: every hash of ours begins with its label. S is
// the number of readers, in the manifest's order. HKDF is Extract with an empty salt, then Expand.
//
// Promise: only a reader of the audience reads the text; an envelope opens for one campaign, thread
// and audience alone; and any two readers who open it see the same text. The last is C's work:
// XChaCha20-Poly1305 does not commit to its key, so an author could otherwise give two leaders two
// keys under which one body opens to two texts. C, in every slot's aad, commits to one CEK, and the
// opener compares it before the body is touched. All envelopes of an audience have one size.
// Not promised: who wrote it (the thread key's signature on the submission says that); that a slot
// opens at all, for an author can spoil any slot, which its reader then reports; secrecy once a
// reader's key is known; that the number of readers is hidden.
//
// Errors: InvalidArgument for a wrong shape or argument, Unauthenticated for what does not open,
// each with a sentence of its own. Pure but for `random`; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/ed25519.h"
#include "crypto/padding.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/x25519.h"

namespace candor::crypto {

inline constexpr std::size_t kMaxReaders = 64;

// The place an envelope belongs to. Its version is always 1.
struct EnvelopeHeader {
  static constexpr std::uint8_t kVersion = 1;
  static constexpr std::size_t kSize = 50;

  ByteArray<16> campaign_id{};
  VerifyKey thread_key;
  std::uint8_t audience = 0;

  bool operator==(const EnvelopeHeader&) const = default;
};

// The size of every envelope to so many readers: 16506 + 80 each.
std::size_t EnvelopeSize(std::size_t reader_count);

// `readers`: 1 to 64 keys in the manifest's order. Refuses a key of low order by its place, and a
// plaintext of more than kMaxUnpaddedSize bytes.
absl::StatusOr<Bytes> SealEnvelope(const EnvelopeHeader& header,
                                   std::span<const KemPublicKey> readers,
                                   const SecretBytes& plaintext, RandomSource& random);

// Opens the slot of the reader at `reader_index` (from 0) of `reader_count`.
absl::StatusOr<SecretBytes> OpenEnvelope(ByteView envelope, const EnvelopeHeader& expected,
                                         std::size_t reader_index, std::size_t reader_count,
                                         const KemPrivateKey& key);

// The header of a whole envelope, whose size must be that of some number of readers. For whoever
// has no key: nothing but shape and version is checked.
absl::StatusOr<EnvelopeHeader> ParseEnvelopeHeader(ByteView envelope);

// What an author says, inside the envelope.
//
//   struct {
//     uint8  version = 1;
//     opaque text<1..2^16-1>;       UTF-8 without U+0000, as are the next three
//     opaque category<0..2^8-1>;
//     opaque language<0..2^8-1>;
//     opaque headline<0..2^16-1>;   at most 280 characters (code points)
//     opaque public_salt[32];       the salt of public_commitment, independent of the submission's
//   } OpinionPlaintext;
//
// The strings are ordinary memory and are not wiped: they come from an editor and go to a screen.
struct OpinionPlaintext {
  static constexpr std::uint8_t kVersion = 1;
  static constexpr std::size_t kMaxHeadlineCharacters = 280;

  std::string text;
  std::string category;
  std::string language;
  std::string headline;
  ByteArray<32> public_salt{};

  bool operator==(const OpinionPlaintext&) const = default;

  // How many bytes of text fit beside the other fields as they are now.
  std::size_t MaxTextSize() const;
  // InvalidArgument, in a sentence for the author, for what Decode would refuse or Pad could not
  // hold; for a text that is too long it names size and limit.
  absl::StatusOr<SecretBytes> Encode() const;
  static absl::StatusOr<OpinionPlaintext> Decode(const SecretBytes& plaintext);
};

}  // namespace candor::crypto

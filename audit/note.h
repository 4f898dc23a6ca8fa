// Signed notes (c2sp.org/signed-note): a text and signature lines under it.
//
//   <text, ending in a newline>
//   <blank line>
//   — <key name> base64(key id[4] ‖ signature)          one or more lines
//
// Text and signatures part at the last blank line. Two types of signature: Ed25519 over the text
// (0x01), and the timestamped cosignature of a checkpoint (0x04, c2sp.org/tlog-cosignature).
//
// Promise: what OpenNote returns was signed by every key it names. A note in which a known key's
// signature is bad is refused whole; lines of unknown keys are ignored. Not promised: what the text
// means, or that a key deserves trust. Pure and thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "crypto/ed25519.h"

namespace candor::audit {

// Larger notes are refused before anything in them is looked at.
inline constexpr std::size_t kMaxNoteSize = 64 * 1024;
inline constexpr std::size_t kMaxNoteSignatures = 100;
inline constexpr std::size_t kMaxKeyNameSize = 255;

// The first byte of an encoded public key.
enum class NoteKeyType : std::uint8_t { kEd25519 = 0x01, kCosignatureV1 = 0x04 };

using NoteKeyId = ByteArray<4>;

// A public key with the name it signs under. As text, a vkey: <name>+<hex key id>+<base64(type ‖
// key)>.
class NoteVerifierKey {
 public:
  // InvalidArgument unless the name is 1 to 255 bytes of UTF-8 without spaces (Unicode's), plus
  // signs and control characters.
  static absl::StatusOr<NoteVerifierKey> Create(std::string name, NoteKeyType type,
                                                crypto::VerifyKey key);
  // Parts at the first two '+' only: the third part is base64 and may contain more.
  static absl::StatusOr<NoteVerifierKey> Parse(std::string_view vkey);
  std::string Format() const;

  const std::string& name() const { return name_; }
  NoteKeyType type() const { return type_; }
  const crypto::VerifyKey& key() const { return key_; }
  // The first 4 bytes of H(name ‖ 0A ‖ type ‖ key): a name for the key, not a commitment to it.
  const NoteKeyId& id() const { return id_; }

  auto operator<=>(const NoteVerifierKey&) const = default;

 private:
  NoteVerifierKey() = default;

  std::string name_;
  NoteKeyType type_ = NoteKeyType::kEd25519;
  crypto::VerifyKey key_;
  NoteKeyId id_{};
};

// Signs notes as `name` with signature type 0x01. The key must outlive it.
class NoteSigner {
 public:
  static absl::StatusOr<NoteSigner> Create(std::string name, const crypto::SigningKey& key);

  const NoteVerifierKey& verifier_key() const { return verifier_key_; }
  // The whole signature line, newline included.
  std::string SignatureLine(std::string_view text) const;

 private:
  NoteSigner(NoteVerifierKey verifier_key, const crypto::SigningKey& key)
      : verifier_key_(std::move(verifier_key)), key_(&key) {}

  NoteVerifierKey verifier_key_;
  const crypto::SigningKey* key_;
};

// The text with the signer's line under it. InvalidArgument for a text that is no note's: not
// ending in a newline, not UTF-8, or with control characters other than newline.
absl::StatusOr<std::string> SignNote(std::string_view text, const NoteSigner& signer);

// OK for one or more signature lines, each with its newline; syntax alone.
absl::Status CheckSignatureLines(std::string_view lines);

// The note with another signature line under its own. InvalidArgument when either is malformed or
// the note would grow beyond what OpenNote takes.
absl::StatusOr<std::string> AddSignatureLine(std::string_view note, std::string_view line);

struct VerifiedSignature {
  NoteVerifierKey key;
  // When the cosignature was made; 0 for type 0x01, which has no time.
  UnixSeconds time = 0;
};

struct OpenedNote {
  std::string text;
  // In the order of the lines, at least one. A key stands here as often as it signed.
  std::vector<VerifiedSignature> signatures;
};

// Errors: InvalidArgument, not a note, or too large; Unauthenticated, a known key's signature does
// not verify, or no known key signed; FailedPrecondition, two of `keys` share name and id.
absl::StatusOr<OpenedNote> OpenNote(std::string_view note, std::span<const NoteVerifierKey> keys);

// One signature line, "— <name> <base64>\n", out of name, key id and signature bytes.
std::string FormatSignatureLine(const NoteVerifierKey& key, ByteView signature);

// What a cosignature of this text at this time signs (c2sp.org/tlog-cosignature).
std::string CosignedMessage(std::string_view checkpoint_text, UnixSeconds time);

}  // namespace candor::audit

#include "audit/note.h"

#include <algorithm>
#include <array>
#include <utility>

#include "audit/decimal.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "crypto/hash.h"

namespace candor::audit {
namespace {

constexpr std::string_view kSignaturePrefix = "\u2014 ";
constexpr std::string_view kBlankLine = "\n\n";

// White space beyond U+0020, in UTF-8, which has no code point inside another's bytes.
constexpr std::array<std::string_view, 19> kUnicodeSpaces = {
    "\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
    "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200a",
    "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"};

absl::Status Malformed(std::string_view what) {
  return absl::InvalidArgumentError(Cat("signed note: ", what));
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20; }

bool IsKeyName(std::string_view name) {
  if (name.empty() || name.size() > kMaxKeyNameSize || !crypto::IsUtf8(AsBytes(name))) return false;
  if (std::ranges::any_of(name, [](char c) { return IsControl(c) || c == ' ' || c == '+'; })) {
    return false;
  }
  return std::ranges::none_of(kUnicodeSpaces, [&](std::string_view space) {
    return name.find(space) != std::string_view::npos;
  });
}

// UTF-8 without control characters other than newline.
bool IsNoteText(std::string_view text) {
  return crypto::IsUtf8(AsBytes(text)) &&
         std::ranges::none_of(text, [](char c) { return IsControl(c) && c != '\n'; });
}

NoteKeyId KeyIdOf(std::string_view name, NoteKeyType type, const crypto::VerifyKey& key) {
  const ByteArray<2> separator_and_type = {'\n', static_cast<std::uint8_t>(type)};
  const auto hash = crypto::Sha256({AsBytes(name), separator_and_type, key.bytes});
  NoteKeyId id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

struct SignatureLine {
  std::string name;
  NoteKeyId id{};
  Bytes signature;
};

// A line without its newline.
absl::StatusOr<SignatureLine> ParseSignatureLine(std::string_view line) {
  if (!line.starts_with(kSignaturePrefix)) return Malformed("a signature line lacks its dash");
  line.remove_prefix(kSignaturePrefix.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos) return Malformed("a signature line has no signature");
  SignatureLine out;
  out.name = line.substr(0, space);
  if (!IsKeyName(out.name)) return Malformed("a signature line has no valid key name");
  auto blob = Base64Decode(line.substr(space + 1));
  if (!blob.ok()) return Malformed("a signature is not canonical base64");
  if (blob->size() <= out.id.size()) return Malformed("a signature is too short");
  std::copy_n(blob->begin(), out.id.size(), out.id.begin());
  out.signature.assign(blob->begin() + static_cast<std::ptrdiff_t>(out.id.size()), blob->end());
  return out;
}

absl::StatusOr<std::vector<SignatureLine>> ParseSignatureLines(std::string_view lines) {
  if (lines.empty() || !lines.ends_with('\n')) {
    return Malformed("no signature line ends it");
  }
  std::vector<SignatureLine> out;
  while (!lines.empty()) {
    if (out.size() == kMaxNoteSignatures) return Malformed("too many signatures");
    const auto newline = lines.find('\n');
    CANDOR_ASSIGN_OR_RETURN(SignatureLine line, ParseSignatureLine(lines.substr(0, newline)));
    out.push_back(std::move(line));
    lines.remove_prefix(newline + 1);
  }
  return out;
}

struct NoteParts {
  std::string_view text;
  std::string_view signature_lines;
};

absl::StatusOr<NoteParts> SplitNote(std::string_view note) {
  if (note.size() > kMaxNoteSize) return Malformed("larger than a note may be");
  if (!IsNoteText(note)) return Malformed("not UTF-8, or with control characters");
  // The last blank line: the text may contain others.
  const auto blank = note.rfind(kBlankLine);
  if (blank == std::string_view::npos) return Malformed("no blank line parts text and signatures");
  return NoteParts{note.substr(0, blank + 1), note.substr(blank + 2)};
}

absl::StatusOr<VerifiedSignature> VerifySignature(std::string_view text, const NoteVerifierKey& key,
                                                  ByteView signature) {
  const auto bad = absl::UnauthenticatedError("signed note: a known key's signature is not valid");
  crypto::Reader in(signature);
  VerifiedSignature out{key, 0};
  std::string cosigned;
  std::string_view message = text;
  if (key.type() == NoteKeyType::kCosignatureV1) {
    const std::uint64_t time = in.U64();
    if (time > kMaxNumber) return bad;
    out.time = static_cast<UnixSeconds>(time);
    cosigned = CosignedMessage(text, out.time);
    message = cosigned;
  }
  const auto raw = in.Fixed<64>();
  if (!in.Finish("signature").ok()) return bad;
  if (!crypto::VerifyRaw(key.key(), AsBytes(message), raw).ok()) return bad;
  return out;
}

absl::Status CheckDistinct(std::span<const NoteVerifierKey> keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (keys[i].name() == keys[j].name() && keys[i].id() == keys[j].id()) {
        return absl::FailedPreconditionError("two of the given note keys have one name and id");
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<NoteVerifierKey> NoteVerifierKey::Create(std::string name, NoteKeyType type,
                                                        crypto::VerifyKey key) {
  if (!IsKeyName(name)) {
    return absl::InvalidArgumentError(
        "a note key's name must be 1 to 255 bytes without spaces, plus signs or control "
        "characters");
  }
  NoteVerifierKey out;
  out.id_ = KeyIdOf(name, type, key);
  out.name_ = std::move(name);
  out.type_ = type;
  out.key_ = key;
  return out;
}

absl::StatusOr<NoteVerifierKey> NoteVerifierKey::Parse(std::string_view vkey) {
  const auto bad = absl::InvalidArgumentError("not a verifier key (name+id+key)");
  const auto first = vkey.find('+');
  if (first == std::string_view::npos) return bad;
  const auto second = vkey.find('+', first + 1);
  if (second == std::string_view::npos) return bad;
  const auto id = HexDecode(vkey.substr(first + 1, second - first - 1));
  const auto encoded = Base64Decode(vkey.substr(second + 1));
  if (!id.ok() || !encoded.ok() || encoded->size() != 33) return bad;
  const std::uint8_t type = encoded->front();
  if (type != static_cast<std::uint8_t>(NoteKeyType::kEd25519) &&
      type != static_cast<std::uint8_t>(NoteKeyType::kCosignatureV1)) {
    return absl::InvalidArgumentError("a verifier key of a type that is not supported");
  }
  crypto::VerifyKey key;
  std::copy(encoded->begin() + 1, encoded->end(), key.bytes.begin());
  CANDOR_ASSIGN_OR_RETURN(NoteVerifierKey out, Create(std::string(vkey.substr(0, first)),
                                                      static_cast<NoteKeyType>(type), key));
  if (!Equal(out.id(), *id)) {
    return absl::InvalidArgumentError("a verifier key's id is not that of its name and key");
  }
  return out;
}

std::string NoteVerifierKey::Format() const {
  const ByteArray<1> type = {static_cast<std::uint8_t>(type_)};
  return Cat(name_, "+", HexEncode(id_), "+", Base64Encode(Concat({type, key_.bytes})));
}

absl::StatusOr<NoteSigner> NoteSigner::Create(std::string name, const crypto::SigningKey& key) {
  CANDOR_ASSIGN_OR_RETURN(
      NoteVerifierKey verifier_key,
      NoteVerifierKey::Create(std::move(name), NoteKeyType::kEd25519, key.verify_key()));
  return NoteSigner(std::move(verifier_key), key);
}

std::string NoteSigner::SignatureLine(std::string_view text) const {
  return FormatSignatureLine(verifier_key_, key_->SignRaw(AsBytes(text)));
}

absl::StatusOr<std::string> SignNote(std::string_view text, const NoteSigner& signer) {
  if (!text.ends_with('\n') || !IsNoteText(text)) {
    return Malformed("the text does not end in a newline, or is not plain UTF-8");
  }
  std::string note = Cat(text, "\n", signer.SignatureLine(text));
  if (note.size() > kMaxNoteSize) return Malformed("larger than a note may be");
  return note;
}

absl::Status CheckSignatureLines(std::string_view lines) {
  return ParseSignatureLines(lines).status();
}

absl::StatusOr<std::string> AddSignatureLine(std::string_view note, std::string_view line) {
  CANDOR_RETURN_IF_ERROR(ParseSignatureLines(line).status());
  std::string out = Cat(note, line);
  CANDOR_ASSIGN_OR_RETURN(const NoteParts parts, SplitNote(out));
  CANDOR_RETURN_IF_ERROR(ParseSignatureLines(parts.signature_lines).status());
  return out;
}

absl::StatusOr<OpenedNote> OpenNote(std::string_view note, std::span<const NoteVerifierKey> keys) {
  CANDOR_RETURN_IF_ERROR(CheckDistinct(keys));
  CANDOR_ASSIGN_OR_RETURN(const NoteParts parts, SplitNote(note));
  CANDOR_ASSIGN_OR_RETURN(const auto lines, ParseSignatureLines(parts.signature_lines));
  OpenedNote out{std::string(parts.text), {}};
  for (const SignatureLine& line : lines) {
    const auto key = std::ranges::find_if(keys, [&](const NoteVerifierKey& candidate) {
      return candidate.name() == line.name && candidate.id() == line.id;
    });
    if (key == keys.end()) continue;
    CANDOR_ASSIGN_OR_RETURN(VerifiedSignature verified,
                            VerifySignature(parts.text, *key, line.signature));
    out.signatures.push_back(std::move(verified));
  }
  if (out.signatures.empty()) {
    return absl::UnauthenticatedError("signed note: no known key signed it");
  }
  return out;
}

std::string FormatSignatureLine(const NoteVerifierKey& key, ByteView signature) {
  return Cat(kSignaturePrefix, key.name(), " ", Base64Encode(Concat({key.id(), signature})), "\n");
}

std::string CosignedMessage(std::string_view checkpoint_text, UnixSeconds time) {
  return Cat("cosignature/v1\ntime ", time, "\n", checkpoint_text);
}

}  // namespace candor::audit

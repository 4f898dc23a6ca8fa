#include "crypto/receipt_code.h"

#include <optional>
#include <utility>

#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/labels.h"

namespace candor::crypto {
namespace {

constexpr std::size_t kGroup = 4;
constexpr std::size_t kCodeDigits = 32;
constexpr std::size_t kDigits = kCodeDigits + kGroup;

absl::Status Mistyped() {
  return absl::InvalidArgumentError(
      "the receipt code is not complete or has a typing error; it has nine groups of four "
      "characters");
}

// 20 bits: the four characters that begin the base32 form of the hash.
std::string Checksum(std::span<const std::uint8_t, ReceiptCode::kSize> code) {
  const Hash hash = LabelledHash(Label::kReceiptChecksum, {code});
  return Base32Encode(hash).substr(0, kGroup);
}

bool IsSeparator(char c) {
  return c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool IsDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z' && c != 'U');
}

using DigitText = ScratchSecret<kDigits, struct ReceiptDigitsRole>;

// The digits alone, upper case, ambiguous ones resolved; nothing unless they are exactly kDigits.
// They never lie in a buffer that is freed as it is: they are the code.
std::optional<DigitText> Digits(std::string_view text) {
  std::size_t size = 0;
  bool good = true;
  auto out = DigitText::Make([&](std::span<std::uint8_t, kDigits> digits) {
    for (char c : text) {
      if (IsSeparator(c)) continue;
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
      if (c == 'I' || c == 'L') c = '1';
      if (c == 'O') c = '0';
      good = IsDigit(c) && size < kDigits;
      if (!good) return;
      digits[size++] = static_cast<std::uint8_t>(c);
    }
  });
  if (!good || size != kDigits) return std::nullopt;
  return out;
}

using KemKeyBytes = ScratchSecret<32, struct KemKeyBytesRole>;

template <class Key>
Key Expand(const PseudorandomKey& prk, Label label) {
  return Key::Make([&](std::span<std::uint8_t, Key::kSize> out) {
    HkdfExpand(prk, {LabelBytes(label)}, out);
  });
}

void WipeText(std::string& text) {
  for (volatile char& c : text) c = 0;
}

}  // namespace

ReceiptCode ReceiptCode::Generate(RandomSource& random) {
  return ReceiptCode(Code::Random(random));
}

ReceiptCode ReceiptCode::FromBytes(std::span<const std::uint8_t, kSize> bytes) {
  return ReceiptCode(Code::Copy(bytes));
}

absl::StatusOr<ReceiptCode> ReceiptCode::Parse(std::string_view text) {
  const auto digits = Digits(text);
  if (!digits.has_value()) return Mistyped();
  const std::string_view typed = AsText(digits->ExposeSecret());
  auto decoded = Base32Decode(typed.substr(0, kCodeDigits));
  if (!decoded.ok()) return Mistyped();
  const SecretBytes bytes(*std::move(decoded));
  if (bytes.size() != kSize) return Mistyped();
  ReceiptCode out = FromBytes(bytes.ExposeSecret().first<kSize>());
  if (typed.substr(kCodeDigits) != Checksum(out.ExposeSecret())) return Mistyped();
  return out;
}

std::string ReceiptCode::Format() const {
  std::string digits = Base32Encode(ExposeSecret());
  std::string out;
  out.reserve(kDigits + kDigits / kGroup - 1);
  for (std::size_t i = 0; i < kCodeDigits; i += kGroup) {
    out.append(digits, i, kGroup);
    out.push_back('-');
  }
  WipeText(digits);
  out.append(Checksum(ExposeSecret()));
  return out;
}

ThreadKeys DeriveThreadKeys(const ReceiptCode& code, ByteView campaign_id, Purpose purpose) {
  const ByteArray<1> purpose_byte = {static_cast<std::uint8_t>(purpose)};
  const Hash salt = LabelledHash(Label::kReceipt, {campaign_id, purpose_byte});
  const PseudorandomKey prk = HkdfExtract(salt, code.ExposeSecret());
  const auto seed = Expand<Ed25519Seed>(prk, Label::kThreadKey);
  const auto kem_key = Expand<KemKeyBytes>(prk, Label::kThreadKemKey);
  return {SigningKey::FromSeed(seed.ExposeSecret()),
          KemPrivateKey::FromBytes(kem_key.ExposeSecret()),
          Expand<ThreadStateKey>(prk, Label::kThreadState)};
}

}  // namespace candor::crypto

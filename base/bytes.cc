#include "base/bytes.h"

#include <algorithm>

namespace candor {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int Base32Value(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'I' || c == 'L') return 1;
  if (c == 'O') return 0;
  const auto at = kBase32.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

ByteView AsBytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view AsText(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool Equal(ByteView a, ByteView b) { return std::ranges::equal(a, b); }

bool Less(ByteView a, ByteView b) { return std::ranges::lexicographical_compare(a, b); }

Bytes Concat(std::initializer_list<ByteView> parts) {
  Bytes out;
  std::size_t total = 0;
  for (const auto& part : parts) total += part.size();
  out.reserve(total);
  for (const auto& part : parts) Append(out, part);
  return out;
}

void Append(Bytes& out, ByteView tail) { out.insert(out.end(), tail.begin(), tail.end()); }

std::string HexEncode(ByteView bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const auto b : bytes) {
    out.push_back(kHex[b >> 4]);
    out.push_back(kHex[b & 15]);
  }
  return out;
}

absl::StatusOr<Bytes> HexDecode(std::string_view text) {
  if (text.size() % 2 != 0) return absl::InvalidArgumentError("hex: odd number of digits");
  Bytes out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = kHex.find(text[i]);
    const auto low = kHex.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) {
      return absl::InvalidArgumentError("hex: not a lower-case hexadecimal digit");
    }
    out.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return out;
}

std::string Base64Encode(ByteView bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t n = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t block = static_cast<std::uint32_t>(bytes[i]) << 16;
    if (n > 1) block |= static_cast<std::uint32_t>(bytes[i + 1]) << 8;
    if (n > 2) block |= bytes[i + 2];
    out.push_back(kBase64[block >> 18]);
    out.push_back(kBase64[block >> 12 & 63]);
    out.push_back(n > 1 ? kBase64[block >> 6 & 63] : '=');
    out.push_back(n > 2 ? kBase64[block & 63] : '=');
  }
  return out;
}

absl::StatusOr<Bytes> Base64Decode(std::string_view text) {
  const auto bad = absl::InvalidArgumentError("base64: not in canonical form");
  if (text.size() % 4 != 0) return bad;
  Bytes out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    int digits = 4;
    if (i + 4 == text.size()) {
      if (text[i + 3] == '=') digits = 3;
      if (digits == 3 && text[i + 2] == '=') digits = 2;
    }
    std::uint32_t block = 0;
    for (int j = 0; j < 4; ++j) {
      std::uint32_t value = 0;
      if (j < digits) {
        const auto at = kBase64.find(text[i + j]);
        if (at == std::string_view::npos) return bad;
        value = static_cast<std::uint32_t>(at);
      }
      block = block << 6 | value;
    }
    out.push_back(static_cast<std::uint8_t>(block >> 16));
    if (digits > 2) out.push_back(static_cast<std::uint8_t>(block >> 8));
    if (digits > 3) out.push_back(static_cast<std::uint8_t>(block));
    if ((digits == 2 && (block & 0xffff) != 0) || (digits == 3 && (block & 0xff) != 0)) return bad;
  }
  return out;
}

// Both directions of base32 reserve their output: it may be a secret, and a buffer that grows leaves
// copies behind.
std::string Base32Encode(ByteView bytes) {
  std::string out;
  out.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const auto b : bytes) {
    buffer = buffer << 8 | b;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out.push_back(kBase32[buffer >> bits & 31]);
    }
  }
  if (bits > 0) out.push_back(kBase32[buffer << (5 - bits) & 31]);
  return out;
}

absl::StatusOr<Bytes> Base32Decode(std::string_view text) {
  Bytes out;
  out.reserve(text.size() * 5 / 8);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '-' || c == ' ') continue;
    const int value = Base32Value(c);
    if (value < 0) return absl::InvalidArgumentError("base32: a character that is not in the alphabet");
    buffer = buffer << 5 | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>(buffer >> bits));
    }
  }
  if (bits >= 5 || (buffer & ((1u << bits) - 1)) != 0) {
    return absl::InvalidArgumentError("base32: trailing bits");
  }
  return out;
}

}  // namespace candor

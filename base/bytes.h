// Bytes and views of bytes: the vocabulary type of everything that is hashed, signed, sealed or stored.
//
// Nothing here is secret-aware: see crypto/secret.h for that. All functions are pure and thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace candor {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

// Views text as bytes and bytes as text. The view lives as long as its argument.
// These two are the only place of the project that reinterprets a pointer.
ByteView AsBytes(std::string_view text);
std::string_view AsText(ByteView bytes);

inline Bytes ToBytes(ByteView view) { return Bytes(view.begin(), view.end()); }

bool Equal(ByteView a, ByteView b);
// Lexicographic order of unsigned bytes.
bool Less(ByteView a, ByteView b);
Bytes Concat(std::initializer_list<ByteView> parts);
void Append(Bytes& out, ByteView tail);

// Copies a view of exactly N bytes; InvalidArgument for any other length.
template <std::size_t N>
absl::StatusOr<ByteArray<N>> ToArray(ByteView view) {
  if (view.size() != N) return absl::InvalidArgumentError("wrong length");
  ByteArray<N> out;
  std::copy(view.begin(), view.end(), out.begin());
  return out;
}

// Lower-case hexadecimal. Decoding takes lower case only, and an even number of digits.
std::string HexEncode(ByteView bytes);
absl::StatusOr<Bytes> HexDecode(std::string_view text);

// RFC 4648 §4 with padding. Decoding accepts exactly what encoding produces.
std::string Base64Encode(ByteView bytes);
absl::StatusOr<Bytes> Base64Decode(std::string_view text);

// Crockford base32 (no I, L, O, U), upper case, no padding; the last character carries the
// left-aligned remaining bits. Decoding folds case, reads I and L as 1 and O as 0, skips '-' and
// spaces, and rejects non-zero trailing bits.
std::string Base32Encode(ByteView bytes);
absl::StatusOr<Bytes> Base32Decode(std::string_view text);

}  // namespace candor

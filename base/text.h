// Cat: text from pieces.
//
// Debian's Abseil is built with its own string_view, so absl::StrCat takes no std::string_view; this
// one takes strings, views, literals and integers.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "absl/strings/string_view.h"

namespace candor {

inline std::string_view AsPiece(std::string_view piece) { return piece; }
inline std::string_view AsPiece(absl::string_view piece) { return {piece.data(), piece.size()}; }
inline std::string_view AsPiece(const std::string& piece) { return piece; }
inline std::string_view AsPiece(const char* piece) { return piece; }
template <std::integral Integer>
std::string AsPiece(Integer value) {
  return std::to_string(value);
}

template <class... Pieces>
std::string Cat(const Pieces&... pieces) {
  std::string out;
  (out.append(AsPiece(pieces)), ...);
  return out;
}

}  // namespace candor

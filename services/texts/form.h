// Form: a text with places for values, as a list of texts holds it.
//
//   {1} … {9}        the value of that number
//   {1?slip|slips}   the first where that value is 1, the second otherwise: English and German need no more.
//                    It writes no number, so that the number may stand elsewhere
//
// A brace stands for nothing else. Values go in as they are, in one pass: a value that itself reads
// "{1}", or markup, or an escape sequence, is not looked at. Making the result safe is the work of
// whoever shows it, for only they know where: base/harmless_text.h, base/markup.h. Pure and thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace candor::texts {

// A place in a form, or the text before it. `next` is where the reading goes on.
struct Piece {
  std::string_view plain{};  // up to the place, or to the end
  std::size_t value = 0;     // 1 to 9; 0 where the form ends
  bool chooses = false;      // {1?one|other}
  std::string_view one{};
  std::string_view other{};
  std::string_view next{};
};

// The first piece of a form that is not empty; nothing where the form is malformed.
constexpr std::optional<Piece> FirstPiece(std::string_view form) {
  const std::size_t at = form.find_first_of("{}");
  Piece out{.plain = form.substr(0, at)};
  if (at == std::string_view::npos) return out;
  if (form[at] == '}' || form.size() < at + 3) return std::nullopt;
  const char number = form[at + 1];
  const std::size_t end = form.find('}', at);
  if (number < '1' || number > '9' || end == std::string_view::npos) return std::nullopt;
  out.value = static_cast<std::size_t>(number - '0');
  out.next = form.substr(end + 1);
  const std::string_view choice = form.substr(at + 2, end - at - 2);
  if (choice.empty()) return out;
  const std::size_t bar = choice.find('|');
  if (choice[0] != '?' || bar == std::string_view::npos) return std::nullopt;
  out.chooses = true;
  out.one = choice.substr(1, bar - 1);
  out.other = choice.substr(bar + 1);
  if (out.one.find('{') != std::string_view::npos ||
      out.other.find_first_of("{|") != std::string_view::npos) {
    return std::nullopt;
  }
  return out;
}

// The values that a form names: bit n − 1 for {n}. Nothing where it is malformed.
constexpr std::optional<unsigned> ValuesOf(std::string_view form) {
  unsigned out = 0;
  while (!form.empty()) {
    const auto piece = FirstPiece(form);
    if (!piece.has_value()) return std::nullopt;
    if (piece->value != 0) out |= 1u << (piece->value - 1);
    form = piece->next;
  }
  return out;
}

// The form with its values in. A value that is missing leaves its place empty, and a malformed form ends
// where it is malformed: neither gets past the compiler through Say (catalogue.h).
std::string Fill(std::string_view form, std::span<const std::string> values);

}  // namespace candor::texts

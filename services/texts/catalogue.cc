#include "services/texts/catalogue.h"

namespace candor::texts {
namespace {

// All languages of a text say it with the same values, from {1} on without a gap.
constexpr bool FitTogether(const Forms& text) {
  const auto values = ValuesOf(text.in.front());
  if (!values.has_value() || (*values & (*values + 1)) != 0) return false;
  for (const std::string_view form : text.in) {
    if (form.empty() || ValuesOf(form) != values) return false;
  }
  return true;
}

#define CANDOR_TEXT_CHECK(name, english, german)         \
  static_assert(FitTogether({#name, {english, german}}), \
                #name ": a language is empty or malformed, or names other values than another one");
CANDOR_TEXTS(CANDOR_TEXT_CHECK)
#undef CANDOR_TEXT_CHECK

}  // namespace

std::string Fill(std::string_view form, std::span<const std::string> values) {
  std::string out;
  while (!form.empty()) {
    const auto piece = FirstPiece(form);
    if (!piece.has_value()) break;
    out += piece->plain;
    if (piece->value != 0 && piece->value <= values.size()) {
      const std::string& value = values[piece->value - 1];
      out += !piece->chooses ? std::string_view(value) : value == "1" ? piece->one : piece->other;
    }
    form = piece->next;
  }
  return out;
}

}  // namespace candor::texts

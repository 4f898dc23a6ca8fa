// What the bulletin's two HTML documents, page and poster, have in common.
//
// A document is one file that opens from disk, asks for nothing from elsewhere and runs nothing: a
// Content-Security-Policy allows the one style sheet inside, by its hash, and nothing else. Pure and
// thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "services/texts/language.h"

namespace candor::services::bulletin {

// A text as one line of markup, and as markup that keeps its own line ends (where the style says
// pre-line). Both harmless, whoever wrote the text.
std::string LineMarkup(std::string_view text);
std::string BlockMarkup(std::string_view text);

struct Document {
  texts::Language language = texts::Language::kEnglish;
  std::string_view title;   // a text
  std::string_view style;   // CSS of ours
  std::string_view scheme;  // of colours: "light dark" or "light"
  std::string_view body;    // markup
};
std::string DocumentMarkup(const Document& document);

}  // namespace candor::services::bulletin

// Errors in a person's language.
//
// An error arises far below whoever shows it, in parts that know no language, and often on another machine: it is a
// sentence in English (an absl::Status), so that logs, scripts and two people who compare what they see have one
// wording. What a person reads is found by that sentence (lookup.h) in the lists errors_*.h:
//
//   ErrorIn(Language::kGerman, "The file jam.toml cannot be opened: Permission denied. Check who owns it and its permissions.")
//       "Die Datei jam.toml lässt sich nicht öffnen: keine Berechtigung. Prüfe, wem es gehört, und die Berechtigungen."
//
// Each line is one for itself. A sentence that no list holds stays English, and is said to be. Values are carried over
// as they are, so that the result is not yet safe to show (base/harmless_text.h). What the source can say and the
// lists do not, tests/services/texts/error_forms.py finds. Pure and thread-safe. Why so: docs/decisions/0036.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "services/texts/wording.h"

namespace candor::texts {

// `english` itself where that is the language.
std::string ErrorIn(Language language, std::string_view english);

// All lists, one after the other.
std::span<const std::span<const Wording>> ErrorLists();

}  // namespace candor::texts

// Choosing people from a list that is shown with numbers: what was typed, as names.
// Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace candor::services::facilitator {

// "1 3", "Ines Halvorsen", "2, ines halvorsen": numbers of the candidates, counted from 1, and names as they stand
// there, with blanks or commas between them; small and capital ASCII letters are alike. Each once, in the order typed.
// What is neither stands in the result as it was typed, so that whoever checks can name it: all of it up to a comma,
// for it may be a name of several words.
std::vector<std::string> ChosenFrom(std::string_view typed, const std::vector<std::string>& candidates);

}  // namespace candor::services::facilitator

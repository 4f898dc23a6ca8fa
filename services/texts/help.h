// The help of `candor` in a person's language.
//
// Verbs and options are registered with their English (programs/cli/command.h), before a language is known; when help
// is asked for, each piece of it is found by that English (lookup.h) in help_wordings.h. A piece that the list does not
// hold, such as a command line of an example, stays as it is; tests/services/texts/help_wordings.py finds what the
// source registers and the list does not hold. Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "services/texts/language.h"

namespace candor::texts {

// `english` itself where that is the language.
std::string HelpIn(Language language, std::string_view english);

}  // namespace candor::texts

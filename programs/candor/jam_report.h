// `candor jam report`: the closing report of a jam, as a page and as Markdown, made from the public log alone.
#pragma once

#include "programs/candor/context.h"
#include "services/texts/language.h"

namespace candor::cli {

void RegisterJamReport(Command& jam, Context& context);

// Writes a file that everybody may read into a folder, which is made.
absl::Status WritePublicFile(const Path& folder, std::string_view name, std::string_view content);

}  // namespace candor::cli

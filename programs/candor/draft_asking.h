// Asks the questions of a draft on the terminal, and writes the file that comes of them.
#pragma once

#include <string>

#include "programs/candor/context.h"

namespace candor::cli {

struct DraftAsking {
  std::string file;     // is written, and not there yet
  std::string answers;  // keeps what was answered, for another run; empty: nowhere
};

// The file is written whole, when all is answered and a draft comes of it, or not at all.
absl::Status AskForDraft(Context& context, const DraftAsking& options);

}  // namespace candor::cli

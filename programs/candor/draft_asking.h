// Asks the questions of a draft on the terminal, and writes the file that comes of them.
#pragma once

#include <string>

#include "programs/candor/context.h"

namespace candor::cli {

struct DraftAsking {
  std::string file;     // is written, and not there yet
  std::string answers;  // keeps what was answered, for another run; empty: a file beside `file` until that is written
};

// The file is written whole, when all is answered and a draft comes of it, or not at all. Every answer is kept in a
// file of answers as soon as it is given, so that nothing is typed twice: the next run offers them again.
absl::Status AskForDraft(Context& context, const DraftAsking& options);

}  // namespace candor::cli

// The answers about a draft, written as the commented TOML that draft_file.h reads, and kept for another day.
// Pure.
#pragma once

#include <string>

#include "services/facilitator/draft_questions.h"
#include "services/runtime/config.h"

namespace candor::services::facilitator {

// Comments in the language; the answers as they are. What was left out is left out.
std::string WriteDraftFile(const DraftAnswers& answers, texts::Language language);

// A file of answers by their ids, and back. What the questions do not know is not read.
std::string WriteAnswers(const DraftAnswers& answers);
DraftAnswers ReadAnswers(const runtime::Config& file);

}  // namespace candor::services::facilitator

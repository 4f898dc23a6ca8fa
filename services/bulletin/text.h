// The bulletin as plain text, for a terminal and for a mail.
//
// UTF-8, lines of at most 76 characters where words allow it, so that a mail's quotation marks still fit.
// Only this program's own headings begin in the first column: a stranger's text, whatever it says, is
// indented below them, and cannot pass for one. Newest news first. Pure and thread-safe.
#pragma once

#include <string>

#include "services/bulletin/bulletin.h"
#include "services/texts/language.h"

namespace candor::services::bulletin {

std::string BulletinAsText(const Bulletin& bulletin, texts::Language language);

}  // namespace candor::services::bulletin

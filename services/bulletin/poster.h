// The poster: one sheet of A4 to print and hang up, as HTML.
//
// The question, when to speak, what protects those who do, and the QR code of the invite page where there
// is one. It fits on one sheet whatever the question's length (records/draft.h bounds it). Nothing on it
// changes with the news, so that it need not be hung up anew. Light in every scheme: it is for paper.
// Pure and thread-safe.
#pragma once

#include <string>

#include "services/bulletin/bulletin.h"
#include "services/texts/language.h"

namespace candor::services::bulletin {

std::string BulletinAsPoster(const Bulletin& bulletin, texts::Language language);

}  // namespace candor::services::bulletin

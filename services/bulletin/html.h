// The bulletin as one page: HTML that opens from disk or any web server, needs nothing else and runs nothing.
//
// For reading on a screen in light or dark, as the reader has it, and on paper. Newest news first. The
// only link is the invite page, beside its QR code. Pure and thread-safe.
#pragma once

#include <string>

#include "services/bulletin/bulletin.h"
#include "services/texts/language.h"

namespace candor::services::bulletin {

std::string BulletinAsHtml(const Bulletin& bulletin, texts::Language language);

}  // namespace candor::services::bulletin

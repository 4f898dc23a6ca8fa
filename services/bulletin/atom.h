// The bulletin's news as a feed (Atom, RFC 4287).
//
// A reader that fetches it again knows what it has: an entry's id is made of the log's origin and the
// entry's index (urn.h), its dates are the log's. The same log gives the same bytes. It names no address
// of its own, for it does not know where it is published; `rel="alternate"` is the invite page, where
// there is one. Newest first. Pure and thread-safe.
#pragma once

#include <string>

#include "services/bulletin/bulletin.h"
#include "services/texts/language.h"

namespace candor::services::bulletin {

// application/atom+xml.
std::string BulletinAsAtom(const Bulletin& bulletin, texts::Language language);

}  // namespace candor::services::bulletin

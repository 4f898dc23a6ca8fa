// Bulletins for tests: one as an organisation would have it, and others made of a single text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/bulletin/bulletin.h"
#include "services/texts/language.h"

namespace candor::services::bulletin {

// A jam in its last days of speech, with news of every kind.
Bulletin SampleBulletin(texts::Language language);

// The same bulletin with `text` in the place of every string that a stranger wrote.
Bulletin BulletinOf(std::string_view text);

// Texts that want to be more than text, each with the word "visible" in it.
const std::vector<std::string>& HostileTexts();

// Every form of a bulletin.
struct Form {
  std::string_view name;  // also of the file: "page.html"
  std::string (*render)(const Bulletin&, texts::Language);
};
const std::vector<Form>& Forms();

}  // namespace candor::services::bulletin

// The sentences of a bulletin that more than one of its forms says.
//
// As the catalogue gives them, strangers' values inside: not yet safe for any place. Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/bulletin/bulletin.h"
#include "services/texts/catalogue.h"

namespace candor::services::bulletin {

texts::PlainText NameOf(Milestone milestone);
texts::PlainText NameOf(NewsKind kind);

// How many take part, and in what crowd they are: one or two sentences.
std::vector<std::string> ParticipationSentences(texts::Language language, const Participation& participation);

// "Answer: Parking"; the kind alone where the item has no title.
std::string HeadlineOf(texts::Language language, const NewsItem& item);

// "a, b, c", each in one line.
std::string Listed(const std::vector<std::string>& names);

// At most `most` characters (code points) from the beginning, between two words where that can be, and
// "…" where there were more.
std::string Shortened(std::string_view text, std::size_t most);

// How many characters (code points) there are.
std::size_t CharactersOf(std::string_view text);

}  // namespace candor::services::bulletin

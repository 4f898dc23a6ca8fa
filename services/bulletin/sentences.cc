#include "services/bulletin/sentences.h"

#include <algorithm>

#include "base/harmless_text.h"
#include "base/text.h"
#include "services/texts/day.h"

namespace candor::services::bulletin {

using texts::Language;
using texts::Say;
using texts::Text;

texts::PlainText NameOf(Milestone milestone) {
  switch (milestone) {
    case Milestone::kVotingSlipsFrom: return Text::kVotingSlipsFrom;
    case Milestone::kSpeakingFrom: return Text::kSpeakingFrom;
    case Milestone::kSpeakingUntil: return Text::kSpeakingUntil;
    case Milestone::kSupportingUntil: return Text::kSupportingUntil;
    case Milestone::kAnswersUntil: return Text::kAnswersUntil;
    case Milestone::kConversationUntil: return Text::kConversationUntil;
    case Milestone::kTextsKeptUntil: return Text::kTextsKeptUntil;
  }
  return Text::kSpeakingFrom;
}

texts::PlainText NameOf(NewsKind kind) {
  switch (kind) {
    case NewsKind::kOpened: return Text::kNewsOpened;
    case NewsKind::kClosed: return Text::kNewsClosed;
    case NewsKind::kOpinions: return Text::kNewsOpinions;
    case NewsKind::kAnswer: return Text::kNewsAnswer;
    case NewsKind::kAnswerRevised: return Text::kNewsAnswerRevised;
    case NewsKind::kAction: return Text::kNewsAction;
    case NewsKind::kDecision: return Text::kNewsDecision;
    case NewsKind::kPrompt: return Text::kNewsPrompt;
    case NewsKind::kTheme: return Text::kNewsTheme;
    case NewsKind::kPublished: return Text::kNewsPublished;
    case NewsKind::kNote: return Text::kNewsNote;
  }
  return Text::kNewsNote;
}

std::vector<std::string> ParticipationSentences(Language language, const Participation& participation) {
  if (participation.outcome == Participation::Outcome::kDestroyedUnread) {
    return {Say(language, Text::kDestroyedUnread)};
  }
  const std::string day = texts::DateInWords(language, participation.as_of);
  if (participation.outcome == Participation::Outcome::kNotSaid) {
    return {Say(language, Text::kTakingPartNotSaid, day), Say(language, Text::kCrowd, participation.k)};
  }
  if (participation.opinions == 0) {
    // The first batch leaves k behind and seals at least k.
    return {Say(language, Text::kNobodyYet, 2 * unsigned{participation.k}, day)};
  }
  return {Say(language, Text::kTakingPart, participation.opinions, participation.invited,
              participation.Percent(), day),
          Say(language, Text::kCrowd, participation.k)};
}

std::string HeadlineOf(Language language, const NewsItem& item) {
  const std::string kind = Say(language, NameOf(item.kind));
  return item.title.empty() ? kind : Cat(kind, ": ", item.title);
}

std::string Listed(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out = Cat(out, out.empty() ? "" : ", ", HarmlessLine(name));
  return out;
}

namespace {

bool BeginsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

}  // namespace

std::size_t CharactersOf(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, BeginsCharacter));
}

std::string Shortened(std::string_view text, std::size_t most) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!BeginsCharacter(text[i]) || ++characters <= most) continue;
    const std::string_view kept = text.substr(0, i);
    // Between words, unless the last one is most of what is kept.
    const std::size_t blank = kept.rfind(' ');
    const bool between = blank != std::string_view::npos && blank > kept.size() / 2;
    return Cat(between ? kept.substr(0, blank + 1) : kept, "…");
  }
  return std::string(text);
}

}  // namespace candor::services::bulletin

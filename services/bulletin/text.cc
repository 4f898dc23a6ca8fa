#include "services/bulletin/text.h"

#include <algorithm>

#include "base/harmless_text.h"
#include "base/text.h"
#include "services/bulletin/sentences.h"
#include "services/texts/day.h"

namespace candor::services::bulletin {
namespace {

using texts::Language;
using texts::Say;
using texts::Text;

constexpr std::size_t kWidth = 76;

// The words of one line, broken where the next one would pass the margin. A word that is longer than a
// line stands alone: an address that is broken cannot be copied.
std::string WrappedLine(std::string_view line, std::string_view indent) {
  std::string out;
  std::size_t column = 0;
  while (!line.empty()) {
    const std::size_t blank = line.find_first_of(" \t");
    const std::string_view word = line.substr(0, blank);
    line.remove_prefix(blank == std::string_view::npos ? line.size() : blank + 1);
    if (word.empty()) continue;
    const std::size_t size = CharactersOf(word);
    if (column == 0 || column + 1 + size > kWidth) {
      out += Cat(column == 0 ? "" : "\n", indent, word);
      column = indent.size() + size;
    } else {
      out += Cat(" ", word);
      column += 1 + size;
    }
  }
  return out + "\n";
}

// As it stands: a command that is broken cannot be copied.
std::string UnbrokenLine(std::string_view line, std::string_view indent) {
  return line.empty() ? "\n" : Cat(indent, line, "\n");
}

// A text made harmless, its own line ends kept but for those at its ends, each of its lines put down by
// `put`.
std::string Block(std::string_view text, std::string_view indent,
                  std::string (*put)(std::string_view line, std::string_view indent)) {
  const std::string harmless = HarmlessText(text, DirectionMarks::kShow);
  std::string_view rest = harmless;
  while (rest.starts_with('\n')) rest.remove_prefix(1);
  while (rest.ends_with('\n')) rest.remove_suffix(1);
  std::string out;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    out += put(rest.substr(0, end), indent);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

std::string Wrapped(std::string_view text, std::string_view indent) {
  return Block(text, indent, WrappedLine);
}

constexpr std::string_view kIndent = "  ";
constexpr std::string_view kDeep = "    ";

std::string Section(std::string_view title, std::string_view body) {
  return body.empty() ? std::string() : Cat("\n", title, "\n", body);
}

std::string ParticipationAsText(const Bulletin& bulletin, Language language) {
  std::string out;
  for (const auto& sentence : ParticipationSentences(language, bulletin.participation)) {
    out += Wrapped(sentence, kIndent);
  }
  return out;
}

std::string DatesAsText(const Bulletin& bulletin, Language language) {
  std::size_t widest = 0;
  for (const auto& each : bulletin.phases) {
    widest = std::max(widest, CharactersOf(Say(language, NameOf(each.milestone))));
  }
  std::string out;
  for (const auto& each : bulletin.phases) {
    const std::string name = Say(language, NameOf(each.milestone));
    out += Cat(kIndent, name, std::string(widest + 2 - CharactersOf(name), ' '),
               texts::WeekdayAndDate(language, each.day), "\n");
  }
  return out.empty() ? out : out + Wrapped(Say(language, Text::kDaysAreUtc), kIndent);
}

std::string StatementsAsText(const Bulletin& bulletin) {
  std::string out;
  for (const auto& each : bulletin.statements) {
    out += Cat(out.empty() ? "" : "\n", Wrapped(each.text, kIndent),
               Wrapped(Cat("– ", HarmlessLine(each.sponsor)), kDeep));
  }
  return out;
}

std::string PledgeAsText(const Bulletin& bulletin, Language language) {
  std::string out = Wrapped(bulletin.pledge, kIndent);
  if (out.empty() || bulletin.pledged_by.empty()) return out;
  return out + Wrapped(Say(language, Text::kPledgedBy, Listed(bulletin.pledged_by)), kDeep);
}

std::string NewsAsText(const Bulletin& bulletin, Language language) {
  std::string out;
  for (auto item = bulletin.news.rbegin(); item != bulletin.news.rend(); ++item) {
    const std::string headline =
        Cat(texts::DateInWords(language, item->day), " – ", HarmlessLine(HeadlineOf(language, *item)));
    out += Cat(out.empty() ? "" : "\n", Wrapped(headline, kIndent), Wrapped(item->text, kDeep), kDeep, "(",
               Say(language, Text::kLogEntry, item->log_index), ")\n");
  }
  return out.empty() ? Wrapped(Say(language, Text::kNoNews), kIndent) : out;
}

std::string JoinAsText(const Bulletin& bulletin, Language language) {
  if (!bulletin.invite_page.has_value()) return {};
  return Cat(Wrapped(Say(language, Text::kJoin), kIndent), kIndent, bulletin.invite_page->text(), "\n");
}

std::string HelpAsText(const Bulletin& bulletin) {
  std::string out;
  for (const auto& contact : bulletin.help_contacts) out += Wrapped(HarmlessLine(contact), kIndent);
  return out;
}

std::string VerifyAsText(const Bulletin& bulletin, Language language) {
  return Cat(Wrapped(Say(language, Text::kSameForAll, HarmlessLine(bulletin.log_origin),
                         texts::DateInWords(language, bulletin.as_of)),
                     kIndent),
             Block(bulletin.how_to_verify, kIndent, UnbrokenLine));
}

}  // namespace

std::string BulletinAsText(const Bulletin& bulletin, Language language) {
  const auto title = [&](texts::PlainText text) { return Say(language, text); };
  return Cat(Say(language, Text::kBulletinOfJam, bulletin.ShortId()), "\n",
             Wrapped(HarmlessLine(bulletin.organisation), kIndent),
             Section(title(Text::kTheQuestion), Wrapped(bulletin.question, kIndent)),
             Section(title(Text::kTakingPartTitle), ParticipationAsText(bulletin, language)),
             Section(title(Text::kJoinTitle), JoinAsText(bulletin, language)),
             Section(title(Text::kDatesTitle), DatesAsText(bulletin, language)),
             Section(title(Text::kNewsTitle), NewsAsText(bulletin, language)),
             Section(title(Text::kStatementsTitle), StatementsAsText(bulletin)),
             Section(title(Text::kPledgeTitle), PledgeAsText(bulletin, language)),
             Section(title(Text::kHelpTitle), HelpAsText(bulletin)),
             Section(title(Text::kVerifyTitle), VerifyAsText(bulletin, language)));
}

}  // namespace candor::services::bulletin

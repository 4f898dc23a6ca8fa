#include "services/bulletin/html.h"

#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "services/bulletin/html_style.h"
#include "services/bulletin/page.h"
#include "services/bulletin/qr_code.h"
#include "services/bulletin/sentences.h"
#include "services/texts/day.h"

namespace candor::services::bulletin {
namespace {

using texts::Language;
using texts::Say;
using texts::Text;

// A question that does not fit into three lines of large letters is set in smaller ones.
constexpr std::size_t kLongQuestion = 120;

std::string Section(std::string_view title, std::string_view markup) {
  if (markup.empty()) return {};
  return Cat("<section>\n<h2>", LineMarkup(title), "</h2>\n", markup, "</section>\n");
}

// Of one person: its direction is its own, whatever the page's is.
std::string TextOf(std::string_view text) {
  return text.empty() ? std::string() : Cat("<p class=\"text\" dir=\"auto\">", BlockMarkup(text), "</p>\n");
}

std::string TimeOf(Day day, std::string_view words) {
  return Cat("<time datetime=\"", FormatDay(day), "\">", LineMarkup(words), "</time>");
}

std::string HeaderOf(const Bulletin& bulletin, Language language) {
  const bool is_long = CharactersOf(bulletin.question) > kLongQuestion;
  return Cat("<header>\n<p class=\"kicker\" dir=\"auto\">", LineMarkup(bulletin.organisation),
             "</p>\n<p class=\"soft\">", LineMarkup(Say(language, Text::kBulletinOfJam, bulletin.ShortId())),
             "</p>\n<h1", is_long ? " class=\"long\"" : "", " dir=\"auto\">", BlockMarkup(bulletin.question),
             "</h1>\n</header>\n");
}

// The sentence beside it says the same: it is hidden from those who listen.
std::string BarOf(const Participation& participation) {
  return Cat(
      "<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
      "<rect class=\"all\" width=\"100\" height=\"1\"/><rect class=\"spoken\" width=\"",
      participation.Percent(), "\" height=\"1\"/></svg>\n");
}

std::string ParticipationOf(const Bulletin& bulletin, Language language) {
  std::string out = "<div class=\"part\">\n";
  if (bulletin.participation.opinions != 0 &&
      bulletin.participation.outcome == Participation::Outcome::kAppearing) {
    out += BarOf(bulletin.participation);
  }
  for (const auto& sentence : ParticipationSentences(language, bulletin.participation)) {
    out += Cat("<p>", LineMarkup(sentence), "</p>\n");
  }
  return out + "</div>\n";
}

std::string JoinOf(const Bulletin& bulletin, Language language) {
  if (!bulletin.invite_page.has_value()) return {};
  const std::string address = LineMarkup(bulletin.invite_page->text());
  return Cat("<div class=\"join\">\n",
             QrCodeAsSvg(*bulletin.invite_page, Say(language, Text::kQrCodeOf, bulletin.invite_page->text())),
             "\n<div><p>", LineMarkup(Say(language, Text::kJoin)), "</p>\n<p><a href=\"", address, "\">",
             address, "</a></p></div>\n</div>\n");
}

std::string DatesOf(const Bulletin& bulletin, Language language) {
  const auto next =
      std::ranges::find_if(bulletin.phases, [&](const PhaseDay& each) { return each.day >= bulletin.as_of; });
  std::string out;
  for (auto each = bulletin.phases.begin(); each != bulletin.phases.end(); ++each) {
    const std::string_view when = each < next ? " class=\"past\"" : each == next ? " class=\"next\"" : "";
    out += Cat("<tr", when, "><th scope=\"row\">", LineMarkup(Say(language, NameOf(each->milestone))),
               "</th><td>", TimeOf(each->day, texts::WeekdayAndDate(language, each->day)), "</td></tr>\n");
  }
  if (out.empty()) return out;
  return Cat("<table>\n<tbody>\n", out, "</tbody>\n</table>\n<p class=\"soft\">",
             LineMarkup(Say(language, Text::kDaysAreUtc)), "</p>\n");
}

std::string NewsOf(const Bulletin& bulletin, Language language) {
  std::string out;
  for (auto item = bulletin.news.rbegin(); item != bulletin.news.rend(); ++item) {
    out += Cat("<article>\n<p class=\"soft\">", TimeOf(item->day, texts::DateInWords(language, item->day)),
               " · ", LineMarkup(Say(language, Text::kLogEntry, item->log_index)), "</p>\n<h3 dir=\"auto\">",
               LineMarkup(HeadlineOf(language, *item)), "</h3>\n", TextOf(item->text), "</article>\n");
  }
  return out.empty() ? Cat("<p>", LineMarkup(Say(language, Text::kNoNews)), "</p>\n") : out;
}

std::string Quotation(std::string_view text, std::string_view caption) {
  std::string out = Cat("<figure>\n<blockquote>\n", TextOf(text), "</blockquote>\n");
  if (!caption.empty()) out += Cat("<figcaption dir=\"auto\">", LineMarkup(caption), "</figcaption>\n");
  return out + "</figure>\n";
}

std::string StatementsOf(const Bulletin& bulletin) {
  std::string out;
  for (const auto& each : bulletin.statements) out += Quotation(each.text, each.sponsor);
  return out;
}

std::string PledgeOf(const Bulletin& bulletin, Language language) {
  if (bulletin.pledge.empty()) return {};
  return Quotation(bulletin.pledge, bulletin.pledged_by.empty()
                                        ? std::string()
                                        : Say(language, Text::kPledgedBy, Listed(bulletin.pledged_by)));
}

std::string HelpOf(const Bulletin& bulletin) {
  std::string out;
  for (const auto& contact : bulletin.help_contacts) {
    out += Cat("<li dir=\"auto\">", LineMarkup(contact), "</li>\n");
  }
  return out.empty() ? out : Cat("<ul>\n", out, "</ul>\n");
}

std::string VerifyOf(const Bulletin& bulletin, Language language) {
  const std::string same =
      Say(language, Text::kSameForAll, bulletin.log_origin, texts::DateInWords(language, bulletin.as_of));
  std::string out = Cat("<p>", LineMarkup(same), "</p>\n");
  if (!bulletin.how_to_verify.empty()) {
    out += Cat("<p><code dir=\"auto\">", BlockMarkup(bulletin.how_to_verify), "</code></p>\n");
  }
  return out;
}

}  // namespace

std::string BulletinAsHtml(const Bulletin& bulletin, Language language) {
  const auto title = [&](texts::PlainText text) { return Say(language, text); };
  const std::string body =
      Cat(HeaderOf(bulletin, language), "<main>\n",
          Section(title(Text::kTakingPartTitle), ParticipationOf(bulletin, language)),
          Section(title(Text::kJoinTitle), JoinOf(bulletin, language)),
          Section(title(Text::kDatesTitle), DatesOf(bulletin, language)),
          Section(title(Text::kNewsTitle), NewsOf(bulletin, language)),
          Section(title(Text::kStatementsTitle), StatementsOf(bulletin)),
          Section(title(Text::kPledgeTitle), PledgeOf(bulletin, language)),
          Section(title(Text::kHelpTitle), HelpOf(bulletin)), "</main>\n<footer>\n",
          Section(title(Text::kVerifyTitle), VerifyOf(bulletin, language)), "</footer>\n");
  const std::string name =
      Cat(Say(language, Text::kBulletinOfJam, bulletin.ShortId()), " – ", bulletin.organisation);
  return DocumentMarkup(
      {.language = language, .title = name, .style = kPageStyle, .scheme = "light dark", .body = body});
}

}  // namespace candor::services::bulletin

#include "services/bulletin/poster.h"

#include <algorithm>
#include <optional>

#include "base/harmless_text.h"
#include "base/text.h"
#include "services/bulletin/page.h"
#include "services/bulletin/poster_style.h"
#include "services/bulletin/qr_code.h"
#include "services/bulletin/sentences.h"
#include "services/texts/day.h"

namespace candor::services::bulletin {
namespace {

using texts::Language;
using texts::Say;
using texts::Text;

// What fits beside the QR code.
constexpr std::size_t kMostContacts = 2;
constexpr std::size_t kMostOfAContact = 110;
constexpr std::size_t kMostOfNames = 75;

// How much room a text takes, in Latin letters: those of three and four bytes, Chinese among them, are up
// to twice as wide.
std::size_t WidthOf(std::string_view text) {
  const auto is_wide = [](char c) { return static_cast<unsigned char>(c) >= 0xe0; };
  return CharactersOf(text) + static_cast<std::size_t>(std::ranges::count_if(text, is_wide));
}

// The size of letters in which so much text leaves room for the rest of the sheet, the first being the
// largest.
std::string_view SizeOfQuestion(std::size_t width) {
  if (width <= 60) return "size-1";
  if (width <= 100) return "size-2";
  if (width <= 180) return "size-3";
  if (width <= 300) return "size-4";
  return width <= 500 ? "size-5" : "size-6";
}

std::string_view SizeOfAddress(std::size_t characters) {
  if (characters <= 32) return "large";
  return characters <= 60 ? "medium" : "small";
}

std::optional<Day> DayOf(const Bulletin& bulletin, Milestone milestone) {
  const auto found = std::ranges::find(bulletin.phases, milestone, &PhaseDay::milestone);
  return found == bulletin.phases.end() ? std::nullopt : std::optional<Day>(found->day);
}

std::string SpeakOf(const Bulletin& bulletin, Language language) {
  const auto from = DayOf(bulletin, Milestone::kSpeakingFrom);
  const auto until = DayOf(bulletin, Milestone::kSpeakingUntil);
  if (!from.has_value() || !until.has_value()) return {};
  return Cat("<section class=\"speak\">\n<h2>", LineMarkup(Say(language, Text::kPosterSpeakTitle)),
             "</h2>\n<p>",
             LineMarkup(Say(language, Text::kPosterSpeak, texts::WeekdayAndDate(language, *from),
                            texts::WeekdayAndDate(language, *until))),
             "</p>\n</section>\n");
}

std::string Reason(std::string_view title, std::string_view sentence) {
  return Cat("<div><h2>", LineMarkup(title), "</h2><p>", LineMarkup(sentence), "</p></div>\n");
}

std::string ReasonsOf(const Bulletin& bulletin, Language language) {
  return Cat("<section class=\"why\">\n",
             Reason(Say(language, Text::kPosterNoNameTitle), Say(language, Text::kPosterNoName)),
             Reason(Say(language, Text::kPosterCrowdTitle),
                    Say(language, Text::kPosterCrowd, bulletin.participation.k)),
             Reason(Say(language, Text::kPosterAnsweredTitle), Say(language, Text::kPosterAnswered)),
             "</section>\n");
}

std::string AddressOf(const Bulletin& bulletin, Language language) {
  if (!bulletin.invite_page.has_value()) return {};
  const std::string& address = bulletin.invite_page->text();
  return Cat("<p class=\"scan\">", LineMarkup(Say(language, Text::kPosterScan)), "</p>\n<p class=\"address ",
             SizeOfAddress(address.size()), "\">", LineMarkup(address), "</p>\n");
}

std::string HelpOf(const Bulletin& bulletin, Language language) {
  std::string out;
  const std::size_t shown = std::min(bulletin.help_contacts.size(), kMostContacts);
  for (std::size_t i = 0; i < shown; ++i) {
    out += Cat("<p dir=\"auto\">",
               LineMarkup(Shortened(HarmlessLine(bulletin.help_contacts[i]), kMostOfAContact)), "</p>\n");
  }
  if (out.empty()) return out;
  return Cat("<div class=\"help\"><h2>", LineMarkup(Say(language, Text::kHelpTitle)), "</h2>\n", out,
             "</div>\n");
}

std::string SponsorsOf(const Bulletin& bulletin, Language language) {
  std::vector<std::string> names;
  for (const auto& each : bulletin.statements) names.push_back(each.sponsor);
  if (names.empty()) return {};
  return Cat("<p class=\"sponsors\" dir=\"auto\">",
             LineMarkup(Say(language, Text::kPosterSponsors, Shortened(Listed(names), kMostOfNames))),
             "</p>\n");
}

std::string FootOf(const Bulletin& bulletin, Language language) {
  const std::string code =
      bulletin.invite_page.has_value()
          ? QrCodeAsSvg(*bulletin.invite_page, Say(language, Text::kQrCodeOf, bulletin.invite_page->text()))
          : std::string();
  return Cat("<section class=\"foot\">\n", code, "<div class=\"words\">\n", AddressOf(bulletin, language),
             HelpOf(bulletin, language), SponsorsOf(bulletin, language), "</div>\n</section>\n");
}

}  // namespace

std::string BulletinAsPoster(const Bulletin& bulletin, Language language) {
  const std::string body =
      Cat("<p class=\"kicker\" dir=\"auto\">",
          LineMarkup(Say(language, Text::kPosterJamAt,
                         Shortened(HarmlessLine(bulletin.organisation), kMostOfNames))),
          "</p>\n<h1 class=\"", SizeOfQuestion(WidthOf(bulletin.question)), "\" dir=\"auto\">",
          LineMarkup(bulletin.question), "</h1>\n", SpeakOf(bulletin, language),
          ReasonsOf(bulletin, language), FootOf(bulletin, language), "<p class=\"log\">",
          LineMarkup(Say(language, Text::kPosterLog, bulletin.ShortId(),
                         Shortened(HarmlessLine(bulletin.log_origin), 120))),
          "</p>\n");
  return DocumentMarkup({.language = language,
                         .title = Say(language, Text::kJamAndQuestion, bulletin.ShortId(),
                                      Shortened(HarmlessLine(bulletin.question), 60)),
                         .style = kPosterStyle,
                         .scheme = "light",
                         .body = body});
}

}  // namespace candor::services::bulletin

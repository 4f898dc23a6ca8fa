#include "services/bulletin/atom.h"

#include "base/date.h"
#include "base/text.h"
#include "services/bulletin/page.h"
#include "services/bulletin/sentences.h"
#include "services/bulletin/urn.h"

namespace candor::services::bulletin {
namespace {

using texts::Language;
using texts::Say;
using texts::Text;

// For programs that sort a feed: the same in every language, and never changed.
std::string_view TermOf(NewsKind kind) {
  switch (kind) {
    case NewsKind::kOpened: return "opened";
    case NewsKind::kClosed: return "closed";
    case NewsKind::kOpinions: return "opinions";
    case NewsKind::kAnswer: return "answer";
    case NewsKind::kAnswerRevised: return "answer-revised";
    case NewsKind::kAction: return "action";
    case NewsKind::kDecision: return "decision";
    case NewsKind::kPrompt: return "prompt";
    case NewsKind::kTheme: return "theme";
    case NewsKind::kPublished: return "published";
    case NewsKind::kNote: return "note";
  }
  return "note";
}

std::string TimeOf(Day day) { return Cat(FormatDay(day), "T00:00:00Z"); }

std::string EntryOf(const Bulletin& bulletin, Language language, const NewsItem& item) {
  const std::string source = Say(language, Text::kLogEntry, item.log_index);
  return Cat("<entry>\n<id>", UrnOfEntry(bulletin.log_origin, item.log_index), "</id>\n<title>",
             LineMarkup(HeadlineOf(language, item)), "</title>\n<published>", TimeOf(item.day),
             "</published>\n<updated>", TimeOf(item.day), "</updated>\n<category term=\"", TermOf(item.kind),
             "\"/>\n<content type=\"text\">", BlockMarkup(item.text), item.text.empty() ? "" : "\n\n", "(",
             LineMarkup(source), ")</content>\n</entry>\n");
}

}  // namespace

std::string BulletinAsAtom(const Bulletin& bulletin, Language language) {
  std::string out =
      Cat("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\""
          " xml:lang=\"",
          TagOf(language), "\">\n<id>", UrnOfJam(bulletin.log_origin, bulletin.campaign_id), "</id>\n<title>",
          LineMarkup(Say(language, Text::kJamAndQuestion, bulletin.ShortId(), bulletin.question)),
          "</title>\n<updated>", TimeOf(bulletin.as_of), "</updated>\n<author><name>",
          LineMarkup(bulletin.organisation), "</name></author>\n<generator>Candor</generator>\n");
  if (bulletin.invite_page.has_value()) {
    out += Cat("<link rel=\"alternate\" type=\"text/html\" href=\"", LineMarkup(bulletin.invite_page->text()),
               "\"/>\n");
  }
  for (auto item = bulletin.news.rbegin(); item != bulletin.news.rend(); ++item) {
    out += EntryOf(bulletin, language, *item);
  }
  return out + "</feed>\n";
}

}  // namespace candor::services::bulletin

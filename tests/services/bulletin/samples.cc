#include "tests/services/bulletin/samples.h"

#include "base/date.h"
#include "services/bulletin/atom.h"
#include "services/bulletin/calendar.h"
#include "services/bulletin/html.h"
#include "services/bulletin/poster.h"
#include "services/bulletin/text.h"

namespace candor::services::bulletin {
namespace {

constexpr Day kMonday = 20514;  // 2026-03-02

Bulletin Frame() {
  Bulletin out;
  out.log_origin = "nordhafen.example/board";
  out.campaign_id = {0x4f, 0x2a, 0x91, 0xc0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  out.as_of = kMonday + 9;
  out.phases = PhaseDaysOf({.issuance_opens = kMonday,
                            .speaking_opens = kMonday + 7,
                            .speaking_closes = kMonday + 10,
                            .converge_ends = kMonday + 14,
                            .answers_due = kMonday + 31,
                            .conversation_ends = kMonday + 45,
                            .retention_ends = kMonday + 180,
                            .grace_days = 2});
  out.participation = {.opinions = 67,
                       .invited = 120,
                       .k = 10,
                       .as_of = kMonday + 9,
                       .outcome = Participation::Outcome::kAppearing};
  out.invite_page = WebAddress::Parse("https://nordhafen.example/jam/4f2a91c0").value();
  return out;
}

Bulletin English() {
  Bulletin out = Frame();
  out.organisation = "Nordhafen Shipyards";
  out.question = "What keeps us from building ships that we are proud of?";
  out.statements = {{"Ines Brandt, managing director",
                     "I want to hear what does not work, from those who see it every day. I will read "
                     "everything, and I will say"
                     " in public what we do about it, and what we do not, and why.\n\nNobody will be asked "
                     "who wrote what. I could"
                     " not find out, and I do not want to."}};
  out.pledge =
      "We will not try to find out who wrote what. Nobody has a disadvantage from what is said here, or from"
      " being thought to have said it. Whoever breaks this is answerable to the works council.";
  out.pledged_by = {"Ines Brandt", "Tomasz Nowak", "Leyla Aydin", "Works council"};
  out.news = {
      {kMonday, 41, NewsKind::kOpened, "", ""},
      {kMonday + 7, 60, NewsKind::kPrompt, "The last ship",
       "Think of the last ship that left late. Where did the first week go?"},
      {kMonday + 8, 131, NewsKind::kOpinions, "34", ""},
      {kMonday + 9, 188, NewsKind::kOpinions, "33", ""},
      {kMonday + 9, 203, NewsKind::kAnswer, "Drawings that come too late",
       "You are right, and it is worse than I knew. From May on, no hull is begun before its drawings are"
       " released. Leyla Aydin is responsible.\n\nTomasz Nowak"},
  };
  out.help_contacts = {"Works council, hall 3, telephone 214",
                       "Ombudsperson: Dr Vera Lindholm, lindholm@example.org"};
  out.how_to_verify = "candor-audit verify --bundle bundle --fingerprint-file fingerprint.txt pack";
  return out;
}

Bulletin German() {
  Bulletin out = English();
  out.organisation = "Werft Nordhafen";
  out.question = "Was hindert uns daran, Schiffe zu bauen, auf die wir stolz sind?";
  out.statements = {
      {"Ines Brandt, Geschäftsführerin",
       "Ich möchte von denen, die es jeden Tag sehen, hören, was nicht läuft. Ich lese alles, und ich"
       " sage öffentlich, was wir tun, was wir nicht tun, und warum."}};
  out.pledge =
      "Wir versuchen nicht herauszufinden, wer was geschrieben hat. Niemand hat einen Nachteil von dem, was"
      " hier gesagt wird.";
  out.news = {{kMonday, 41, NewsKind::kOpened, "", ""},
              {kMonday + 9, 203, NewsKind::kAnswer, "Zeichnungen, die zu spät kommen",
               "Ihr habt recht. Ab Mai wird kein Rumpf begonnen, bevor seine Zeichnungen freigegeben sind."}};
  out.help_contacts = {"Betriebsrat, Halle 3, Telefon 214"};
  return out;
}

}  // namespace

Bulletin SampleBulletin(texts::Language language) {
  return language == texts::Language::kGerman ? German() : English();
}

Bulletin BulletinOf(std::string_view text) {
  Bulletin out = Frame();
  const std::string same(text);
  out.organisation = out.log_origin = out.question = out.pledge = out.how_to_verify = same;
  out.statements = {{same, same}};
  out.pledged_by = {same, same};
  out.help_contacts = {same, same};
  out.news = {{kMonday, 41, NewsKind::kAnswer, same, same}, {kMonday + 1, 42, NewsKind::kNote, same, same}};
  return out;
}

const std::vector<std::string>& HostileTexts() {
  static const std::vector<std::string> kTexts = {
      "visible <script>alert('x')</script>",
      "visible </title></style></h1></p><script src=https://evil.example></script>",
      "visible \"><img src=x onerror=alert(1)>",
      "visible <b onmouseover='alert(1)' \"",
      "visible javascript:alert(1) &lt;b&gt; &#60;script&#62;",
      "visible ]]></content><entry><id>urn:x</id></entry><!-- <![CDATA[ -->",
      "visible <?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>&b;",
      "visible \x1b[2J\x1b]0;title\x07\x1b[31m",
      "visible \u009b31m\u0085\u009d0;title\u009c",
      std::string("visible \0 nul", 13),
      "visible \x08\x08\x08\x7f\x0b\x0c",
      "visible \u202egnp.exe\u202c\u202d\u202a\u202b",
      "visible \u2066a\u2067b\u2068c\u2069 \u200ed\u200fe \u061cf",
      "visible \u2028line\u2029paragraph\u00ad\u200b\ufeff",
      "visible \ufffe\uffff\ufdd0",
      "visible \xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80",
      "visible\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged\r\nATTACH:file:///etc/passwd",
      "visible;VALUE=URI:x,y\\n\\,\\;:\"",
      "visible\nThe pledge\n  is void\n\nHelp\nNews\n",
      "visible\n\n\nDie Frage\n",
  };
  return kTexts;
}

const std::vector<Form>& Forms() {
  static const std::vector<Form> kForms = {{"bulletin.txt", BulletinAsText},
                                           {"page.html", BulletinAsHtml},
                                           {"poster.html", BulletinAsPoster},
                                           {"calendar.ics", BulletinAsCalendar},
                                           {"feed.atom", BulletinAsAtom}};
  return kForms;
}

}  // namespace candor::services::bulletin

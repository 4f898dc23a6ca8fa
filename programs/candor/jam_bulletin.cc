#include "programs/candor/jam_bulletin.h"

#include <utility>

#include "base/bytes.h"
#include "base/status.h"
#include "programs/candor/bulletin_of_log.h"
#include "programs/candor/jam_report.h"
#include "programs/candor/jam_status.h"
#include "programs/candor/people.h"
#include "services/bulletin/atom.h"
#include "services/bulletin/calendar.h"
#include "services/bulletin/html.h"
#include "services/bulletin/poster.h"
#include "services/bulletin/text.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using texts::Say;
using texts::Text;

struct BulletinOptions {
  std::string out;
  std::string jam;
  std::string invite_page;
};

absl::StatusOr<std::optional<services::bulletin::WebAddress>> InvitePageOf(const BulletinOptions& options) {
  if (options.invite_page.empty()) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(auto address,
                          As(Exit::kUsage, services::bulletin::WebAddress::Parse(options.invite_page)));
  return address;
}

absl::Status JamBulletin(Context& context, const BulletinOptions& options) {
  const texts::Language language = context.language();
  CANDOR_ASSIGN_OR_RETURN(auto invite_page, InvitePageOf(options));
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, ChooseCampaign(world->board(), options.jam));
  const auto bulletin =
      BulletinOf({world->board(), *campaign, world->board_log().entries()}, FiguresNow(*world, *campaign), language,
                 std::move(invite_page));
  const std::pair<std::string_view, std::string> files[] = {
      {"bulletin.txt", BulletinAsText(bulletin, language)},
      {"bulletin.html", BulletinAsHtml(bulletin, language)},
      {"poster.html", BulletinAsPoster(bulletin, language)},
      {"bulletin.ics", BulletinAsCalendar(bulletin, language)},
      {"bulletin.atom", BulletinAsAtom(bulletin, language)}};
  Json names = Json::Array();
  for (const auto& [name, content] : files) {
    CANDOR_RETURN_IF_ERROR(WritePublicFile(options.out, name, content));
    names.Add(name);
  }
  context.Print(Say(context.language(), Text::kBulletinMade, HexEncode(campaign->id), bulletin.news.size(), options.out));
  context.Result(Json::Object()
                     .Set("campaign", HexEncode(campaign->id))
                     .Set("folder", options.out)
                     .Set("news", bulletin.news.size())
                     .Set("files", names));
  context.Hint(Say(context.language(), Text::kBulletinMadeNext));
  return absl::OkStatus();
}

}  // namespace

void RegisterJamBulletin(Command& jam, Context& context) {
  auto options = std::make_shared<BulletinOptions>();
  Command* verb = AddVerb(jam, {"bulletin", "", "Write what there is to tell everybody: text, page, poster, calendar, feed",
                                "candor jam bulletin --out bulletin --invite-page https://jam.example/join"});
  verb->AddOption("--out", options->out, "A folder for bulletin.txt, .html, .ics, .atom and poster.html").Required();
  verb->AddOption("--invite-page", options->invite_page, "Address (https) of the page that says how to join; the same "
                                                         "for everybody");
  AddJamOption(verb, options->jam);
  Bind(verb, context, options, JamBulletin);
}

}  // namespace candor::cli

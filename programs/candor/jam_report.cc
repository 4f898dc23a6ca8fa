#include "programs/candor/jam_report.h"

#include "base/bytes.h"
#include "base/status.h"
#include "programs/candor/jam_status.h"
#include "programs/candor/people.h"
#include "services/facilitator/closing_report.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using texts::Say;
using texts::Text;

struct ReportOptions {
  std::string out;
  std::string jam;
};

absl::Status JamReport(Context& context, const ReportOptions& options) {
  const texts::Language language = context.language();
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, ChooseCampaign(world->board(), options.jam));
  const auto figures = FiguresNow(*world, *campaign);
  const auto paper = services::facilitator::ClosingReport(world->board(), *campaign, figures, language);
  CANDOR_RETURN_IF_ERROR(
      WritePublicFile(options.out, "report.html", services::facilitator::PaperAsHtml(paper)));
  CANDOR_RETURN_IF_ERROR(
      WritePublicFile(options.out, "report.md", services::facilitator::PaperAsMarkdown(paper)));
  const std::string id = HexEncode(campaign->id);
  context.Print(Say(context.language(), Text::kReportMade, id, options.out));
  context.Result(
      Json::Object().Set("campaign", id).Set("folder", options.out).Set("figures", AsJson(figures)));
  context.Hint(Say(context.language(), Text::kReportMadeNext));
  return absl::OkStatus();
}

}  // namespace

absl::Status WritePublicFile(const Path& folder, std::string_view name, std::string_view content) {
  constexpr mode_t kFolderForAll = 0755;
  constexpr mode_t kFileForAll = 0644;
  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, runtime::MakeFolder(folder, kFolderForAll)));
  return As(Exit::kIo, runtime::WriteFileAtomically(folder / name, AsBytes(content), kFileForAll));
}

void RegisterJamReport(Command& jam, Context& context) {
  auto options = std::make_shared<ReportOptions>();
  Command* verb = AddVerb(jam, {"report", "", "Write the closing report, from the public log alone",
                                "candor jam report --out closing --language de"});
  verb->AddOption("--out", options->out, "A folder: report.html and report.md go there").Required();
  AddJamOption(verb, options->jam);
  Bind(verb, context, options, JamReport);
}

}  // namespace candor::cli

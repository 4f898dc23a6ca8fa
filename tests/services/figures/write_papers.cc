// Writes the closing report and the bulletin of a test's jam into a folder, to be looked at.
//
//   write_papers FOLDER en|de [WORDS]      WORDS: what everybody in it writes
#include <fstream>
#include <iostream>
#include <string>

#include "base/text.h"
#include "programs/candor/bulletin_of_log.h"
#include "services/bulletin/html.h"
#include "services/bulletin/text.h"
#include "services/facilitator/closing_report.h"
#include "tests/services/figures/whole_jam.h"

int main(int argc, char** argv) {
  if (argc != 3 && argc != 4) {
    std::cerr << "write_papers FOLDER en|de [WORDS]\n";
    return 1;
  }
  const auto language = candor::texts::ParseLanguage(argv[2]);
  if (!language.ok()) return 1;
  const candor::testing::WholeJam whole(argc == 4 ? argv[3] : "");
  const auto& jam = whole.jam;
  const auto figures = jam.OfFacilitator(whole.day(12));
  const auto paper = candor::services::facilitator::ClosingReport(jam.view(), jam.campaign(), figures, *language);
  const auto bulletin =
      candor::cli::BulletinOf({jam.view(), jam.campaign(), jam.entries()}, figures, *language, std::nullopt);
  const std::string folder = argv[1];
  std::ofstream(folder + "/report.html") << candor::services::facilitator::PaperAsHtml(paper);
  std::ofstream(folder + "/report.md") << candor::services::facilitator::PaperAsMarkdown(paper);
  std::ofstream(folder + "/bulletin.html") << candor::services::bulletin::BulletinAsHtml(bulletin, *language);
  std::ofstream(folder + "/bulletin.txt") << candor::services::bulletin::BulletinAsText(bulletin, *language);
  return 0;
}

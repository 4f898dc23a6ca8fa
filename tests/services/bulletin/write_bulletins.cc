// write_bulletins FOLDER: every form of the samples, for programs that read them as their readers do, and to look at.
//
//   FOLDER/en/…, FOLDER/de/…     the sample
//   FOLDER/hostile-N/…           each hostile text in every place
//   FOLDER/long-N/…              questions of N characters
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/text.h"
#include "tests/services/bulletin/samples.h"

namespace {

using candor::services::bulletin::Bulletin;
using candor::services::bulletin::SampleBulletin;
using candor::texts::Language;

void Write(const std::filesystem::path& folder, const Bulletin& bulletin, Language language) {
  std::filesystem::create_directories(folder);
  for (const auto& form : candor::services::bulletin::Forms()) {
    std::ofstream(folder / form.name, std::ios::binary) << form.render(bulletin, language);
  }
}

std::string Repeated(std::string_view words, std::size_t size) {
  std::string out;
  while (out.size() < size) out += words;
  return out.substr(0, size);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: write_bulletins FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  Write(folder / "en", SampleBulletin(Language::kEnglish), Language::kEnglish);
  Write(folder / "de", SampleBulletin(Language::kGerman), Language::kGerman);
  const auto& hostile = candor::services::bulletin::HostileTexts();
  for (std::size_t i = 0; i < hostile.size(); ++i) {
    Write(folder / candor::Cat("hostile-", i), candor::services::bulletin::BulletinOf(hostile[i]),
          i % 2 == 0 ? Language::kEnglish : Language::kGerman);
  }
  for (const std::size_t size : {60, 100, 180, 300, 500, 1000}) {
    Bulletin bulletin = SampleBulletin(Language::kGerman);
    bulletin.question = Repeated("Wohin wollen wir gemeinsam, und WARUM? ", size);
    bulletin.organisation = Repeated("Vereinigte Werften ", 255);
    bulletin.help_contacts.assign(
        16, Repeated("Betriebsrat, Halle 3, Telefon 214, betriebsrat@nordhafen.example, ", 500));
    bulletin.statements.assign(4, {Repeated("Vorname Nachname-Doppelname ", 200), Repeated("Text ", 4000)});
    Write(folder / candor::Cat("long-", size), bulletin, Language::kGerman);
  }
  return 0;
}

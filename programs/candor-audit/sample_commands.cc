// candor-audit sample draw, sample compare.
#include <algorithm>
#include <array>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "audit/roster_tree.h"
#include "base/status.h"
#include "base/text.h"
#include "programs/candor-audit/commands.h"
#include "programs/candor-audit/log_progress.h"
#include "programs/candor-audit/passphrase.h"
#include "services/auditor/openings.h"
#include "services/auditor/sample.h"
#include "services/auditor/verify_pack.h"
#include "services/runtime/files.h"
#include "services/runtime/terminal.h"

namespace candor::audit_cli {
namespace {

using services::auditor::ComparedPerson;
using services::auditor::EnrolledAs;

constexpr std::size_t kMaxRosterFile = std::size_t{256} << 20;
constexpr std::size_t kMaxSheet = std::size_t{64} << 20;
constexpr int kWrong = 3;  // as every broken rule

absl::StatusOr<records::RosterFile> ReadRoster(const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(file, kMaxRosterFile));
  auto roster = records::RosterFile::Decode(bytes);
  if (!roster.ok()) {
    return absl::InvalidArgumentError(Cat(file, " is no roster file; it is the roster.bin that `candor roster import` wrote"));
  }
  return roster;
}

// ---- draw ----

struct DrawFlags {
  std::string roster;
  std::string chance;
  std::size_t people = 30;
  std::string out;
};

absl::Status Draw(const DrawFlags& flags) {
  CANDOR_ASSIGN_OR_RETURN(const auto roster, ReadRoster(flags.roster));
  const auto drawn = services::auditor::DrawSample(roster, flags.chance, flags.people);
  CANDOR_RETURN_IF_ERROR(
      runtime::CreateFileAtomically(flags.out, AsBytes(services::auditor::SampleSheet(drawn)), 0600));
  std::cout << drawn.size() << " of " << roster.rows.size() << " people of the roster with the root "
            << Base64Encode(audit::RosterRoot(roster.Leaves())) << " are in " << flags.out
            << ".\nWrite the key that each one's wallet shows (candor wallet key) into the last column, " << services::auditor::kNoWallet
            << " for somebody who has no wallet; leave it empty for whom you have not met. Then: candor-audit sample compare\n";
  return absl::OkStatus();
}

// ---- compare ----

struct CompareFlags {
  services::auditor::PackVerifyOptions verify;
  std::string pack;
  std::vector<std::string> openings;
  std::string openings_key;
  std::string passphrase_file;
  std::string roster;
  std::string sheet;
  bool json = false;
};

struct Sample {
  std::vector<std::string> origins;  // of the openings, in order
  std::vector<ComparedPerson> people;
  bool incomplete = false;
  int fault = 0;  // of evidence that does not hold: nothing was compared
};

absl::StatusOr<Sample> Load(CompareFlags& flags) {
  CANDOR_ASSIGN_OR_RETURN(const auto roster, ReadRoster(flags.roster));
  CANDOR_ASSIGN_OR_RETURN(const Bytes sheet, runtime::ReadFile(flags.sheet, kMaxSheet));
  CANDOR_ASSIGN_OR_RETURN(const auto people, services::auditor::ParseSampleSheet(AsText(sheet)));
  CANDOR_ASSIGN_OR_RETURN(const auto passphrase,
                          AskPassphrase(flags.passphrase_file, Cat("Passphrase of ", flags.openings_key, ":")));
  CANDOR_ASSIGN_OR_RETURN(flags.verify.openings,
                          services::auditor::ReadOpenings(flags.openings, flags.openings_key, passphrase));
  flags.verify.packs = {flags.pack};
  LogProgress progress;
  flags.verify.progress = [&](std::string_view log, std::uint64_t done, std::uint64_t total) {
    progress.Update(log, done, total);
  };
  const auto reports = services::auditor::VerifyPacks(flags.verify);
  progress.End();
  if (!reports.ok()) return reports.status();
  const audit::VerifyResult& verified = reports->front().result;
  Sample out;
  const int verdict = audit::ExitCodeOf(verified.findings, false);
  if (verdict != 0 && verdict != static_cast<int>(Exit::kIncomplete)) {
    out.fault = verdict;
    return out;
  }
  out.incomplete = verdict != 0;
  for (const auto& each : flags.verify.openings) out.origins.push_back(each.origin);
  CANDOR_ASSIGN_OR_RETURN(out.people,
                          services::auditor::CompareSample(people, roster, flags.verify.openings, verified));
  return out;
}

std::string_view SentenceOf(EnrolledAs enrolled, bool has_wallet) {
  switch (enrolled) {
    case EnrolledAs::kThisKey: return "enrolled with this key";
    case EnrolledAs::kAnotherKey: return "ENROLLED WITH ANOTHER KEY";
    case EnrolledAs::kSomebody: return "ENROLLED, AND HAS NO WALLET";
    case EnrolledAs::kNobody:
      return has_wallet ? "not enrolled; does the wallet say otherwise?" : "not enrolled, as the person says";
  }
  return "";
}

std::string_view NameOf(EnrolledAs enrolled) {
  switch (enrolled) {
    case EnrolledAs::kThisKey: return "this key";
    case EnrolledAs::kAnotherKey: return "another key";
    case EnrolledAs::kSomebody: return "no wallet, and enrolled";
    case EnrolledAs::kNobody: return "not enrolled";
  }
  return "";
}

std::string LineOf(const Sample& sample, const ComparedPerson& compared) {
  std::string out = Cat("  ", runtime::SafeForTerminal(compared.person.id), ": ");
  if (!compared.person.met) return out + "not met\n";
  if (!compared.in_roster) return out + "not in this roster\n";
  for (std::size_t i = 0; i < compared.at.size(); ++i) {
    out += Cat(i == 0 ? "" : "; ", runtime::SafeForTerminal(sample.origins[i]), ": ",
               SentenceOf(compared.at[i], !compared.person.key.empty()));
  }
  return out + "\n";
}

std::string Percent(double chance) {
  const double percent = chance * 100;
  if (percent < 0.01) return "under 0.01 %";
  const bool whole = percent >= 1;
  const auto tenths = static_cast<long>(percent * (whole ? 1 : 100) + 0.5);
  if (whole) return Cat(tenths, " %");
  return Cat("0.", tenths < 10 ? "0" : "", tenths, " %");
}

struct Counts {
  std::size_t met = 0, wrong = 0, strangers = 0;
};

Counts CountOf(const Sample& sample) {
  Counts out;
  for (const auto& each : sample.people) {
    out.met += each.person.met && each.in_roster ? 1 : 0;
    out.wrong += each.Wrong() ? 1 : 0;
    out.strangers += each.in_roster ? 0 : 1;
  }
  return out;
}

int ExitOf(const Sample& sample, const Counts& counts) {
  if (counts.wrong > 0) return kWrong;
  const bool nothing = counts.met == 0 || counts.strangers > 0;
  return sample.incomplete || nothing ? static_cast<int>(Exit::kIncomplete) : 0;
}

void PrintText(const Sample& sample, const Counts& counts) {
  for (const auto& each : sample.people) std::cout << LineOf(sample, each);
  std::cout << "Met: " << counts.met << " of " << sample.people.size() << ". Enrolled behind their back: " << counts.wrong << ".\n";
  if (counts.strangers > 0) {
    std::cout << "Not in this roster: " << counts.strangers << ". Compare with the roster from which they were drawn.\n";
  }
  if (counts.wrong > 0) {
    std::cout << "What these people hold is evidence. Keep it with their consent, ask whether they have another wallet,"
                 " and draw more people.\n";
  } else if (counts.met > 0) {
    std::cout << "With so many met and none wrong, false enrolments would have escaped with a chance of\n";
    for (const int share : {5, 10, 20}) {
      std::cout << "  " << Percent(services::auditor::ChanceOfEscape(counts.met, share / 100.0)) << ", were they " << share
                << " % of all\n";
    }
  }
  if (sample.incomplete) {
    std::cout << "The evidence is incomplete or stale, which candor-audit verify explains: the comparison holds as far as it goes.\n";
  }
}

void PrintJson(const Sample& sample, const Counts& counts, int exit) {
  auto people = nlohmann::ordered_json::array();
  for (const auto& each : sample.people) {
    auto at = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < each.at.size(); ++i) at[sample.origins[i]] = std::string(NameOf(each.at[i]));
    people.push_back({{"id", each.person.id},
                      {"met", each.person.met},
                      {"in_roster", each.in_roster},
                      {"wallet", each.person.met && !each.person.key.empty()},
                      {"enrolled", std::move(at)}});
  }
  const nlohmann::ordered_json out = {{"people", std::move(people)},
                                      {"met", counts.met},
                                      {"wrong", counts.wrong},
                                      {"incomplete", sample.incomplete},
                                      {"exit", exit}};
  std::cout << out.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

int FinishLoad(const absl::Status& status) {
  const int usual = Finish(status);
  const bool evidence = absl::IsDataLoss(status) || absl::IsFailedPrecondition(status);
  return evidence ? static_cast<int>(Exit::kCryptographic) : usual;
}

int RunCompare(CompareFlags& flags) {
  const auto sample = Load(flags);
  if (!sample.ok()) return FinishLoad(sample.status());
  if (sample->fault != 0) {
    std::cerr << "candor-audit: evidence or openings do not hold, and nothing was compared: candor-audit verify, with the"
                 " same openings, says what\n";
    return sample->fault;
  }
  const Counts counts = CountOf(*sample);
  const int exit = ExitOf(*sample, counts);
  if (flags.json) {
    PrintJson(*sample, counts, exit);
  } else {
    PrintText(*sample, counts);
  }
  return exit;
}

void RegisterDraw(cli::Command& sample, Options& options) {
  auto chosen = std::make_shared<DrawFlags>();
  cli::Command* verb = sample.AddCommand("draw", "Draw people from a roster by chance that was announced before");
  verb->AddOption("--roster", chosen->roster, "The roster file that the independent body countersigned").Required();
  verb->AddOption("--chance", chosen->chance,
                  "What chance brought, as announced: for instance the numbers of a lottery draw. The order of the"
                  " people is that of SHA-256(chance, line feed, id)")
      .Required();
  verb->AddOption("--people", chosen->people, "How many").Range(1, 1'000'000).ShowDefault();
  verb->AddOption("--out", chosen->out, "The sheet to fill in (CSV), for the auditor alone; a new file").Required();
  verb->SetExample(
      "candor-audit sample draw --roster roster.bin --chance \"2026-12-05: 4 8 15 16 23 42\" --people 30 --out sample.csv");
  verb->OnChosen([chosen, &options] { options.verb = [chosen] { return Finish(Draw(*chosen)); }; });
}

void RegisterCompare(cli::Command& sample, Options& options) {
  auto chosen = std::make_shared<CompareFlags>();
  cli::Command* verb = sample.AddCommand(
      "compare", "Compare the keys of a filled-in sheet with the issuers' openings (status 3: one is wrong)");
  verb->AddOption("PACK", chosen->pack, "Folder of the evidence: bundle, logs/board, logs/issuer-1").Required();
  verb->AddOption("--fingerprint-file", chosen->verify.fingerprint_file,
                  "The organisation's fingerprint as the independent body published it")
      .Required();
  verb->AddOption("--openings", chosen->openings, "What opens an issuer's log (candord openings); once for each issuer")
      .Required();
  verb->AddOption("--openings-key", chosen->openings_key, "The key that it was sealed to (candor-audit openings key)")
      .Required();
  verb->AddOption("--passphrase-file", chosen->passphrase_file, "Passphrase of --openings-key; asked for otherwise");
  verb->AddOption("--roster", chosen->roster, "The roster file from which the people were drawn").Required();
  verb->AddOption("--sheet", chosen->sheet, "The sheet of `sample draw`, with its last column filled in").Required();
  verb->AddFlag("--json", chosen->json, "Print one JSON object");
  verb->SetExample(
      "candor-audit sample compare evidence --fingerprint-file fingerprint.txt --openings issuer-1.openings"
      " --openings issuer-2.openings --openings-key openings.key --roster roster.bin --sheet sample.csv");
  verb->OnChosen([chosen, &options] { options.verb = [chosen] { return RunCompare(*chosen); }; });
}

}  // namespace

void RegisterSample(cli::Command& app, Options& options) {
  cli::Command* sample = app.AddCommand("sample", "Ask people drawn by chance whether they are whom an issuer enrolled");
  sample->RequireCommand();
  sample->SetExample("candor-audit sample draw --roster roster.bin --chance \"2026-12-05: 4 8 15 16 23 42\" --out sample.csv");
  RegisterDraw(*sample, options);
  RegisterCompare(*sample, options);
}

}  // namespace candor::audit_cli

#include "services/auditor/verify_pack.h"

#include <algorithm>
#include <memory>
#include <sstream>
#include <utility>

#include "audit/pack.h"
#include "base/status.h"
#include "base/text.h"
#include "services/auditor/pack_evidence.h"
#include "services/auditor/pack_structure.h"
#include "services/auditor/previous_pack.h"
#include "services/auditor/threads.h"

namespace candor::services::auditor {
namespace {

using audit::InvariantId;
using audit::Severity;

constexpr std::size_t kMaxPublication = std::size_t{64} << 10;
constexpr std::size_t kMaxReceipt = std::size_t{1} << 20;

// The groups as the publication numbers them.
std::string Numbered(const std::string& groups) {
  std::istringstream words(groups);
  std::string out, group;
  for (int number = 1; words >> group; ++number) out += Cat(number, " ", group, "\n");
  return out;
}

absl::StatusOr<std::string> ReadPublication(const std::string& file, const std::string& groups) {
  if (!groups.empty()) return Numbered(groups);
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(file, kMaxPublication));
  return std::string(AsText(bytes));
}

absl::StatusOr<std::string> PublicationOf(const PackVerifyOptions& options) {
  if (options.fingerprint_file.empty() == options.fingerprint_groups.empty()) {
    return absl::InvalidArgumentError(
        "whom to believe is missing: a pack does not vouch for itself. Give the organisation's "
        "fingerprint as the independent body published it, with --fingerprint-file or --fingerprint");
  }
  return ReadPublication(options.fingerprint_file, options.fingerprint_groups);
}

absl::StatusOr<std::string> PreviousPublicationOf(const PackVerifyOptions& options) {
  if (options.previous_fingerprint_file.empty() == options.previous_fingerprint_groups.empty()) {
    return absl::InvalidArgumentError(
        "whom to believe of --previous is missing: the deployment before has a fingerprint of its own. "
        "Give it as the independent body published it then, with --previous-fingerprint-file or "
        "--previous-fingerprint");
  }
  return ReadPublication(options.previous_fingerprint_file, options.previous_fingerprint_groups);
}

// Adds a kept note to the log whose it is. False where it is none's.
bool AddEarlier(PackEvidence& pack, const std::string& note) {
  for (std::size_t number = 0; number < pack.logs(); ++number) {
    if (!audit::OpenLogCheckpoint(note, pack.key(number)).ok()) continue;
    pack.log(number).earlier.push_back(note);
    return true;
  }
  return false;
}

using Packs = std::vector<std::unique_ptr<PackEvidence>>;

// Notes of the deployment before are sorted out once it is known which of its logs another goes on from.
absl::Status AddSince(const Packs& packs, const std::vector<std::string>& files,
                      PreviousPack* previous) {
  for (const auto& file : files) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(file, audit::kMaxNoteSize));
    const std::string note(AsText(bytes));
    bool known = previous != nullptr && previous->Keep(note);
    for (const auto& pack : packs) known |= AddEarlier(*pack, note);
    if (known) continue;
    return absl::InvalidArgumentError(
        Cat("--since ", file, ": no log of the pack has signed this checkpoint",
            previous == nullptr ? "" : ", and no log of --previous has published it with the quorum"));
  }
  return absl::OkStatus();
}

// What the other packs hold of the same logs, as far as they are not ahead.
void AddOthers(PackEvidence& pack, const Packs& all) {
  for (std::size_t number = 0; number < pack.logs(); ++number) {
    const auto own = pack.files(number).Read("checkpoint");
    if (!own.ok()) continue;
    const auto mine = audit::OpenLogCheckpoint(AsText(*own), pack.key(number));
    for (const auto& other : all) {
      if (!mine.ok() || other.get() == &pack || number >= other->logs()) continue;
      const auto note = other->files(number).Read("checkpoint");
      if (!note.ok()) continue;
      const auto theirs = audit::OpenLogCheckpoint(AsText(*note), pack.key(number));
      if (theirs.ok() && theirs->size <= mine->size) {
        pack.log(number).earlier.emplace_back(AsText(*note));
      }
    }
  }
}

class PackCheck {
 public:
  PackCheck(PackEvidence& pack, const PackVerifyOptions& options) : pack_(pack), options_(options) {}

  absl::StatusOr<PackReport> Run() {
    report_.pack = pack_.folder().folder().string();
    report_.organisation = pack_.bundle().organisation;
    report_.trial = pack_.bundle().trial;
    report_.level = options_.level;
    ListWithoutOpenings();
    CANDOR_RETURN_IF_ERROR(CheckSums());
    CANDOR_RETURN_IF_ERROR(ReadReceipts());
    pack_.Judge(findings_);
    if (options_.level == Level::kStructure) {
      LookAtStructure();
    } else {
      VerifyLogs();
    }
    findings_.Sort();
    report_.result.findings = findings_.all();
    return std::move(report_);
  }

 private:
  absl::Status CheckSums() {
    CANDOR_ASSIGN_OR_RETURN(const auto faults, pack_.folder().CheckSums());
    for (const auto& fault : faults) {
      findings_.Add({InvariantId::kRoot, Severity::kIncomplete, OriginOf(fault.path), {},
                     Cat("the pack's file ", fault.path, " ", fault.explanation)});
    }
    return absl::OkStatus();
  }

  // Of the log that the file belongs to; empty for the others.
  std::string OriginOf(const std::string& path) const {
    for (std::size_t number = 0; number < pack_.logs(); ++number) {
      if (path.starts_with(audit::PackLogFolder(number) + "/")) return pack_.key(number).name();
    }
    return "";
  }

  void ListWithoutOpenings() {
    for (const auto& issuer : pack_.bundle().issuers) {
      const bool given = std::ranges::any_of(options_.openings, [&](const auto& each) {
        return each.origin == issuer.origin && each.fingerprint == pack_.bundle().Fingerprint();
      });
      if (!given) report_.issuers_without_openings.push_back(issuer.origin);
    }
  }

  absl::Status ReadReceipts() {
    for (const auto& path : options_.receipt_files) {
      CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(path, kMaxReceipt));
      pack_.TakeReceipt(path, bytes);
    }
    report_.receipts = pack_.evidence().promises.size();
    return absl::OkStatus();
  }

  void LookAtStructure() {
    for (std::size_t number = 0; number < pack_.logs(); ++number) {
      report_.result.logs.push_back(
          CheckLogStructure(pack_.files(number), pack_.key(number), findings_));
    }
  }

  void VerifyLogs() {
    pack_.evidence().openings = options_.openings;
    audit::VerifyOptions verify;
    verify.level = LevelOf(options_.level);
    verify.parallel = OnThreads(options_.jobs);
    verify.not_older_than = options_.not_older_than;
    verify.as_of = options_.as_of;
    verify.progress = [&](std::string_view log, std::uint64_t done) {
      const std::uint64_t size = pack_.SizeClaimedBy(log);
      if (size != 0) options_.progress(log, done, size);
    };
    report_.result = audit::Verify(pack_.evidence(), verify);
    for (auto& finding : report_.result.findings) findings_.Add(std::move(finding));
  }

  static audit::Level LevelOf(Level level) {
    switch (level) {
      case Level::kStructure:
      case Level::kMerkle: return audit::Level::kMerkle;
      case Level::kSignatures: return audit::Level::kSignatures;
      case Level::kFull: break;
    }
    return audit::Level::kFull;
  }

  PackEvidence& pack_;
  const PackVerifyOptions& options_;
  audit::Findings findings_;
  PackReport report_;
};

// What was given beside the packs is of the deployment that is verified, and so are its clocks.
PackVerifyOptions OfItself(PackVerifyOptions options) {
  options.receipt_files.clear();
  options.openings.clear();
  options.not_older_than = 0;
  options.as_of = 0;
  return options;
}

std::vector<audit::ContinuedLog> ContinuedIn(const std::vector<PackReport>& reports) {
  std::vector<audit::ContinuedLog> out;
  for (const auto& report : reports) {
    out.insert(out.end(), report.result.continued.begin(), report.result.continued.end());
  }
  return out;
}

bool OpeningsCount(const audit::Invariant& invariant, const PackReport& report) {
  return invariant.id == InvariantId::kOpenings && !report.result.openings.empty();
}

}  // namespace

absl::StatusOr<std::vector<PackReport>> VerifyPacks(const PackVerifyOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const std::string publication, PublicationOf(options));
  if (!options.receipt_files.empty() && options.level != Level::kFull) {
    return absl::InvalidArgumentError("a receipt is judged at --level full alone");
  }
  if (!options.openings.empty() && options.level != Level::kFull) {
    return absl::InvalidArgumentError("openings are judged at --level full alone");
  }
  if (!options.previous.empty() && options.level != Level::kFull) {
    return absl::InvalidArgumentError("--previous is compared at --level full alone");
  }
  Packs packs;
  for (const auto& path : options.packs) {
    CANDOR_ASSIGN_OR_RETURN(auto pack, PackEvidence::Open(path, publication));
    CANDOR_RETURN_IF_ERROR(pack->Refresh());
    packs.push_back(std::move(pack));
  }
  std::unique_ptr<PreviousPack> previous;
  if (!options.previous.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const std::string before, PreviousPublicationOf(options));
    CANDOR_ASSIGN_OR_RETURN(previous, PreviousPack::Open(options.previous, before));
  }
  CANDOR_RETURN_IF_ERROR(AddSince(packs, options.since_files, previous.get()));
  std::vector<PackReport> out;
  for (const auto& pack : packs) {
    AddOthers(*pack, packs);
    if (previous != nullptr) pack->evidence().previous = previous->logs();
    CANDOR_ASSIGN_OR_RETURN(auto report, PackCheck(*pack, options).Run());
    out.push_back(std::move(report));
  }
  if (previous == nullptr) return out;
  const PackVerifyOptions alone = OfItself(options);
  CANDOR_ASSIGN_OR_RETURN(auto report,
                          PackCheck(previous->Known(ContinuedIn(out)), alone).Run());
  out.push_back(std::move(report));
  return out;
}

audit::Coverage CoverageIn(const audit::Invariant& invariant, const PackReport& report) {
  if (!OpeningsCount(invariant, report)) return CoverageAt(invariant, report.level);
  return report.issuers_without_openings.empty() ? audit::Coverage::kChecked
                                                 : audit::Coverage::kPartly;
}

std::string MissingIn(const audit::Invariant& invariant, const PackReport& report) {
  if (!OpeningsCount(invariant, report)) return std::string(MissingAt(invariant, report.level));
  std::string out;
  for (const auto& origin : report.issuers_without_openings) {
    out += Cat(out.empty() ? "no openings given of " : ", ", origin);
  }
  return out;
}

}  // namespace candor::services::auditor

#include "services/auditor/verify_pack.h"

#include <algorithm>
#include <map>
#include <memory>
#include <sstream>
#include <utility>

#include "audit/pack.h"
#include "audit/verify/tiles_of_files.h"
#include "base/status.h"
#include "base/text.h"
#include "services/auditor/pack_structure.h"
#include "services/auditor/receipts.h"
#include "services/auditor/threads.h"
#include "services/follow/pack_folder.h"
#include "services/follow/policy.h"
#include "services/follow/publication.h"

namespace candor::services::auditor {
namespace {

using audit::InvariantId;
using audit::Severity;

constexpr std::size_t kMaxPublication = std::size_t{64} << 10;
constexpr std::size_t kMaxReceipt = std::size_t{1} << 20;

const records::LogIdentity& LogOf(const records::TrustBundle& bundle, std::size_t number) {
  return number == 0 ? bundle.board : bundle.issuers[number - 1];
}

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

struct OpenedPack {
  explicit OpenedPack(const std::string& path) : folder(path) {}

  follow::PackFolder folder;
  records::TrustBundle bundle;
  std::vector<audit::NoteVerifierKey> keys;          // of each log, the board first
  std::vector<std::unique_ptr<follow::PackLog>> logs;
  std::vector<std::vector<std::string>> earlier;
};

absl::StatusOr<std::unique_ptr<OpenedPack>> OpenPack(const std::string& path,
                                                     const std::string& publication) {
  auto out = std::make_unique<OpenedPack>(path);
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, out->folder.Read(audit::kPackBundle));
  auto bundle = records::TrustBundle::Decode(bytes);
  if (!bundle.ok()) {
    return absl::FailedPreconditionError("the pack's bundle is not a trust bundle");
  }
  out->bundle = *std::move(bundle);
  CANDOR_RETURN_IF_ERROR(follow::CheckPublication(publication, out->bundle.Fingerprint()));
  if (const absl::Status separated = out->bundle.CheckSeparation(); !separated.ok()) {
    return absl::FailedPreconditionError(separated.message());
  }
  for (std::size_t number = 0; number <= out->bundle.issuers.size(); ++number) {
    CANDOR_ASSIGN_OR_RETURN(auto key, follow::LogKeyOf(LogOf(out->bundle, number)));
    out->keys.push_back(std::move(key));
    out->logs.push_back(std::make_unique<follow::PackLog>(out->folder, number));
    CANDOR_ASSIGN_OR_RETURN(auto earlier, out->folder.Earlier(number));
    out->earlier.push_back(std::move(earlier));
  }
  return out;
}

// The pack of the deployment before, and what it shows of each log to those that go on in its place.
class PreviousPack {
 public:
  static absl::StatusOr<std::unique_ptr<PreviousPack>> Open(const PackVerifyOptions& options) {
    CANDOR_ASSIGN_OR_RETURN(const std::string publication, PreviousPublicationOf(options));
    std::unique_ptr<PreviousPack> out(new PreviousPack);
    CANDOR_ASSIGN_OR_RETURN(out->pack_, OpenPack(options.previous, publication));
    CANDOR_ASSIGN_OR_RETURN(out->policy_, follow::PolicyOf(out->pack_->bundle));
    for (std::size_t number = 0; number < out->pack_->keys.size(); ++number) {
      out->TakeLog(number);
      for (const auto& note : out->pack_->earlier[number]) out->TakeNote(number, note);
    }
    return out;
  }

  // A note that somebody kept. False where it is of none of these logs, or was not published.
  bool Keep(const std::string& note) {
    for (std::size_t number = 0; number < logs_.size(); ++number) {
      if (!TakeNote(number, note)) continue;
      kept_.emplace_back(number, note);
      return true;
    }
    return false;
  }

  const std::vector<audit::PreviousLogEvidence>& logs() const { return logs_; }

  // The pack, for a verification of its own. What was kept is compared with it as with any log; but of a
  // frozen log the entries above its end are lost, and the log that goes on says so.
  const OpenedPack& Known(const std::vector<PackReport>& reports) {
    for (const auto& [number, note] : kept_) {
      const audit::PreviousLogEvidence& log = logs_[number];
      const bool frozen = std::ranges::any_of(reports, [&](const PackReport& report) {
        return std::ranges::any_of(report.result.continued, [&](const auto& each) {
          return each.previous.origin == log.origin;
        });
      });
      const auto opened = audit::OpenLogCheckpoint(note, pack_->keys[number]);
      if (frozen && opened.ok() && opened->size > log.size) continue;
      pack_->earlier[number].push_back(note);
    }
    return *pack_;
  }

 private:
  PreviousPack() = default;

  void TakeLog(std::size_t number) {
    audit::PreviousLogEvidence log{
        .origin = pack_->keys[number].name(), .size = 0, .root_at = {}, .published = {}};
    logs_.push_back(std::move(log));
    const auto note = pack_->logs[number]->Read("checkpoint");
    if (note.ok() && TakeNote(number, std::string(AsText(*note)))) {
      logs_.back().size = logs_.back().published.back().size;
    }
    logs_.back().root_at = [files = pack_->logs[number].get(), size = logs_.back().size](
                               std::uint64_t at) -> absl::StatusOr<audit::Hash> {
      const audit::TilesOfFiles tiles(*files, size);
      const audit::TileHashReader hashes(tiles, size);
      return audit::BuildRoot(hashes, at);
    };
  }

  bool TakeNote(std::size_t number, const std::string& note) {
    const auto opened = audit::OpenCheckpoint(note, pack_->keys[number], policy_);
    if (opened.ok()) logs_[number].published.push_back(opened->checkpoint);
    return opened.ok();
  }

  std::unique_ptr<OpenedPack> pack_;
  audit::WitnessPolicy policy_;
  std::vector<audit::PreviousLogEvidence> logs_;
  std::vector<std::pair<std::size_t, std::string>> kept_;  // by log
};

// Adds a kept note to the log whose it is. False where it is none's.
bool AddEarlier(OpenedPack& pack, const std::string& note) {
  for (std::size_t number = 0; number < pack.keys.size(); ++number) {
    if (!audit::OpenLogCheckpoint(note, pack.keys[number]).ok()) continue;
    pack.earlier[number].push_back(note);
    return true;
  }
  return false;
}

using Packs = std::vector<std::unique_ptr<OpenedPack>>;

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
void AddOthers(OpenedPack& pack, const Packs& all) {
  for (std::size_t number = 0; number < pack.keys.size(); ++number) {
    const auto own = pack.logs[number]->Read("checkpoint");
    if (!own.ok()) continue;
    const auto mine = audit::OpenLogCheckpoint(AsText(*own), pack.keys[number]);
    for (const auto& other : all) {
      if (!mine.ok() || other.get() == &pack || number >= other->logs.size()) continue;
      const auto note = other->logs[number]->Read("checkpoint");
      if (!note.ok()) continue;
      const auto theirs = audit::OpenLogCheckpoint(AsText(*note), pack.keys[number]);
      if (theirs.ok() && theirs->size <= mine->size) {
        pack.earlier[number].emplace_back(AsText(*note));
      }
    }
  }
}

class PackCheck {
 public:
  PackCheck(const OpenedPack& pack, const PackVerifyOptions& options,
            std::vector<audit::PreviousLogEvidence> previous)
      : pack_(pack), options_(options), previous_(std::move(previous)) {}

  absl::StatusOr<PackReport> Run() {
    report_.pack = pack_.folder.folder().string();
    report_.organisation = pack_.bundle.organisation;
    report_.trial = pack_.bundle.trial;
    report_.level = options_.level;
    ListWithoutOpenings();
    CANDOR_RETURN_IF_ERROR(CheckSums());
    CANDOR_RETURN_IF_ERROR(CheckKept());
    CANDOR_RETURN_IF_ERROR(ReadReceipts());
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
    CANDOR_ASSIGN_OR_RETURN(const auto faults, pack_.folder.CheckSums());
    for (const auto& fault : faults) {
      findings_.Add({InvariantId::kRoot, Severity::kIncomplete, OriginOf(fault.path), {},
                     Cat("the pack's file ", fault.path, " ", fault.explanation)});
    }
    return absl::OkStatus();
  }

  // What a pack keeps was served, with the quorum. A note that lost it since is still the log's word, and
  // is compared as such.
  absl::Status CheckKept() {
    CANDOR_ASSIGN_OR_RETURN(const auto policy, follow::PolicyOf(pack_.bundle));
    for (std::size_t number = 0; number < pack_.keys.size(); ++number) {
      CANDOR_ASSIGN_OR_RETURN(const auto notes, pack_.folder.Earlier(number));
      for (std::size_t i = 0; i < notes.size(); ++i) {
        if (audit::OpenCheckpoint(notes[i], pack_.keys[number], policy).ok()) continue;
        findings_.Add({InvariantId::kWitnesses, Severity::kIncomplete, pack_.keys[number].name(), {},
                       Cat("the kept note ", audit::PackEarlierFolder(number), "/", i + 1,
                           " does not carry the witnesses' quorum")});
      }
    }
    return absl::OkStatus();
  }

  // Of the log that the file belongs to; empty for the others.
  std::string OriginOf(const std::string& path) const {
    for (std::size_t number = 0; number < pack_.keys.size(); ++number) {
      if (path.starts_with(audit::PackLogFolder(number) + "/")) return pack_.keys[number].name();
    }
    return "";
  }

  void ListWithoutOpenings() {
    for (const auto& issuer : pack_.bundle.issuers) {
      const bool given = std::ranges::any_of(options_.openings, [&](const auto& each) {
        return each.origin == issuer.origin && each.fingerprint == pack_.bundle.Fingerprint();
      });
      if (!given) report_.issuers_without_openings.push_back(issuer.origin);
    }
  }

  absl::Status ReadReceipts() {
    CANDOR_ASSIGN_OR_RETURN(const auto files, pack_.folder.Files());
    for (const auto& path : files) {
      if (!path.starts_with(Cat(audit::kPackReceipts, "/")) || !path.ends_with(".json")) continue;
      CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, pack_.folder.Read(path));
      TakeReceipt(path, bytes);
    }
    for (const auto& path : options_.receipt_files) {
      CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(path, kMaxReceipt));
      TakeReceipt(path, bytes);
    }
    report_.receipts = promises_.size();
    return absl::OkStatus();
  }

  void TakeReceipt(const std::string& path, const Bytes& json) {
    auto evidence = ReadReceipt(AsText(json));
    if (!evidence.ok()) {
      findings_.Add({InvariantId::kPromises, Severity::kIncomplete, "", {},
                     Cat("the receipt ", path, " cannot be read: it proves nothing")});
      return;
    }
    for (auto& each : *evidence) promises_.push_back(std::move(each));
  }

  void LookAtStructure() {
    for (std::size_t number = 0; number < pack_.keys.size(); ++number) {
      report_.result.logs.push_back(
          CheckLogStructure(*pack_.logs[number], pack_.keys[number], findings_));
    }
  }

  void VerifyLogs() {
    audit::Evidence evidence{.bundle = pack_.bundle,
                             .board = {pack_.logs[0].get(), pack_.earlier[0]},
                             .issuers = {},
                             .promises = promises_,
                             .openings = options_.openings,
                             .previous = previous_};
    for (std::size_t number = 1; number < pack_.logs.size(); ++number) {
      evidence.issuers.push_back({pack_.logs[number].get(), pack_.earlier[number]});
    }
    audit::VerifyOptions verify;
    verify.level =
        options_.level == Level::kMerkle ? audit::Level::kMerkle : audit::Level::kFull;
    verify.parallel = OnThreads(options_.jobs);
    verify.not_older_than = options_.not_older_than;
    verify.as_of = options_.as_of;
    verify.progress = [&, sizes = ClaimedSizes()](std::string_view log, std::uint64_t done) {
      const auto size = sizes.find(log);
      if (size != sizes.end()) options_.progress(log, done, size->second);
    };
    report_.result = audit::Verify(evidence, verify);
    for (auto& finding : report_.result.findings) findings_.Add(std::move(finding));
  }

  // By origin; of the checkpoints that open.
  std::map<std::string, std::uint64_t, std::less<>> ClaimedSizes() const {
    std::map<std::string, std::uint64_t, std::less<>> out;
    for (std::size_t number = 0; number < pack_.keys.size(); ++number) {
      const auto note = pack_.logs[number]->Read("checkpoint");
      if (!note.ok()) continue;
      const auto opened = audit::OpenLogCheckpoint(AsText(*note), pack_.keys[number]);
      if (opened.ok()) out[opened->origin] = opened->size;
    }
    return out;
  }

  const OpenedPack& pack_;
  const PackVerifyOptions& options_;
  const std::vector<audit::PreviousLogEvidence> previous_;
  audit::Findings findings_;
  std::vector<audit::PromiseEvidence> promises_;
  PackReport report_;
};

// The invariants that need no entry's meaning.
bool LookedAtBelowFull(const audit::Invariant& invariant, Level level) {
  return level == Level::kMerkle && invariant.id <= InvariantId::kWitnesses;
}

std::vector<audit::PreviousLogEvidence> NothingBefore() { return {}; }

// What was given beside the packs is of the deployment that is verified, and so are its clocks.
PackVerifyOptions OfItself(PackVerifyOptions options) {
  options.receipt_files.clear();
  options.openings.clear();
  options.not_older_than = 0;
  options.as_of = 0;
  return options;
}

bool Reaches(Level level) { return level == Level::kSignatures || level == Level::kFull; }

}  // namespace

absl::StatusOr<std::vector<PackReport>> VerifyPacks(const PackVerifyOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const std::string publication, PublicationOf(options));
  if (!options.receipt_files.empty() && !Reaches(options.level)) {
    return absl::InvalidArgumentError("a receipt is judged at --level full alone");
  }
  if (!options.openings.empty() && !Reaches(options.level)) {
    return absl::InvalidArgumentError("openings are judged at --level full alone");
  }
  if (!options.previous.empty() && !Reaches(options.level)) {
    return absl::InvalidArgumentError("--previous is compared at --level full alone");
  }
  Packs packs;
  for (const auto& path : options.packs) {
    CANDOR_ASSIGN_OR_RETURN(auto pack, OpenPack(path, publication));
    packs.push_back(std::move(pack));
  }
  std::unique_ptr<PreviousPack> previous;
  if (!options.previous.empty()) {
    CANDOR_ASSIGN_OR_RETURN(previous, PreviousPack::Open(options));
  }
  CANDOR_RETURN_IF_ERROR(AddSince(packs, options.since_files, previous.get()));
  std::vector<PackReport> out;
  for (const auto& pack : packs) {
    AddOthers(*pack, packs);
    PackCheck check(*pack, options, previous == nullptr ? NothingBefore() : previous->logs());
    CANDOR_ASSIGN_OR_RETURN(auto report, check.Run());
    out.push_back(std::move(report));
  }
  if (previous == nullptr) return out;
  CANDOR_ASSIGN_OR_RETURN(auto report,
                          PackCheck(previous->Known(out), OfItself(options), NothingBefore()).Run());
  out.push_back(std::move(report));
  return out;
}

audit::Coverage CoverageAt(const audit::Invariant& invariant, Level level) {
  if (Reaches(level) || LookedAtBelowFull(invariant, level)) return invariant.coverage;
  return audit::Coverage::kNotYetChecked;
}

std::string_view MissingAt(const audit::Invariant& invariant, Level level) {
  if (Reaches(level) || LookedAtBelowFull(invariant, level)) return invariant.missing;
  return "not looked at on this level";
}

namespace {

bool OpeningsCount(const audit::Invariant& invariant, const PackReport& report) {
  return invariant.id == InvariantId::kOpenings && !report.result.openings.empty();
}

}  // namespace

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

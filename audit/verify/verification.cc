#include "audit/verify/verification.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "audit/tile.h"
#include "audit/verify/board_check.h"
#include "audit/verify/board_end.h"
#include "audit/verify/issuer_check.h"
#include "audit/verify/log_scan.h"

namespace candor::audit {
namespace {

constexpr std::uint64_t kProgressEvery = 1024;

WitnessPolicy PolicyOf(const records::TrustBundle& bundle) {
  WitnessPolicy policy{.quorum = bundle.quorum, .witnesses = {}};
  for (const auto& witness : bundle.witnesses) {
    auto key = NoteVerifierKey::Create(witness.name, NoteKeyType::kCosignatureV1, witness.key);
    if (key.ok()) policy.witnesses.push_back(*std::move(key));
  }
  return policy;
}

// Hands the entries of one log on, and remembers its incidents and the log in whose place it goes on.
class Taking final : public EntryVisitor {
 public:
  using EntryTaker = std::function<void(const ScannedEntry&)>;
  using ContentForgetter = std::function<bool(std::uint64_t)>;
  Taking(std::string_view log, const VerifyOptions& options, EntryTaker take,
         ContentForgetter forget)
      : log_(log), options_(options), take_(std::move(take)), forget_(std::move(forget)) {}

  void Take(const ScannedEntry& entry) override {
    if (entry.index % kProgressEvery == 0) options_.progress(log_, entry.index);
    if (options_.level == Level::kMerkle) return;
    if (entry.entry.has_value()) {
      options_.each_entry(log_, entry.index, *entry.entry);
      if (const auto* incident = std::get_if<records::Incident>(&entry.entry->body)) {
        incidents.emplace_back(entry.index, *incident);
      }
      const auto* const genesis = std::get_if<records::Genesis>(&entry.entry->body);
      if (entry.index == 0 && genesis != nullptr) continues = genesis->continues;
    }
    take_(entry);
  }
  bool Forget(std::uint64_t index) override {
    return options_.level == Level::kMerkle || forget_(index);
  }

  std::vector<std::pair<std::uint64_t, records::Incident>> incidents;
  std::optional<records::PreviousLog> continues;  // where the first entry was among those that were taken

 private:
  const std::string_view log_;
  const VerifyOptions& options_;
  const EntryTaker take_;
  const ContentForgetter forget_;
};

// A log that is in the evidence, as far as it was read.
struct ReadLog {
  const records::LogIdentity& identity;
  const EvidenceOfLog& given;
  LogScan scan;
  // Of an issuer.
  std::unique_ptr<IssuerCheck> check;
  std::unique_ptr<OpeningCheck> openings;  // where some were given
  std::vector<SeenIncident> incidents = {};
  std::optional<records::PreviousLog> continues = {};
};

}  // namespace

class Verification::State {
 public:
  State(const Evidence& evidence, const VerifyOptions& options)
      : evidence_(evidence),
        options_(options),
        board_(evidence.bundle, options.level, options.parallel, findings_) {
    for (std::size_t i = 0; i < evidence.bundle.issuers.size(); ++i) {
      if (i < evidence.issuers.size()) AddIssuer(evidence.bundle.issuers[i], evidence.issuers[i]);
    }
    AddLog(evidence.bundle.board, evidence.board);
  }

  Continues Feed() {
    for (const auto& log : logs_) {
      if (Feed(*log) == Continues::kNo) return Continues::kNo;
    }
    board_.Flush();
    return Continues::kYes;
  }

  VerifyResult Judge(UnixSeconds not_older_than, Day as_of) {
    VerifyResult result;
    Findings findings = findings_;
    JudgeWhatIsGiven(findings);
    for (const auto& log : logs_) {
      log->scan.Judge(not_older_than, findings);
      const Checkpoint& checkpoint = log->scan.checkpoint();
      result.logs.push_back({log->identity.origin, checkpoint.size, checkpoint.root});
    }
    if (options_.level == Level::kFull) {
      result.as_of = as_of != 0 ? as_of : board_.view().last_day();
    }
    if (options_.level != Level::kMerkle) JudgeEnds(result.as_of, findings);
    if (options_.level == Level::kFull) JudgeTogether(result, findings);
    findings.Sort();
    result.findings = findings.all();
    return result;
  }

  void HandOver(VerifyResult& result) {
    if (options_.level == Level::kMerkle) return;
    result.board = std::make_shared<const BoardView>(std::move(board_).TakeView());
    for (const auto& log : logs_) {
      if (log->check == nullptr) continue;
      result.issuers.push_back(
          std::make_shared<const IssuerView>(std::move(*log->check).TakeView()));
    }
  }

  std::set<std::uint64_t> UnsettledBundles(const std::string& origin) const {
    for (const auto& log : logs_) {
      if (log->identity.origin == origin) return UnsettledOf(*log);
    }
    return {};
  }

 private:
  // nullptr where the log is not in the evidence, or its key cannot be used.
  ReadLog* AddLog(const records::LogIdentity& identity, const EvidenceOfLog& given) {
    auto key = NoteVerifierKey::Create(identity.origin, NoteKeyType::kEd25519, identity.key);
    if (!key.ok() || given.files == nullptr) return nullptr;
    logs_.push_back(std::make_unique<ReadLog>(
        ReadLog{identity, given, LogScan(*std::move(key), PolicyOf(evidence_.bundle)), {}, {}}));
    return logs_.back().get();
  }

  void AddIssuer(const records::LogIdentity& identity, const EvidenceOfLog& given) {
    ReadLog* const log = AddLog(identity, given);
    if (log == nullptr) return;
    const crypto::Hash fingerprint = evidence_.bundle.Fingerprint();
    log->check = std::make_unique<IssuerCheck>(identity.origin, fingerprint, options_.level,
                                               findings_);
    const auto openings = std::ranges::find_if(evidence_.openings, [&](const auto& each) {
      return each.origin == identity.origin && each.fingerprint == fingerprint;
    });
    if (openings != evidence_.openings.end()) {
      log->openings = std::make_unique<OpeningCheck>(*openings);
    }
  }

  Continues Feed(ReadLog& log) {
    Taking visitor(
        log.identity.origin, options_,
        [&](const ScannedEntry& entry) {
          if (log.check == nullptr) return board_.Take(entry);
          log.check->Take(entry);
          if (log.openings != nullptr) log.openings->Take(entry);
        },
        [&](std::uint64_t index) { return log.check == nullptr && board_.Forget(index); });
    const LogFiles& files = *log.given.files;
    if (log.scan.Feed({files, log.given.earlier}, visitor, findings_) == Continues::kNo) {
      return Continues::kNo;
    }
    std::set<std::uint64_t> again = UnsettledOf(log);
    again.insert(log.given.replaced_contents.begin(), log.given.replaced_contents.end());
    if (log.scan.LookAgain(again, files, visitor) == Continues::kNo) return Continues::kNo;
    options_.progress(log.identity.origin, log.scan.entries());
    CheckIncidents(log, visitor.incidents);
    for (auto& [index, incident] : visitor.incidents) {
      log.incidents.push_back({log.identity.origin, index, std::move(incident)});
    }
    if (visitor.continues.has_value()) log.continues = std::move(visitor.continues);
    return Continues::kYes;
  }

  // Bundles beside whose entries a content may come or go without a new entry.
  std::set<std::uint64_t> UnsettledOf(const ReadLog& log) const {
    std::set<std::uint64_t> out;
    for (const Finding& each : findings_.all()) {
      const bool theirs = each.log == log.identity.origin && each.index.has_value();
      if (theirs && each.id == InvariantId::kContents) out.insert(*each.index / kTileWidth);
    }
    if (log.check != nullptr) return out;
    for (const std::uint64_t index : UnsettledContents(board_.view(), board_.contents())) {
      out.insert(index / kTileWidth);
    }
    return out;
  }

  // What an incident says the log came back to is what the log has there.
  void CheckIncidents(ReadLog& log,
                      const std::vector<std::pair<std::uint64_t, records::Incident>>& incidents) {
    for (const auto& [index, incident] : incidents) {
      if (incident.signed_size == 0 || incident.signed_size > index) continue;
      const auto root = log.scan.RootAt(incident.signed_size, *log.given.files);
      if (root.ok() && *root == incident.signed_root) continue;
      findings_.Add({InvariantId::kGaps, Severity::kBroken, log.identity.origin, index,
                     "an incident that names another root than this log has at that size"});
    }
  }

  void JudgeWhatIsGiven(Findings& findings) const {
    const auto require = [&](const std::string& origin) {
      if (std::ranges::any_of(logs_, [&](const auto& log) { return log->identity.origin == origin; }))
        return;
      findings.Add({InvariantId::kRoot, Severity::kIncomplete, origin, std::nullopt,
                    "the log is not in the evidence, or its key cannot be used"});
    };
    require(evidence_.bundle.board.origin);
    for (const auto& issuer : evidence_.bundle.issuers) require(issuer.origin);
    const auto used = std::ranges::count_if(
        logs_, [](const auto& log) { return log->openings != nullptr; });
    if (static_cast<std::size_t>(used) == evidence_.openings.size()) return;
    // The origin is not repeated: it is whatever the file's author wrote.
    findings.Add({InvariantId::kOpenings, Severity::kIncomplete, "", std::nullopt,
                  "openings were given that are of no log in the evidence, or twice of one"});
  }

  void JudgeEnds(Day as_of, Findings& findings) const {
    for (const auto& log : logs_) {
      if (log->check != nullptr) log->check->JudgeEnd(findings);
    }
    board_.JudgeEnd(findings);
    JudgeBoardEnd(board_.view(), board_.contents(), options_.level, as_of, findings);
  }

  // A log goes on in the place of the one that had its place: the board of the board, the first issuer of
  // the first.
  const PreviousLogEvidence* PreviousOf(const std::string& origin) const {
    const auto& issuers = evidence_.bundle.issuers;
    const auto at = std::ranges::find(issuers, origin, &records::LogIdentity::origin);
    const std::size_t place =
        at == issuers.end() ? 0 : 1 + static_cast<std::size_t>(at - issuers.begin());
    if (evidence_.previous.empty()) return nullptr;
    return place < evidence_.previous.size() ? &evidence_.previous[place] : &no_such_log_;
  }

  void JudgePasts(VerifyResult& result, Findings& findings) const {
    for (const auto& log : logs_) {
      result.incidents.insert(result.incidents.end(), log->incidents.begin(), log->incidents.end());
      if (!log->continues.has_value()) continue;
      const std::string& origin = log->identity.origin;
      result.continued.push_back(
          CheckContinued(origin, *log->continues, PreviousOf(origin), findings));
    }
  }

  void JudgeTogether(VerifyResult& result, Findings& findings) {
    JudgePasts(result, findings);
    std::vector<IssuerLog> issuers;
    for (const auto& log : logs_) {
      if (log->check == nullptr) continue;
      issuers.push_back({log->check.get(), [&log = *log](std::uint64_t size) {
                           return log.scan.RootAt(size, *log.given.files);
                         }});
      if (log->openings == nullptr) continue;
      result.openings.push_back(log->openings->Judge(board_.view(), issuers.back().root_at,
                                                     result.as_of, findings));
    }
    CheckTogether(board_.view(), issuers, findings);
    for (const auto& promise : evidence_.promises) {
      CheckPromise(promise, board_.view(), result.as_of, findings);
    }
    result.campaigns = CountTogether(board_.view(), issuers);
  }

  const Evidence& evidence_;
  const VerifyOptions& options_;
  Findings findings_;  // about entries: they stand
  // Issuers first: what the board's batches rely on is then read.
  std::vector<std::unique_ptr<ReadLog>> logs_;
  BoardCheck board_;
  const PreviousLogEvidence no_such_log_;  // for a place that the deployment before did not have
};

Verification::Verification(const Evidence& evidence, VerifyOptions options)
    : evidence_(evidence),
      options_(std::move(options)),
      state_(std::make_unique<State>(evidence_, options_)) {}

Verification::~Verification() = default;

void Verification::Feed() {
  if (state_->Feed() == Continues::kYes) return;
  state_ = std::make_unique<State>(evidence_, options_);
  // From nothing there is nothing to contradict.
  (void)state_->Feed();
}

VerifyResult Verification::Judge(UnixSeconds not_older_than, Day as_of) {
  return state_->Judge(not_older_than, as_of);
}

std::set<std::uint64_t> Verification::UnsettledBundles(const std::string& origin) const {
  return state_->UnsettledBundles(origin);
}

void Verification::HandOver(VerifyResult& result) && { state_->HandOver(result); }

}  // namespace candor::audit

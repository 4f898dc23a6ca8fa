#include "audit/verify/verify.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "audit/verify/board_check.h"
#include "audit/verify/log_scan.h"
#include "audit/verify/tiles_of_files.h"
#include "base/text.h"

namespace candor::audit {
namespace {

constexpr std::uint64_t kProgressEvery = 1024;

class Run {
 public:
  Run(const Evidence& evidence, const VerifyOptions& options)
      : evidence_(evidence), options_(options) {}

  VerifyResult All() {
    for (std::size_t i = 0; i < evidence_.bundle.issuers.size(); ++i) ScanIssuer(i);
    auto board = std::make_unique<BoardCheck>(evidence_.bundle, options_.parallel, findings_);
    Scan(evidence_.bundle.board, evidence_.board,
         [&](const ScannedEntry& entry) { board->Take(entry); });
    CheckWhoseOpenings();
    if (options_.level == Level::kFull) Judge(*board);
    findings_.Sort();
    result_.findings = findings_.all();
    return std::move(result_);
  }

 private:
  void ScanIssuer(std::size_t number) {
    const auto& log = evidence_.bundle.issuers[number];
    const EvidenceOfLog* const given =
        number < evidence_.issuers.size() ? &evidence_.issuers[number] : nullptr;
    if (given == nullptr || given->files == nullptr) {
      findings_.Add({InvariantId::kRoot, Severity::kIncomplete, log.origin, std::nullopt,
                     "the log is not in the evidence"});
      return;
    }
    checks_.push_back(std::make_unique<IssuerCheck>(log.origin, evidence_.bundle.Fingerprint(),
                                                    findings_));
    IssuerCheck& check = *checks_.back();
    OpeningCheck* const openings = OpeningsOf(log.origin);
    const std::uint64_t size = Scan(log, *given, [&](const ScannedEntry& entry) {
      check.Take(entry);
      if (openings != nullptr) openings->Take(entry);
    });
    issuers_.push_back({&check, [files = given->files, size](std::uint64_t at) -> absl::StatusOr<Hash> {
                          if (at > size) return absl::NotFoundError("beyond the evidence");
                          const TilesOfFiles tiles(*files, size);
                          const TileHashReader hashes(tiles, size);
                          return BuildRoot(hashes, at);
                        }});
  }

  // nullptr where none are given.
  OpeningCheck* OpeningsOf(const std::string& origin) {
    for (const auto& each : evidence_.openings) {
      if (each.origin != origin || each.fingerprint != evidence_.bundle.Fingerprint()) continue;
      return &openings_.try_emplace(origin, each, findings_).first->second;
    }
    return nullptr;
  }

  // The origin is not repeated: it is whatever the file's author wrote.
  void CheckWhoseOpenings() {
    if (openings_.size() == evidence_.openings.size()) return;
    findings_.Add({InvariantId::kOpenings, Severity::kIncomplete, "", std::nullopt,
                   "openings were given that are of no log in the evidence, or twice of one"});
  }

  std::uint64_t Scan(const records::LogIdentity& log, const EvidenceOfLog& given,
                     const EntryVisitor& take) {
    auto key = NoteVerifierKey::Create(log.origin, NoteKeyType::kEd25519, log.key);
    if (!key.ok() || given.files == nullptr) {
      findings_.Add({InvariantId::kRoot, Severity::kIncomplete, log.origin, std::nullopt,
                     "the log is not in the evidence, or its key cannot be used"});
      return 0;
    }
    ScanOptions scan{.log_key = *std::move(key),
                     .policy = Policy(),
                     .earlier = given.earlier,
                     .not_older_than = options_.not_older_than};
    const auto scanned = ScanLog(
        *given.files, scan,
        [&](const ScannedEntry& entry) {
          if (entry.index % kProgressEvery == 0) options_.progress(log.origin, entry.index);
          if (options_.level != Level::kFull) return;
          if (entry.entry.has_value()) {
            options_.each_entry(log.origin, entry.index, *entry.entry);
            if (const auto* incident = std::get_if<records::Incident>(&entry.entry->body)) {
              result_.incidents.push_back({log.origin, entry.index, *incident});
            }
            TakeGenesis(log.origin, entry);
          }
          take(entry);
        },
        findings_);
    options_.progress(log.origin, scanned.entries);
    CheckIncidents(log.origin, *given.files, scanned.checkpoint.size);
    result_.logs.push_back({log.origin, scanned.checkpoint.size, scanned.checkpoint.root});
    return scanned.checkpoint.size;
  }

  void TakeGenesis(const std::string& origin, const ScannedEntry& entry) {
    const auto* const genesis = std::get_if<records::Genesis>(&entry.entry->body);
    if (entry.index != 0 || genesis == nullptr || !genesis->continues.has_value()) return;
    result_.continued.push_back(CheckContinued(origin, *genesis->continues, PreviousOf(origin), findings_));
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

  // What an incident says the log came back to is what the log has there.
  void CheckIncidents(const std::string& origin, const LogFiles& files, std::uint64_t size) {
    const TilesOfFiles tiles(files, size);
    for (const auto& [log, index, incident] : result_.incidents) {
      if (log != origin || incident.signed_size == 0 || incident.signed_size > index) continue;
      const TileHashReader hashes(tiles, size);
      const auto root = BuildRoot(hashes, incident.signed_size);
      if (root.ok() && *root == incident.signed_root) continue;
      findings_.Add({InvariantId::kGaps, Severity::kBroken, log, index,
                     "an incident that names another root than this log has at that size"});
    }
  }

  WitnessPolicy Policy() const {
    WitnessPolicy policy{.quorum = evidence_.bundle.quorum, .witnesses = {}};
    for (const auto& witness : evidence_.bundle.witnesses) {
      auto key = NoteVerifierKey::Create(witness.name, NoteKeyType::kCosignatureV1, witness.key);
      if (key.ok()) policy.witnesses.push_back(*std::move(key));
    }
    return policy;
  }

  void Judge(BoardCheck& board) {
    for (const auto& check : checks_) check->Finish();
    result_.as_of = options_.as_of != 0 ? options_.as_of : board.view().last_day();
    board.Finish(result_.as_of);
    CheckTogether(board.view(), issuers_, findings_);
    for (const IssuerLog& issuer : issuers_) {
      const auto openings = openings_.find(issuer.check->view().origin());
      if (openings == openings_.end()) continue;
      result_.openings.push_back(
          openings->second.Finish(board.view(), issuer.root_at, result_.as_of));
    }
    for (const auto& promise : evidence_.promises) {
      CheckPromise(promise, board.view(), result_.as_of, findings_);
    }
    result_.campaigns = CountTogether(board.view(), issuers_);
    result_.board = std::make_shared<const BoardView>(board.view());
    for (const auto& check : checks_) {
      result_.issuers.push_back(std::make_shared<const IssuerView>(check->view()));
    }
  }

  const Evidence& evidence_;
  const VerifyOptions& options_;
  Findings findings_;
  std::vector<std::unique_ptr<IssuerCheck>> checks_;
  std::vector<IssuerLog> issuers_;
  std::map<std::string, OpeningCheck> openings_;  // by origin
  const PreviousLogEvidence no_such_log_;  // for a place that the deployment before did not have
  VerifyResult result_;
};

}  // namespace

VerifyResult Verify(const Evidence& evidence, const VerifyOptions& options) {
  return Run(evidence, options).All();
}

std::vector<std::string> Limits(const VerifyResult& result) {
  std::vector<std::string> out = {
      "That the roster is true: the head count that the independent body confirmed limits it.",
      "That nobody read outside the system, or kept a copy of a copy after an erasure.",
      "The hour of a seal: the log knows days and slots.",
      "That the issuers did not enrol real people behind their back: ask people drawn at random "
      "whether the key fingerprint in their wallet is the one in the evidence."};
  for (const auto& campaign : result.campaigns) {
    const std::string id = HexEncode(campaign.id).substr(0, 8);
    out.push_back(campaign.issuers == 1
                      ? Cat("Campaign ", id, ": counted by one issuer alone; up to ", campaign.slack,
                            " voices could have been signed outside its log.")
                      : Cat("Campaign ", id, ": both issuers together could have signed up to ",
                            campaign.slack, " voices outside their logs; neither could alone."));
  }
  return out;
}

}  // namespace candor::audit

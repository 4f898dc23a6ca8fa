#include "audit/verify/opening_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "audit/roster_tree.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "records/issuance.h"

namespace candor::audit {
namespace {

constexpr auto kForged = Severity::kCryptographic;
constexpr auto kRule = Severity::kBroken;
constexpr auto kMissing = Severity::kIncomplete;

// The opening of an entry; nullptr for none. They ascend by index.
template <class Opening>
const Opening* FindOpening(const std::vector<Opening>& openings, std::uint64_t index) {
  const auto at = std::ranges::lower_bound(openings, index, {}, &Opening::index);
  return at == openings.end() || at->index != index ? nullptr : &*at;
}

// Exactly the manifest's keys of this issuer, each with its quota.
bool AsksForTheQuota(const records::IssueRequest& request, const records::Manifest& manifest,
                     const std::string& origin) {
  const auto& issuers = manifest.draft.issuers;
  const auto at = std::ranges::find(issuers, origin);
  if (at == issuers.end()) return false;
  const auto& spkis = manifest.issuer_keys[static_cast<std::size_t>(at - issuers.begin())];
  for (std::size_t i = 0; i < request.purposes.size(); ++i) {
    if (request.purposes[i].token_key_id != crypto::Sha256({spkis[i]}) ||
        request.purposes[i].count != manifest.draft.quotas.Of(records::kPurposes[i])) {
      return false;
    }
  }
  return true;
}

}  // namespace

void OpeningCheck::Take(const ScannedEntry& scanned) {
  size_ = scanned.index + 1;
  if (!scanned.entry.has_value()) return;
  const records::LogEntry& entry = *scanned.entry;
  if (const auto* enrolment = std::get_if<records::Enrolment>(&entry.body)) {
    enrolments_.push_back({scanned.index, entry.day, entry.campaign_id, enrolment->commitment});
  } else if (const auto* issuance = std::get_if<records::Issuance>(&entry.body)) {
    issuances_.push_back({scanned.index, entry.day, entry.campaign_id, issuance->commitment});
  } else if (const auto* total = std::get_if<records::EnrolmentTotal>(&entry.body)) {
    totals_.push_back({scanned.index, *total});
  } else if (const auto* incident = std::get_if<records::Incident>(&entry.body)) {
    // One that names what is not before it explains nothing (I29). More than one entry may tell the same.
    const bool sound = incident->found_size <= incident->signed_size &&
                       incident->signed_size <= scanned.index;
    const bool again = !lost_.empty() && lost_.back().begin == incident->found_size &&
                       lost_.back().end == incident->signed_size;
    if (sound && !again) {
      lost_.push_back({.incident = scanned.index,
                       .begin = incident->found_size,
                       .end = incident->signed_size});
    }
  }
}

class OpeningCheck::Judgement {
 public:
  Judgement(const OpeningCheck& log, Findings& findings)
      : log_(log), openings_(log.openings_), findings_(findings), lost_(log.lost_) {
    counts_.origin = openings_.origin;
  }

  OpeningCounts Run(const BoardView& board, const RootAt& root_at, Day as_of) {
    CheckLog(root_at);
    CheckRosters(board);
    CheckEnrolments(board);
    CheckTotals();
    CheckIssuances(board, as_of);
    CheckStrays();
    TellLost();
    return std::move(counts_);
  }

 private:
  // A roster entry: the roster's root, the leaf.
  using Place = std::pair<Hash, Hash>;
  struct DayCounts {
    std::uint64_t fresh = 0;
    std::uint64_t replaced = 0;
  };
  // A key, and the entry from which on it is the one of its roster entry.
  struct Bound {
    std::uint64_t index = 0;
    records::VerifyKey key;
  };

  void Add(Severity severity, std::optional<std::uint64_t> index, std::string why) {
    findings_.Add({InvariantId::kOpenings, severity, openings_.origin, index, std::move(why)});
  }
  void CheckLog(const RootAt& root_at);
  void CheckRosters(const BoardView& board);
  void CheckEnrolments(const BoardView& board);
  bool CheckEnrolment(const Logged& logged, const records::EnrolmentOpening& opening,
                      const BoardView& board);
  void CheckTotals();
  void CheckIssuances(const BoardView& board, Day as_of);
  bool CheckIssuance(const Logged& logged, const records::IssuanceOpening& opening,
                     const Campaign& campaign);
  bool CheckRequest(std::uint64_t index, const records::IssuanceOpening& opening,
                    const Campaign& campaign);
  bool CheckEntitled(std::uint64_t index, const Place& place, const records::VerifyKey& signer);
  void CheckStrays();
  void TellLost();
  // nullptr for an entry that no Incident names.
  Lost* FindLost(std::uint64_t index);
  // The last Incident before an entry: whoever was enrolled before it is enrolled no more. 0 for none.
  std::uint64_t EnrolledSince(std::uint64_t index) const;
  // Whether each enrolment from `begin` to before `end` is proven: otherwise what is missing may be the
  // fault of one that is not.
  bool AllProven(std::uint64_t begin, std::uint64_t end) const;

  const OpeningCheck& log_;
  const records::IssuanceOpenings& openings_;
  Findings& findings_;
  std::vector<Lost> lost_;
  // Rosters that both bodies signed, and whose leaves lead to their root.
  std::map<Hash, std::set<Hash>> rosters_;
  std::map<Place, std::vector<Bound>> bound_;  // ascending by index
  std::map<Day, DayCounts> days_;
  std::set<std::uint64_t> unproven_;  // enrolments, by index
  std::set<std::pair<records::CampaignId, Hash>> drawn_;
  OpeningCounts counts_;
};

OpeningCounts OpeningCheck::Judge(const BoardView& board, const RootAt& root_at, Day as_of,
                                  Findings& findings) const {
  return Judgement(*this, findings).Run(board, root_at, as_of);
}

OpeningCheck::Lost* OpeningCheck::Judgement::FindLost(std::uint64_t index) {
  const auto at = std::ranges::find_if(
      lost_, [&](const Lost& each) { return each.begin <= index && index < each.end; });
  return at == lost_.end() ? nullptr : &*at;
}

std::uint64_t OpeningCheck::Judgement::EnrolledSince(std::uint64_t index) const {
  std::uint64_t since = 0;
  for (const Lost& each : lost_) {
    if (each.incident < index) since = each.incident;
  }
  return since;
}

bool OpeningCheck::Judgement::AllProven(std::uint64_t begin, std::uint64_t end) const {
  const auto first = unproven_.lower_bound(begin);
  return first == unproven_.end() || *first >= end;
}

void OpeningCheck::Judgement::TellLost() {
  for (const Lost& each : lost_) {
    if (each.enrolments + each.issuances == 0) continue;
    counts_.lost += each.enrolments + each.issuances;
    Add(kMissing, each.incident,
        Cat("what opens entries ", each.begin, " to ", each.end - 1,
            " was lost with the issuer's disk, as this incident says: of ", each.enrolments,
            " enrolments and ", each.issuances, " issuances among them nothing is proven"));
  }
}

void OpeningCheck::Judgement::CheckLog(const RootAt& root_at) {
  if (openings_.size > log_.size_) return;
  const auto root = root_at(openings_.size);
  if (root.ok() && *root == openings_.root) return;
  Add(root.ok() ? kForged : kMissing, std::nullopt,
      "the openings are of another log than the one in the evidence");
}

void OpeningCheck::Judgement::CheckRosters(const BoardView& board) {
  for (const auto& roster : openings_.rosters) {
    std::set<Hash> leaves(roster.leaves.begin(), roster.leaves.end());
    if (RosterRoot(roster.leaves) != roster.root || leaves.size() != roster.leaves.size()) {
      Add(kForged, std::nullopt,
          "the openings hold a roster whose entries do not lead to its root, or stand twice");
      continue;
    }
    // One that is not signed may be newer than the evidence; who is enrolled from it is named.
    const RosterState* const known = board.FindRoster(roster.root);
    if (known == nullptr || known->record.size != roster.leaves.size()) continue;
    rosters_.emplace(roster.root, std::move(leaves));
  }
}

void OpeningCheck::Judgement::CheckEnrolments(const BoardView& board) {
  counts_.enrolments = log_.enrolments_.size();
  for (const Logged& logged : log_.enrolments_) {
    const auto* const opening = FindOpening(openings_.enrolments, logged.index);
    if (opening == nullptr) {
      unproven_.insert(logged.index);
      if (Lost* const lost = FindLost(logged.index)) {
        ++lost->enrolments;
      } else {
        Add(kMissing, logged.index, "an enrolment without its opening");
      }
      continue;
    }
    if (!CheckEnrolment(logged, *opening, board)) {
      unproven_.insert(logged.index);
      continue;
    }
    ++counts_.enrolments_opened;
    auto& keys = bound_[{opening->roster_root, opening->leaf}];
    ++(keys.empty() ? days_[logged.day].fresh : days_[logged.day].replaced);
    keys.push_back({logged.index, opening->member_key});
  }
  std::map<std::pair<Hash, records::VerifyKey>, std::uint64_t> in_force;
  const std::uint64_t since = EnrolledSince(log_.size_);
  for (const auto& [place, keys] : bound_) {
    if (keys.back().index < since) continue;
    ++counts_.in_force;
    ++in_force[{place.first, keys.back().key}];
  }
  counts_.shared_keys = static_cast<std::uint64_t>(
      std::ranges::count_if(in_force, [](const auto& each) { return each.second > 1; }));
}

bool OpeningCheck::Judgement::CheckEnrolment(const Logged& logged, const records::EnrolmentOpening& opening,
                                  const BoardView& board) {
  if (records::EnrolmentCommitment(opening.salt, opening.roster_root, opening.leaf,
                                   opening.member_key) != logged.commitment) {
    Add(kForged, logged.index, "an enrolment that its opening does not open");
    return false;
  }
  const auto roster = rosters_.find(opening.roster_root);
  if (roster != rosters_.end() && roster->second.contains(opening.leaf)) return true;
  if (roster == rosters_.end() && board.FindRoster(opening.roster_root) != nullptr) {
    Add(kMissing, logged.index, "an enrolment from a roster that is not among the openings");
  } else {
    Add(kRule, logged.index, "an enrolment for somebody who stands in no signed roster");
  }
  return false;
}

// A second key for a roster entry that was told as somebody's first would hide that it replaced one.
void OpeningCheck::Judgement::CheckTotals() {
  for (const auto& [index, told] : log_.totals_) {
    if (!AllProven(0, index)) return;
    DayCounts counts = days_[told.for_day];
    // A restored issuer does not know whose was the first, and tells none as one.
    if (EnrolledSince(index) != 0) counts = {0, counts.fresh + counts.replaced};
    if (told.fresh == counts.fresh && told.replaced == counts.replaced) continue;
    Add(kRule, index,
        "a day's total of new and replaced keys is not what the enrolments open to");
  }
}

void OpeningCheck::Judgement::CheckIssuances(const BoardView& board, Day as_of) {
  counts_.issuances = log_.issuances_.size();
  for (const Logged& logged : log_.issuances_) {
    const auto* const opening = FindOpening(openings_.issuances, logged.index);
    const Campaign* const campaign = board.FindCampaign(logged.campaign);
    if (campaign == nullptr) {
      Add(kMissing, logged.index, "an issuance for a campaign that is not in the board's log");
    } else if (opening != nullptr) {
      if (CheckIssuance(logged, *opening, *campaign)) ++counts_.issuances_opened;
    } else if (campaign->open.phases.retention_ends <= as_of) {
      ++counts_.past_retention;
    } else if (Lost* const lost = FindLost(logged.index)) {
      ++lost->issuances;
    } else {
      Add(kMissing, logged.index, "an issuance without its opening");
    }
  }
}

bool OpeningCheck::Judgement::CheckIssuance(const Logged& logged, const records::IssuanceOpening& opening,
                                 const Campaign& campaign) {
  if (records::IssuanceCommitment(opening.salt, opening.request) != logged.commitment) {
    Add(kForged, logged.index, "an issuance that its opening does not open");
    return false;
  }
  if (!opening.request.Verify(crypto::Label::kIssueRequest).ok()) {
    Add(kForged, logged.index, "an issuance whose request no member has signed");
    return false;
  }
  return CheckRequest(logged.index, opening, campaign);
}

bool OpeningCheck::Judgement::CheckRequest(std::uint64_t index, const records::IssuanceOpening& opening,
                                const Campaign& campaign) {
  const auto request = records::IssueRequest::Decode(opening.request.body);
  if (!request.ok() || request->fingerprint != openings_.fingerprint ||
      request->campaign_id != campaign.id) {
    Add(kRule, index, "an issuance whose request is for something else");
    return false;
  }
  if (!AsksForTheQuota(*request, *campaign.manifest, openings_.origin)) {
    Add(kRule, index, "an issuance for other keys, or of more or less, than the manifest says");
    return false;
  }
  const Place place{campaign.open.roster_root, request->roster_leaf};
  if (!CheckEntitled(index, place, opening.request.signer)) return false;
  if (drawn_.emplace(campaign.id, request->roster_leaf).second) return true;
  Add(kRule, index, "a second issuance to one roster entry in one campaign");
  return false;
}

bool OpeningCheck::Judgement::CheckEntitled(std::uint64_t index, const Place& place,
                                 const records::VerifyKey& signer) {
  const auto roster = rosters_.find(place.first);
  if (roster == rosters_.end()) {
    Add(kMissing, index, "an issuance for a campaign whose roster is not among the openings");
    return false;
  }
  if (!roster->second.contains(place.second)) {
    Add(kRule, index, "an issuance to somebody who is not in the campaign's roster");
    return false;
  }
  const auto keys = bound_.find(place);
  const std::uint64_t since = EnrolledSince(index);
  const Bound* in_force = nullptr;
  if (keys != bound_.end()) {
    for (const Bound& bound : keys->second) {
      if (since <= bound.index && bound.index < index) in_force = &bound;
    }
  }
  if (in_force != nullptr && in_force->key == signer) return true;
  Add(AllProven(since, index) ? kRule : kMissing, index,
      "an issuance to a key that was not in force for its roster entry");
  return false;
}

// Openings of entries that are something else, and of entries that are newer than the evidence.
void OpeningCheck::Judgement::CheckStrays() {
  const auto look = [&](const auto& openings, const std::vector<Logged>& entries) {
    for (const auto& opening : openings) {
      if (opening.index >= log_.size_) {
        ++counts_.beyond;
      } else if (!std::ranges::binary_search(entries, opening.index, {}, &Logged::index)) {
        Add(kRule, opening.index, "an opening of an entry that commits to no such thing");
      }
    }
  };
  look(openings_.enrolments, log_.enrolments_);
  look(openings_.issuances, log_.issuances_);
}

}  // namespace candor::audit

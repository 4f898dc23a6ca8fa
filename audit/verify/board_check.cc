#include "audit/verify/board_check.h"

#include <algorithm>
#include <utility>

#include "audit/roster_overlap.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

using records::LogEntry;
using records::Role;

constexpr auto kCrypto = Severity::kCryptographic;
constexpr auto kRule = Severity::kBroken;

// Which invariant an entry breaks that the replay refused and no check had named.
struct IdOf {
  InvariantId operator()(const records::Genesis&) const { return InvariantId::kGenesis; }
  InvariantId operator()(const records::CampaignExtend&) const { return InvariantId::kWindows; }
  InvariantId operator()(const records::CampaignClose&) const { return InvariantId::kCloseTotals; }
  InvariantId operator()(const records::SealBatch&) const { return InvariantId::kBatches; }
  InvariantId operator()(const records::SubmissionEntry&) const { return InvariantId::kThreads; }
  InvariantId operator()(const records::AnswerEntry&) const { return InvariantId::kAnswers; }
  InvariantId operator()(const records::ActEntry&) const { return InvariantId::kTargets; }
  InvariantId operator()(const records::Access&) const { return InvariantId::kAccess; }
  InvariantId operator()(const records::Tombstone&) const { return InvariantId::kTombstones; }
  InvariantId operator()(const records::ErasureDone&) const { return InvariantId::kTombstones; }
  InvariantId operator()(const records::Incident&) const { return InvariantId::kGaps; }
  template <class Other>
  InvariantId operator()(const Other&) const {
    return InvariantId::kEntries;
  }
};

// A manifest's people whose role was taken before the campaign opened.
bool NamesRevoked(const records::Manifest& manifest, const BoardView& view) {
  const records::Draft& draft = manifest.draft;
  const std::pair<const std::vector<records::Named>*, Role> parts[] = {
      {&draft.sponsors, Role::kSponsor},
      {&draft.facilitators, Role::kFacilitator},
      {&draft.readers, Role::kReader},
      {&draft.operators, Role::kOperator}};
  for (const auto& [people, role] : parts) {
    for (const auto& person : *people) {
      const auto actor = view.actors().find(person.key);
      if (actor != view.actors().end() && actor->second.revoked.contains(role) &&
          !view.Holds(person.key, role)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

struct BoardCheck::Visitor {
  BoardCheck& check;
  const At& at;

  void operator()(const records::Genesis& body) const { check.CheckGenesis(at, body); }
  void operator()(const records::GovernanceEntry& body) const {
    check.CheckGovernanceEntry(at, body);
  }
  void operator()(const records::CampaignOpen& body) const { check.CheckOpen(at, body); }
  void operator()(const records::CampaignExtend&) const { check.CheckExtend(at); }
  void operator()(const records::CampaignClose& body) const { check.CheckClose(at, body); }
  void operator()(const records::SealBatch& body) const { check.CheckSeal(at, body); }
  void operator()(const records::SubmissionEntry& body) const { check.CheckSubmission(at, body); }
  void operator()(const records::AnswerEntry& body) const { check.CheckAnswer(at, body); }
  void operator()(const records::ActEntry& body) const { check.CheckActEntry(at, body); }
  void operator()(const records::Access& body) const { check.CheckAccess(at, body); }
  void operator()(const records::Tombstone& body) const { check.CheckTombstoneEntry(at, body); }
  void operator()(const records::ErasureDone& body) const { check.CheckDone(at, body); }
  void operator()(const records::Incident& body) const { check.CheckIncident(at, body); }
  void operator()(const records::GatewayKeyEntry& body) const { check.CheckGatewayEntry(at, body); }
  template <class IssuersOwn>
  void operator()(const IssuersOwn&) const {
    check.Add(InvariantId::kEntries, kRule, at.index, "an entry of an issuer's log in the board's");
  }
};

BoardCheck::BoardCheck(const records::TrustBundle& bundle, Level level, ParallelFor parallel,
                       Findings& findings)
    : bundle_(bundle),
      findings_(findings),
      view_(bundle),
      tokens_(bundle.board.origin, level, std::move(parallel), findings) {}

void BoardCheck::Add(InvariantId id, Severity severity, std::uint64_t index, std::string why) {
  findings_.Add({id, severity, bundle_.board.origin, index, std::move(why)});
}

void BoardCheck::Take(const ScannedEntry& scanned) {
  if (!scanned.content.empty()) contents_.insert(scanned.index);
  const auto& entry = scanned.entry;
  if (!entry.has_value()) return view_.Skip();
  if (entry->day < view_.last_day()) {
    Add(InvariantId::kDays, kRule, scanned.index, "the entry's day is before the one above it");
  }
  const bool genesis = std::holds_alternative<records::Genesis>(entry->body);
  if (genesis != (scanned.index == 0)) {
    Add(InvariantId::kGenesis, kRule, scanned.index, "Genesis stands first, and only there");
  }
  const bool in_batch = std::holds_alternative<records::SubmissionEntry>(entry->body);
  if (view_.OpenBatch() != nullptr && !in_batch) {
    Add(InvariantId::kBatches, kRule, scanned.index,
        "a batch is cut short: another entry stands where its submissions should");
  }
  const At at{scanned.index, *entry, scanned.bytes, scanned.content};
  std::visit(Visitor{*this, at}, entry->body);
  const absl::Status applied = Replay(scanned);
  if (!applied.ok()) {
    if (!findings_.HasAt(bundle_.board.origin, at.index)) {
      Add(std::visit(IdOf{}, entry->body), kRule, at.index, std::string(applied.message()));
    }
    view_.Skip();
  }
  days_.insert(entry->day);
  if (in_batch && view_.OpenBatch() == nullptr) CheckBatchEnd(at.index);
}

// A text of an answer or another act is looked at here and goes no further: it may be erased one day, and then nothing of it
// should be left, here no more than beside the log.
absl::Status BoardCheck::Replay(const ScannedEntry& scanned) {
  const bool answer = std::holds_alternative<records::AnswerEntry>(scanned.entry->body);
  if (!answer && !std::holds_alternative<records::ActEntry>(scanned.entry->body)) {
    return view_.Apply(scanned.bytes, scanned.content);
  }
  if (!scanned.content.empty()) {
    if (records::ContentCommitmentOf(*scanned.entry) !=
        records::ContentCommitment(scanned.content.salt, scanned.content.content)) {
      return absl::FailedPreconditionError("the content does not open the entry's commitment");
    }
    if (answer) CANDOR_RETURN_IF_ERROR(records::AnswerContent::Decode(scanned.content.content).status());
  }
  CANDOR_RETURN_IF_ERROR(view_.Apply(scanned.bytes, {}));
  with_texts_.insert(scanned.index);
  return absl::OkStatus();
}

bool BoardCheck::Forget(std::uint64_t index) {
  if (!with_texts_.contains(index)) return false;
  contents_.erase(index);
  return true;
}

void BoardCheck::CheckGenesis(const At& at, const records::Genesis& genesis) {
  if (genesis.fingerprint != bundle_.Fingerprint() || genesis.origin != bundle_.board.origin ||
      genesis.trial != bundle_.trial) {
    Add(InvariantId::kGenesis, kRule, at.index,
        "Genesis names another organisation fingerprint, origin or trial mark than the trust bundle");
  }
}

void BoardCheck::CheckGovernanceEntry(const At& at, const records::GovernanceEntry& governance) {
  const auto& body_key = bundle_.independent_body_key;
  const auto& in_force = view_.CharterOn(at.entry.day);
  if (!records::VerifyGovernance(governance.record, in_force, body_key).ok()) {
    const bool replaced = std::ranges::any_of(view_.charters(), [&](const auto& charter) {
      return charter.value != in_force && charter.from <= at.entry.day &&
             records::VerifyGovernance(governance.record, charter.value, body_key).ok();
    });
    if (replaced) {
      return Add(InvariantId::kRevoked, kRule, at.index,
                 "a governance record signed by a charter key that was replaced");
    }
    return Add(InvariantId::kEntries, kCrypto, at.index,
               "a governance record without two valid signatures");
  }
  const auto content = governance.record.Content();
  const auto allowed = CheckGovernance(view_, governance.record, at.entry.day);
  if (allowed.ok()) return;
  const bool roster = content.ok() && std::holds_alternative<records::RosterRecord>(*content);
  Add(roster ? InvariantId::kCampaigns : InvariantId::kEntries, kRule, at.index,
      std::string(allowed.message()));
}

void BoardCheck::CheckGatewayEntry(const At& at, const records::GatewayKeyEntry& gateway) {
  // Its day and its being the only one are the replay's to judge.
  if (!records::VerifyGatewayKey(gateway.record, bundle_.gateway_key).ok()) {
    Add(InvariantId::kEntries, kCrypto, at.index,
        "a gateway key that the bundle's gateway key has not signed");
  }
}

void BoardCheck::CheckOpen(const At& at, const records::CampaignOpen& open) {
  const auto manifest = records::Manifest::Decode(at.content.content);
  if (!manifest.ok()) {
    return Add(InvariantId::kContents, at.content.empty() ? Severity::kIncomplete : kCrypto, at.index,
               "the campaign's manifest is missing or cannot be read");
  }
  if (!records::VerifyManifest(*manifest).ok() || !records::CheckCampaignOpen(open, *manifest).ok()) {
    Add(InvariantId::kEntries, kCrypto, at.index,
        "a campaign whose manifest or opening is not signed as it should be, or says something else");
  }
  if (NamesRevoked(*manifest, view_)) {
    Add(InvariantId::kRevoked, kRule, at.index,
        "a campaign that names somebody in a role that was revoked");
  } else if (const auto roles = CheckManifestRoles(*manifest, view_); !roles.ok()) {
    Add(InvariantId::kEntries, kRule, at.index,
        "a campaign with people, a roster or issuers that the log does not know in that place");
  }
  std::size_t open_now = 1;
  for (const Campaign& other : view_.campaigns()) {
    const records::Draft& theirs = other.manifest->draft;
    const bool open_beside = other.IsOpen(at.entry.day);
    if (open_beside) ++open_now;
    if (theirs.Id() == manifest->draft.Id() ||
        (open_beside && theirs.question == manifest->draft.question)) {
      Add(InvariantId::kCampaigns, kRule, at.index,
          "another campaign has the same draft, or is open with the same question");
    }
    if (SpansOverlap(theirs.phases, manifest->draft.phases) &&
        CompareRosters(view_, manifest->draft.roster_root, theirs.roster_root,
                       std::max(theirs.k, manifest->draft.k)) != RosterOverlap::kSafe) {
      Add(InvariantId::kCampaigns, kRule, at.index,
          "a campaign of the same time uses a roster that differs by too few people");
    }
  }
  if (open_now > view_.MaxOpenOn(at.entry.day)) {
    Add(InvariantId::kCampaigns, kRule, at.index, "more campaigns are open than the rules allow");
  }
}

// All other rules of an extension are the replay's. This one takes the days of all entries: a board that was at work
// since the close and extends later has held the texts of its authors back, and shortened the grace.
void BoardCheck::CheckExtend(const At& at) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  if (campaign == nullptr) return;
  const auto first = days_.lower_bound(campaign->open.phases.speaking_closes);
  if (first == days_.end() || *first >= at.entry.day) return;
  Add(InvariantId::kSlots, kRule, at.index,
      Cat("a grace extension ", at.entry.day - *first,
          " days after the close, though the board was at work meanwhile: it is written at the first slot after it"));
}

void BoardCheck::CheckClose(const At& at, const records::CampaignClose& close) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  if (campaign == nullptr) {
    return Add(InvariantId::kTargets, kRule, at.index, "a close of a campaign that was not opened");
  }
  if (campaign->IsOpen(at.entry.day)) {
    Add(InvariantId::kWindows, kRule, at.index,
        "a close while opinions are taken, or while the grace may still come: who has not spoken would believe it over");
  }
  const bool withheld = std::ranges::any_of(
      campaign->batches, [](const Batch& batch) { return batch.seal.withheld; });
  if (close.opinions != campaign->opinions || close.batches != campaign->batches.size() ||
      close.withheld != withheld) {
    Add(InvariantId::kCloseTotals, kRule, at.index,
        "the totals of the close are not those of the log");
  }
  if (close.opinions > 0 && close.opinions < campaign->open.k && !withheld) {
    Add(InvariantId::kSmallGroups, kRule, at.index,
        "a total that tells about fewer people than the campaign's k");
  }
}

void BoardCheck::CheckIncident(const At& at, const records::Incident& incident) {
  if (incident.signed_size > at.index || incident.found_size > incident.signed_size) {
    Add(InvariantId::kGaps, kRule, at.index, "an incident whose sizes are not those of this log");
  }
}

}  // namespace candor::audit

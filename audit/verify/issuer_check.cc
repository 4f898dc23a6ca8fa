#include "audit/verify/issuer_check.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "crypto/key_proof.h"

namespace candor::audit {
namespace {

using records::LogEntry;

// Which invariant an entry breaks that the replay refused, by what it is.
InvariantId IdOf(const LogEntry& entry) {
  if (std::holds_alternative<records::TokenKeyEntry>(entry.body) ||
      std::holds_alternative<records::TokenKeyRetired>(entry.body)) {
    return InvariantId::kTokenKeys;
  }
  if (std::holds_alternative<records::Genesis>(entry.body)) return InvariantId::kGenesis;
  return InvariantId::kEntries;
}

}  // namespace

IssuerCheck::IssuerCheck(std::string origin, const crypto::Hash& fingerprint, Level level,
                         Findings& findings)
    : level_(level), view_(std::move(origin), fingerprint), findings_(findings) {}

void IssuerCheck::Add(InvariantId id, Severity severity, std::uint64_t index, std::string why) {
  findings_.Add({id, severity, view_.origin(), index, std::move(why)});
}

void IssuerCheck::Take(const ScannedEntry& scanned) {
  const auto& entry = scanned.entry;
  if (!entry.has_value()) return view_.Skip();
  Check(*entry, scanned.content, scanned.index);
  const std::size_t keys = view_.token_keys().size();
  const auto applied = view_.Apply(scanned.bytes, scanned.content);
  if (view_.token_keys().size() > keys) CheckKeyProof(view_.token_keys().back());
  if (applied.ok()) return;
  if (!findings_.HasAt(view_.origin(), scanned.index)) {
    Add(IdOf(*entry), Severity::kBroken, scanned.index, std::string(applied.message()));
  }
  view_.Skip();
}

void IssuerCheck::Check(const LogEntry& entry, const EntryText& content, std::uint64_t index) {
  if (std::holds_alternative<records::TokenKeyEntry>(entry.body) && content.empty()) {
    lacking_.insert(entry.campaign_id);
    Add(InvariantId::kContents, Severity::kIncomplete, index,
        "the token key beside the entry is missing: of this campaign's keys nothing can be said");
  }
  if (entry.day < view_.last_day()) {
    Add(InvariantId::kDays, Severity::kBroken, index, "the entry's day is before the one above it");
  }
  const bool genesis = std::holds_alternative<records::Genesis>(entry.body);
  if (genesis != (index == 0)) {
    Add(InvariantId::kGenesis, Severity::kBroken, index, "Genesis stands first, and only there");
  }
  if (std::holds_alternative<records::Enrolment>(entry.body)) ++days_[entry.day].enrolments;
  if (std::holds_alternative<records::Issuance>(entry.body)) {
    ++days_[entry.day].issuances;
    CheckIssuance(entry.campaign_id, {index, entry.day});
  }
  if (const auto* total = std::get_if<records::EnrolmentTotal>(&entry.body)) {
    CheckTotal(*total, index, entry.day);
  }
  if (const auto* total = std::get_if<records::IssuanceTotal>(&entry.body)) {
    CheckTotal(*total, index, entry.day);
  }
  if (const auto* incident = std::get_if<records::Incident>(&entry.body)) {
    if (incident->signed_size > index || incident->found_size > incident->signed_size) {
      Add(InvariantId::kGaps, Severity::kBroken, index,
          "an incident whose sizes are not those of this log");
    }
    closed_.insert(incident->lost.begin(), incident->lost.end());
  } else {
    last_written_ = std::max(last_written_, entry.day);
  }
}

void IssuerCheck::CheckIssuance(const records::CampaignId& campaign, const Issued& issued) {
  const std::uint64_t index = issued.index;
  issuances_[campaign].push_back(issued);
  if (closed_.contains(campaign)) {
    Add(InvariantId::kGaps, Severity::kBroken, index,
        "an issuance in a campaign of which an incident says that this issuer no longer knows who has"
        " drawn");
  }
  bool known = false;
  for (const auto& key : view_.token_keys()) {
    if (key.campaign_id != campaign || key.entry.purpose != crypto::Purpose::kVoice) continue;
    known = true;
    if (!key.retired.has_value()) continue;
    Add(InvariantId::kTokenKeys, Severity::kBroken, index,
        "an issuance after the campaign's voice key was retired");
  }
  if (!known && !lacking_.contains(campaign)) {
    Add(InvariantId::kTokenKeys, Severity::kBroken, index,
        "an issuance before the campaign's voice key was logged");
  }
}

void IssuerCheck::CheckTotal(const records::EnrolmentTotal& total, std::uint64_t index, Day day) {
  DayCounts& counts = days_[total.for_day];
  if (total.for_day >= day || std::exchange(counts.enrolments_told, true) ||
      std::uint64_t{total.fresh} + total.replaced != counts.enrolments) {
    Add(InvariantId::kDailyTotals, Severity::kBroken, index,
        "a day's total of enrolments is not the number of its entries, or is told twice or early");
  }
}

void IssuerCheck::CheckTotal(const records::IssuanceTotal& total, std::uint64_t index, Day day) {
  DayCounts& counts = days_[total.for_day];
  if (total.for_day >= day || std::exchange(counts.issuances_told, true) ||
      total.count != counts.issuances) {
    Add(InvariantId::kDailyTotals, Severity::kBroken, index,
        "a day's total of issuances is not the number of its entries, or is told twice or early");
  }
}

void IssuerCheck::CheckKeyProof(const LoggedTokenKey& key) {
  if (level_ != Level::kFull) return;
  const auto parsed = crypto::TokenPublicKey::Parse(key.content.spki);
  if (parsed.ok() && crypto::VerifyKeyProof(*parsed, key.content.proof).ok()) return;
  Add(InvariantId::kTokenKeys, Severity::kCryptographic, key.index,
      "the proof of a token key does not hold: blinding under it may not hide");
}

void IssuerCheck::JudgeEnd(Findings& findings) const {
  for (const auto& [day, counts] : days_) {
    if (day >= last_written_) continue;
    const bool untold = (counts.enrolments > 0 && !counts.enrolments_told) ||
                        (counts.issuances > 0 && !counts.issuances_told);
    if (!untold) continue;
    findings.Add({InvariantId::kDailyTotals, Severity::kBroken, view_.origin(), std::nullopt,
                  "a day that has passed has no total of its enrolments or issuances"});
  }
}

std::uint64_t IssuerCheck::DrawsAt(const records::CampaignId& campaign, std::uint64_t size) const {
  const auto at = issuances_.find(campaign);
  if (at == issuances_.end()) return 0;
  return static_cast<std::uint64_t>(std::ranges::lower_bound(at->second, size, {}, &Issued::index) -
                                    at->second.begin());
}

std::uint64_t IssuerCheck::DrawsUntil(const records::CampaignId& campaign, Day day) const {
  const auto at = issuances_.find(campaign);
  if (at == issuances_.end()) return 0;
  return static_cast<std::uint64_t>(
      std::ranges::count_if(at->second, [&](const Issued& each) { return each.day <= day; }));
}

}  // namespace candor::audit

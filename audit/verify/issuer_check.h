// IssuerCheck: an issuer's log, entry by entry: form, days, totals, token keys.
//
// Invariants I05 to I07, I09, I10, I21 and I29 as far as one issuer's log shows them; what takes the
// board's log as well is in cross_check.h. Proofs of token keys are looked at on the full level alone. Goes
// on after a bad entry. Not thread-safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/issuer_view.h"
#include "audit/verify/finding.h"
#include "audit/verify/level.h"
#include "audit/verify/log_scan.h"

namespace candor::audit {

class IssuerCheck {
 public:
  // `findings` must outlive the check.
  IssuerCheck(std::string origin, const crypto::Hash& fingerprint, Level level, Findings& findings);

  void Take(const ScannedEntry& scanned);
  // What is missing at the end of the entries taken so far: days without their totals.
  void JudgeEnd(Findings& findings) const;

  const IssuerView& view() const { return view_; }
  // The check is of no use afterwards.
  IssuerView TakeView() && { return std::move(view_); }
  // Issuance entries of the campaign among the first `size` entries.
  std::uint64_t DrawsAt(const records::CampaignId& campaign, std::uint64_t size) const;
  // The same of all up to and with a day.
  std::uint64_t DrawsUntil(const records::CampaignId& campaign, Day day) const;
  // A token key of the campaign is logged, and what lies beside it is not in the evidence: of that
  // campaign's keys nothing can be said.
  bool LacksKeyOf(const records::CampaignId& campaign) const { return lacking_.contains(campaign); }

 private:
  struct DayCounts {
    std::uint32_t enrolments = 0;
    std::uint32_t issuances = 0;
    bool enrolments_told = false;
    bool issuances_told = false;
  };

  struct Issued {
    std::uint64_t index = 0;
    Day day = 0;
  };

  void Add(InvariantId id, Severity severity, std::uint64_t index, std::string why);
  void Check(const records::LogEntry& entry, const EntryText& content, std::uint64_t index);
  void CheckTotal(const records::EnrolmentTotal& total, std::uint64_t index, Day day);
  void CheckTotal(const records::IssuanceTotal& total, std::uint64_t index, Day day);
  void CheckIssuance(const records::CampaignId& campaign, const Issued& issued);
  void CheckKeyProof(const LoggedTokenKey& key);

  const Level level_;
  IssuerView view_;
  Findings& findings_;
  std::map<records::CampaignId, std::vector<Issued>> issuances_;
  std::map<Day, DayCounts> days_;
  // The last day on which the issuer itself wrote: it tells the days before first. An Incident is appended
  // by whoever brings a stopped issuer back, and the totals follow at its start.
  Day last_written_ = 0;
  std::set<records::CampaignId> lacking_;
  std::set<records::CampaignId> closed_;  // by an Incident: nobody draws there any more
};

}  // namespace candor::audit

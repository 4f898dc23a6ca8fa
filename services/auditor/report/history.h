// History: what happened when, as far as the replayed views do not keep it.
//
// Collected from the entries of a verification as they go by. Entries that have a finding are left out
// of the reports that list acts: they did not happen, and the integrity report names them. Not
// thread-safe.
#pragma once

#include <string>
#include <vector>

#include "audit/verify/verify.h"

namespace candor::services::auditor {

struct LoggedAccess {
  std::uint64_t index = 0;
  Day day = 0;
  records::CampaignId campaign{};
  records::Access access;
};

struct LoggedGovernance {
  std::uint64_t index = 0;
  Day day = 0;
  records::GovernanceBody body;
};

struct LoggedTokenKeyAct {
  std::string log;
  std::uint64_t index = 0;
  Day day = 0;
  records::CampaignId campaign{};
  crypto::Purpose purpose = crypto::Purpose::kVoice;
  crypto::TokenKeyId key{};
  bool retired = false;
};

struct History {
  std::vector<LoggedAccess> accesses;
  std::vector<LoggedGovernance> governance;
  std::vector<LoggedTokenKeyAct> token_keys;
  std::vector<std::pair<std::uint64_t, Day>> erasures_done;  // index and day of ErasureDone

  // For VerifyOptions::each_entry.
  void Take(std::string_view log, std::uint64_t index, const records::LogEntry& entry);
  // Leaves out what has a finding.
  void Drop(const std::vector<audit::Finding>& findings, const std::string& board);
};

}  // namespace candor::services::auditor

#include "services/auditor/report/history.h"

#include <algorithm>
#include <utility>

namespace candor::services::auditor {

void History::Take(std::string_view log, std::uint64_t index, const records::LogEntry& entry) {
  const Day day = entry.day;
  if (const auto* access = std::get_if<records::Access>(&entry.body)) {
    accesses.push_back({index, day, entry.campaign_id, *access});
  } else if (const auto* governance_entry = std::get_if<records::GovernanceEntry>(&entry.body)) {
    auto content = governance_entry->record.Content();
    if (content.ok()) governance.push_back({index, day, *std::move(content)});
  } else if (const auto* key = std::get_if<records::TokenKeyEntry>(&entry.body)) {
    token_keys.push_back({std::string(log), index, day, entry.campaign_id, key->purpose,
                          key->token_key_id, false});
  } else if (const auto* retired = std::get_if<records::TokenKeyRetired>(&entry.body)) {
    token_keys.push_back({std::string(log), index, day, entry.campaign_id, retired->purpose,
                          retired->token_key_id, true});
  } else if (std::holds_alternative<records::ErasureDone>(entry.body)) {
    erasures_done.emplace_back(index, day);
  }
}

void History::Drop(const std::vector<audit::Finding>& findings, const std::string& board) {
  const auto has = [&](std::string_view log, std::uint64_t index) {
    return std::ranges::any_of(findings, [&](const audit::Finding& each) {
      return each.log == log && each.index == index;
    });
  };
  std::erase_if(accesses, [&](const auto& each) { return has(board, each.index); });
  std::erase_if(governance, [&](const auto& each) { return has(board, each.index); });
  std::erase_if(token_keys, [&](const auto& each) { return has(each.log, each.index); });
}

}  // namespace candor::services::auditor

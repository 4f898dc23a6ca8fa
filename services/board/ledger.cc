#include "services/board/ledger.h"

#include "base/status.h"

namespace candor::services::board {
namespace {

template <class Key>
std::optional<std::uint64_t> Find(const std::map<Key, std::uint64_t>& map, const Key& key) {
  const auto at = map.find(key);
  if (at == map.end()) return std::nullopt;
  return at->second;
}

}  // namespace

absl::Status Ledger::Apply(ByteView entry, const audit::EntryContent& content) {
  const std::uint64_t index = view_.size();
  CANDOR_RETURN_IF_ERROR(view_.Apply(entry, content));
  CANDOR_ASSIGN_OR_RETURN(const auto decoded, records::LogEntry::Decode(entry));
  if (const auto* governance = std::get_if<records::GovernanceEntry>(&decoded.body)) {
    governance_.emplace(crypto::Sha256({governance->record.Encode()}), index);
  } else if (std::holds_alternative<records::CampaignClose>(decoded.body)) {
    closes_.emplace(decoded.campaign_id, index);
  }
  return absl::OkStatus();
}

std::optional<std::uint64_t> Ledger::IndexOf(const records::Governance& record) const {
  return Find(governance_, crypto::Sha256({record.Encode()}));
}

std::optional<std::uint64_t> Ledger::IndexOfClose(const records::CampaignId& campaign) const {
  return Find(closes_, campaign);
}

}  // namespace candor::services::board

// Ledger: the board's own log replayed, and where each record that may come twice stands in it.
//
// A call that is made again, because its answer was lost on the way, gets the first one's answer
// instead of a second entry. Thread-compatible.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "absl/status/status.h"
#include "audit/board_view.h"

namespace candor::services::board {

class Ledger {
 public:
  explicit Ledger(records::TrustBundle bundle) : view_(std::move(bundle)) {}

  // As BoardView::Apply.
  absl::Status Apply(ByteView entry, const audit::EntryContent& content);

  const audit::BoardView& view() const { return view_; }

  std::optional<std::uint64_t> IndexOf(const records::Governance& record) const;
  std::optional<std::uint64_t> IndexOfClose(const records::CampaignId& campaign) const;

 private:
  audit::BoardView view_;
  std::map<crypto::Hash, std::uint64_t> governance_;  // by SHA-256 of the record
  std::map<records::CampaignId, std::uint64_t> closes_;
};

}  // namespace candor::services::board

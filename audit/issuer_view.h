// IssuerView: what an issuer's log says, replayed: token keys, enrolments and draws.
//
// As BoardView: pure, thread-compatible, knows nothing that is not in the log, and ends the replay
// with an error that names the index when an entry is malformed or has no place in such a log.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "audit/board_view.h"
#include "records/entry.h"

namespace candor::audit {

struct LoggedTokenKey {
  std::uint64_t index = 0;
  records::CampaignId campaign_id{};
  records::TokenKeyEntry entry;
  records::TokenKeyContent content;
  std::optional<std::uint64_t> retired{};  // index of its TokenKeyRetired entry
};

class IssuerView {
 public:
  // `origin` is the log's; `fingerprint` the bundle's, which Genesis must name.
  IssuerView(std::string origin, const crypto::Hash& fingerprint);

  absl::Status Apply(ByteView entry, const EntryContent& content);

  // As BoardView::Skip.
  void Skip() { ++size_; }

  std::uint64_t size() const { return size_; }
  Day last_day() const { return last_day_; }
  const std::string& origin() const { return origin_; }
  const std::vector<LoggedTokenKey>& token_keys() const { return token_keys_; }
  // Keys of a campaign for a purpose: exactly one in an honest log.
  std::vector<const LoggedTokenKey*> KeysFor(const records::CampaignId& campaign,
                                             crypto::Purpose purpose) const;

  // Draws: Issuance entries of the campaign.
  std::uint32_t Draws(const records::CampaignId& campaign) const;
  std::uint32_t enrolments() const { return enrolments_; }
  // Entries of a day, for the daily totals.
  std::uint32_t IssuancesOn(Day day) const;

 private:
  absl::Status Retire(const records::CampaignId& campaign, const records::TokenKeyRetired& retired);

  std::string origin_;
  crypto::Hash fingerprint_;
  std::uint64_t size_ = 0;
  Day last_day_ = 0;
  std::vector<LoggedTokenKey> token_keys_;
  std::map<records::CampaignId, std::uint32_t> draws_;
  std::map<Day, std::uint32_t> issuances_by_day_;
  std::uint32_t enrolments_ = 0;
};

}  // namespace candor::audit

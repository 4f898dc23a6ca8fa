#include "services/board/seal.h"

#include <algorithm>
#include <utility>

#include "audit/merkle.h"

namespace candor::services::board {

std::vector<records::IssuerCheckpoint> ReliedOn(const std::vector<IssuerDraws>& draws) {
  std::vector<records::IssuerCheckpoint> out;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    if (!draws[i].known) continue;
    out.push_back({static_cast<std::uint8_t>(i), draws[i].size, draws[i].root});
  }
  return out;
}

store::SealedBatch MakeSealedBatch(const records::CampaignId& campaign, Day day,
                                   records::SealBatch seal, std::vector<store::PoolItem> items) {
  struct Leaf {
    crypto::Hash leaf_hash{};
    crypto::Hash submission_hash{};
    Bytes entry;
  };
  std::vector<Leaf> leaves;
  for (auto& item : items) {
    Bytes entry = records::LogEntry{day, campaign,
                                    records::SubmissionEntry{std::move(item.signed_submission)}}
                      .Encode();
    const crypto::Hash leaf_hash = audit::LeafHash(entry);
    leaves.push_back({leaf_hash, item.submission_hash, std::move(entry)});
  }
  std::ranges::sort(leaves, {}, &Leaf::leaf_hash);

  store::SealedBatch out;
  out.campaign_id = campaign;
  out.pool = seal.pool;
  out.withheld = seal.withheld;
  seal.count = static_cast<std::uint32_t>(leaves.size());
  out.entries.push_back({records::LogEntry{day, campaign, std::move(seal)}.Encode(), std::nullopt});
  for (auto& leaf : leaves) {
    out.submissions.push_back(leaf.submission_hash);
    out.entries.push_back({std::move(leaf.entry), std::nullopt});
  }
  return out;
}

}  // namespace candor::services::board

// Seal: the log entries of a batch.
//
// A batch is a SealBatch entry and then one Submission entry for each opinion, in strictly
// ascending order of their RFC 6962 leaf hashes, which says nothing about arrival. Pure and
// thread-safe.
#pragma once

#include <vector>

#include "records/entry.h"
#include "services/board/draw_counter.h"
#include "store/board_store.h"

namespace candor::services::board {

// The checkpoints of those issuers of whom anything is known.
std::vector<records::IssuerCheckpoint> ReliedOn(const std::vector<IssuerDraws>& draws);

// `seal` without its count, which follows from `items`; at least one item.
store::SealedBatch MakeSealedBatch(const records::CampaignId& campaign, Day day,
                                   records::SealBatch seal, std::vector<store::PoolItem> items);

}  // namespace candor::services::board

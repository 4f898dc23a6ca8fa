// Submissions and batches as the store sees them: of canonical form, with random bytes for keys,
// tokens and signatures, since the store verifies none of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "crypto/random.h"
#include "store/board_store.h"

namespace candor::store::testing {

inline constexpr records::CampaignId kCampaign{0xca, 0x01};
inline constexpr records::CampaignId kOtherCampaign{0xca, 0x02};
inline constexpr Day kToday = 20'000;

struct SubmissionShape {
  records::CampaignId campaign = kCampaign;
  records::Pool pool = records::Pool::kOpinions;  // kOpinions or kRatings
  std::size_t envelope_size = 600;
  std::size_t marks = 3;
};

PooledSubmission MakeSubmission(crypto::RandomSource& random, const SubmissionShape& shape = {});
std::vector<PooledSubmission> MakeSubmissions(std::size_t count, crypto::RandomSource& random,
                                              const SubmissionShape& shape = {});

// A log entry of no meaning, told apart by its number.
NewEntry NumberedEntry(std::uint64_t number);
NewEntry EntryWithContent(std::uint64_t number, std::uint8_t salt, std::string_view content);

// The batch that seals these, in the order of their log entries' leaf hashes.
SealedBatch MakeBatch(std::span<const PoolItem> items, records::SlotNumber slot,
                      const SubmissionShape& shape = {});

// How the one answer to one submission came out; the test fails on an error.
CommitOutcome CommitOne(BoardStore& store, const PooledSubmission& submission);

}  // namespace candor::store::testing

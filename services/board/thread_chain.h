// The chain of a thread, as the store knows it: pooled or sealed (PROTOCOL §6).
//
// Every body of a thread leaves a mark at its place: the first one that of the thread key, the others
// that of thread key and sequence. So one place is taken once, whoever comes at the same moment, and
// the body before it is found without the log.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/promise.h"
#include "store/board_store.h"

namespace candor::services::board {

struct ChainRefusal {
  records::RefusalCode code = records::RefusalCode::kOutOfChain;
  Bytes other;  // the signed submission that makes it checkable, where the code needs one
};

// Nothing when this act follows: its first body is known and says something (an opinion, where it rates), the body
// before it is the one that it names and no withdrawal, the thread KEM key and a follow-up's audience are the
// same, and the thread has not used up its quota of `follow_ups`, nor that of acts altogether. Whether its own place is free is
// asked by the store when it takes it. The store's errors.
absl::StatusOr<std::optional<ChainRefusal>> CheckChain(const store::BoardStore& store,
                                                       const records::SubmissionBody& body,
                                                       std::uint8_t follow_ups);

// Beside its quota of follow-ups a thread may make so many other acts; a withdrawal always.
inline constexpr std::uint32_t kOtherActs = 64;

// Of pooled acts, in order of their sequence, those whose predecessor is in the log or in this batch, and the
// ratings that one of them waits for (decision 0029). `sealed` holds what this slot seals before them.
std::vector<store::PoolItem> ChooseThreadActs(
    const std::map<crypto::Hash, audit::SealedSubmission>& log, std::set<crypto::Hash> sealed,
    std::vector<store::PoolItem> pooled, std::vector<store::PoolItem> ratings);

// Of pooled ratings, in order of their sequence, those whose predecessor is in the log, in `sealed`, or before them.
std::vector<store::PoolItem> ChooseRatings(const std::map<crypto::Hash, audit::SealedSubmission>& log,
                                           std::set<crypto::Hash> sealed,
                                           std::vector<store::PoolItem> pooled);

// The thread keys of those acts that withdraw.
std::set<records::VerifyKey> WithdrawnThreads(const std::vector<store::PoolItem>& pooled);

}  // namespace candor::services::board

#include "services/board/thread_chain.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "services/board/admission.h"

namespace candor::services::board {
namespace {

using records::Kind;
using records::RefusalCode;
using records::SubmissionBody;

struct Found {
  Bytes signed_submission;
  SubmissionBody body;
};

absl::StatusOr<std::optional<Found>> FindOwner(const store::BoardStore& store,
                                               const store::Mark& mark) {
  CANDOR_ASSIGN_OR_RETURN(auto owner, store.FindMark(mark));
  if (!owner.has_value()) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(auto decoded, records::SignedSubmission::Decode(*owner));
  return Found{*std::move(owner), std::move(decoded.body)};
}

std::optional<SubmissionBody> BodyOf(const store::PoolItem& item) {
  auto decoded = records::SignedSubmission::Decode(item.signed_submission);
  if (!decoded.ok()) return std::nullopt;
  return std::move(decoded->body);
}

using Acts = std::vector<std::pair<SubmissionBody, store::PoolItem>>;

Acts BySequence(std::vector<store::PoolItem> pooled) {
  Acts acts;
  for (auto& item : pooled) {
    if (auto body = BodyOf(item)) acts.emplace_back(*std::move(body), std::move(item));
  }
  std::ranges::stable_sort(acts, {}, [](const auto& act) { return act.first.sequence; });
  return acts;
}

// Those whose predecessor is in the log, in `sealed`, or one of those before them.
std::vector<store::PoolItem> WithPredecessor(const std::map<crypto::Hash, audit::SealedSubmission>& log,
                                             std::set<crypto::Hash> sealed, Acts acts) {
  std::vector<store::PoolItem> out;
  for (auto& [body, item] : acts) {
    if (!log.contains(body.previous) && !sealed.contains(body.previous)) continue;
    sealed.insert(item.submission_hash);
    out.push_back(std::move(item));
  }
  return out;
}

// A thread spends no tokens with its acts, so their number has to be bounded here. Each body stands at its place in
// the chain, pooled or sealed.
absl::StatusOr<bool> QuotaUsedUp(const store::BoardStore& store, const SubmissionBody& body,
                                 std::uint8_t follow_ups) {
  if (body.kind == Kind::kWithdrawal) return false;
  if (body.sequence > follow_ups + kOtherActs) return true;
  if (body.kind != Kind::kFollowUp) return false;
  std::uint32_t said = 0;
  for (std::uint32_t place = 1; place < body.sequence; ++place) {
    CANDOR_ASSIGN_OR_RETURN(const auto at, FindOwner(store, ChainMark(body.thread_key, place)));
    if (at.has_value() && at->body.kind == Kind::kFollowUp) ++said;
  }
  return said >= follow_ups;
}

}  // namespace

absl::StatusOr<std::optional<ChainRefusal>> CheckChain(const store::BoardStore& store,
                                                       const SubmissionBody& body,
                                                       std::uint8_t follow_ups) {
  CANDOR_ASSIGN_OR_RETURN(auto first, FindOwner(store, ThreadMark(body.thread_key)));
  const bool speaks = first.has_value() && (first->body.kind == Kind::kOpinion ||
                                            first->body.kind == Kind::kContribution);
  if (!speaks) return ChainRefusal{RefusalCode::kUnknownThread, {}};
  if (body.kind == Kind::kRating && first->body.kind != Kind::kOpinion) {
    return ChainRefusal{RefusalCode::kTarget, {}};
  }
  if (body.kind == Kind::kFollowUp && body.audience != first->body.audience) {
    return ChainRefusal{RefusalCode::kAudience, {}};
  }
  const auto out_of_chain = [](Found& other) {
    return ChainRefusal{RefusalCode::kOutOfChain, std::move(other.signed_submission)};
  };
  if (first->body.thread_kem_key != body.thread_kem_key) return out_of_chain(*first);
  auto previous = first;
  if (body.sequence > 1) {
    CANDOR_ASSIGN_OR_RETURN(previous,
                            FindOwner(store, ChainMark(body.thread_key, body.sequence - 1)));
  }
  // A gap: the first body is not what stands before this place.
  if (!previous.has_value()) return out_of_chain(*first);
  const bool follows = previous->body.SubmissionHash() == body.previous &&
                       previous->body.kind != Kind::kWithdrawal;
  if (!follows) return out_of_chain(*previous);
  CANDOR_ASSIGN_OR_RETURN(const bool used_up, QuotaUsedUp(store, body, follow_ups));
  if (used_up) return ChainRefusal{RefusalCode::kQuota, {}};
  return std::nullopt;
}

std::vector<store::PoolItem> ChooseThreadActs(
    const std::map<crypto::Hash, audit::SealedSubmission>& log, std::set<crypto::Hash> sealed,
    std::vector<store::PoolItem> pooled, std::vector<store::PoolItem> ratings) {
  std::map<records::VerifyKey, std::uint32_t> last;  // of the acts that are no ratings
  auto acts = BySequence(std::move(pooled));
  for (const auto& [body, item] : acts) {
    std::uint32_t& sequence = last[body.thread_key];
    sequence = std::max(sequence, body.sequence);
  }
  for (auto& [body, item] : BySequence(std::move(ratings))) {
    const auto at = last.find(body.thread_key);
    if (at != last.end() && at->second > body.sequence) acts.emplace_back(body, std::move(item));
  }
  std::ranges::stable_sort(acts, {}, [](const auto& act) { return act.first.sequence; });
  return WithPredecessor(log, std::move(sealed), std::move(acts));
}

std::vector<store::PoolItem> ChooseRatings(const std::map<crypto::Hash, audit::SealedSubmission>& log,
                                           std::set<crypto::Hash> sealed,
                                           std::vector<store::PoolItem> pooled) {
  std::erase_if(pooled, [&](const store::PoolItem& item) { return sealed.contains(item.submission_hash); });
  return WithPredecessor(log, std::move(sealed), BySequence(std::move(pooled)));
}

std::set<records::VerifyKey> WithdrawnThreads(const std::vector<store::PoolItem>& pooled) {
  std::set<records::VerifyKey> out;
  for (const auto& item : pooled) {
    const auto body = BodyOf(item);
    if (body.has_value() && body->kind == Kind::kWithdrawal) out.insert(body->thread_key);
  }
  return out;
}

}  // namespace candor::services::board

#include "store/pool_view.h"

#include <cstring>
#include <utility>

namespace candor::store {

std::size_t PoolView::MarkHash::operator()(const Mark& mark) const {
  std::size_t out = 0;
  std::memcpy(&out, mark.data(), sizeof out);
  return out;
}

void PoolView::Add(const PooledSubmission& submission) {
  for (const auto& mark : submission.marks) owners_.emplace(mark, submission.submission_hash);
  items_.emplace(submission.submission_hash,
                 Item{submission.campaign_id, submission.pool, submission.signed_submission,
                      submission.marks});
}

void PoolView::Remove(const crypto::Hash& submission_hash) {
  const auto at = items_.find(submission_hash);
  if (at == items_.end()) return;
  for (const auto& mark : at->second.marks) owners_.erase(mark);
  items_.erase(at);
}

void PoolView::Merge(PoolView other) {
  items_.merge(std::move(other.items_));
  owners_.merge(std::move(other.owners_));
}

const PoolView::Item* PoolView::Find(const crypto::Hash& submission_hash) const {
  const auto at = items_.find(submission_hash);
  return at == items_.end() ? nullptr : &at->second;
}

const PoolView::Item* PoolView::OwnerOf(const Mark& mark) const {
  const auto at = owners_.find(mark);
  return at == owners_.end() ? nullptr : Find(at->second);
}

}  // namespace candor::store

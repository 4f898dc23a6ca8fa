// PoolView: the pending pool in memory, all but salts and envelopes.
//
// It answers who owns a mark without touching the disk. Its order is that of the submission hashes;
// it keeps nothing of when or in which order they came. Not thread-safe.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "crypto/hash.h"
#include "store/pooled_submission.h"

namespace candor::store {

class PoolView {
 public:
  struct Item {
    records::CampaignId campaign_id{};
    records::Pool pool = records::Pool::kOpinions;
    Bytes signed_submission;
    std::vector<Mark> marks;
  };
  using Items = std::map<crypto::Hash, Item>;

  // Neither the hash nor a mark is there yet: whoever adds has asked.
  void Add(const PooledSubmission& submission);
  void Remove(const crypto::Hash& submission_hash);
  // Takes everything of `other`, which shares nothing with this one.
  void Merge(PoolView other);

  // Null when there is none; valid until the next change.
  const Item* Find(const crypto::Hash& submission_hash) const;
  const Item* OwnerOf(const Mark& mark) const;
  const Items& items() const { return items_; }

 private:
  // A mark is a hash already: any eight bytes of it spread as well as all.
  struct MarkHash {
    std::size_t operator()(const Mark& mark) const;
  };

  Items items_;
  std::unordered_map<Mark, crypto::Hash, MarkHash> owners_;
};

}  // namespace candor::store

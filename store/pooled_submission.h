// PooledSubmission: what the board keeps of an accepted submission until a slot seals it.
#pragma once

#include <vector>

#include "base/bytes.h"
#include "crypto/hash.h"
#include "records/ids.h"
#include "records/submission.h"

namespace candor::store {

// A key of the set of things that may be used once: H(label | …) of a spent nonce, a thread key or a
// thread KEM key. The rule makes them; the store only compares.
using Mark = ByteArray<32>;

struct PooledSubmission {
  records::CampaignId campaign_id{};
  records::Pool pool = records::Pool::kOpinions;
  crypto::Hash submission_hash{};
  Bytes signed_submission;
  records::Salt salt{};
  Bytes envelope;
  std::vector<Mark> marks;
  bool operator==(const PooledSubmission&) const = default;
};

}  // namespace candor::store

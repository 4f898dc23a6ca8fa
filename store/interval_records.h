// IntervalCipher: names and values of an interval database, under the interval's key.
//
//   name  = HMAC-SHA256(name key, "candor/interval-key/v1" 00 | submission_hash)
//   value = nonce[24] | XChaCha20-Poly1305(value key, nonce,
//                         aad = "candor/interval-value/v1" 00 | name, PooledRecord)
//   struct {
//     opaque campaign_id[16]; uint8 pool; opaque submission_hash[32];
//     opaque signed_submission<0..2^24-1>; opaque salt[32]; opaque envelope<0..2^24-1>;
//     uint32 count; opaque mark[32][count];
//   } PooledRecord;
//
// Both keys are HKDF of the interval's key (LabelledDerive with the label of their use).
//
// Promise: once the key is overwritten, neither a name nor a value that a disk block, a journal or an
// SSD has kept can be linked to a submission, and two intervals' records of one submission cannot be
// linked to each other. Not promised: anything while the key exists. The value's length tells whether
// the submission has an envelope.
//
// The nonce is drawn at random: 24 bytes may be. Thread-safe but for the RandomSource.
#pragma once

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "store/pooled_submission.h"

namespace candor::store {

class IntervalCipher {
 public:
  explicit IntervalCipher(const ByteArray<32>& interval_key);

  Bytes NameOf(const crypto::Hash& submission_hash) const;
  Bytes Seal(const PooledSubmission& submission, crypto::RandomSource& random) const;
  // DataLoss for a value that is not what Seal made for this name.
  absl::StatusOr<PooledSubmission> Open(ByteView name, ByteView value) const;

 private:
  using NameKey = crypto::ScratchSecret<32, struct IntervalNameKeyRole>;
  using ValueKey = crypto::ScratchSecret<32, struct IntervalValueKeyRole>;

  NameKey name_key_;
  ValueKey value_key_;
};

}  // namespace candor::store

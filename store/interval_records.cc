#include "store/interval_records.h"

#include <utility>

#include "base/status.h"
#include "crypto/aead.h"
#include "crypto/codec.h"
#include "crypto/hkdf.h"

namespace candor::store {
namespace {

using crypto::Label;

absl::Status Damaged() {
  return absl::DataLossError(
      "a record of the pending pool is damaged: the interval's folder and key do not belong "
      "together, or the disk has failed");
}

// The plaintext holds a salt and signed words: the caller wipes it.
Bytes Encode(const PooledSubmission& submission) {
  crypto::Writer out;
  out.Reserve(128 + submission.signed_submission.size() + submission.envelope.size() +
              submission.marks.size() * sizeof(Mark));
  out.Fixed(submission.campaign_id).U8(static_cast<std::uint8_t>(submission.pool));
  out.Fixed(submission.submission_hash).Opaque24(submission.signed_submission);
  out.Fixed(submission.salt).Opaque24(submission.envelope);
  out.U32(static_cast<std::uint32_t>(submission.marks.size()));
  for (const auto& mark : submission.marks) out.Fixed(mark);
  return out.Take();
}

absl::StatusOr<PooledSubmission> Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  PooledSubmission out;
  out.campaign_id = in.Fixed<16>();
  out.pool = static_cast<records::Pool>(in.U8());
  out.submission_hash = in.Fixed<32>();
  out.signed_submission = ToBytes(in.Opaque24());
  out.salt = in.Fixed<32>();
  out.envelope = ToBytes(in.Opaque24());
  const std::uint32_t count = in.U32();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) out.marks.push_back(in.Fixed<32>());
  CANDOR_RETURN_IF_ERROR(in.Finish("pooled record"));
  return out;
}

Bytes AadOf(ByteView name) { return Concat({LabelBytes(Label::kIntervalValue), name}); }

}  // namespace

IntervalCipher::IntervalCipher(const ByteArray<32>& interval_key)
    : name_key_(NameKey::Make([&](auto out) {
        crypto::LabelledDerive(interval_key, Label::kIntervalKey, {}, out);
      })),
      value_key_(ValueKey::Make([&](auto out) {
        crypto::LabelledDerive(interval_key, Label::kIntervalValue, {}, out);
      })) {}

Bytes IntervalCipher::NameOf(const crypto::Hash& submission_hash) const {
  return ToBytes(crypto::HmacSha256(name_key_.ExposeSecret(),
                                    {LabelBytes(Label::kIntervalKey), submission_hash}));
}

Bytes IntervalCipher::Seal(const PooledSubmission& submission,
                           crypto::RandomSource& random) const {
  const auto nonce = random.Array<24>();
  const crypto::SecretBytes record(Encode(submission));
  return Concat({nonce, crypto::XChaCha20Poly1305Seal(
                            value_key_.ExposeSecret(), nonce,
                            AadOf(NameOf(submission.submission_hash)), record.ExposeSecret())});
}

absl::StatusOr<PooledSubmission> IntervalCipher::Open(ByteView name, ByteView value) const {
  crypto::XChaChaNonce nonce;
  if (value.size() < nonce.size()) return Damaged();
  std::copy_n(value.begin(), nonce.size(), nonce.begin());
  const auto record = crypto::XChaCha20Poly1305Open(value_key_.ExposeSecret(), nonce, AadOf(name),
                                                    value.subspan(nonce.size()));
  if (!record.ok()) return Damaged();
  auto submission = Decode(record->ExposeSecret());
  if (!submission.ok() || !Equal(name, NameOf(submission->submission_hash))) return Damaged();
  return submission;
}

}  // namespace candor::store

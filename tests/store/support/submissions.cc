#include "tests/store/support/submissions.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "audit/merkle.h"
#include "crypto/codec.h"
#include "records/entry.h"
#include "records/submission.h"

namespace candor::store::testing {
namespace {

crypto::Token RandomToken(crypto::RandomSource& random) {
  crypto::Token token;
  random.Fill(token.nonce);
  random.Fill(token.challenge_digest);
  random.Fill(token.token_key_id);
  random.Fill(token.authenticator);
  return token;
}

records::SubmissionBody RandomBody(crypto::RandomSource& random, const SubmissionShape& shape) {
  records::SubmissionBody body;
  body.campaign_id = shape.campaign;
  random.Fill(body.thread_key.bytes);
  random.Fill(body.thread_kem_key.bytes);
  if (shape.pool == records::Pool::kRatings) {
    body.kind = records::Kind::kRating;
    body.sequence = 1;
    random.Fill(body.previous);
    random.Fill(body.target);
  } else {
    body.kind = records::Kind::kOpinion;
    body.tokens = {RandomToken(random)};
    random.Fill(body.public_commitment);
    random.Fill(body.commitment);
  }
  return body;
}

}  // namespace

PooledSubmission MakeSubmission(crypto::RandomSource& random, const SubmissionShape& shape) {
  records::SignedSubmission submission;
  submission.body = RandomBody(random, shape);
  random.Fill(submission.signature);

  PooledSubmission out;
  out.campaign_id = shape.campaign;
  out.pool = shape.pool;
  out.submission_hash = submission.body.SubmissionHash();
  out.signed_submission = submission.Encode();
  if (records::HasEnvelope(submission.body.kind)) {
    random.Fill(out.salt);
    out.envelope.resize(shape.envelope_size);
    random.Fill(out.envelope);
  }
  for (std::size_t i = 0; i < shape.marks; ++i) out.marks.push_back(random.Array<32>());
  return out;
}

std::vector<PooledSubmission> MakeSubmissions(std::size_t count, crypto::RandomSource& random,
                                              const SubmissionShape& shape) {
  std::vector<PooledSubmission> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(MakeSubmission(random, shape));
  return out;
}

NewEntry NumberedEntry(std::uint64_t number) {
  crypto::Writer out;
  out.U64(number);
  return {out.Take(), std::nullopt};
}

NewEntry EntryWithContent(std::uint64_t number, std::uint8_t salt, std::string_view content) {
  NewEntry entry = NumberedEntry(number);
  entry.content.emplace();
  entry.content->salt.fill(salt);
  entry.content->bytes = ToBytes(AsBytes(content));
  return entry;
}

SealedBatch MakeBatch(std::span<const PoolItem> items, records::SlotNumber slot,
                      const SubmissionShape& shape) {
  struct Line {
    crypto::Hash leaf;
    crypto::Hash submission_hash;
    Bytes entry;
  };
  std::vector<Line> lines;
  for (const auto& item : items) {
    Bytes entry = records::LogEntry{kToday, shape.campaign,
                                    records::SubmissionEntry{item.signed_submission}}
                      .Encode();
    lines.push_back({audit::LeafHash(entry), item.submission_hash, std::move(entry)});
  }
  std::ranges::sort(lines, {}, &Line::leaf);

  SealedBatch batch;
  batch.campaign_id = shape.campaign;
  batch.pool = shape.pool;
  records::SealBatch seal;
  seal.pool = shape.pool;
  seal.slot = slot;
  seal.count = static_cast<std::uint32_t>(lines.size());
  batch.entries.push_back({records::LogEntry{kToday, shape.campaign, seal}.Encode(), {}});
  for (auto& line : lines) {
    batch.submissions.push_back(line.submission_hash);
    batch.entries.push_back({std::move(line.entry), {}});
  }
  return batch;
}

CommitOutcome CommitOne(BoardStore& store, const PooledSubmission& submission) {
  auto outcomes = store.CommitSubmissions({&submission, 1});
  EXPECT_TRUE(outcomes.ok()) << outcomes.status().ToString();
  if (!outcomes.ok() || outcomes->size() != 1) return {};
  return std::move(outcomes->front());
}

}  // namespace candor::store::testing

#include "tests/store/process/ledger.h"

#include <gtest/gtest.h>

#include "records/entry.h"
#include "tests/store/process/rounds.h"

namespace candor::store::testing {
namespace {

constexpr std::string_view kAccepted = "accepted ";

bool KeepsItsMarks(BoardStore& store, const PooledSubmission& submission) {
  for (const auto& mark : submission.marks) {
    const auto owner = store.FindMark(mark);
    if (!owner.ok() || *owner != submission.signed_submission) return false;
  }
  return true;
}

bool IsProtected(BoardStore& store, const PooledSubmission& submission) {
  crypto::SystemRandom random;
  PooledSubmission thief = MakeSubmission(random, {.envelope_size = 16, .marks = 1});
  thief.marks = {submission.marks.back()};
  return CommitOne(store, submission).result == CommitOutcome::Result::kReplay &&
         CommitOne(store, thief).result == CommitOutcome::Result::kConflict;
}

}  // namespace

bool Ledger::Read(std::uint64_t round, const std::string& line) {
  if (!line.starts_with(kAccepted)) return false;
  promised_.emplace(round, std::stoull(line.substr(kAccepted.size())));
  return true;
}

std::size_t Ledger::CountBroken(BoardStore& store) const {
  const auto places = PlacesOf(store);
  for (const auto& [hash, count] : places) EXPECT_EQ(count, 1) << "a submission is there twice";
  std::size_t broken = 0;
  for (const auto& [round, number] : promised_) {
    const PooledSubmission submission = SubmissionOf(round, number);
    const bool kept = places.contains(submission.submission_hash) &&
                      KeepsItsMarks(store, submission) && IsProtected(store, submission);
    broken += kept ? 0 : 1;
  }
  return broken;
}

std::map<crypto::Hash, int> PlacesOf(BoardStore& store) {
  std::map<crypto::Hash, int> places;
  const auto pooled = store.Pooled(kCampaign, records::Pool::kOpinions);
  for (const auto& item : *pooled) ++places[item.submission_hash];
  const auto entries = store.log().Entries(0, store.log().size());
  EXPECT_TRUE(entries.ok()) << entries.status().ToString();
  if (!entries.ok()) return places;
  for (const auto& entry : *entries) {
    const auto decoded = records::LogEntry::Decode(entry);
    EXPECT_TRUE(decoded.ok());
    if (!decoded.ok()) continue;
    if (const auto* found = std::get_if<records::SubmissionEntry>(&decoded->body)) {
      ++places[records::SignedSubmission::Decode(found->signed_submission)->body.SubmissionHash()];
    }
  }
  return places;
}

}  // namespace candor::store::testing

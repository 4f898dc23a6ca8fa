// Claims about erasures: who can bring one about, when it is carried out, and what is left.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "audit/merkle.h"
#include "tests/services/board/board_harness.h"

namespace candor::services::board {
namespace {

using records::Role;

std::vector<audit::Erasing> Erasures(const BoardHarness& h) {
  return h.View().FindCampaign(h.jam_.id())->erasures;
}

std::uint64_t IndexOf(const BoardHarness& h, const crypto::Hash& hash) {
  return h.View().FindCampaign(h.jam_.id())->submissions.at(hash).index;
}

// The texts that the store still gives out, over all batches.
std::set<crypto::Hash> Kept(const BoardHarness& h) {
  std::set<crypto::Hash> out;
  for (const auto& batch : h.Batches()) {
    const auto items = h.store_->ReadBatch(batch.index);
    EXPECT_OK(items);
    if (!items.ok()) continue;
    for (const auto& item : *items) out.insert(item.submission_hash);
  }
  return out;
}

std::set<crypto::Hash> Readable(BoardHarness& h) {
  std::set<crypto::Hash> out;
  for (const auto& batch : h.Batches()) {
    const auto reply = h.board_->FetchBatch(h.organisation_.reader().public_key(),
                                            {h.jam_.id(), batch.index});
    EXPECT_OK(reply);
    if (!reply.ok()) continue;
    for (const auto& item : reply->items) out.insert(item.submission_hash);
  }
  return out;
}

absl::Status TickPublished(BoardHarness& h) {
  h.published_ = h.store_->log().size();
  return h.board_->Tick(h.clock_.Now());
}

// Nine texts in the log; the first one's author is known.
BoardHarness::Spoken Sealed(BoardHarness& h) {
  h.LetSpeak();
  auto spoken = h.SpeakAs();
  h.SpeakTimes(8);
  EXPECT_OK(h.TickLastSlot());
  return spoken;
}

// The next slot.
absl::Status TickAfter(BoardHarness& h) {
  return h.TickAt(h.jam_.SlotTime(h.LastSlot() + 1));
}

TEST(Erasure, AWithdrawnTextIsDestroyedOnceTheWitnessedLogSaysSo) {
  BoardHarness h;
  const auto spoken = Sealed(h);
  ASSERT_EQ(Kept(h).size(), 9u);
  ASSERT_TRUE(Readable(h).contains(spoken.hash));
  h.Withdraw(spoken);
  ASSERT_OK(TickAfter(h));
  ASSERT_EQ(Erasures(h).size(), 1u);
  EXPECT_EQ(Erasures(h)[0].entries, std::vector<std::uint64_t>{IndexOf(h, spoken.hash)});
  // Named, not yet witnessed: nobody reads it, nothing is destroyed.
  EXPECT_FALSE(Readable(h).contains(spoken.hash));
  EXPECT_EQ(Readable(h).size(), 8u);
  h.published_ = Erasures(h)[0].index;
  ASSERT_OK(h.board_->Tick(h.clock_.Now()));
  EXPECT_TRUE(Kept(h).contains(spoken.hash));
  EXPECT_FALSE(Erasures(h)[0].done.has_value());

  h.published_ = Erasures(h)[0].index + 1;
  ASSERT_OK(h.board_->Tick(h.clock_.Now()));
  EXPECT_FALSE(Kept(h).contains(spoken.hash));
  EXPECT_EQ(Kept(h).size(), 8u);
  ASSERT_TRUE(Erasures(h)[0].done.has_value());
  const auto done = std::get<records::ErasureDone>(h.Entry(*Erasures(h)[0].done).body);
  EXPECT_EQ(done.destroyed, 1u);
  // The log still proves that it was said, by somebody who had a token.
  EXPECT_TRUE(h.View().FindCampaign(h.jam_.id())->submissions.contains(spoken.hash));
  const std::uint64_t size = h.store_->log().size();
  ASSERT_OK(TickPublished(h));
  EXPECT_EQ(h.store_->log().size(), size);
}

TEST(Erasure, WhatWasWithdrawnBeforeItsSealIsNeverWrittenToTheVault) {
  BoardHarness h;
  h.LetSpeak();
  const auto spoken = h.SpeakAs();
  h.Withdraw(spoken);
  h.SpeakTimes(8);
  ASSERT_OK(h.TickLastSlot());
  EXPECT_FALSE(Kept(h).contains(spoken.hash));
  EXPECT_EQ(Kept(h).size(), 8u);
  ASSERT_OK(TickPublished(h));
  ASSERT_TRUE(Erasures(h).at(0).done.has_value());
  EXPECT_EQ(std::get<records::ErasureDone>(h.Entry(*Erasures(h)[0].done).body).destroyed, 0u);
}

TEST(Erasure, TheTombstoneIsInTheBatchThatSealsTheWithdrawal) {
  // Every durable step of the seal fails once: withdrawal and Tombstone come together or not at all.
  bool past_the_last_step = false;
  for (std::uint64_t step = 0; !past_the_last_step; ++step) {
    for (const auto when : {store::FaultPlan::When::kBefore, store::FaultPlan::When::kAfter}) {
      BoardHarness h;
      const auto spoken = Sealed(h);
      h.Withdraw(spoken);
      h.faults_.fail_at = h.faults_.steps + step;
      h.faults_.when = when;
      const absl::Status sealed = TickAfter(h);
      past_the_last_step = sealed.ok() && !h.faults_.failed;
      h.faults_ = {};
      h.Restart();
      // As the start has left it, before anything is made up for.
      const bool withdrawn = h.Batches().size() == 2;
      EXPECT_EQ(Erasures(h).size(), withdrawn ? 1u : 0u) << step;
      ASSERT_OK(h.board_->Tick(h.clock_.Now()));
      ASSERT_EQ(Erasures(h).size(), 1u) << step;
      EXPECT_EQ(h.Batches().size(), 2u);
    }
  }
}

TEST(Erasure, ACrashInTheMiddleIsFinishedAtTheNextStart) {
  bool past_the_last_step = false;
  std::uint64_t step = 0;
  for (; !past_the_last_step; ++step) {
    for (const auto when : {store::FaultPlan::When::kBefore, store::FaultPlan::When::kAfter}) {
      BoardHarness h;
      const auto spoken = Sealed(h);
      h.Withdraw(spoken);
      ASSERT_OK(TickAfter(h));
      h.faults_.fail_at = h.faults_.steps + step;
      h.faults_.when = when;
      const absl::Status erased = TickPublished(h);
      past_the_last_step = erased.ok() && !h.faults_.failed;
      h.faults_ = {};
      h.Restart();
      ASSERT_OK(h.board_->Tick(h.clock_.Now()));
      ASSERT_TRUE(Erasures(h).at(0).done.has_value()) << step;
      EXPECT_EQ(std::get<records::ErasureDone>(h.Entry(*Erasures(h)[0].done).body).destroyed, 1u);
      EXPECT_FALSE(Kept(h).contains(spoken.hash));
      EXPECT_EQ(Kept(h).size(), 8u);
    }
  }
  // Key, records, two purges, the log: the control that the loop has broken each.
  EXPECT_GE(step, 5u);
}

TEST(Retention, WhenItHasEndedEveryTextIsNamedAndDestroyed) {
  BoardHarness h;
  const auto spoken = Sealed(h);
  h.Withdraw(spoken);
  ASSERT_OK(TickAfter(h));
  ASSERT_OK(TickPublished(h));
  const Day ends = h.jam_.draft().phases.retention_ends;
  ASSERT_OK(h.TickAt(StartOf(ends) - 1));
  EXPECT_EQ(Erasures(h).size(), 1u);
  EXPECT_EQ(Kept(h).size(), 8u);
  ASSERT_OK(h.TickAt(StartOf(ends)));
  ASSERT_EQ(Erasures(h).size(), 2u);
  EXPECT_EQ(Erasures(h)[1].entries.size(), 8u);
  ASSERT_OK(TickPublished(h));
  EXPECT_TRUE(Kept(h).empty());
  EXPECT_EQ(std::get<records::ErasureDone>(h.Entry(*Erasures(h)[1].done).body).destroyed, 8u);
  // Once.
  const std::uint64_t size = h.store_->log().size();
  h.Restart();
  ASSERT_OK(TickPublished(h));
  EXPECT_EQ(h.store_->log().size(), size);
}

TEST(Retention, AWithheldBatchHasNothingToName) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(3);
  ASSERT_OK(h.TickLastSlot());
  ASSERT_OK(h.TickAt(StartOf(h.jam_.draft().phases.retention_ends)));
  EXPECT_TRUE(Erasures(h).empty());
}

// An auditor beside the usual people.
const candor::testing::Actor& GrantAuditor(BoardHarness& h) {
  const auto& auditor = h.organisation_.stranger();
  EXPECT_OK(h.board_->SubmitGovernance(h.organisation_.Grant(auditor, Role::kAuditor)));
  return auditor;
}

records::AgreedErasure Proposal(const BoardHarness& h, std::uint64_t entry,
                                const crypto::SigningKey& proposer) {
  const records::Erasure erasure{.campaign_id = h.jam_.id(),
                                 .entry = entry,
                                 .leaf_hash = audit::LeafHash(h.store_->log().Entry(entry).value()),
                                 .reason = records::ErasureReason::kThirdPerson,
                                 .day = DayOf(h.clock_.Now())};
  return records::AgreedErasure::Propose(erasure, proposer);
}

TEST(Agreed, ATextGoesWhenAReaderProposesAndAnAuditorAgrees) {
  BoardHarness h;
  const auto spoken = Sealed(h);
  const auto& auditor = GrantAuditor(h);
  auto record = Proposal(h, IndexOf(h, spoken.hash), h.organisation_.reader().key);
  record.SignAsAuditor(auditor.key);
  const auto reply = h.board_->Erase(auditor.public_key(), record);
  ASSERT_OK(reply);
  EXPECT_EQ(h.board_->Erase(auditor.public_key(), record)->index, reply->index);
  ASSERT_OK(TickPublished(h));
  EXPECT_FALSE(Kept(h).contains(spoken.hash));
  EXPECT_EQ(Kept(h).size(), 8u);
}

TEST(Agreed, AnAnswersTextGoesFromTheFilesThatEverybodyFetches) {
  BoardHarness h;
  const auto spoken = Sealed(h);
  const auto& reader = h.organisation_.reader();
  const auto answer =
      h.board_->PostAnswer(reader.public_key(), SignedAnswer(h.jam_, reader, spoken.hash));
  ASSERT_OK(answer);
  const auto& auditor = GrantAuditor(h);
  auto record = Proposal(h, answer->index, h.organisation_.independent_body());
  record.SignAsAuditor(auditor.key);
  const auto in_text_file = [&] {
    const auto file = h.store_->log().TextFile(0);
    EXPECT_OK(file);
    const std::string_view sentence = "We will open the second gate in May.";
    return AsText(*file).find(sentence) != std::string_view::npos;
  };
  ASSERT_TRUE(in_text_file());
  ASSERT_OK(h.board_->Erase(auditor.public_key(), record));
  ASSERT_OK(TickPublished(h));
  EXPECT_FALSE(in_text_file());
  h.Restart();
  EXPECT_FALSE(in_text_file());
  EXPECT_TRUE(Erasures(h).at(0).done.has_value());
}

TEST(Agreed, OneSignatureOrTheWrongOneErasesNothing) {
  BoardHarness h;
  const auto spoken = Sealed(h);
  const auto& auditor = GrantAuditor(h);
  const std::uint64_t entry = IndexOf(h, spoken.hash);
  const auto& reader = h.organisation_.reader();
  const auto alone = Proposal(h, entry, reader.key);
  EXPECT_FALSE(h.board_->Erase(auditor.public_key(), alone).ok());
  // Two readers are no auditor.
  auto two_readers = alone;
  two_readers.SignAsAuditor(reader.key);
  EXPECT_FALSE(h.board_->Erase(reader.public_key(), two_readers).ok());
  // The auditor alone, in both places.
  auto twice = Proposal(h, entry, auditor.key);
  twice.SignAsAuditor(auditor.key);
  EXPECT_FALSE(h.board_->Erase(auditor.public_key(), twice).ok());
  // Sent by somebody else than the auditor who signed.
  auto good = alone;
  good.SignAsAuditor(auditor.key);
  EXPECT_FALSE(h.board_->Erase(reader.public_key(), good).ok());
  // A text of another entry than the hash names.
  auto other = Proposal(h, entry, reader.key);
  auto content = other.Content().value();
  content.leaf_hash[0] ^= 1;
  other = records::AgreedErasure::Propose(content, reader.key);
  other.SignAsAuditor(auditor.key);
  EXPECT_FALSE(h.board_->Erase(auditor.public_key(), other).ok());
  EXPECT_TRUE(Erasures(h).empty());
  EXPECT_OK(h.board_->Erase(auditor.public_key(), good));
  EXPECT_EQ(Erasures(h).size(), 1u);
}

TEST(Agreed, AWithdrawalOfWhatWasErasedBeforeIsSealedAndNamesNothing) {
  BoardHarness h;
  const auto spoken = Sealed(h);
  const auto& auditor = GrantAuditor(h);
  auto record = Proposal(h, IndexOf(h, spoken.hash), h.organisation_.reader().key);
  record.SignAsAuditor(auditor.key);
  ASSERT_OK(h.board_->Erase(auditor.public_key(), record));
  h.Withdraw(spoken);
  ASSERT_OK(TickAfter(h));
  EXPECT_EQ(Erasures(h).size(), 1u);
  EXPECT_EQ(h.Batches().size(), 2u);
}

}  // namespace
}  // namespace candor::services::board

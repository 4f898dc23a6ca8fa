// Log entries: known types alone, nothing in them that their type does not have.
#include "records/entry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "tests/records/bodies.h"
#include "tests/records/samples.h"
#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::Jam;
using candor::testing::kOpeningDay;
using candor::testing::Organisation;
using candor::testing::StatusIs;
using ::testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr CampaignId kSome = {5};

Bytes Entry(const CampaignId& campaign, EntryBody body) {
  return LogEntry{kOpeningDay, campaign, std::move(body)}.Encode();
}

std::vector<candor::testing::Sample> EntrySamples() {
  std::vector<candor::testing::Sample> out;
  for (const auto& sample : candor::testing::Samples()) {
    if (sample.name.starts_with("LogEntry/")) out.push_back(sample);
  }
  return out;
}

TEST(LogEntry, HasTheTypesOfItsActsAndNoOther) {
  std::set<int> types;
  for (const auto& sample : EntrySamples()) types.insert(sample.bytes[0]);
  EXPECT_EQ(types, (std::set<int>{1,  2,  3,  6,  7,  8,  10, 11, 12, 20, 21, 22,
                                   23, 24, 25, 30, 31, 40, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
                                   55, 56, 57, 58, 59, 60, 70, 71, 80}));
}

TEST(LogEntry, ABodyUnderAnotherTypeIsRefused) {
  // Types of bodies that have the same form and are told apart by nothing else.
  const std::set<std::pair<int, int>> same_form = {{22, 24}, {24, 22}};
  for (const auto& sample : EntrySamples()) {
    for (int type = 0; type < 256; ++type) {
      if (type == sample.bytes[0] || same_form.contains({sample.bytes[0], type})) continue;
      Bytes other = sample.bytes;
      other[0] = static_cast<std::uint8_t>(type);
      EXPECT_THAT(LogEntry::Decode(other), StatusIs(kInvalid)) << sample.name << " as " << type;
    }
  }
}

TEST(LogEntry, ACampaignStandsExactlyWhereTheTypeHasOne) {
  const std::set<int> without = {1, 2, 3, 6, 7, 8, 22, 23, 25, 80};
  for (const auto& sample : EntrySamples()) {
    for (const bool campaign : {false, true}) {
      Bytes bytes = sample.bytes;
      std::fill_n(bytes.begin() + 6, 16, std::uint8_t{0});
      if (campaign) bytes[21] = 1;
      EXPECT_EQ(LogEntry::Decode(bytes).ok(), campaign != without.contains(bytes[0]))
          << sample.name << campaign;
    }
  }
}

TEST(LogEntry, FitsIntoTwoKibibytes) {
  for (const auto& sample : EntrySamples()) EXPECT_LE(sample.bytes.size(), kMaxEntrySize);
  EXPECT_THAT(LogEntry::Decode(Bytes(kMaxEntrySize + 1, 1)),
              StatusIs(kInvalid, HasSubstr("too long")));
}

TEST(LogEntry, AGovernanceRecordGoesUnderItsOwnType) {
  const Organisation organisation;
  Bytes grant = Entry(kNoCampaign, GovernanceEntry{organisation.AllGovernance().front()});
  ASSERT_EQ(grant[0], 2);
  grant[0] = 8;
  EXPECT_THAT(LogEntry::Decode(grant), StatusIs(kInvalid, HasSubstr("another type")));
  Bytes roster = Entry(kNoCampaign, GovernanceEntry{organisation.RosterRecord()});
  ASSERT_EQ(roster[0], 8);
  roster[0] = 2;
  EXPECT_THAT(LogEntry::Decode(roster), StatusIs(kInvalid));
}

TEST(LogEntry, ASealBatchNamesEachIssuerOnceInOrder) {
  const auto decodes = [](std::vector<IssuerCheckpoint> relied_on) {
    return LogEntry::Decode(Entry(kSome, SealBatch{Pool::kOpinions, 1, 5, false, false,
                                                   std::move(relied_on)}))
        .ok();
  };
  EXPECT_TRUE(decodes({}));
  EXPECT_TRUE(decodes({{0, 20, {}}}));
  EXPECT_TRUE(decodes({{1, 20, {}}}));
  EXPECT_TRUE(decodes({{0, 20, {}}, {1, 20, {}}}));
  EXPECT_FALSE(decodes({{1, 20, {}}, {0, 20, {}}}));
  EXPECT_FALSE(decodes({{0, 20, {}}, {0, 30, {}}}));
  EXPECT_FALSE(decodes({{2, 20, {}}}));
  EXPECT_FALSE(decodes({{0, 20, {}}, {1, 20, {}}, {1, 20, {}}}));
}

TEST(LogEntry, AMalformedSubmissionOrAnswerInsideIsRefused) {
  EXPECT_THAT(LogEntry::Decode(Entry(kSome, SubmissionEntry{Bytes(300, 1)})), StatusIs(kInvalid));
  const auto key = Organisation().reader().key.verify_key();
  EXPECT_THAT(LogEntry::Decode(Entry(kSome, AnswerEntry{{Bytes(10, 1), key, {}}})),
              StatusIs(kInvalid));
}

TEST(ContentCommitmentOf, OnlyOpeningsTokenKeysAnswersAndActsWithATextHaveContent) {
  const std::set<int> with = {10, 20, 42, 43, 44, 45, 46, 50, 51, 52, 55, 57, 58, 59};
  for (const auto& sample : EntrySamples()) {
    const auto entry = LogEntry::Decode(sample.bytes);
    ASSERT_OK(entry);
    EXPECT_EQ(ContentCommitmentOf(*entry).has_value(), with.contains(sample.bytes[0]))
        << sample.name;
  }
}

TEST(ContentCommitment, BindsSaltAndContent) {
  const Bytes content = {1, 2, 3};
  const Hash commitment = ContentCommitment({1}, content);
  EXPECT_NE(ContentCommitment({2}, content), commitment);
  EXPECT_NE(ContentCommitment({1}, Bytes{1, 2}), commitment);
}

TEST(KeyProofHash, IsUnderALabelOfItsOwn) {
  const crypto::KeyProof proof;
  EXPECT_EQ(KeyProofHash(proof), crypto::LabelledHash(crypto::Label::kKeyProofHash,
                                                      {crypto::EncodeKeyProof(proof)}));
}

TEST(CampaignOpen, SaysWhatTheManifestSaysOrIsRefused) {
  const Organisation organisation;
  const Jam jam(organisation);
  const auto good = MakeCampaignOpen(jam.manifest(), {1}, jam.opening());
  EXPECT_OK(CheckCampaignOpen(good, jam.manifest()));
  const auto refused = [&](auto change) {
    CampaignOpen entry = good;
    change(entry);
    EXPECT_FALSE(CheckCampaignOpen(entry, jam.manifest()).ok());
  };
  refused([](CampaignOpen& e) { e.manifest_hash[0] ^= 1; });
  refused([](CampaignOpen& e) { e.roster_root[0] ^= 1; });
  refused([](CampaignOpen& e) { e.roster_size += 1; });
  refused([](CampaignOpen& e) { e.k += 1; });
  refused([](CampaignOpen& e) { e.min_issued -= 1; });
  refused([](CampaignOpen& e) { e.quotas.endorsements += 1; });
  refused([](CampaignOpen& e) { e.phases.speaking_closes += 1; });
  refused([](CampaignOpen& e) { e.slots.slots_per_day = 8; });
  refused([](CampaignOpen& e) { e.opening.facilitator_signature[0] ^= 1; });
}

}  // namespace
}  // namespace candor::records

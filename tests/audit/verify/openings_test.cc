// I32: openings against the logs. What an issuer could do wrong, each put into otherwise good evidence
// that is hashed and signed anew, is named at its entry; what openings cannot show is a printed figure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "audit/roster_tree.h"
#include "base/text.h"
#include "tests/audit/verify/opened_world.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr auto kForged = Severity::kCryptographic;
constexpr auto kRule = Severity::kBroken;
constexpr auto kMissing = Severity::kIncomplete;

std::string Describe(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& each : findings) {
    out += Cat("\n  ", InvariantName(each.id), " ", SeverityName(each.severity), " ", each.log, " ",
               each.index.has_value() ? Cat(*each.index) : "-", ": ", each.explanation);
  }
  return out;
}

// Where I32 broke, and how; nothing else may have. No index is entry ~0.
using Places = std::multimap<std::uint64_t, Severity>;
Places PlacesOf(const VerifyResult& result) {
  Places out;
  for (const auto& each : result.findings) {
    EXPECT_EQ(each.id, InvariantId::kOpenings) << Describe(result.findings);
    out.emplace(each.index.value_or(~std::uint64_t{0}), each.severity);
  }
  return out;
}

class OpeningsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<OpenedWorld>(); }
  static void TearDownTestSuite() { shared_.reset(); }

  OpeningsTest() {
    for (std::size_t i = 0; i < 2; ++i) {
      openings_.push_back(world().openings(i));
      logs_.push_back(world().issuer(i));
    }
    board_ = world().board();
  }
  ~OpeningsTest() override {
    for (std::size_t i = 0; i < 2; ++i) {
      world().openings(i) = openings_[i];
      world().issuer(i) = logs_[i];
    }
    world().board() = board_;
  }

  static OpenedWorld& world() { return *shared_; }
  static std::uint64_t Enrolled(std::size_t member) { return OpenedWorld::kFirstEnrolment + member; }
  static std::uint64_t Drawn(std::size_t member) { return world().first_issuance + member; }
  // After the logs commit to what the openings say.
  static Places Committed() {
    world().Commit();
    return PlacesOf(world().VerifyOpened());
  }
  static Hash Stranger() { return world().organisation().random().Array<32>(); }

  static std::unique_ptr<OpenedWorld> shared_;

 private:
  std::vector<records::IssuanceOpenings> openings_;
  std::vector<WrittenLog> logs_;
  WrittenLog board_;
};
std::unique_ptr<OpenedWorld> OpeningsTest::shared_;

TEST_F(OpeningsTest, HonestOpeningsHoldAndAreCounted) {
  const auto result = world().VerifyOpened();
  EXPECT_THAT(result.findings, IsEmpty()) << Describe(result.findings);
  ASSERT_THAT(result.openings, SizeIs(2));
  for (const auto& counts : result.openings) {
    EXPECT_EQ(counts.enrolments, 22u);
    EXPECT_EQ(counts.enrolments_opened, 22u);
    EXPECT_EQ(counts.in_force, 22u);
    EXPECT_EQ(counts.shared_keys, 0u);
    EXPECT_EQ(counts.issuances, 22u);
    EXPECT_EQ(counts.issuances_opened, 22u);
    EXPECT_EQ(counts.past_retention, 0u);
    EXPECT_EQ(counts.beyond, 0u);
  }
}

TEST_F(OpeningsTest, WithoutOpeningsNothingIsJudgedAndTheRuleSaysSo) {
  const auto result = world().Verify();
  EXPECT_THAT(result.findings, IsEmpty()) << Describe(result.findings);
  EXPECT_THAT(result.openings, IsEmpty());
  EXPECT_EQ(InvariantOf(InvariantId::kOpenings).coverage, Coverage::kNotChecked);
  EXPECT_EQ(InvariantOf(InvariantId::kOpenings).missing, "no openings given");
}

TEST_F(OpeningsTest, AGhostIsEnrolledAndDraws) {
  const Hash ghost = Stranger();
  world().enrolment(0, 3).leaf = ghost;
  world().Sign(world().issuance(0, 3), world().key(3), world().RequestOf(0, ghost));
  EXPECT_THAT(Committed(), UnorderedElementsAre(Pair(Enrolled(3), kRule), Pair(Drawn(3), kRule)));
}

TEST_F(OpeningsTest, AGhostDrawsAndNobodyWasEnrolled) {
  const auto key = crypto::SigningKey::Generate(world().organisation().random());
  world().Sign(world().issuance(1, 3), key, world().RequestOf(1, Stranger()));
  EXPECT_THAT(Committed(), ElementsAre(Pair(Drawn(3), kRule)));
}

// The roster's own person never came: members 22 and 23 have not enrolled.
TEST_F(OpeningsTest, SomebodyDrawsForARosterEntryThatNobodyEnrolled) {
  const auto key = crypto::SigningKey::Generate(world().organisation().random());
  world().Sign(world().issuance(0, 3), key, world().RequestOf(0, world().leaf(22)));
  EXPECT_THAT(Committed(), ElementsAre(Pair(Drawn(3), kRule)));
}

TEST_F(OpeningsTest, AnIssuerDrawsForAMemberWithAKeyOfItsOwn) {
  const auto key = crypto::SigningKey::Generate(world().organisation().random());
  world().Sign(world().issuance(0, 3), key, world().RequestOf(0, world().leaf(3)));
  EXPECT_THAT(Committed(), ElementsAre(Pair(Drawn(3), kRule)));
}

TEST_F(OpeningsTest, ASecondIssuanceToOneRosterEntry) {
  world().Sign(world().issuance(0, 7), world().key(2), world().RequestOf(0, world().leaf(2)));
  EXPECT_THAT(Committed(), ElementsAre(Pair(Drawn(7), kRule)));
}

TEST_F(OpeningsTest, ASecondIssuanceToAKeyThatReplacedTheFirst) {
  // Member 21's enrolment is a second one of member 2, after whose draw with the old key...
  auto& log = world().issuer(0);
  std::get<records::EnrolmentTotal>(log[world().enrolment_total].entry.body) = {
      candor::testing::kOpeningDay, 21, 1};
  world().enrolment(0, 21).leaf = world().leaf(2);
  // ...the new key draws as well. The old key's draw stands after it was replaced, too.
  world().Sign(world().issuance(0, 21), world().key(21), world().RequestOf(0, world().leaf(2)));
  EXPECT_THAT(Committed(), ElementsAre(Pair(Drawn(2), kRule)));
  // With the first draw by the key in force, the second one is the fault.
  world().Sign(world().issuance(0, 2), world().key(21), world().RequestOf(0, world().leaf(2)));
  EXPECT_THAT(Committed(), ElementsAre(Pair(Drawn(21), kRule)));
}

TEST_F(OpeningsTest, ASecondKeyOfAMemberThatWasToldAsSomebodysFirst) {
  world().enrolment(0, 21).leaf = world().leaf(2);
  world().Sign(world().issuance(0, 2), world().key(21), world().RequestOf(0, world().leaf(2)));
  world().Sign(world().issuance(0, 21), world().key(3), world().RequestOf(0, world().leaf(3)));
  // The total says 22 new keys, and it was 21. (Member 3 draws twice: one draw had to be somebody's.)
  EXPECT_THAT(Committed(), UnorderedElementsAre(Pair(world().enrolment_total, kRule),
                                                Pair(Drawn(21), kRule)));
}

TEST_F(OpeningsTest, OneKeyForTwoPeopleIsCounted) {
  world().enrolment(0, 5).member_key = world().key(4).verify_key();
  world().Sign(world().issuance(0, 5), world().key(4), world().RequestOf(0, world().leaf(5)));
  EXPECT_THAT(Committed(), IsEmpty());
  const auto result = world().VerifyOpened();
  EXPECT_EQ(result.openings.at(0).shared_keys, 1u);
  EXPECT_EQ(result.openings.at(1).shared_keys, 0u);
}

TEST_F(OpeningsTest, AForgedMemberSignature) {
  world().issuance(0, 9).request.signature[5] ^= 1;
  EXPECT_THAT(Committed(), ElementsAre(Pair(Drawn(9), kForged)));
}

TEST_F(OpeningsTest, ARequestForSomethingElse) {
  auto request = world().RequestOf(0, world().leaf(9));
  request.campaign_id[0] ^= 1;
  world().Sign(world().issuance(0, 9), world().key(9), request);
  request = world().RequestOf(0, world().leaf(10));
  request.fingerprint[0] ^= 1;
  world().Sign(world().issuance(0, 10), world().key(10), request);
  request = world().RequestOf(0, world().leaf(11));
  ++request.purposes[0].count;  // two voices
  world().Sign(world().issuance(0, 11), world().key(11), request);
  world().Sign(world().issuance(0, 12), world().key(12), world().RequestOf(1, world().leaf(12)));
  EXPECT_THAT(Committed(), ElementsAre(Pair(Drawn(9), kRule), Pair(Drawn(10), kRule),
                                       Pair(Drawn(11), kRule), Pair(Drawn(12), kRule)));
}

TEST_F(OpeningsTest, AMissingOpeningOfAnIssuance) {
  auto& issuances = world().openings(1).issuances;
  issuances.erase(issuances.begin() + 6);
  EXPECT_THAT(PlacesOf(world().VerifyOpened()), ElementsAre(Pair(Drawn(6), kMissing)));
}

TEST_F(OpeningsTest, AMissingOpeningOfAnEnrolmentLeavesItsDrawUnproven) {
  auto& enrolments = world().openings(1).enrolments;
  enrolments.erase(enrolments.begin() + 6);
  EXPECT_THAT(PlacesOf(world().VerifyOpened()),
              UnorderedElementsAre(Pair(Enrolled(6), kMissing), Pair(Drawn(6), kMissing)));
}

TEST_F(OpeningsTest, AMissingRoster) {
  world().openings(0).rosters.clear();
  const auto places = PlacesOf(world().VerifyOpened());
  EXPECT_THAT(places, SizeIs(44));
  for (const auto& [index, severity] : places) EXPECT_EQ(severity, kMissing) << index;
}

TEST_F(OpeningsTest, ARosterThatWasChanged) {
  world().openings(0).rosters[0].leaves[4][0] ^= 1;
  const auto result = world().VerifyOpened();
  EXPECT_EQ(ExitCodeOf(result.findings, false), 2) << Describe(result.findings);
}

TEST_F(OpeningsTest, ARosterThatNobodySigned) {
  auto& openings = world().openings(0);
  openings.rosters[0].leaves.push_back(Stranger());
  openings.rosters[0].root = RosterRoot(openings.rosters[0].leaves);
  for (auto& enrolment : openings.enrolments) enrolment.roster_root = openings.rosters[0].root;
  const auto places = Committed();
  EXPECT_THAT(places, Contains(Pair(Enrolled(0), kRule)));
}

TEST_F(OpeningsTest, OpeningsOfAnotherLog) {
  const std::string origin = world().openings(0).origin;
  world().openings(0) = world().openings(1);
  world().openings(0).origin = origin;
  const auto places = PlacesOf(world().VerifyOpened());
  EXPECT_THAT(places, SizeIs(1 + 44)) << "the root, and every entry";
  EXPECT_THAT(places, Contains(Pair(~std::uint64_t{0}, kForged)));
  EXPECT_THAT(places, Contains(Pair(Enrolled(0), kForged)));
}

TEST_F(OpeningsTest, OpeningsOfNoLogHereOrTwiceOfOne) {
  world().openings(0).origin = "elsewhere.example/issuer-1";
  auto result = world().VerifyOpened();
  EXPECT_THAT(PlacesOf(result), ElementsAre(Pair(~std::uint64_t{0}, kMissing)));
  EXPECT_THAT(Describe(result.findings), Not(HasSubstr("elsewhere")));
  EXPECT_THAT(result.openings, SizeIs(1));
  world().openings(0) = world().openings(1);
  result = world().VerifyOpened();
  EXPECT_THAT(PlacesOf(result), ElementsAre(Pair(~std::uint64_t{0}, kMissing)));
}

TEST_F(OpeningsTest, OpeningsOfAnotherOrganisation) {
  world().openings(0).fingerprint[0] ^= 1;
  const auto result = world().VerifyOpened();
  EXPECT_THAT(PlacesOf(result), ElementsAre(Pair(~std::uint64_t{0}, kMissing)));
}

TEST_F(OpeningsTest, EveryAlteredByteOfAnOpeningIsNamedAtItsEntry) {
  const auto good = world().openings(0);
  for (std::size_t byte = 0; byte < 4 * 32; byte += 9) {
    auto& opening = world().enrolment(0, 1);
    auto& field = byte < 32   ? opening.salt
                  : byte < 64 ? opening.roster_root
                  : byte < 96 ? opening.leaf
                              : opening.member_key.bytes;
    field[byte % 32] ^= 0x10;
    const auto result = world().VerifyOpened();
    EXPECT_THAT(PlacesOf(result), Contains(Pair(Enrolled(1), kForged))) << byte;
    world().openings(0) = good;
  }
  const std::size_t size = good.issuances[1].request.body.size();
  for (std::size_t byte = 0; byte < 32 + size + 64; byte += 23) {
    auto& opening = world().issuance(0, 1);
    if (byte < 32) {
      opening.salt[byte] ^= 0x10;
    } else if (byte < 32 + size) {
      opening.request.body[byte - 32] ^= 0x10;
    } else {
      opening.request.signature[byte - 32 - size] ^= 0x10;
    }
    EXPECT_THAT(PlacesOf(world().VerifyOpened()), ElementsAre(Pair(Drawn(1), kForged))) << byte;
    world().openings(0) = good;
  }
}

TEST_F(OpeningsTest, AnOpeningOfAnEntryThatIsSomethingElse) {
  auto stray = world().issuance(0, 0);
  stray.index = world().issuance_total;
  world().openings(0).issuances.push_back(stray);
  EXPECT_THAT(PlacesOf(world().VerifyOpened()),
              ElementsAre(Pair(world().issuance_total, kRule)));
}

TEST_F(OpeningsTest, OpeningsNewerThanTheEvidenceAreCountedAndNotJudged) {
  auto& openings = world().openings(0);
  auto later = openings.issuances.back();
  later.index = openings.size + 3;
  openings.issuances.push_back(later);
  openings.size += 4;
  openings.root = Stranger();  // of a size that the evidence does not reach
  const auto result = world().VerifyOpened();
  EXPECT_THAT(result.findings, IsEmpty()) << Describe(result.findings);
  EXPECT_EQ(result.openings.at(0).beyond, 1u);
}

TEST_F(OpeningsTest, AfterRetentionAnIssuanceMayLackItsOpening) {
  const Day ends = world().jam().draft().phases.retention_ends;
  world().openings(0).issuances.clear();
  for (const Day day : {ends - 1, ends}) {
    VerifyOptions options;
    options.as_of = day;
    const auto result = world().VerifyOpened(options);
    std::size_t found = 0;
    for (const auto& each : result.findings) found += each.id == InvariantId::kOpenings ? 1 : 0;
    EXPECT_EQ(found, day < ends ? 22u : 0u) << Describe(result.findings);
    EXPECT_EQ(result.openings.at(0).past_retention, day < ends ? 0u : 22u);
    EXPECT_EQ(result.openings.at(1).issuances_opened, 22u) << "what is there is judged";
  }
}

// Issuer 1 came back from an older copy: what opens the entries that it had written since is gone.
class OpeningsAfterAnIncident : public OpeningsTest {
 protected:
  static std::uint64_t Incident() { return world().issuer(0).size() - 1; }
  static void Restore(std::uint64_t found) {
    auto& log = world().issuer(0);
    CompactRange range;
    for (const auto& written : log) range.Append(LeafHash(written.entry.Encode()));
    log.push_back({{log.back().entry.day, records::kNoCampaign,
                    records::Incident{found, range.size(), range.Root(), {world().id()}}},
                   {}});
    std::erase_if(world().openings(0).enrolments, [&](const auto& each) { return each.index >= found; });
    std::erase_if(world().openings(0).issuances, [&](const auto& each) { return each.index >= found; });
    world().Commit();
  }
  static void AddEnrolment(std::size_t member, const crypto::SigningKey& key, Day day) {
    auto& log = world().issuer(0);
    world().openings(0).enrolments.push_back({log.size(), Stranger(), world().organisation().roster_root(),
                                              world().leaf(member), key.verify_key()});
    log.push_back({{day, records::kNoCampaign, records::Enrolment{}}, {}});
    world().Commit();
  }
};

TEST_F(OpeningsAfterAnIncident, WhatWasLostIsOneFindingThatNamesTheRange) {
  Restore(Drawn(18));
  const auto result = world().VerifyOpened();
  EXPECT_THAT(PlacesOf(result), ElementsAre(Pair(Incident(), kMissing)));
  EXPECT_THAT(Describe(result.findings),
              HasSubstr(Cat("entries ", Drawn(18), " to ", Incident() - 1, " was lost")));
  EXPECT_THAT(Describe(result.findings), HasSubstr("0 enrolments and 4 issuances"));
  EXPECT_EQ(ExitCodeOf(result.findings, false), 5) << "nothing is proven, and nobody accused";
  EXPECT_EQ(result.openings.at(0).lost, 4u);
  EXPECT_EQ(result.openings.at(0).issuances_opened, 18u);
  EXPECT_EQ(result.openings.at(0).in_force, 0u) << "everybody enrols again";
  EXPECT_EQ(result.openings.at(1).in_force, 22u);
}

TEST_F(OpeningsAfterAnIncident, LostEnrolmentsLeaveTheirDrawsAndTotalsUnproven) {
  Restore(Enrolled(18));
  const auto result = world().VerifyOpened();
  EXPECT_THAT(PlacesOf(result), ElementsAre(Pair(Incident(), kMissing)));
  EXPECT_THAT(Describe(result.findings), HasSubstr("4 enrolments and 22 issuances"));
}

TEST_F(OpeningsAfterAnIncident, WhatTheIncidentDoesNotNameStaysAFindingOfItsOwn) {
  Restore(Drawn(18));
  auto& issuances = world().openings(0).issuances;
  issuances.erase(issuances.begin() + 6);
  EXPECT_THAT(PlacesOf(world().VerifyOpened()),
              UnorderedElementsAre(Pair(Drawn(6), kMissing), Pair(Incident(), kMissing)));
}

TEST_F(OpeningsAfterAnIncident, AnIncidentThatExplainsNothingExcusesNothing) {
  Restore(Drawn(18));
  auto& incident = std::get<records::Incident>(world().issuer(0).back().entry.body);
  incident.signed_size = Incident() + 1;
  world().Commit();
  const auto result = world().VerifyOpened();
  std::size_t openings = 0;
  for (const auto& each : result.findings) openings += each.id == InvariantId::kOpenings ? 1 : 0;
  EXPECT_EQ(openings, 4u) << Describe(result.findings);
}

TEST_F(OpeningsAfterAnIncident, EverybodyEnrolsAgainAndIsToldAsReplaced) {
  Restore(Drawn(18));
  const Day day = world().issuer(0).back().entry.day;
  AddEnrolment(2, world().key(2), day);
  AddEnrolment(23, world().key(3), day);  // nobody had enrolled for this entry
  auto& log = world().issuer(0);
  log.push_back({{day + 1, records::kNoCampaign, records::EnrolmentTotal{day, 0, 2}}, {}});
  world().Commit();
  auto result = world().VerifyOpened();
  EXPECT_THAT(PlacesOf(result), ElementsAre(Pair(world().issuer(0).size() - 4, kMissing)));
  EXPECT_EQ(result.openings.at(0).in_force, 2u);
  // The control: a total that tells a first one is not what a restored issuer can know.
  std::get<records::EnrolmentTotal>(log.back().entry.body) = {day, 1, 1};
  world().Commit();
  EXPECT_THAT(PlacesOf(world().VerifyOpened()), Contains(Pair(log.size() - 1, kRule)));
}

TEST_F(OpeningsAfterAnIncident, AKeyFromBeforeItDrawsNothingAnyMore) {
  // An Incident that has lost no opening, and a draw by a key that was enrolled before it. The rule that
  // nobody draws in a campaign that an Incident closes (I29) is another: this one is left open.
  auto& log = world().issuer(0);
  const auto draw = log.at(Drawn(21));
  auto opening = world().issuance(0, 21);
  log.erase(log.begin() + static_cast<std::ptrdiff_t>(Drawn(21)));
  auto& openings = world().openings(0);
  openings.issuances.pop_back();
  std::get<records::IssuanceTotal>(log.back().entry.body).count = 21;
  Restore(log.size());
  std::get<records::Incident>(log.back().entry.body).lost.clear();
  opening.index = log.size();
  log.push_back(draw);
  log.back().entry.day = log[log.size() - 2].entry.day;
  openings.issuances.push_back(opening);
  world().Commit();
  EXPECT_THAT(PlacesOf(world().VerifyOpened()), ElementsAre(Pair(log.size() - 1, kRule)));
  // The control: enrolled again after it, the same key draws.
  openings.issuances.pop_back();
  log.pop_back();
  AddEnrolment(21, world().key(21), log.back().entry.day);
  opening.index = log.size();
  log.push_back(draw);
  log.back().entry.day = log[log.size() - 2].entry.day;
  openings.issuances.push_back(opening);
  world().Commit();
  EXPECT_THAT(PlacesOf(world().VerifyOpened()), IsEmpty());
}

// The stated limit. Every voice of this world was signed with the issuer's key outside its log (no
// Issuance entry commits to its request), so a single issuer's own token is such a voice. Openings do not
// show it; the number of draws does, once more voices stand in the log than people drew.
TEST(SelfIssuedTokens, OfASingleIssuerAreAStatedLimitWithItsFigure) {
  const auto few = [](records::Draft& draft) { draft.min_issued = 10; };
  for (const std::size_t drawn : {14u, 11u}) {
    const OpenedWorld world({.drawn = drawn, .issuers = 1, .adjust = few});
    const auto result = world.VerifyOpened();
    EXPECT_THAT(result.findings, IsEmpty()) << Describe(result.findings);
    ASSERT_THAT(result.openings, SizeIs(1));
    EXPECT_EQ(result.openings[0].issuances_opened, drawn);
    ASSERT_THAT(result.campaigns, SizeIs(1));
    EXPECT_EQ(result.campaigns[0].slack, drawn - 11) << "the figure of the limit";
  }
  const OpenedWorld beyond({.drawn = 10, .issuers = 1, .adjust = few});
  const auto result = beyond.VerifyOpened();
  ASSERT_THAT(result.findings, SizeIs(1)) << Describe(result.findings);
  EXPECT_EQ(result.findings[0].id, InvariantId::kVoices);
}

}  // namespace
}  // namespace candor::audit::testing

// The invariants of acts: a fault put into otherwise good evidence, signed anew, is named by exactly that invariant, at
// the right entry, with the right exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "records/post_act.h"
#include "tests/audit/verify/evidence_world.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

using candor::testing::Actor;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ActsInvariants : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<EvidenceWorld>(); }
  static void TearDownTestSuite() { shared_.reset(); }
  ActsInvariants() : board_(world().board()) {}
  ~ActsInvariants() override { world().board() = board_; }

  EvidenceWorld& world() { return *shared_; }
  const candor::testing::Organisation& organisation() { return world().organisation(); }
  const Actor& facilitator() { return organisation().facilitator(); }
  const Actor& leader() { return organisation().reader(0); }
  Day LastDay() { return world().board().back().entry.day; }
  crypto::Hash Opinion() { return JamLog::HashOf(world().board()[world().last_batch + 1]); }

  // At the end of the board's log; its index.
  struct Made {
    std::size_t index = 0;
    crypto::Hash id{};
  };
  Made Add(const Actor& who, records::ActBody body, std::optional<Bytes> content = {}) {
    const auto call =
        content.has_value()
            ? records::MakeActWithText(world().id(), LastDay(), std::move(body), *content, who.key, organisation().random())
            : records::MakeAct(world().id(), LastDay(), std::move(body), who.key);
    const EntryContent beside = content.has_value() ? EntryContent{call.content_salt, call.content} : EntryContent{};
    return {world().AddToBoard(LastDay(), records::ActEntry{call.act}, true, beside), records::ActId(call.act)};
  }
  static Bytes Note() { return records::NoteContent{"Nights", "", "What stops."}.Encode(); }
  static Bytes Headline(std::string text = EvidenceWorld::kHeadline) {
    return records::PublishContent{EvidenceWorld::kHeadlineSalt, std::move(text)}.Encode();
  }
  records::Publish Publish() { return {world().consented, records::Form::kHeadline, {}}; }

  void ExpectOnly(InvariantId id, int exit, std::optional<std::uint64_t> index, const VerifyOptions& options = {}) {
    const VerifyResult result = world().Verify(options);
    std::set<std::string> ids;
    std::string all;
    for (const auto& each : result.findings) {
      ids.insert(InvariantName(each.id));
      all += "\n" + InvariantName(each.id) + ": " + each.explanation;
    }
    EXPECT_THAT(ids, ElementsAre(InvariantName(id))) << all;
    EXPECT_EQ(ExitCodeOf(result.findings, true), exit) << all;
    if (!result.findings.empty()) EXPECT_EQ(result.findings.front().index, index) << all;
  }

  static std::unique_ptr<EvidenceWorld> shared_;

 private:
  std::vector<Written> board_;
};
std::unique_ptr<EvidenceWorld> ActsInvariants::shared_;

TEST_F(ActsInvariants, GoodActsHaveNoFinding) {
  Add(facilitator(), records::Prompt{}, Note());
  const Made theme = Add(facilitator(), records::Theme{{}, 0, {Opinion()}, {}}, Note());
  Add(facilitator(), Publish(), Headline());
  Add(leader(), records::Acknowledgement{Opinion(), records::Tone::kRead});
  Add(organisation().sponsor(), records::Decision{theme.id, records::Verdict::kStudied, 0, {}}, Note());
  EXPECT_THAT(world().Verify().findings, IsEmpty());
}

TEST_F(ActsInvariants, I05AnActByWhoMayNot) {
  const auto at = Add(leader(), records::Prompt{}, Note()).index;
  ExpectOnly(InvariantId::kEntries, 3, at);
}

TEST_F(ActsInvariants, I05AnActThatItsAuthorHasNotSigned) {
  const auto at = Add(facilitator(), records::Prompt{}, Note()).index;
  std::get<records::ActEntry>(world().board()[at].entry.body).record.signature[7] ^= 1;
  ExpectOnly(InvariantId::kEntries, 2, at);
}

TEST_F(ActsInvariants, I18AnActOnWhatIsNotThere) {
  const auto at = Add(leader(), records::Acknowledgement{{9}, records::Tone::kRead}).index;
  ExpectOnly(InvariantId::kTargets, 3, at);
}

TEST_F(ActsInvariants, I18ARevisionThatLeavesAGap) {
  const Made theme = Add(facilitator(), records::Theme{{}, 0, {Opinion()}, {}}, Note());
  const auto at = Add(facilitator(), records::Theme{theme.id, 2, {}, {}}, Note()).index;
  ExpectOnly(InvariantId::kTargets, 3, at);
}

TEST_F(ActsInvariants, I18TheSameActTwice) {
  const auto first = Add(facilitator(), records::Prompt{}, Note()).index;
  world().board().push_back(world().board()[first]);
  ExpectOnly(InvariantId::kTargets, 3, first + 1);
}

TEST_F(ActsInvariants, I18AnActThatWasHeldBack) {
  const auto at = Add(facilitator(), records::Prompt{}, Note()).index;
  world().board()[at].entry.day += 2;
  ExpectOnly(InvariantId::kTargets, 3, at);
}

TEST_F(ActsInvariants, I20WhoIsLate) {
  const Made theme = Add(facilitator(), records::Theme{{}, 0, {Opinion()}, {}}, Note());
  Add(leader(), records::Action{LastDay() + 1, {theme.id}, {}}, Note());
  VerifyOptions options;
  options.as_of = LastDay() + 2;
  ExpectOnly(InvariantId::kClocks, 4, world().open, options);
}

TEST_F(ActsInvariants, I21ATextThatIsMissing) {
  const auto at = Add(facilitator(), records::Prompt{}, Note()).index;
  world().board()[at].content = {};
  ExpectOnly(InvariantId::kContents, 5, at);
}

TEST_F(ActsInvariants, I21ATextThatIsNone) {
  const auto at = Add(facilitator(), records::Prompt{}, Bytes{1, 2, 3}).index;
  ExpectOnly(InvariantId::kContents, 3, at);
}

TEST_F(ActsInvariants, I25AnActUnderARoleThatWasTaken) {
  const records::ActorRevoke revoke{.day = LastDay(), .key = facilitator().public_key(),
                                    .role = records::Role::kFacilitator};
  world().AddToBoard(LastDay(), records::GovernanceEntry{organisation().Countersign(revoke)}, false);
  const auto at = Add(facilitator(), records::Prompt{}, Note()).index;
  ExpectOnly(InvariantId::kRevoked, 3, at);
}

TEST_F(ActsInvariants, I33APublicationWithoutConsent) {
  const auto at = Add(facilitator(), records::Publish{Opinion(), records::Form::kParaphrase, {}},
                      records::PublishContent{{}, "So."}.Encode()).index;
  ExpectOnly(InvariantId::kPublished, 3, at);
}

TEST_F(ActsInvariants, I33AHeadlineThatIsNotItsAuthorsOwn) {
  const auto at = Add(facilitator(), Publish(), Headline("The night crane stands")).index;
  ExpectOnly(InvariantId::kPublished, 2, at);
}

TEST_F(ActsInvariants, I33AConsentedHeadlineThatNobodyTookUp) {
  EvidenceWorld late({.adjust = [](records::Draft& draft) { draft.clocks.publish = 2; }});
  VerifyOptions options;
  options.as_of = late.board()[late.first_batch].entry.day + 3;
  const auto result = late.Verify(options);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].id, InvariantId::kPublished);
  EXPECT_EQ(result.findings[0].severity, Severity::kOverdue);
}

// With a text goes what quotes it: the tombstone names both, and a text that stays is a finding.
TEST_F(ActsInvariants, I22WhatQuotesAnErasedTextGoesWithIt) {
  const auto published = Add(facilitator(), Publish(), Headline()).index;
  std::uint64_t text = 0;
  for (std::size_t i = world().first_batch + 1; i < world().board().size(); ++i) {
    if (!std::holds_alternative<records::SubmissionEntry>(world().board()[i].entry.body)) break;
    if (JamLog::HashOf(world().board()[i]) == world().consented) text = i;
  }
  ASSERT_NE(text, 0u);
  const Bytes entry = world().board()[text].entry.Encode();
  auto agreed = records::AgreedErasure::Propose(
      {world().id(), text, LeafHash(entry), records::ErasureReason::kThirdPerson, LastDay()}, leader().key);
  const Actor& auditor = organisation().stranger();
  world().AddToBoard(LastDay(), records::GovernanceEntry{organisation().Grant(auditor, records::Role::kAuditor)}, false);
  agreed.SignAsAuditor(auditor.key);
  const auto tombstone = world().AddToBoard(LastDay(), records::Tombstone{agreed});
  world().AddToBoard(LastDay(), records::ErasureDone{tombstone, 2});
  ExpectOnly(InvariantId::kTombstones, 3, published);
  world().board()[published].content = {};
  EXPECT_THAT(world().Verify().findings, IsEmpty());
}

}  // namespace
}  // namespace candor::audit::testing

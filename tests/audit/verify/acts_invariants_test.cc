// The invariants of acts: a fault put into otherwise good evidence, signed anew, is named by exactly that invariant, at
// the right entry, with the right exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "crypto/receipt_code.h"
#include "records/post_act.h"
#include "tests/records/bodies.h"
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
    if (result.findings.empty()) return;
    EXPECT_EQ(result.findings.front().index, index) << all;
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
  const auto at = Add(facilitator(), records::Publish{Opinion(), records::Form::kHeadline, {}},
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

// ---- members' quotas, and the company of ratings ----

// The jam up to its last batch, which is spoken by people whom the test knows; then the close.
struct SpokenWorld : EvidenceWorld {
  explicit SpokenWorld(WorldOptions options = {}) : EvidenceWorld(std::move(options)) {
    board().resize(last_batch);
    const Day day = jam().draft().slots.DayOfSlot(11);
    prompt = Add(day, records::Prompt{}, organisation().facilitator());
    theme = Add(day, records::Theme{{}, 0, {}, {}}, organisation().facilitator());
  }
  crypto::Hash Add(Day day, records::ActBody body, const Actor& who) {
    const auto call = records::MakeActWithText(id(), day, std::move(body), records::NoteContent{"Nights", "Devran", "x"}.Encode(),
                                               who.key, organisation().random());
    AddToBoard(day, records::ActEntry{call.act}, true, {call.content_salt, call.content});
    return records::ActId(call.act);
  }
  // Five people speak, and speaking ends.
  void EndSpeaking() {
    std::vector<records::SubmissionEntry> batch;
    for (int i = 0; i < 5; ++i) {
      people.push_back(Speak());
      batch.push_back(people.back().entry);
    }
    last_batch = AddBatch({.pool = records::Pool::kOpinions, .slot = 12, .count = 0, .final = true, .relied_on = {}},
                          std::move(batch));
  }
  void Close(std::uint32_t batches) {
    close = AddToBoard(board().back().entry.day, records::CampaignClose{11, batches, false});
  }
  // So many slips that were spent on this, each with a token of every issuer.
  std::vector<records::SubmissionEntry> Spend(records::Kind kind, const crypto::Hash& target, std::size_t count) const {
    const crypto::Purpose purpose = *records::PurposeOf(kind);
    std::vector<records::SubmissionEntry> out;
    for (std::size_t n = 0; n < count; ++n) {
      const auto code = crypto::ReceiptCode::Generate(organisation().random());
      const auto keys = crypto::DeriveThreadKeys(code, id(), purpose);
      records::SubmissionBody body = candor::testing::BodyOf(kind, organisation().random());
      body.campaign_id = id();
      body.thread_key = keys.signing.verify_key();
      body.thread_kem_key = keys.kem.public_key();
      body.target = target;
      body.tokens.clear();
      for (std::size_t i = 0; i < jam().draft().issuers.size(); ++i) {
        body.tokens.push_back(jam().Draw(i, purpose, body.thread_key));
      }
      out.push_back(SignedBy(body, keys.signing));
    }
    return out;
  }
  // The next of a person's thread.
  static records::SubmissionBody Next(const Spoken& who, records::Kind kind, const records::SubmissionBody& last,
                                      const crypto::Hash& target, crypto::RandomSource& random) {
    records::SubmissionBody body = candor::testing::BodyOf(kind, random);
    body.campaign_id = last.campaign_id;
    body.thread_key = who.body.thread_key;
    body.thread_kem_key = who.body.thread_kem_key;
    body.sequence = last.sequence + 1;
    body.previous = last.SubmissionHash();
    body.target = target;
    return body;
  }

  crypto::Hash prompt{}, theme{};
  std::vector<Spoken> people;
};

std::string NamesOf(const VerifyResult& result) {
  std::string out;
  for (const auto& each : result.findings) {
    out += Cat(InvariantName(each.id), " ", each.index.value_or(0), ": ", each.explanation, "\n");
  }
  return out;
}

// The voices of I08: as many as the quota allows are good, one more is not.
void ExpectVoices(const VerifyResult& result, std::size_t open, std::string_view sum) {
  ASSERT_THAT(result.findings, ::testing::Not(IsEmpty())) << "one more than the quota times the issuances";
  for (const auto& each : result.findings) {
    EXPECT_EQ(each.id, InvariantId::kVoices) << NamesOf(result);
    EXPECT_EQ(each.index, open);
    EXPECT_THAT(each.explanation, ::testing::HasSubstr(std::string(sum)));
  }
  EXPECT_EQ(ExitCodeOf(result.findings, true), 3);
}

// One slip of each for everybody who has drawn.
WorldOptions OneEach() {
  return {.drawn = 20, .adjust = [](records::Draft& draft) {
            draft.quotas = {.contributions = 1, .endorsements = 1, .follow_ups = 10};
          }};
}

TEST(QuotaInvariants, I08MoreContributionsThanTheQuotaTimesTheIssuances) {
  for (const std::size_t count : {20, 21}) {
    SpokenWorld world(OneEach());
    world.EndSpeaking();
    world.AddBatch({.pool = records::Pool::kContributions, .slot = 12, .count = 0, .final = true, .relied_on = {}},
                   world.Spend(records::Kind::kContribution, world.prompt, count));
    world.Close(3);
    const auto result = world.Verify();
    if (count == 20) {
      EXPECT_THAT(result.findings, IsEmpty()) << NamesOf(result);
    } else {
      ExpectVoices(result, world.open, "21 voices");
    }
  }
}

TEST(QuotaInvariants, I08MorePointsThanTheQuotaTimesTheIssuances) {
  for (const std::size_t count : {20, 21}) {
    SpokenWorld world(OneEach());
    world.EndSpeaking();
    world.Close(2);
    world.AddBatch({.pool = records::Pool::kEndorsements, .slot = 13, .count = 0, .relied_on = {}},
                   world.Spend(records::Kind::kEndorsement, world.theme, count));
    const auto result = world.Verify();
    if (count == 20) {
      EXPECT_THAT(result.findings, IsEmpty()) << NamesOf(result);
    } else {
      ExpectVoices(result, world.open, "21 voices");
    }
  }
}

// A rating waits for k others, unless what follows it in its thread takes it along.
TEST(CompanyInvariants, I15ARatingAmongTheActsOfThreadsWithoutCompany) {
  for (const bool followed : {true, false}) {
    SpokenWorld world;
    world.EndSpeaking();
    world.Close(2);
    auto& random = world.organisation().random();
    const Day day = world.board().back().entry.day;
    const crypto::Hash about = world.people[0].body.SubmissionHash();
    const crypto::Hash action = world.Add(day, records::Action{day + 30, {about}, {}}, world.organisation().reader(0));
    const auto& who = world.people[0];
    records::SubmissionBody rating = SpokenWorld::Next(who, records::Kind::kRating, who.body, action, random);
    rating.value = 3;
    const records::SubmissionBody more = SpokenWorld::Next(who, records::Kind::kFollowUp, rating, {}, random);
    // Another thread's act is no company.
    const auto& other = world.people[1];
    const records::SubmissionBody elsewhere = SpokenWorld::Next(other, records::Kind::kFollowUp, other.body, {}, random);
    std::vector<records::SubmissionEntry> batch = {
        EvidenceWorld::SignedBy(rating, who.author.keys.signing),
        EvidenceWorld::SignedBy(elsewhere, other.author.keys.signing)};
    if (followed) batch.push_back(EvidenceWorld::SignedBy(more, who.author.keys.signing));
    const std::size_t at = world.AddBatch({.pool = records::Pool::kThreadActs, .slot = 13, .count = 0, .relied_on = {}},
                                          std::move(batch));
    const auto result = world.Verify();
    if (followed) {
      EXPECT_THAT(result.findings, IsEmpty()) << NamesOf(result);
      continue;
    }
    ASSERT_EQ(result.findings.size(), 1u) << NamesOf(result);
    EXPECT_EQ(result.findings[0].id, InvariantId::kBatchSizes);
    EXPECT_EQ(result.findings[0].index, at);
    EXPECT_THAT(result.findings[0].explanation, ::testing::HasSubstr("without company"));
    EXPECT_EQ(ExitCodeOf(result.findings, true), 3);
  }
}

}  // namespace
}  // namespace candor::audit::testing

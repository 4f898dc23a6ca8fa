// Draft: floors that protect people, each with its sentence, and bounds that keep encodings whole.
#include "records/draft.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::Jam;
using candor::testing::Organisation;
using candor::testing::StatusIs;
using ::testing::HasSubstr;

// Two readers, in two audiences.
const Draft& Good() {
  static const Organisation organisation({.members = 60, .issuers = 2, .readers = 2});
  static const Jam jam(organisation, {.adjust = [](Draft& draft) {
    draft.audiences.push_back({1, "without line management", {draft.readers[1].key}});
  }});
  return jam.draft();
}

struct Rule {
  const char* says;
  std::function<void(Draft&)> break_it;
};

void ExpectEachRefused(const std::vector<Rule>& rules) {
  ASSERT_OK(CheckDraft(Good()));
  for (const auto& rule : rules) {
    Draft draft = Good();
    rule.break_it(draft);
    EXPECT_THAT(CheckDraft(draft),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(rule.says)));
  }
}

TEST(CheckDraft, HoldsTheFloorsOfTheCrowd) {
  ExpectEachRefused({
      {"k, the smallest batch", [](Draft& d) { d.k = 4; }},
      {"k, the smallest batch", [](Draft& d) { d.k = 0; }},
      {"min_issued must be at least 10", [](Draft& d) { d.min_issued = 9; }},
      {"at least 2k", [](Draft& d) { d.k = 11, d.min_issued = 21; }},
      {"nobody could ever speak", [](Draft& d) { d.roster_size = d.min_issued - 1; }},
      {"quotas", [](Draft& d) { d.quotas.contributions = 21; }},
      {"quotas", [](Draft& d) { d.quotas.endorsements = 51; }},
  });
}

TEST(CheckDraft, TakesTheFloorsThemselves) {
  Draft draft = Good();
  draft.k = 5;
  draft.min_issued = 10;
  draft.roster_size = 10;
  EXPECT_OK(CheckDraft(draft));
  draft.quotas = {.contributions = 20, .endorsements = 50, .follow_ups = 255};
  EXPECT_OK(CheckDraft(draft));
}

TEST(CheckDraft, TheDefaultGateIsTwentyOrFourTimesK) {
  EXPECT_EQ(DefaultMinIssued(5), 20u);
  EXPECT_EQ(DefaultMinIssued(6), 24u);
  EXPECT_EQ(DefaultMinIssued(0xffff), 4u * 0xffff);
}

TEST(CheckDraft, AnActorKeyHoldsOneRole) {
  ExpectEachRefused({
      {"one role", [](Draft& d) { d.sponsors[0].key = d.readers[0].key; }},
      {"one role", [](Draft& d) { d.facilitators[0].key = d.readers[1].key; }},
      {"one role", [](Draft& d) { d.operators[0].key = d.facilitators[0].key; }},
      {"one role", [](Draft& d) { d.readers[1].key = d.readers[0].key; }},
  });
}

TEST(CheckDraft, AudiencesAreNumberedListsOfReaders) {
  ExpectEachRefused({
      {"audiences", [](Draft& d) { d.audiences.clear(); }},
      {"audience 0", [](Draft& d) { d.audiences.erase(d.audiences.begin()); }},
      {"0, 1 and 255", [](Draft& d) { d.audiences[1].id = 2; }},
      {"0, 1 and 255", [](Draft& d) { d.audiences[1].id = 0; }},
      {"0, 1 and 255", [](Draft& d) { std::swap(d.audiences[0], d.audiences[1]); }},
      {"twice", [](Draft& d) { d.audiences[0].readers[1] = d.audiences[0].readers[0]; }},
      {"no reader", [](Draft& d) { d.audiences[0].readers[1] = d.sponsors[0].key; }},
      {"belongs to no audience",
       [](Draft& d) { d.audiences[0].readers.pop_back(), d.audiences.pop_back(); }},
      {"not a reader",
       [](Draft& d) {
         d.delegates = {{d.readers[0].key, d.sponsors[0].key}};
       }},
      {"not a reader",
       [](Draft& d) {
         d.delegates = {{d.sponsors[0].key, d.readers[0].key}};
       }},
  });
  Draft draft = Good();
  draft.audiences.push_back({kAppealPanel, "panel", {draft.readers[0].key}});
  EXPECT_OK(CheckDraft(draft));
}

TEST(CheckDraft, NamesOneIssuerOrTwoDifferentOnes) {
  ExpectEachRefused({
      {"one issuer or two", [](Draft& d) { d.issuers.clear(); }},
      {"one issuer or two", [](Draft& d) { d.issuers.push_back("third"); }},
      {"one issuer or two", [](Draft& d) { d.issuers[1] = d.issuers[0]; }},
  });
}

TEST(CheckDraft, TheScheduleIsChecked) {
  ExpectEachRefused({{"speaking must close", [](Draft& d) { d.phases.speaking_closes = 0; }}});
}

// Longer than the layout allows: refused with a sentence, before any encoder sees it.
TEST(CheckDraft, NoTextOrListIsLongerThanItsField) {
  const auto text = [](std::size_t size) { return std::string(size, 'x'); };
  ExpectEachRefused({
      {"question is missing", [](Draft& d) { d.question.clear(); }},
      {"question is longer than 1000", [&](Draft& d) { d.question = text(1001); }},
      {"question is longer than 1000", [&](Draft& d) { d.question = text(70000); }},
      {"background is longer", [&](Draft& d) { d.background = text(16001); }},
      {"sub-questions are more than 7", [](Draft& d) { d.sub_questions.assign(8, "x"); }},
      {"sub-questions are more than 7", [](Draft& d) { d.sub_questions.assign(260, "x"); }},
      {"one of the sub-questions is longer", [&](Draft& d) { d.sub_questions = {text(601)}; }},
      {"programme's name is longer than 255", [&](Draft& d) { d.programme.name = text(256); }},
      {"programme's owner is missing", [](Draft& d) { d.programme.owner.clear(); }},
      {"decision body is longer", [&](Draft& d) { d.programme.decision_body = text(300); }},
      {"out of scope is longer", [&](Draft& d) { d.out_of_scope = text(4001); }},
      {"what happens with the result is missing", [](Draft& d) { d.what_happens.clear(); }},
      {"sponsors are missing", [](Draft& d) { d.sponsors.clear(); }},
      {"facilitators are missing", [](Draft& d) { d.facilitators.clear(); }},
      {"operators are missing", [](Draft& d) { d.operators.clear(); }},
      {"name among the readers is longer", [&](Draft& d) { d.readers[0].name = text(101); }},
      {"an audience's name is missing", [](Draft& d) { d.audiences[0].name.clear(); }},
      {"audience's readers are missing", [](Draft& d) { d.audiences[1].readers.clear(); }},
      {"moderation reasons are more than 16",
       [](Draft& d) { d.moderation_reasons.assign(17, "x"); }},
      {"one of the help contacts is longer", [&](Draft& d) { d.help_contacts = {text(501)}; }},
      {"pledge is longer", [&](Draft& d) { d.pledge = text(4001); }},
      {"issuer's origin is longer", [&](Draft& d) { d.issuers[0] = text(256); }},
      {"question is not UTF-8", [](Draft& d) { d.question = "M\xfcller"; }},
      {"pledge is not UTF-8", [](Draft& d) { d.pledge = std::string("a\0b", 3); }},
  });
}

TEST(CheckDraft, WhatItAcceptsAtTheEdgeOfEveryBoundEncodesAndDecodes) {
  const auto text = [](std::size_t size) { return std::string(size, 'x'); };
  Draft draft = Good();
  draft.question = text(1000);
  draft.background = text(16000);
  draft.sub_questions.assign(7, text(600));
  draft.programme = {text(255), text(255), text(255), 1};
  draft.out_of_scope = text(4000);
  draft.what_happens = text(4000);
  draft.moderation_reasons.assign(16, text(255));
  draft.help_contacts.assign(16, text(500));
  draft.pledge = text(4000);
  draft.issuers = {text(255), "b"};
  for (auto& reader : draft.readers) reader.name = text(100);
  ASSERT_OK(CheckDraft(draft));
  const auto decoded = Draft::Decode(draft.Encode());
  ASSERT_OK(decoded);
  EXPECT_EQ(*decoded, draft);
}

TEST(Questions, LettersAndDigitsMakeThem) {
  EXPECT_TRUE(AskTheSame("What should change first?", " what SHOULD change -- first"));
  EXPECT_TRUE(AskTheSame("Gate 2?", "gate2"));
  EXPECT_FALSE(AskTheSame("Gate 2?", "Gate 3?"));
  EXPECT_FALSE(AskTheSame("What changes?", "What change?"));
  // Beyond ASCII every byte counts.
  EXPECT_TRUE(AskTheSame("Was \xc3\xa4ndern wir?", "was \xc3\xa4ndern wir"));
  EXPECT_FALSE(AskTheSame("Was \xc3\xa4ndern wir?", "Was \xc3\x84ndern wir?"));
}

TEST(DraftId, ChangesWithEveryFieldThatSomebodySigns) {
  const DraftId id = Good().Id();
  Draft draft = Good();
  draft.k += 1;
  EXPECT_NE(draft.Id(), id);
  draft = Good();
  draft.pledge += ".";
  EXPECT_NE(draft.Id(), id);
  EXPECT_NE(draft.PledgeHash(), Good().PledgeHash());
  draft = Good();
  draft.phases.grace_days += 1;
  EXPECT_NE(draft.Id(), id);
}

}  // namespace
}  // namespace candor::records

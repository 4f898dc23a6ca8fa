// What a facilitator is told before a jam opens and while it runs.
#include "services/facilitator/readiness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/jam_fixture.h"

namespace candor::services::facilitator {
namespace {

using candor::testing::Jam;
using candor::testing::Organisation;
using texts::Language;

class Readiness : public ::testing::Test {
 protected:
  Readiness() : jam(organisation), draft(jam.draft()) {
    draft.slots = {draft.phases.speaking_opens, 4};
  }
  std::map<std::string, Ready> Of(const Working& working = {.facilitator_hours = 10, .from = 8, .to = 18}) {
    std::map<std::string, Ready> out;
    Situation situation{.draft = draft, .bundle = organisation.bundle(), .drawn = drawn, .campaign = nullptr,
                        .cosigned = cosigned, .now = now};
    const auto items = CheckReadiness(situation, working, Language::kEnglish);
    const auto german = CheckReadiness(situation, working, Language::kGerman);
    EXPECT_EQ(items.size(), german.size());
    for (std::size_t i = 0; i < std::min(items.size(), german.size()); ++i) {
      EXPECT_FALSE(items[i].sentence.empty());
      EXPECT_NE(items[i].sentence, german[i].sentence) << "said in German too";
      EXPECT_EQ(items[i].id, german[i].id);
      EXPECT_EQ(items[i].ready, german[i].ready) << "the language changes no finding";
      out[items[i].id] = items[i].ready;
    }
    return out;
  }

  Organisation organisation{{.trial = false}};
  Jam jam;
  records::Draft draft;
  std::optional<std::uint32_t> drawn = 24;
  std::vector<std::pair<std::string, std::optional<UnixSeconds>>> cosigned = {{"board", 60}};
  UnixSeconds now = StartOf(candor::testing::kSpeakingOpens) + 3600;
};

TEST_F(Readiness, AJamThatIsReadyIsSaidToBe) {
  for (const auto& [id, ready] : Of()) {
    // The fixture's jam names no panel, has a pledge clock of a month, and one operator for all.
    if (id == "appeals" || id == "hands" || id == "pledges") continue;
    EXPECT_EQ(ready, Ready::kOk) << id;
  }
}

TEST_F(Readiness, EachFaultIsNamed) {
  drawn = 10;
  EXPECT_EQ(Of().at("drawn"), Ready::kNotReady);
  now = StartOf(candor::testing::kOpeningDay);
  EXPECT_EQ(Of().at("drawn"), Ready::kAttention) << "before speaking opens there is time";
  draft.roster_size = 18;
  EXPECT_EQ(Of().at("crowd"), Ready::kNotReady);
  draft.decoupling_hours = 24 * 5;
  EXPECT_EQ(Of().at("first text"), Ready::kNotReady);
  cosigned = {{"board", 60}, {"issuer", std::nullopt}};
  EXPECT_EQ(Of().at("witnesses"), Ready::kNotReady);
  cosigned = {{"board", 2 * kSecondsPerDay}};
  EXPECT_EQ(Of().at("witnesses"), Ready::kAttention);
  draft.roster_size = 200;
  EXPECT_EQ(Of({.facilitator_hours = 4.9}).at("facilitators"), Ready::kNotReady) << "five hours for a hundred opinions";
  EXPECT_EQ(Of({.facilitator_hours = 5}).at("facilitators"), Ready::kOk);
  EXPECT_EQ(Of({.facilitator_hours = 0}).at("facilitators"), Ready::kAttention);
  EXPECT_EQ(Of({.facilitator_hours = 5, .from = 1, .to = 5}).at("slots"), Ready::kAttention);
  draft.quotas.contributions = 20;
  draft.quotas.endorsements = 50;
  draft.kind = records::CampaignKind::kCampaign;
  EXPECT_EQ(Of().at("exchanges"), Ready::kNotReady);
  draft.programme.decision_day = draft.phases.retention_ends;
  EXPECT_EQ(Of().at("days"), Ready::kNotReady);
  draft.programme.decision_day = draft.phases.answers_due - 1;
  EXPECT_EQ(Of().at("days"), Ready::kAttention);
}

TEST_F(Readiness, TheRunBookSaysTheSameInGerman) {
  const auto english = RunBookOf(draft, Language::kEnglish);
  const auto german = RunBookOf(draft, Language::kGerman);
  ASSERT_EQ(english.size(), german.size());
  for (std::size_t i = 0; i < english.size(); ++i) {
    EXPECT_EQ(english[i].when, german[i].when);
    EXPECT_NE(english[i].who, german[i].who);
    EXPECT_NE(english[i].what, german[i].what);
  }
}

TEST_F(Readiness, TheRunBookIsInOrderAndHoldsEveryDay) {
  const auto book = RunBookOf(draft, Language::kEnglish);
  EXPECT_TRUE(std::ranges::is_sorted(book, {}, &RunBookLine::when));
  for (const Day day : {draft.phases.issuance_opens, draft.phases.speaking_closes, draft.phases.retention_ends,
                        draft.programme.decision_day}) {
    EXPECT_TRUE(std::ranges::any_of(book, [&](const RunBookLine& line) { return line.when == StartOf(day); })) << day;
  }
}

}  // namespace
}  // namespace candor::services::facilitator

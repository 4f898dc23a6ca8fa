// What a jam's wall shows of the acts of people with a role: all of it, in both languages, and no text of a person as
// anything but text.
#include "services/member/wall_acts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/text.h"
#include "crypto/envelope.h"
#include "services/member/wall.h"
#include "services/texts/wall_texts.h"
#include "services/texts/day.h"
#include "tests/audit/acts_world.h"

namespace candor::services::member {
namespace {

using candor::testing::Actor;
using records::Kind;
using texts::Language;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct WallActsTest : ::testing::Test {
  audit::testing::ActsWorld world;

  const Actor& leader() { return world.organisation.reader(0); }
  const Actor& panel() { return world.organisation.reader(3); }
  const Actor& facilitator() { return world.organisation.facilitator(); }
  const Actor& sponsor() { return world.organisation.sponsor(); }
  const crypto::Hash& text(std::size_t i) { return world.texts[i].hash; }
  static std::string Short(const crypto::Hash& hash) { return HexEncode(ByteView(hash).first(4)); }

  crypto::Hash Act(const Actor& who, records::ActBody body, std::optional<Bytes> content = {}) {
    const auto made = world.Act(who, std::move(body), std::move(content));
    EXPECT_OK(made.status);
    return made.id;
  }
  static Bytes Note(std::string title, std::string owner, std::string words) {
    return records::NoteContent{std::move(title), std::move(owner), std::move(words)}.Encode();
  }
  void Answer(const crypto::Hash& target, records::AnswerStatus status, std::uint32_t revision, std::string words) {
    const Bytes content = records::AnswerContent{"The gate", std::move(words)}.Encode();
    const audit::EntryContent beside{{5}, content};
    const records::Answer answer{world.jam.id(), target, status, revision,
                                 records::ContentCommitment(beside.salt, content)};
    const auto record = records::Signed::Make(leader().key, crypto::Label::kAnswer, answer.Encode());
    ASSERT_OK(world.view.Apply(
        records::LogEntry{world.today(), world.jam.id(), records::AnswerEntry{record}}.Encode(), beside));
  }
  void Rate(const crypto::Hash& action, std::size_t people) {
    std::vector<records::SubmissionBody> ratings;
    for (std::size_t i = 0; i < people; ++i) {
      ratings.push_back(world.Next(world.texts[i], Kind::kRating, action));
      ratings.back().value = i < 3 ? 4 : 3;
    }
    world.Seal(records::Pool::kRatings, 6, ratings);
  }

  static std::string InWords(Day day) { return texts::DateInWords(Language::kEnglish, day); }
  member::Wall Wall(std::optional<Day> as_of = {}) const {
    return MakeWall(world.campaign(), as_of.value_or(world.today()), counts_);
  }
  std::string Shown(Language language = Language::kEnglish, std::optional<Day> as_of = {}) const {
    return RenderWall(Wall(as_of), language);
  }

  member::WallCounts counts_;

  struct Played {
    crypto::Hash theme{}, other{}, action{}, hide{};
  };
  // Each type of act at least once; each of another outcome than the one before.
  Played PlayAll();
};

WallActsTest::Played WallActsTest::PlayAll() {
  Played out;
  Act(leader(), records::PledgeRenewal{world.jam.draft().PledgeHash()});
  Act(leader(), records::Acknowledgement{text(0), records::Tone::kThanks});
  Act(facilitator(), records::Prompt{}, Note("", "", "What works already?"));
  out.theme = Act(facilitator(), records::Theme{{}, 0, {text(0)}, {}}, Note("Outages", "", "At gate 2."));
  Act(facilitator(), records::Theme{out.theme, 1, {text(1)}, {}}, Note("Outages at night", "", "At both gates."));
  out.other = Act(facilitator(), records::Theme{{}, 0, {}, {}}, Note("Broken readers", "", "The same."));
  world.Seal(records::Pool::kEndorsements, 5,
             {world.First(Kind::kEndorsement, out.theme), world.First(Kind::kEndorsement, out.other),
              world.First(Kind::kEndorsement, out.other)});
  Act(facilitator(), records::Merge{out.other, out.theme});
  world.PublishHeadline();
  Act(facilitator(), records::Publish{text(1), records::Form::kParaphrase, {}}, world.Words("Rain stops the readers."));
  Act(facilitator(), records::PublishDeclined{text(3), 1});
  out.hide = Act(facilitator(), records::Hide{text(2), 0});
  const auto appeal = world.Next(world.texts[2], Kind::kAppeal, out.hide);
  world.Seal(records::Pool::kThreadActs, 5, {appeal});
  Act(panel(), records::AppealDecision{appeal.SubmissionHash(), records::Ruling::kStaysHidden, {}},
      Note("", "", "The name is in it."));
  Act(facilitator(), records::Connect{out.theme, text(1), {}}, Note("", "", "Both are about rain."));
  Act(facilitator(), records::Spotlight{text(1), {}}, Note("", "", "Worth a look."));
  Act(sponsor(), records::ConflictDeclared{{}, {}}, Note("", "", "My brother sells readers."));
  out.action = Act(leader(), records::Action{world.today() + 1, {out.theme}, {}}, Note("New readers", "Devran", "Two a week."));
  Act(leader(), records::ActionOutcome{out.action, records::Outcome::kMoved, world.today() + 5, {}}, Note("", "", "They are late."));
  Act(sponsor(), records::Decision{out.theme, records::Verdict::kStudied, 0, {}}, Note("", "", "We look at it."));
  Act(sponsor(), records::Decision{out.theme, records::Verdict::kAdopted, 1, {}}, Note("", "", "We buy them."));
  return out;
}

TEST_F(WallActsTest, EveryTypeOfActIsShown) {
  const Played played = PlayAll();
  const std::string shown = Shown();
  const std::string day = FormatDay(world.today());
  for (const std::string& line :
       {Cat("Reader 1 renewed it on ", InWords(world.campaign().batches[0].day)),
        std::string("Some opinions were acknowledged; that is no answer."), std::string("What works already?"),
        Cat(Short(played.theme), "  Outages at night"), std::string("3 points, 2 texts, 0 contributions"),
        std::string("Outages: At gate 2."), Cat("merged into ", Short(played.theme), ", with its points"),
        Cat(Short(text(2)), "  [headline, the author's own]"), std::string("[in the facilitator's words]"),
        std::string("Rain stops the readers."), std::string("Not published, personal attack: 1"),
        Cat("HIDDEN since ", InWords(world.today()), ": names a person"),
        std::string("decided that it stays hidden.\n      In the panel's words: The name is in it."),
        Cat(Short(played.theme), " + ", Short(text(1))), std::string("Both are about rain."),
        std::string("In the spotlight"), std::string("Worth a look."), std::string("the whole jam  Ingrid Solheim"),
        std::string("My brother sells readers."), Cat(Short(played.action), "  New readers"),
        Cat("Devran, by ", InWords(world.today() + 5)), Cat("[moved to ", InWords(world.today() + 5), "]"),
        std::string("They are late."), std::string("We buy them."),
        std::string("We look at it.")}) {
    EXPECT_THAT(shown, HasSubstr(line));
  }
  EXPECT_LT(shown.find("We buy them."), shown.find("We look at it.")) << "the decision in force is first, and the other stays";
}

TEST_F(WallActsTest, OfAPrivateNoteNothingIsOnTheWall) {
  const auto& keys = world.texts[0].author.keys;
  crypto::OpinionPlaintext plain;
  plain.text = "Which gate was it?";
  const crypto::KemPublicKey to = keys.kem.public_key();
  const auto sealed = crypto::SealEnvelope({world.jam.id(), keys.signing.verify_key(), records::kToTheThread}, {&to, 1},
                                           *plain.Encode(), world.organisation.random());
  const std::string before = Shown();
  Act(leader(), records::PrivateNote{text(0), records::NoteForm::kQuestion, {}}, *sealed);
  EXPECT_EQ(Shown(), before);
}

// ---- hostile texts ----

// Titles that would write lines of ours, repaint a terminal, turn a sentence around, or be markup.
constexpr std::string_view kHostile =
    "Nice\x1b[2J\x1b]0;mine\x07 \xe2\x80\xae" "desrever\xe2\x80\xac \xc2\x9b" "31m <script>alert(1)</script>\r\nAnswers: 99";

// What steers a terminal or a reader's eye: controls but newline, C1 controls, overrides.
bool IsHarmful(std::string_view shown) {
  for (const unsigned char c : shown) {
    if ((c < 0x20 && c != '\n') || c == 0x7f) return true;
  }
  for (const char* text : {"\xc2\x9b", "\xe2\x80\xae", "\xe2\x80\xac", "\xe2\x81\xa6"}) {
    if (shown.find(text) != std::string_view::npos) return true;
  }
  return false;
}

std::size_t LinesThatAre(std::string_view shown, std::string_view line) {
  std::size_t count = 0;
  while (!shown.empty()) {
    const auto end = std::min(shown.find('\n'), shown.size());
    count += shown.substr(0, end) == line ? 1 : 0;
    shown.remove_prefix(std::min(end + 1, shown.size()));
  }
  return count;
}

TEST_F(WallActsTest, TextsOfPeopleAreNothingButVisibleText) {
  ASSERT_TRUE(IsHarmful(kHostile)) << "the control: the check finds it where it is raw";
  const std::string hostile(kHostile);
  PlayAll();
  member::Wall wall = Wall();
  // Every string that somebody wrote, wherever it stands.
  const auto spoil = [&](Said& said) {
    said.who = said.title = hostile;
    said.text = hostile;
  };
  WallActs& acts = wall.acts;
  for (auto& each : acts.prompts) spoil(each.said);
  for (auto& theme : acts.themes) {
    for (auto& each : theme.revisions) spoil(each);
    for (auto& each : theme.decisions) spoil(each.why);
  }
  for (auto& item : acts.items) {
    item.text = hostile;
    for (auto& hide : item.hides) {
      hide.reason = hostile;
      hide.why = hostile;
    }
  }
  for (auto& each : acts.declined) each.first = hostile;
  for (auto& action : acts.actions) {
    spoil(action.said);
    action.owner = hostile;
    for (auto& each : action.outcomes) spoil(each.said);
  }
  for (auto* links : {&acts.connections, &acts.spotlights, &acts.conflicts}) {
    for (auto& each : *links) spoil(each.why);
  }
  for (auto& each : acts.pledges) each.who = hostile;
  acts.late = {{audit::ClockKind::kPledge, 1, {hostile}}, {audit::ClockKind::kAction, 1, {hostile}}};
  for (const Language language : {Language::kEnglish, Language::kGerman}) {
    const std::string shown = RenderWall(wall, language);
    EXPECT_FALSE(IsHarmful(shown));
    EXPECT_THAT(shown, HasSubstr("Nice\\u{1B}[2J"));
    EXPECT_THAT(shown, HasSubstr("\\u{202E}desrever"));
    EXPECT_THAT(shown, HasSubstr("<script>alert(1)</script>")) << "markup is text like any other here";
    EXPECT_EQ(LinesThatAre(shown, "Answers: 99"), 0u) << "no text begins a line of ours";
  }
}

// ---- hidden, and word for word ----

TEST_F(WallActsTest, AHiddenTextStaysOnTheWallAsHiddenWithItsReasonAndWhatCameOfAnAppeal) {
  world.PublishHeadline();
  EXPECT_THAT(Shown(), HasSubstr(world.texts[2].headline));
  const crypto::Hash hide = Act(facilitator(), records::Hide{text(2), 0});
  const std::string since = Cat("HIDDEN since ", InWords(world.today()), ": names a person");
  EXPECT_THAT(Shown(), AllOf(HasSubstr(Short(text(2))), HasSubstr(since), Not(HasSubstr(world.texts[2].headline))));
  EXPECT_THAT(Shown(), Not(HasSubstr("has appealed"))) << "nobody has appealed";
  const auto appeal = world.Next(world.texts[2], Kind::kAppeal, hide);
  world.Seal(records::Pool::kThreadActs, 4, {appeal});
  EXPECT_THAT(Shown(), AllOf(HasSubstr(since), HasSubstr("has appealed; the panel has not decided yet")));
  const auto before = world.view;
  const auto rule = [&](records::Ruling ruling) {
    Act(panel(), records::AppealDecision{appeal.SubmissionHash(), ruling, {}}, Note("", "", "We looked twice."));
  };
  rule(records::Ruling::kStaysHidden);
  EXPECT_THAT(Shown(), AllOf(HasSubstr(since), HasSubstr("stays hidden.\n      In the panel's words: We looked twice."),
                             Not(HasSubstr(world.texts[2].headline))));
  world.view = before;
  rule(records::Ruling::kShownAgain);
  EXPECT_THAT(Shown(), AllOf(Not(HasSubstr("HIDDEN")), HasSubstr("was hidden on"), HasSubstr("names a person"),
                             HasSubstr("shown again.\n      In the panel's words: We looked twice."), HasSubstr(world.texts[2].headline)));
}

// The replay refuses it, so that no wall can be made of such a log; the auditor names it (I33).
TEST_F(WallActsTest, AHeadlineThatDoesNotOpenItsCommitmentNeverComesToTheWall) {
  const auto made = world.Act(facilitator(), records::Publish{text(2), records::Form::kHeadline, {}},
                              world.Words("Badge readers never fail", world.texts[2].public_salt));
  EXPECT_THAT(made.status, candor::testing::StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("word for word")));
  EXPECT_THAT(Wall().acts.items, IsEmpty());
  world.PublishHeadline();
  ASSERT_EQ(Wall().acts.items.size(), 1u) << "the control: the author's own words do";
}

TEST_F(WallActsTest, AnAnswersEarlierRevisionsStayVisible) {
  Answer(text(0), records::AnswerStatus::kPlanned, 0, "We will look at it.");
  Answer(text(0), records::AnswerStatus::kNotNow, 1, "Not this year.");
  Answer(text(0), records::AnswerStatus::kDone, 2, "Two new ones came.");
  const std::string shown = Shown();
  const auto place = [&](std::string_view words) { return shown.find(words); };
  for (const char* words : {"Two new ones came.", "Not this year.", "We will look at it."}) {
    ASSERT_NE(place(words), std::string::npos) << words;
  }
  EXPECT_LT(place("Two new ones came."), place("Not this year."));
  EXPECT_LT(place("Not this year."), place("We will look at it."));
  EXPECT_THAT(shown, HasSubstr("revision 3"));
  EXPECT_THAT(shown, HasSubstr(Cat("before, ", FormatDay(world.today()), ": planned: We will look at it.")));
}

TEST_F(WallActsTest, ARatingIsShownFromKThreadsOn) {
  const crypto::Hash action = Act(leader(), records::Action{world.today() + 5, {text(0)}, {}}, Note("Readers", "Devran", ""));
  const auto before = world.view;
  Rate(action, 4);
  EXPECT_EQ(Wall().acts.actions[0].ratings, std::nullopt);
  EXPECT_THAT(Shown(), Not(HasSubstr("Did it help?")));
  world.view = before;
  Rate(action, 5);
  EXPECT_THAT(Shown(), HasSubstr("Did it help? 3.6 of 4, by 5 threads."));
}

// ---- late ----

TEST_F(WallActsTest, WhatIsOverdueIsOnTheWallWithTheNamesOfWhoIsLate) {
  const crypto::Hash theme = world.MakeTheme({text(0)});
  Act(leader(), records::Action{world.today() + 1, {theme}, {}}, Note("Readers", "Devran", ""));
  EXPECT_THAT(Wall(world.campaign().batches[0].day).acts.late, IsEmpty());
  EXPECT_THAT(Shown(), Not(HasSubstr("Overdue")));
  const Day late = world.jam.draft().programme.decision_day + 1;
  const std::string shown = Shown(Language::kEnglish, late);
  for (const char* line : {"\nOverdue, as of ", "Some opinions have not been acknowledged in time.",
                           "Some opinions have no answer, and the time is over.",
                           "Some texts wait longer for publication than was promised.",
                           "6 people have not renewed the pledge: Reader 1, Reader 2, Reader 3, Reader 4,",
                           "1 theme has no decision, and the day for it is over.", "past its day: Reader 1.",
                           "[OVERDUE]"}) {
    EXPECT_THAT(shown, HasSubstr(line));
  }
  EXPECT_THAT(Shown(Language::kGerman, late), AllOf(HasSubstr("\nÜberfällig, Stand: "), HasSubstr("[ÜBERFÄLLIG]")));
  Answer(text(0), records::AnswerStatus::kPlanned, 0, "Yes.");
  Act(facilitator(), records::PublishDeclined{text(3), 0});
  Act(facilitator(), records::PublishDeclined{text(2), 0});
  EXPECT_THAT(Shown(Language::kEnglish, late), Not(HasSubstr("wait longer for publication")));
}

// How many, only where the figures let it through (docs/audit.md, "Withheld figures").
TEST_F(WallActsTest, HowManyTextsAreLateOrAcknowledgedIsSaidAsTheFiguresHaveIt) {
  const Day late = world.jam.draft().programme.decision_day + 1;
  Act(leader(), records::Acknowledgement{text(0), records::Tone::kRead});
  counts_ = {.acknowledged = 7, .answers_overdue = 6};
  const std::string shown = Shown(Language::kEnglish, late);
  EXPECT_THAT(shown, AllOf(HasSubstr("7 opinions were acknowledged; that is no answer."),
                           HasSubstr("6 opinions have no answer, and the time is over."),
                           HasSubstr("Some opinions have not been acknowledged in time.")));
  counts_ = {};
  for (const auto& late_one : Wall(late).acts.late) {
    const bool texts = late_one.clock == audit::ClockKind::kAcknowledge || late_one.clock == audit::ClockKind::kAnswer ||
                       late_one.clock == audit::ClockKind::kPublish;
    EXPECT_EQ(late_one.count.has_value(), !texts);
  }
  for (const char* number : {"1 opinion", "5 opinions", "6 opinions", "2 texts"}) {
    EXPECT_THAT(Shown(Language::kEnglish, late), Not(HasSubstr(number)));
  }
}

// ---- German ----

struct Sentence {
  std::string_view english, german;
};
#define CANDOR_TEST_SENTENCE(name, english, german) {english, german},
constexpr Sentence kSentences[] = {CANDOR_WALL_TEXTS(CANDOR_TEST_SENTENCE)};
#undef CANDOR_TEST_SENTENCE

// What stands between the places for values, where it is long enough to be told from other words.
std::vector<std::string> PartsOf(std::string_view sentence) {
  std::vector<std::string> out;
  std::string part;
  const auto end = [&] {
    if (part.size() >= 9) out.push_back(part);
    part.clear();
  };
  int depth = 0;
  for (const char c : sentence) {
    if (c == '{' && depth++ == 0) end();
    if (depth == 0) part.push_back(c);
    if (c == '}') --depth;
  }
  end();
  return out;
}

TEST_F(WallActsTest, InGermanNothingOfOursIsLeftInEnglish) {
  PlayAll();
  Answer(text(0), records::AnswerStatus::kPlanned, 0, "Ja.");
  const Day late = world.jam.draft().programme.decision_day + 1;
  const std::string english = Shown(Language::kEnglish, late);
  const std::string german = Shown(Language::kGerman, late);
  std::size_t said = 0;
  for (const auto& each : kSentences) {
    for (const auto& part : PartsOf(each.english)) {
      if (english.find(part) == std::string::npos) continue;
      ++said;
      EXPECT_THAT(german, Not(HasSubstr(part)));
      for (const auto& other : PartsOf(each.german)) EXPECT_THAT(german, HasSubstr(other)) << each.english;
    }
  }
  EXPECT_GE(said, 25u) << "the control: these sentences are on the English wall";
}

}  // namespace
}  // namespace candor::services::member

// What the reports say of acts: themes, decisions, actions, moderation, and the clocks of people with a role.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "records/post_act.h"
#include "services/auditor/report/render.h"
#include "tests/services/auditor/report/report_world.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

using audit::testing::EvidenceWorld;
using audit::testing::JamLog;
using records::AnswerStatus;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Day kDay = candor::testing::kSpeakingCloses + 1;

// One batch of ten opinions, whose authors allow a paraphrase. A panel of the second reader hears appeals.
class ActedWorld {
 public:
  ActedWorld()
      : world_({.members = 60, .drawn = 50, .issuers = 1, .adjust = [](records::Draft& draft) {
                  const auto panel = draft.audiences.front().readers.back();
                  draft.audiences.front().readers.pop_back();
                  draft.audiences.push_back({records::kAppealPanel, "appeal panel", {panel}});
                  draft.moderation_reasons = {"=names a person", "insults"};
                  draft.clocks.acknowledge = 3;
                  draft.clocks.pledge_renewal = 1;
                  draft.programme.decision_day = kDay + 1;
                }}) {
    auto& board = world_.board();
    board.erase(board.begin() + static_cast<std::ptrdiff_t>(world_.open) + 1, board.end());
    std::vector<records::SubmissionEntry> entries;
    for (int i = 0; i < 10; ++i) {
      auto one = world_.Speak();
      one.body.quote = records::Quote::kParaphrase;
      entries.push_back(EvidenceWorld::SignedBy(one.body, one.author.keys.signing));
    }
    const std::size_t seal = world_.AddBatch({.slot = 3, .count = 0, .final = true, .relied_on = {}}, std::move(entries));
    for (std::size_t i = seal + 1; i < world_.board().size(); ++i) texts_.push_back(JamLog::HashOf(world_.board()[i]));
    world_.RelyOnIssuers();
  }

  EvidenceWorld& world() { return world_; }
  const std::vector<crypto::Hash>& texts() const { return texts_; }
  std::vector<crypto::Hash> Sorted() const {
    auto out = texts_;
    std::ranges::sort(out);
    return out;
  }

  crypto::Hash Act(const candor::testing::Actor& actor, records::ActBody body, std::optional<Bytes> content = {}) {
    const auto call = content.has_value()
                          ? records::MakeActWithText(world_.id(), kDay, std::move(body), *content, actor.key,
                                                     world_.organisation().random())
                          : records::MakeAct(world_.id(), kDay, std::move(body), actor.key);
    world_.AddToBoard(kDay, records::ActEntry{call.act}, true, {call.content_salt, call.content});
    return records::ActId(call.act);
  }
  crypto::Hash Note(const candor::testing::Actor& actor, records::ActBody body) {
    return Act(actor, std::move(body), records::NoteContent{"Title", "", "Text"}.Encode());
  }
  void Publish(const crypto::Hash& text) {
    Act(world_.organisation().facilitator(), records::Publish{text, records::Form::kParaphrase, {}},
        records::PublishContent{{}, "In other words."}.Encode());
  }

  std::string Csv(ReportKind kind, const std::string& table) {
    const auto source = testing::SourceOf(world_);
    const auto files = RenderReport(BuildReport(source, kind), kAllFormats);
    EXPECT_OK(files.status());
    return files->at(std::string(ReportName(kind)) + "." + table + ".csv");
  }

 private:
  EvidenceWorld world_;
  std::vector<crypto::Hash> texts_;
};

TEST(ActsInReports, ModerationListsWhatWasPublishedDeclinedHiddenAndMerged) {
  ActedWorld acted;
  const auto& facilitator = acted.world().organisation().facilitator();
  EXPECT_THAT(acted.Csv(ReportKind::kModeration, "hidden"), Not(HasSubstr("2024"))) << "control: nothing yet";
  acted.Publish(acted.texts()[0]);
  acted.Publish(acted.texts()[1]);
  acted.Act(facilitator, records::PublishDeclined{acted.texts()[2], 1});
  acted.Act(facilitator, records::Hide{acted.texts()[0], 0});
  acted.Act(facilitator, records::Merge{acted.texts()[0], acted.texts()[1]});
  EXPECT_THAT(acted.Csv(ReportKind::kModeration, "published"), HasSubstr(",paraphrase," + facilitator.name));
  EXPECT_THAT(acted.Csv(ReportKind::kModeration, "declined"), HasSubstr(",insults," + facilitator.name));
  EXPECT_THAT(acted.Csv(ReportKind::kModeration, "hidden"),
              HasSubstr(",'=names a person," + facilitator.name + ",none\r\n"))
      << "and a spreadsheet takes the reason for no formula";
  EXPECT_THAT(acted.Csv(ReportKind::kModeration, "merged"), HasSubstr(",published text,"));
}

TEST(ActsInReports, ResponsesStandApart) {
  ActedWorld acted;
  const auto& organisation = acted.world().organisation();
  const auto theme = acted.Note(organisation.facilitator(), records::Theme{{}, 0, acted.Sorted(), {}});
  for (const auto& text : acted.texts()) acted.Act(organisation.reader(0), records::Acknowledgement{text});
  acted.Note(organisation.sponsor(), records::Decision{theme, records::Verdict::kAdopted, 0, {}});
  acted.Note(organisation.sponsor(), records::Action{kDay, {theme}, {}});
  const std::string csv = acted.Csv(ReportKind::kResponsiveness, "responses");
  EXPECT_THAT(csv, HasSubstr(",answered,0,,\r\n")) << "an acknowledgement is no answer";
  EXPECT_THAT(csv, HasSubstr(",in a theme that was decided,10,4,4\r\n"));
  EXPECT_THAT(csv, HasSubstr(",acted on,10,4,4\r\n"));
  EXPECT_THAT(csv, HasSubstr(",acknowledged,10,4,4\r\n"));
  EXPECT_THAT(acted.Csv(ReportKind::kResponsiveness, "points"), HasSubstr(",theme,0\r\n"));
  EXPECT_THAT(acted.Csv(ReportKind::kResponsiveness, "ratings"), HasSubstr(",0,0,0,0,0,0\r\n"));
}

TEST(ActsInReports, ClocksOfPeopleWithARoleAreListedByName) {
  ActedWorld acted;
  const auto& organisation = acted.world().organisation();
  acted.Note(organisation.facilitator(), records::Theme{{}, 0, {}, {}});
  acted.Note(organisation.sponsor(), records::Action{kDay, {acted.texts()[0]}, {}});
  acted.world().AddToBoard(kDay + 5, records::Access{organisation.reader(0).public_key(), acted.world().open + 1});
  const std::string csv = acted.Csv(ReportKind::kOverdue, "acts");
  EXPECT_THAT(csv, HasSubstr(",renewal of the pledge,," + organisation.reader(0).name + ","));
  EXPECT_THAT(csv, HasSubstr(",decision on a theme,"));
  EXPECT_THAT(csv, HasSubstr(organisation.sponsor().name + ",2024-"));
  EXPECT_THAT(acted.Csv(ReportKind::kOverdue, "answers"),
              HasSubstr("no acknowledgement or answer, and the clock has run out\",10\r\n"));
}

}  // namespace
}  // namespace candor::services::auditor

// The board's log replayed: a good one says what happened, a broken one is named by its entry.
#include "audit/board_view.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/text.h"
#include "tests/audit/jam_log.h"
#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

using audit::testing::JamLog;
using audit::testing::Written;
using audit::testing::WrittenLog;
using candor::testing::kOpeningDay;
using candor::testing::StatusIs;
using records::Role;
using ::testing::AllOf;
using ::testing::HasSubstr;

const JamLog& Jamlog() {
  static const JamLog log;
  return log;
}
// The same for every test: signatures are not made again.
const WrittenLog& Good() {
  static const WrittenLog log = Jamlog().Good();
  return log;
}

TEST(BoardView, AGoodLogReplaysToTheWorldItDescribes) {
  BoardView view = Jamlog().NewView();
  ASSERT_OK(JamLog::Replay(view, Good()).status);
  EXPECT_EQ(view.size(), JamLog::kSize);
  EXPECT_TRUE(view.trial());
  EXPECT_EQ(view.last_day(), Good().back().entry.day);

  const auto& organisation = Jamlog().organisation();
  EXPECT_TRUE(view.Holds(organisation.reader(1).public_key(), Role::kReader));
  EXPECT_FALSE(view.Holds(organisation.reader(1).public_key(), Role::kFacilitator));
  EXPECT_EQ(view.actors().at(organisation.sponsor().public_key()).name, "Ingrid Solheim");
  ASSERT_NE(view.FindRoster(organisation.roster_root()), nullptr);
  EXPECT_EQ(view.FindRoster(organisation.roster_root())->index, JamLog::kRoster);

  const Campaign* const campaign = view.FindCampaign(Jamlog().jam().id());
  ASSERT_NE(campaign, nullptr);
  EXPECT_EQ(view.FindCampaignByDraft(Jamlog().jam().draft().Id()), campaign);
  EXPECT_EQ(campaign->open_index, JamLog::kOpen);
  EXPECT_EQ(*campaign->manifest, Jamlog().jam().manifest());
  EXPECT_EQ(campaign->opinions, JamLog::kFirstBatchSize + JamLog::kLastBatchSize);
  ASSERT_EQ(campaign->batches.size(), 2u);
  EXPECT_EQ(campaign->batches[0].index, JamLog::kFirstBatch);
  EXPECT_EQ(campaign->batches[0].submissions.size(), JamLog::kFirstBatchSize);
  EXPECT_TRUE(campaign->batches[1].seal.final);
  ASSERT_TRUE(campaign->close.has_value());

  const auto& answers = campaign->answers.at(JamLog::Target(Good()));
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_EQ(answers[0].leader, organisation.reader(0).public_key());
  EXPECT_EQ(answers[1].answer.revision, 1u);
  ASSERT_TRUE(answers[1].content.has_value());
  EXPECT_EQ(answers[1].content->text, "It is ordered.");
}

TEST(BoardView, TheBundlesKeysHoldTheirRolesBeforeAnyEntry) {
  const BoardView view = Jamlog().NewView();
  const auto& bundle = Jamlog().organisation().bundle();
  EXPECT_EQ(view.RolesOf(bundle.charter_key), std::set{Role::kCharter});
  EXPECT_EQ(view.RolesOf(bundle.independent_body_key), std::set{Role::kIndependentBody});
  EXPECT_TRUE(view.RolesOf(bundle.board.key).empty());
}

TEST(BoardView, SpeechIsOpenUntilTheCloseOfSpeaking) {
  BoardView view = Jamlog().NewView();
  ASSERT_OK(JamLog::Replay(view, Good()).status);
  EXPECT_TRUE(view.campaigns()[0].IsOpen(candor::testing::kSpeakingCloses - 1));
  EXPECT_FALSE(view.campaigns()[0].IsOpen(candor::testing::kSpeakingCloses));
}

TEST(BoardView, AnswersWhoseTextWasDestroyedStillCount) {
  WrittenLog log = Good();
  log[JamLog::kAnswer].content = {};
  BoardView view = Jamlog().NewView();
  ASSERT_OK(JamLog::Replay(view, log).status);
  EXPECT_FALSE(view.campaigns()[0].answers.at(JamLog::Target(log))[0].content.has_value());
}

// ---- broken logs ----

struct BrokenCase {
  const char* what;
  std::size_t index;  // the entry that must be named
  const char* says;
  std::function<void(WrittenLog&)> break_it;
};

template <class Body>
Body& BodyAt(WrittenLog& log, std::size_t index) {
  return std::get<Body>(log[index].entry.body);
}

void ExpectEachNamed(const std::vector<BrokenCase>& cases) {
  for (const auto& each : cases) {
    WrittenLog log = Good();
    each.break_it(log);
    const auto broken = Jamlog().Replay(log);
    EXPECT_EQ(broken.index, each.index) << each.what << ": " << broken.status;
    EXPECT_FALSE(broken.status.ok()) << each.what;
    EXPECT_THAT(std::string(broken.status.message()),
                AllOf(HasSubstr(Cat("entry ", each.index, " of the board's log")),
                      HasSubstr(each.says)))
        << each.what;
  }
}

void Insert(WrittenLog& log, std::size_t at, Written written) {
  log.insert(log.begin() + static_cast<long>(at), std::move(written));
}
void Erase(WrittenLog& log, std::size_t at) { log.erase(log.begin() + static_cast<long>(at)); }

TEST(BrokenBoardLog, GenesisAndDays) {
  using records::Genesis;
  ExpectEachNamed({
      {"no Genesis", 0, "does not begin with Genesis", [](WrittenLog& log) { Erase(log, 0); }},
      {"a second Genesis", 3, "a second Genesis",
       [](WrittenLog& log) { Insert(log, 3, log[0]); }},
      {"another fingerprint", 0, "another organisation fingerprint",
       [](WrittenLog& log) { BodyAt<Genesis>(log, 0).fingerprint[0] ^= 1; }},
      {"another origin", 0, "does not agree with the trust bundle",
       [](WrittenLog& log) { BodyAt<Genesis>(log, 0).origin = "nordhafen.example/issuer-1"; }},
      {"another trial mark", 0, "does not agree with the trust bundle",
       [](WrittenLog& log) { BodyAt<Genesis>(log, 0).trial = false; }},
      {"days backwards", 2, "days go backwards",
       [](WrittenLog& log) { log[2].entry.day = kOpeningDay - 1; }},
  });
}

TEST(BrokenBoardLog, Governance) {
  const auto& organisation = Jamlog().organisation();
  const auto grant = [&](auto sign) {
    return [&organisation, sign](WrittenLog& log) {
      auto record = records::Governance::Unsigned(records::ActorGrant{
          kOpeningDay, organisation.stranger().public_key(), Role::kReader, "Nobody", ""});
      sign(record, organisation);
      Insert(log, 2, JamLog::Plain(kOpeningDay, records::kNoCampaign,
                                   records::GovernanceEntry{record}));
    };
  };
  using candor::testing::Organisation;
  using records::Governance;
  ExpectEachNamed({
      {"signed by the charter alone", 2, "independent body's signature",
       grant([](Governance& r, const Organisation& o) { r.SignAsCharter(o.charter()); })},
      {"signed by the independent body alone", 2, "charter's signature",
       grant([](Governance& r, const Organisation& o) {
         r.SignAsIndependentBody(o.independent_body());
       })},
      {"signed by nobody", 2, "charter's signature",
       grant([](Governance&, const Organisation&) {})},
  });
}

TEST(BrokenBoardLog, ContentBesideEntries) {
  ExpectEachNamed({
      {"content where there is none", JamLog::kGrant, "content beside an entry that has none",
       [](WrittenLog& log) { log[JamLog::kGrant].content = {{1}, {1, 2}}; }},
      {"content that does not open", JamLog::kAnswer, "does not open",
       [](WrittenLog& log) { log[JamLog::kAnswer].content.content.back() ^= 1; }},
      {"a salt that does not open", JamLog::kAnswer, "does not open",
       [](WrittenLog& log) { log[JamLog::kAnswer].content.salt[0] ^= 1; }},
      {"another manifest", JamLog::kOpen, "does not open",
       [](WrittenLog& log) { log[JamLog::kOpen].content.content.back() ^= 1; }},
      {"no manifest", JamLog::kOpen, "manifest is missing",
       [](WrittenLog& log) { log[JamLog::kOpen].content = {}; }},
  });
}

// A campaign of the same people with something changed in its draft, signed by all.
std::function<void(WrittenLog&)> OpenInstead(std::function<void(records::Draft&)> adjust) {
  return [adjust](WrittenLog& log) {
    log.resize(JamLog::kOpen);
    const candor::testing::Jam jam(Jamlog().organisation(), {.adjust = adjust});
    log.push_back(Jamlog().Open(jam));
  };
}

TEST(BrokenBoardLog, CampaignsThatMustNotOpen) {
  using records::CampaignOpen;
  using records::Draft;
  ExpectEachNamed({
      {"a reader without the role", JamLog::kOpen - 1, "Reader 2 as reader",
       [](WrittenLog& log) { Erase(log, 5); }},
      {"a sponsor without the role", JamLog::kOpen - 1, "Ingrid Solheim as sponsor",
       [](WrittenLog& log) { Erase(log, 1); }},
      {"a facilitator without the role", JamLog::kOpen - 1, "as facilitator",
       [](WrittenLog& log) { Erase(log, 2); }},
      {"an operator without the role", JamLog::kOpen - 1, "as operator",
       [](WrittenLog& log) { Erase(log, 3); }},
      {"a role granted only later", JamLog::kOpen - 1, "Reader 2 as reader",
       [](WrittenLog& log) { std::rotate(log.begin() + 5, log.begin() + 6, log.begin() + 8); }},
      {"no roster in the log", JamLog::kOpen - 1, "roster",
       [](WrittenLog& log) { Erase(log, JamLog::kRoster); }},
      {"a roster of another root", JamLog::kOpen, "roster",
       OpenInstead([](Draft& draft) { draft.roster_root[0] ^= 1; })},
      {"a roster of another size", JamLog::kOpen, "roster",
       OpenInstead([](Draft& draft) { draft.roster_size += 1; })},
      {"an issuer of another organisation", JamLog::kOpen, "issuer",
       OpenInstead([](Draft& draft) { draft.issuers[0] = "elsewhere.example/issuer-1"; })},
      {"another promise key", JamLog::kOpen, "promise key",
       OpenInstead([](Draft& draft) { draft.promise_key.bytes[0] ^= 1; })},
      {"k below the floor", JamLog::kOpen, "k, the smallest batch",
       OpenInstead([](Draft& draft) { draft.k = 4; })},
      {"another id", JamLog::kOpen, "under another id",
       [](WrittenLog& log) { log[JamLog::kOpen].entry.campaign_id[0] ^= 1; }},
      {"opened twice", JamLog::kOpen + 1, "opened twice",
       [](WrittenLog& log) { Insert(log, JamLog::kOpen + 1, log[JamLog::kOpen]); }},
      {"clear fields that are not the manifest's", JamLog::kOpen, "opening entry",
       [](WrittenLog& log) { BodyAt<CampaignOpen>(log, JamLog::kOpen).min_issued -= 1; }},
      {"a facilitator's signature that is none", JamLog::kOpen, "facilitator's signature",
       [](WrittenLog& log) {
         BodyAt<CampaignOpen>(log, JamLog::kOpen).opening.facilitator_signature[0] ^= 1;
       }},
      {"a sponsor who did not sign", JamLog::kOpen, "Ingrid Solheim",
       [](WrittenLog& log) {
         BodyAt<CampaignOpen>(log, JamLog::kOpen).opening.sponsor_signatures[0] = {};
       }},
  });
}

TEST(BrokenBoardLog, Batches) {
  using records::SealBatch;
  using records::SubmissionEntry;
  constexpr auto kBatch = JamLog::kFirstBatch;
  const auto stranger_campaign = records::CampaignId{9};
  ExpectEachNamed({
      {"cut short by another entry", JamLog::kAccess - 1, "cut short",
       [](WrittenLog& log) { Erase(log, kBatch + 1); }},
      {"cut short by the next batch", JamLog::kAccess, "cut short",
       [](WrittenLog& log) {
         BodyAt<SealBatch>(log, kBatch).count += 1;
       }},
      {"a submission too many", JamLog::kAccess, "outside a batch",
       [](WrittenLog& log) { Insert(log, JamLog::kAccess, log[kBatch + 1]); }},
      {"a submission before any batch", kBatch, "outside a batch",
       [](WrittenLog& log) { Erase(log, kBatch); }},
      {"an empty batch", kBatch, "empty batch",
       [](WrittenLog& log) { BodyAt<SealBatch>(log, kBatch).count = 0; }},
      {"a slot of another day", kBatch, "slot's day",
       [](WrittenLog& log) { BodyAt<SealBatch>(log, kBatch).slot = 4; }},
      {"an unknown campaign", kBatch, "unknown campaign",
       [&](WrittenLog& log) { log[kBatch].entry.campaign_id = stranger_campaign; }},
      {"an issuer that the campaign does not have", JamLog::kOpen + 1, "relies on an issuer",
       [](WrittenLog& log) {
         log.resize(JamLog::kOpen);
         const candor::testing::Jam one(
             Jamlog().organisation(), {.adjust = [](records::Draft& d) { d.issuers.pop_back(); }});
         // The manifest of one issuer, with the keys of one.
         auto manifest = one.manifest();
         manifest.issuer_keys.pop_back();
         const auto id = manifest.Id();
         auto opening = one.opening();
         opening.facilitator_signature = Jamlog().organisation().facilitator().key.Sign(
             crypto::Label::kCampaignOpen, id);
         opening.sponsor_signatures = {
             Jamlog().organisation().sponsor().key.Sign(crypto::Label::kCampaignOpen, id)};
         Written open;
         open.content = {{3}, manifest.Encode()};
         open.entry = {kOpeningDay + 1, id,
                       records::MakeCampaignOpen(
                           manifest, records::ContentCommitment({3}, open.content.content),
                           opening)};
         log.push_back(open);
         log.push_back(JamLog::Plain(manifest.draft.slots.DayOfSlot(3), id,
                                     SealBatch{records::Pool::kOpinions, 3, 5, false, false,
                                               {{0, 30, {}}, {1, 30, {}}}}));
       }},
      {"a batch after the close", JamLog::kSize, "in a closed campaign",
       [](WrittenLog& log) {
         log.push_back(log[JamLog::kLastBatch]);
         log.back().entry.day = log[JamLog::kClose].entry.day;
         BodyAt<SealBatch>(log, JamLog::kSize).slot = 16;
       }},
  });
}

TEST(BrokenBoardLog, Submissions) {
  using records::SubmissionEntry;
  constexpr auto kOne = JamLog::kFirstBatch + 2;
  ExpectEachNamed({
      {"the same twice in a batch", kOne + 1, "same submission twice",
       [](WrittenLog& log) { log[kOne + 1] = log[kOne]; }},
      {"the same in two batches", JamLog::kLastBatch + 1, "same submission twice",
       [](WrittenLog& log) { log[JamLog::kLastBatch + 1].entry.body = log[kOne].entry.body; }},
      {"the same body signed again", kOne + 1, "same submission twice",
       [](WrittenLog& log) { log[kOne + 1] = log[kOne]; }},
      {"a signature that does not verify", kOne, "",
       [](WrittenLog& log) { BodyAt<SubmissionEntry>(log, kOne).signed_submission.back() ^= 1; }},
      {"a body of another campaign", kOne, "of another campaign",
       [](WrittenLog& log) {
         log[kOne].entry.body =
             Jamlog().Submission(records::Kind::kOpinion, records::CampaignId{9});
       }},
      {"an entry of another campaign", kOne, "another campaign's batch",
       [](WrittenLog& log) { log[kOne].entry.campaign_id = {9}; }},
      {"a day of its own", kOne, "another day than its batch",
       [](WrittenLog& log) { log[kOne].entry.day += 1; }},
      {"a kind of another pool", kOne, "batch of another pool",
       [](WrittenLog& log) { log[kOne].entry.body = Jamlog().Submission(records::Kind::kBlank); }},
  });
}

TEST(BrokenBoardLog, Answers) {
  const auto& organisation = Jamlog().organisation();
  constexpr auto kAnswer = JamLog::kAnswer;
  const auto answer = [&](const crypto::Hash& target, std::uint32_t revision,
                          const candor::testing::Actor& leader) {
    return [&, target, revision](WrittenLog& log) {
      log[kAnswer] = Jamlog().Answer(log[kAnswer].entry.day, target, revision, leader);
    };
  };
  const crypto::Hash target = JamLog::Target(Good());
  ExpectEachNamed({
      {"by a stranger", kAnswer, "no reader", answer(target, 0, organisation.stranger())},
      {"by the facilitator", kAnswer, "no reader", answer(target, 0, organisation.facilitator())},
      {"to something unknown", kAnswer, "no sealed opinion or theme",
       answer({9}, 0, organisation.reader())},
      {"a revision that leaves a gap", kAnswer, "revision",
       answer(target, 1, organisation.reader())},
      {"a revision twice", JamLog::kRevision, "revision",
       [](WrittenLog& log) { log[JamLog::kRevision] = log[kAnswer]; }},
      {"a signature that does not verify", kAnswer, "",
       [](WrittenLog& log) {
         BodyAt<records::AnswerEntry>(log, kAnswer).record.signature[0] ^= 1;
       }},
      {"under another campaign", kAnswer, "unknown campaign",
       [](WrittenLog& log) { log[kAnswer].entry.campaign_id = {9}; }},
  });
}

TEST(BrokenBoardLog, AnAnswerNeedsSomethingThatWasSaid) {
  WrittenLog log = Good();
  log.resize(JamLog::kFirstBatch);
  Jamlog().AddBatch(log, 3, 5, {.pool = records::Pool::kBlanks, .kind = records::Kind::kBlank});
  log.push_back(Jamlog().Answer(log.back().entry.day, JamLog::Target(log), 0,
                                Jamlog().organisation().reader()));
  const auto broken = Jamlog().Replay(log);
  EXPECT_EQ(broken.index, log.size() - 1);
  EXPECT_THAT(std::string(broken.status.message()), HasSubstr("no sealed opinion or theme"));
}

TEST(BrokenBoardLog, AccessAndClose) {
  using records::Access;
  using records::CampaignClose;
  ExpectEachNamed({
      {"a close while opinions are taken", JamLog::kAccess, "a close while opinions are taken",
       [](WrittenLog& log) {
         Written early = log[JamLog::kClose];
         early.entry.day = log[JamLog::kAccess].entry.day;
         std::get<CampaignClose>(early.entry.body) = {JamLog::kFirstBatchSize, 1, false};
         Insert(log, JamLog::kAccess, std::move(early));
       }},
      {"access by no reader", JamLog::kAccess, "access by no reader",
       [](WrittenLog& log) {
         BodyAt<Access>(log, JamLog::kAccess).reader =
             Jamlog().organisation().operator_person().public_key();
       }},
      {"access to no batch", JamLog::kAccess, "to no batch",
       [](WrittenLog& log) { BodyAt<Access>(log, JamLog::kAccess).batch_index += 1; }},
      {"access to a batch that is still to come", JamLog::kAccess, "to no batch",
       [](WrittenLog& log) {
         BodyAt<Access>(log, JamLog::kAccess).batch_index = JamLog::kLastBatch;
       }},
      {"a close with another number of opinions", JamLog::kClose, "totals",
       [](WrittenLog& log) { BodyAt<CampaignClose>(log, JamLog::kClose).opinions += 1; }},
      {"a close with another number of batches", JamLog::kClose, "totals",
       [](WrittenLog& log) { BodyAt<CampaignClose>(log, JamLog::kClose).batches -= 1; }},
      {"a close that calls a batch withheld", JamLog::kClose, "totals",
       [](WrittenLog& log) { BodyAt<CampaignClose>(log, JamLog::kClose).withheld = true; }},
      {"closed twice", JamLog::kClose + 1, "close without an open campaign",
       [](WrittenLog& log) { log.push_back(log[JamLog::kClose]); }},
      {"a close of an unknown campaign", JamLog::kClose, "close without an open campaign",
       [](WrittenLog& log) { log[JamLog::kClose].entry.campaign_id = {9}; }},
  });
}

TEST(BrokenBoardLog, EntriesOfAnIssuersLog) {
  const auto insert = [](records::CampaignId campaign, records::EntryBody body) {
    return [campaign, body](WrittenLog& log) {
      Insert(log, 3, JamLog::Plain(kOpeningDay, campaign, body));
    };
  };
  const auto& id = Jamlog().jam().id();
  const auto none = records::kNoCampaign;
  const char* const says = "an entry of an issuer's log";
  ExpectEachNamed({
      {"TokenKey", 3, says, insert(id, records::TokenKeyEntry{})},
      {"Enrolment", 3, says, insert(none, records::Enrolment{})},
      {"EnrolmentTotal", 3, says, insert(none, records::EnrolmentTotal{})},
      {"Issuance", 3, says, insert(id, records::Issuance{})},
      {"IssuanceTotal", 3, says, insert(none, records::IssuanceTotal{})},
  });
}

TEST(BrokenBoardLog, AnEntryThatDoesNotDecodeIsNamed) {
  BoardView view = Jamlog().NewView();
  WrittenLog log = Good();
  log.resize(3);
  ASSERT_OK(JamLog::Replay(view, log).status);
  EXPECT_THAT(view.Apply(Bytes{1, 2, 3}, {}), StatusIs(absl::StatusCode::kInvalidArgument,
                                                       HasSubstr("entry 3 of the board's log")));
}

TEST(BrokenBoardLog, ARefusedEntryLeavesTheViewAsItWas) {
  // Every entry, spoiled in its last byte and under another campaign, and then as it is: the
  // refusal in between changed nothing that a later entry depends on.
  BoardView view = Jamlog().NewView();
  for (const auto& written : Good()) {
    Bytes spoiled = written.entry.Encode();
    spoiled.back() ^= 0x40;
    const std::uint64_t size = view.size();
    if (!view.Apply(spoiled, written.content).ok()) {
      EXPECT_EQ(view.size(), size);
    } else {
      // Genesis' and batches' last bytes are not checked against anything here.
      view = Jamlog().NewView();
      ASSERT_OK(
          JamLog::Replay(view, WrittenLog(Good().begin(), Good().begin() + static_cast<long>(size)))
              .status);
    }
    ASSERT_OK(view.Apply(written.entry.Encode(), written.content));
  }
  BoardView untouched = Jamlog().NewView();
  ASSERT_OK(JamLog::Replay(untouched, Good()).status);
  EXPECT_EQ(view.campaigns()[0].opinions, untouched.campaigns()[0].opinions);
  EXPECT_EQ(view.campaigns()[0].answers.size(), untouched.campaigns()[0].answers.size());
}

TEST(BrokenBoardLog, ARefusedAnswerLeavesNoEmptyListOfAnswersBehind) {
  BoardView view = Jamlog().NewView();
  WrittenLog log = Good();
  log.resize(JamLog::kAnswer);
  ASSERT_OK(JamLog::Replay(view, log).status);
  const auto gap = Jamlog().Answer(log.back().entry.day, JamLog::Target(log), 4,
                                   Jamlog().organisation().reader());
  ASSERT_FALSE(view.Apply(gap.entry.Encode(), gap.content).ok());
  EXPECT_TRUE(view.campaigns()[0].answers.empty());
}

}  // namespace
}  // namespace candor::audit

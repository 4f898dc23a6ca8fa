// Claims about the acts of people with a role.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/roster_tree.h"
#include "tests/services/board/board_harness.h"

namespace candor::services::board {
namespace {

using absl::StatusCode;
using ::testing::HasSubstr;

// --- the beginning ---

TEST(Genesis, ANewLogBeginsWithIt) {
  BoardHarness h;
  ASSERT_EQ(h.store_->log().size(), 1u);
  const auto genesis = std::get<records::Genesis>(h.Entry(0).body);
  EXPECT_EQ(genesis.fingerprint, h.organisation_.bundle().Fingerprint());
  EXPECT_TRUE(genesis.trial);
  h.Restart();
  EXPECT_EQ(h.store_->log().size(), 1u);
}

TEST(Genesis, ALogThatHasSignedSomethingIsNotBegunAnew) {
  BoardHarness h;
  h.Shutdown();
  h.disk_ = std::make_shared<store::MemoryDisk>();
  h.writable_ = absl::FailedPreconditionError("the lock names a checkpoint of size 3");
  auto engine = std::make_unique<store::MemoryEngine>(h.disk_, h.engine_random_);
  h.store_ = store::BoardStore::Open(std::move(engine), h.store_random_).value();
  EXPECT_THAT(Board::Open(h.Parts()), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_EQ(h.store_->log().size(), 0u);
}

TEST(Genesis, APromiseKeyOtherThanTheBundlesIsRefused) {
  BoardHarness h;
  auto parts = h.Parts();
  parts.bundle.promise_key = h.organisation_.stranger().public_key();
  EXPECT_THAT(Board::Open(std::move(parts)), StatusIs(StatusCode::kInvalidArgument));
}

// --- governance ---

TEST(Governance, OneSignatureIsNotEnough) {
  BoardHarness h;
  const auto grant =
      records::ActorGrant{candor::testing::kOpeningDay, h.organisation_.stranger().public_key(),
                          records::Role::kReader, "Eve", ""};
  auto record = records::Governance::Unsigned(grant);
  EXPECT_THAT(h.board_->SubmitGovernance(record), StatusIs(StatusCode::kPermissionDenied));
  record.SignAsCharter(h.organisation_.charter());
  EXPECT_THAT(h.board_->SubmitGovernance(record), StatusIs(StatusCode::kPermissionDenied));
  // HR signs for the works council.
  record.SignAsIndependentBody(h.organisation_.charter());
  EXPECT_THAT(h.board_->SubmitGovernance(record), StatusIs(StatusCode::kPermissionDenied));
  record.charter_signature = {};
  record.SignAsIndependentBody(h.organisation_.independent_body());
  EXPECT_THAT(h.board_->SubmitGovernance(record), StatusIs(StatusCode::kPermissionDenied));
  EXPECT_TRUE(h.board_->RolesOf(grant.key).empty());
  record.SignAsCharter(h.organisation_.charter());
  EXPECT_OK(h.board_->SubmitGovernance(record));
  EXPECT_TRUE(h.board_->RolesOf(grant.key).contains(records::Role::kReader));
}

TEST(Governance, TheSameRecordAgainIsTheSameEntry) {
  BoardHarness h;
  const auto record = h.organisation_.Grant(h.organisation_.reader(), records::Role::kReader);
  ASSERT_OK_AND_ASSIGN(const auto first, h.board_->SubmitGovernance(record));
  h.Restart();
  ASSERT_OK_AND_ASSIGN(const auto second, h.board_->SubmitGovernance(record));
  EXPECT_EQ(first.index, second.index);
  EXPECT_EQ(h.store_->log().size(), 2u);
}

TEST(Governance, ARosterIsRecordedOnce) {
  BoardHarness h;
  ASSERT_OK(h.board_->SubmitGovernance(h.organisation_.RosterRecord()));
  const auto again = h.organisation_.Countersign(records::RosterRecord{
      candor::testing::kOpeningDay, 24, h.organisation_.roster_root(), 9999, {}});
  EXPECT_THAT(h.board_->SubmitGovernance(again), StatusIs(StatusCode::kAlreadyExists));
}

TEST(Governance, ARosterHasNoMorePlacesThanPeopleWereConfirmed) {
  BoardHarness h;
  const auto record = [&](std::uint32_t head_count) {
    return h.organisation_.Countersign(
        records::RosterRecord{candor::testing::kOpeningDay, 60, {42}, head_count, {}});
  };
  EXPECT_THAT(h.board_->SubmitGovernance(record(59)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("more places")));
  EXPECT_OK(h.board_->SubmitGovernance(record(60)));
}

// --- opening ---

TEST(Opening, TheSameCallAgainGetsTheSameAnswer) {
  BoardHarness h;
  h.OpenJam();
  const auto size = h.store_->log().size();
  ASSERT_OK_AND_ASSIGN(const auto again, h.Open(h.jam_));
  EXPECT_EQ(again.index, size - 1);
  EXPECT_EQ(h.store_->log().size(), size);
}

TEST(Opening, ThoseNamedMustHoldTheirRoles) {
  BoardHarness h;
  const auto governance = h.organisation_.AllGovernance();
  for (std::size_t i = 0; i < governance.size(); ++i) {
    EXPECT_FALSE(h.Open(h.jam_).ok()) << i;
    ASSERT_OK(h.board_->SubmitGovernance(governance[i]));
  }
  EXPECT_OK(h.Open(h.jam_));
}

TEST(Opening, OnlyAFacilitatorOfTheCampaignOpensIt) {
  BoardHarness h;
  const auto& stranger = h.organisation_.stranger();
  ASSERT_OK(
      h.board_->SubmitGovernance(h.organisation_.Grant(stranger, records::Role::kFacilitator)));
  EXPECT_THAT(h.board_->OpenCampaign(stranger.public_key(), {h.jam_.manifest(), h.jam_.opening()}),
              StatusIs(StatusCode::kPermissionDenied));
}

TEST(Opening, ASponsorsMissingSignatureIsRefused) {
  BoardHarness h;
  for (const auto& record : h.organisation_.AllGovernance()) {
    ASSERT_OK(h.board_->SubmitGovernance(record));
  }
  auto opening = h.jam_.opening();
  opening.sponsor_signatures[0][3] ^= 1;
  EXPECT_FALSE(
      h.board_
          ->OpenCampaign(h.organisation_.facilitator().public_key(), {h.jam_.manifest(), opening})
          .ok());
}

TEST(Opening, ASecondOpenCampaignWithTheSameQuestionIsRefused) {
  BoardHarness h;
  h.OpenJam();
  const Jam same(h.organisation_, {.key_set = 1});
  // The drafts are equal but for nothing: another background makes another draft.
  const Jam twin(h.organisation_, {.key_set = 1, .adjust = [](records::Draft& draft) {
                                     draft.background = "Something else.";
                                   }});
  // What a member would read as the same question is the same: else two jams are open that nobody
  // takes part in.
  const Jam spelled(h.organisation_, {.question = " what should CHANGE first", .key_set = 1});
  EXPECT_THAT(h.Open(spelled), StatusIs(StatusCode::kAlreadyExists, HasSubstr("question")));
  EXPECT_THAT(h.Open(same), StatusIs(StatusCode::kAlreadyExists, HasSubstr("draft")));
  EXPECT_THAT(h.Open(twin), StatusIs(StatusCode::kAlreadyExists, HasSubstr("question")));
}

TEST(Opening, TokenKeysOfAnEarlierCampaignAreRefused) {
  BoardHarness h;
  h.OpenJam();
  const Jam other(h.organisation_, {.question = "Another?", .key_set = 0});
  EXPECT_THAT(h.Open(other), StatusIs(StatusCode::kAlreadyExists, HasSubstr("token key")));
}

TEST(Opening, NoMoreAreOpenThanThePolicyAllows) {
  BoardHarness h({.max_open = 1});
  h.OpenJam();
  const Jam other(h.organisation_, {.question = "Another?", .key_set = 1});
  EXPECT_THAT(h.Open(other), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("1 open")));
}

TEST(Opening, ACampaignWhoseSpeechIsOverIsRefused) {
  BoardHarness h;
  for (const auto& record : h.organisation_.AllGovernance()) {
    ASSERT_OK(h.board_->SubmitGovernance(record));
  }
  h.clock_.Set(StartOf(candor::testing::kSpeakingCloses));
  EXPECT_THAT(h.Open(h.jam_), StatusIs(StatusCode::kFailedPrecondition));
}

// A second campaign at the same time with another roster, whose record states these differences.
absl::Status OpenBesideWith(std::vector<records::RosterDifference> differences,
                            Day opens_later = 0) {
  BoardHarness h({}, {.grace_days = 1});
  h.OpenJam();
  const records::Hash other_root = {42};
  for (auto& each : differences) each.root = h.organisation_.roster_root();
  EXPECT_OK(h.board_->SubmitGovernance(h.organisation_.Countersign(
      records::RosterRecord{candor::testing::kOpeningDay, 60, other_root, 60, differences})));
  const Jam other(
      h.organisation_,
      {.question = "Another?", .key_set = 1, .adjust = [&](records::Draft& draft) {
         draft.roster_root = other_root;
         draft.roster_size = 60;
         auto& phases = draft.phases;
         for (Day* day : {&phases.issuance_opens, &phases.speaking_opens, &phases.speaking_closes,
                          &phases.converge_ends, &phases.answers_due, &phases.conversation_ends,
                          &phases.retention_ends, &draft.slots.first_day}) {
           *day += opens_later;
         }
       }});
  return h.Open(other).status();
}

TEST(Opening, RostersThatSubtractToFewPeopleAreRefused) {
  // 24 people against 60: max(20, 4k) = 20 both ways, or nobody in common.
  EXPECT_THAT(OpenBesideWith({}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("states how")));
  EXPECT_THAT(OpenBesideWith({{{}, 37, 1}}), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(OpenBesideWith({{{}, 19, 40}}),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("cannot be true")));
  EXPECT_OK(OpenBesideWith({{{}, 56, 20}}));
  EXPECT_OK(OpenBesideWith({{{}, 60, 24}}));
}

TEST(Opening, ASuccessorRosterIsForCampaignsAfterTheClose) {
  // Speaking closes five days after the first campaign opens, and its grace may last one more.
  EXPECT_THAT(OpenBesideWith({}, 5), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_OK(OpenBesideWith({}, 6));
}

// --- closing ---

TEST(Closing, OnlyAfterTheLastSlotAndWithTheLogsTotals) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(11);
  const auto& facilitator = h.organisation_.facilitator().public_key();
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  EXPECT_THAT(h.board_->CloseCampaign(facilitator, {h.jam_.id()}),
              StatusIs(StatusCode::kFailedPrecondition));
  ASSERT_OK(h.TickLastSlot());
  EXPECT_THAT(h.board_->CloseCampaign(h.organisation_.stranger().public_key(), {h.jam_.id()}),
              StatusIs(StatusCode::kPermissionDenied));
  ASSERT_OK_AND_ASSIGN(const auto closed, h.board_->CloseCampaign(facilitator, {h.jam_.id()}));
  const auto close = std::get<records::CampaignClose>(h.Entry(closed.index).body);
  EXPECT_EQ(close.opinions, 11u);
  EXPECT_EQ(close.batches, 2u);
  EXPECT_FALSE(close.withheld);
  h.Restart();
  ASSERT_OK_AND_ASSIGN(const auto again, h.board_->CloseCampaign(facilitator, {h.jam_.id()}));
  EXPECT_EQ(again.index, closed.index);
  EXPECT_THAT(h.board_->CloseCampaign(facilitator, {}), StatusIs(StatusCode::kNotFound));
}

TEST(Days, NeverDecreaseInTheLogWhateverTheClockSays) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(5);
  ASSERT_OK(h.TickLastSlot());
  h.clock_.Set(StartOf(candor::testing::kOpeningDay));
  ASSERT_OK(h.board_->CloseCampaign(h.organisation_.facilitator().public_key(), {h.jam_.id()}));
  h.Restart();
  ASSERT_OK(h.board_->SubmitGovernance(
      h.organisation_.Grant(h.organisation_.stranger(), records::Role::kAuditor)));
  EXPECT_EQ(h.View().last_day(), candor::testing::kSpeakingCloses);
}

// --- reading ---

// Two readers; audience 1 is for the second alone.
OrganisationOptions TwoReaders() { return {.readers = 2}; }
JamOptions TwoAudiences() {
  return {.adjust = [](records::Draft& draft) {
    draft.audiences.push_back({1, "without line management", {draft.readers[1].key}});
  }};
}

TEST(Reading, TheAccessIsInTheLogBeforeTheCiphertextIsReleased) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(6);
  ASSERT_OK(h.TickLastSlot());
  const auto batch = h.Batches().at(0);
  const auto& reader = h.organisation_.reader().public_key();
  const auto size = h.store_->log().size();
  ASSERT_OK(h.board_->FetchBatch(reader, {h.jam_.id(), batch.index}));
  ASSERT_EQ(h.store_->log().size(), size + 1);
  const auto access = std::get<records::Access>(h.Entry(size).body);
  EXPECT_EQ(access.reader, reader);
  EXPECT_EQ(access.batch_index, batch.index);

  // A disk that cannot log the access releases nothing.
  h.faults_.fail_at = h.faults_.steps;
  EXPECT_THAT(h.board_->FetchBatch(reader, {h.jam_.id(), batch.index}),
              StatusIs(StatusCode::kUnavailable));
}

TEST(Reading, AReaderGetsTheEnvelopesOfTheirAudiencesAlone) {
  BoardHarness h(TwoReaders(), TwoAudiences());
  h.LetSpeak();
  for (int i = 0; i < 4; ++i) h.Speak("for all", 0);
  for (int i = 0; i < 3; ++i) h.Speak("not for my boss", 1);
  ASSERT_OK(h.TickLastSlot());
  const auto batch = h.Batches().at(0);
  ASSERT_OK_AND_ASSIGN(const auto boss, h.board_->FetchBatch(h.organisation_.reader(0).public_key(),
                                                             {h.jam_.id(), batch.index}));
  ASSERT_OK_AND_ASSIGN(
      const auto other,
      h.board_->FetchBatch(h.organisation_.reader(1).public_key(), {h.jam_.id(), batch.index}));
  EXPECT_EQ(boss.items.size(), 4u);
  EXPECT_EQ(other.items.size(), 7u);
}

TEST(Reading, ALeaderWhoIsNoReaderOfTheCampaignGetsNothing) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(6);
  ASSERT_OK(h.TickLastSlot());
  const auto batch = h.Batches().at(0);
  const auto& stranger = h.organisation_.stranger();
  ASSERT_OK(h.board_->SubmitGovernance(h.organisation_.Grant(stranger, records::Role::kReader)));
  const auto size = h.store_->log().size();
  EXPECT_THAT(h.board_->FetchBatch(stranger.public_key(), {h.jam_.id(), batch.index}),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_EQ(h.store_->log().size(), size);
  const auto& reader = h.organisation_.reader().public_key();
  EXPECT_THAT(h.board_->FetchBatch(reader, {h.jam_.id(), batch.index + 1}),
              StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(h.board_->FetchBatch(reader, {records::CampaignId{1}, batch.index}),
              StatusIs(StatusCode::kNotFound));
}

// --- answers ---

// A board with one sealed batch, in whose middle stands `target`.
struct Answered : BoardHarness {
  Answered() : BoardHarness(TwoReaders(), TwoAudiences()) {
    LetSpeak();
    target = Speak("for all", 0);
    private_target = Speak("not for my boss", 1);
    SpeakTimes(5);
    EXPECT_OK(TickLastSlot());
  }
  absl::StatusOr<records::AppendedReply> Post(const candor::testing::Actor& leader,
                                              const records::PostAnswerCall& call) {
    return board_->PostAnswer(leader.public_key(), call);
  }
  crypto::Hash target{}, private_target{};
};

TEST(Answers, RevisionsFollowWithoutGapsAndNothingIsOverwritten) {
  Answered h;
  const auto& leader = h.organisation_.reader(0);
  EXPECT_THAT(h.Post(leader, SignedAnswer(h.jam_, leader, h.target, 1)),
              StatusIs(StatusCode::kFailedPrecondition));
  ASSERT_OK_AND_ASSIGN(const auto first, h.Post(leader, SignedAnswer(h.jam_, leader, h.target, 0)));
  ASSERT_OK_AND_ASSIGN(const auto replay,
                       h.Post(leader, SignedAnswer(h.jam_, leader, h.target, 0)));
  EXPECT_EQ(replay.index, first.index);
  const auto& colleague = h.organisation_.reader(1);
  EXPECT_THAT(h.Post(colleague, SignedAnswer(h.jam_, colleague, h.target, 0)),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("number 1")));
  EXPECT_OK(h.Post(colleague, SignedAnswer(h.jam_, colleague, h.target, 1)));
  const auto view = h.View();
  const auto& revisions = view.FindCampaign(h.jam_.id())->answers.at(h.target);
  ASSERT_EQ(revisions.size(), 2u);
  EXPECT_EQ(revisions[0].content->text, "We will open the second gate in May.");
}

TEST(Answers, TheOneWhoSignedIsTheOneWhoCalls) {
  Answered h;
  const auto call = SignedAnswer(h.jam_, h.organisation_.reader(0), h.target);
  EXPECT_THAT(h.Post(h.organisation_.reader(1), call), StatusIs(StatusCode::kPermissionDenied));
  auto forged = call;
  forged.answer.signature[0] ^= 1;
  EXPECT_THAT(h.Post(h.organisation_.reader(0), forged), StatusIs(StatusCode::kUnauthenticated));
}

TEST(Answers, OnlyAReaderOfTheOpinionsAudienceAnswersIt) {
  Answered h;
  const auto& boss = h.organisation_.reader(0);
  EXPECT_THAT(h.Post(boss, SignedAnswer(h.jam_, boss, h.private_target)),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_OK(h.Post(h.organisation_.reader(1),
                   SignedAnswer(h.jam_, h.organisation_.reader(1), h.private_target)));
  const auto& stranger = h.organisation_.stranger();
  ASSERT_OK(h.board_->SubmitGovernance(h.organisation_.Grant(stranger, records::Role::kReader)));
  EXPECT_THAT(h.Post(stranger, SignedAnswer(h.jam_, stranger, h.target)),
              StatusIs(StatusCode::kPermissionDenied));
}

TEST(Answers, TheTargetMustBeSealedAndTheTextTheOneThatWasSigned) {
  Answered h;
  const auto& leader = h.organisation_.reader(0);
  EXPECT_THAT(h.Post(leader, SignedAnswer(h.jam_, leader, crypto::Hash{5})),
              StatusIs(StatusCode::kNotFound));
  auto other_text = SignedAnswer(h.jam_, leader, h.target);
  other_text.content.text = "No.";
  EXPECT_THAT(h.Post(leader, other_text), StatusIs(StatusCode::kInvalidArgument));
  auto other_salt = SignedAnswer(h.jam_, leader, h.target);
  other_salt.content_salt[0] ^= 1;
  EXPECT_THAT(h.Post(leader, other_salt), StatusIs(StatusCode::kInvalidArgument));
}

TEST(Answers, APooledOpinionCannotBeAnswered) {
  BoardHarness h;
  h.LetSpeak();
  const auto hash = h.Speak();
  const auto& leader = h.organisation_.reader();
  EXPECT_THAT(h.board_->PostAnswer(leader.public_key(), SignedAnswer(h.jam_, leader, hash)),
              StatusIs(StatusCode::kNotFound));
}

}  // namespace
}  // namespace candor::services::board

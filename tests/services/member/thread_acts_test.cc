// What a member adds to a text, builds on the wall and gives points to, from the wallet to the outbox.
#include "services/member/thread_acts.h"

#include "records/post_act.h"
#include "services/member/contribute.h"
#include "services/member/sealing.h"
#include "services/member/withdraw.h"
#include "tests/services/member/speaking_scene.h"

namespace candor::testing {
namespace {

using member::News;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kBroken = absl::StatusCode::kFailedPrecondition;

struct ActingScene : SpeakingScene {
  crypto::Hash Post(const Actor& who, records::ActBody body) {
    const Day day = DayOf(now);
    const auto call = records::MakeActWithText(jam.id(), day, std::move(body),
                                               records::NoteContent{"Nights", "Devran", "What stops?"}.Encode(), who.key,
                                               organisation.random());
    logs.AddToBoard(day, jam.id(), records::ActEntry{call.act}, {call.content_salt, call.content});
    return records::ActId(call.act);
  }
  absl::StatusOr<member::Queued> FollowUp(std::string text) {
    return member::FollowUp(wallet, spoken.submission_hash, campaign(), {.text = std::move(text)}, now,
                            organisation.random());
  }
  records::SubmissionBody BodyIn(std::size_t place) const {
    return records::SubmitRequest::Decode(wallet.outbox[place].request)->submission.body;
  }
};

TEST(FollowUp, ChainsAfterWhatStandsLastAndLeavesAfterIt) {
  ActingScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  ASSERT_OK_AND_ASSIGN(const auto one, scene.FollowUp("And loud."));
  ASSERT_OK_AND_ASSIGN(const auto two, scene.FollowUp("And old."));
  ASSERT_OK_AND_ASSIGN(const auto three, scene.FollowUp("And far away."));
  scene.now = std::max({one.ready_at, two.ready_at, three.ready_at});
  // One message an exchange, each after what it follows, whatever their places in the outbox are.
  for (int i = 0; i < 4; ++i) scene.Send();
  ASSERT_EQ(scene.board.requests.size(), 4u);
  std::vector<std::uint32_t> sequences;
  for (const auto& request : scene.board.requests) {
    sequences.push_back(records::SubmitRequest::Decode(request)->submission.body.sequence);
  }
  EXPECT_EQ(sequences, (std::vector<std::uint32_t>{0, 1, 2, 3}));
}

TEST(FollowUp, RefusesBeyondItsQuotaAfterAWithdrawalAndAfterTheConversation) {
  ActingScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  scene.Send();
  for (int i = 0; i < scene.jam.draft().quotas.follow_ups; ++i) ASSERT_OK(scene.FollowUp("More."));
  EXPECT_THAT(scene.FollowUp("More."), StatusIs(kBroken, HasSubstr("10 times")));
  ASSERT_OK(member::Withdraw(scene.wallet, scene.spoken.submission_hash, scene.campaign(), scene.now,
                             scene.organisation.random()));
  const auto& withdrawal = scene.wallet.threads.back().submission.body;
  EXPECT_EQ(withdrawal.sequence, 11u) << "after all that was added";
  EXPECT_THAT(scene.FollowUp("More."), StatusIs(kBroken, HasSubstr("withdrawn")));
  ActingScene late;
  ASSERT_OK(late.Say("The crane is slow."));
  late.now = StartOf(late.jam.draft().phases.conversation_ends);
  EXPECT_THAT(late.FollowUp("More."), StatusIs(kBroken, HasSubstr("ended on")));
}

TEST(Rate, TakesAnActionOfTheJamAndANumberFromNoughtToFour) {
  ActingScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  const auto rate = [&](const crypto::Hash& action, std::uint8_t value) {
    return member::Rate(scene.wallet, scene.spoken.submission_hash, action, value, scene.campaign(), scene.now,
                        scene.organisation.random());
  };
  EXPECT_THAT(rate({9}, 3), StatusIs(absl::StatusCode::kNotFound, HasSubstr("No action")));
  const auto theme = scene.Post(scene.organisation.facilitator(), records::Theme{});
  const auto action = scene.Post(scene.organisation.reader(), records::Action{DayOf(scene.now) + 1, {theme}, {}});
  EXPECT_THAT(rate(action, 5), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("from 0")));
  ASSERT_OK(rate(action, 4));
  EXPECT_EQ(scene.wallet.threads.back().submission.body.value, 4);
}

TEST(Contribute, SpendsASlipOfItsOwnUnderAKeyOfItsOwn) {
  ActingScene scene;
  const auto contribute = [&](const crypto::Hash& target) {
    return member::Contribute(scene.wallet, scene.campaign(), scene.logs, target, "Try it for a week.", {}, scene.now,
                              scene.organisation.random());
  };
  EXPECT_THAT(contribute({9}), StatusIs(kBroken, HasSubstr("not on the wall")));
  const auto prompt = scene.Post(scene.organisation.facilitator(), records::Prompt{});
  ASSERT_OK(scene.Say("The crane is slow."));
  ASSERT_OK(contribute(prompt));
  EXPECT_NE(scene.wallet.threads[0].submission.body.thread_key, scene.wallet.threads[1].submission.body.thread_key);
  for (int i = 1; i < scene.jam.draft().quotas.contributions; ++i) ASSERT_OK(contribute(prompt));
  EXPECT_THAT(contribute(prompt), StatusIs(kBroken, HasSubstr("used all of your 3 contributions")));
}

// Nothing of a point stays in the wallet once it is in the log: neither what it was given to, nor its key.
TEST(Endorse, LeavesNothingBehind) {
  ActingScene scene;
  const auto theme = scene.Post(scene.organisation.facilitator(), records::Theme{});
  const std::size_t before = scene.wallet.FindDraw(scene.jam.id())->codes[2].size();
  ASSERT_OK_AND_ASSIGN(const auto given, member::Endorse(scene.wallet, scene.campaign(), scene.logs, theme, scene.now,
                                                         scene.organisation.random()));
  EXPECT_GE(given.departure.earliest, scene.now);
  EXPECT_LE(given.departure.earliest, scene.now + member::kLongestForPoints);
  EXPECT_EQ(scene.wallet.FindDraw(scene.jam.id())->codes[2].size(), before - 1);
  EXPECT_THAT(scene.wallet.threads, IsEmpty());
  ASSERT_THAT(scene.wallet.outbox, SizeIs(1));
  const records::VerifyKey key = scene.BodyIn(0).thread_key;
  const auto contains = [](const crypto::SecretBytes& wallet, ByteView bytes) {
    const auto all = wallet.ExposeSecret();
    return std::search(all.begin(), all.end(), bytes.begin(), bytes.end()) != all.end();
  };
  EXPECT_TRUE(contains(scene.wallet.Encode(), key.bytes)) << "the control: while it waits";
  scene.now = given.departure.earliest;
  scene.Send();
  ASSERT_EQ(scene.board.requests.size(), 1u);
  const auto sent = records::SubmitRequest::Decode(scene.board.requests[0]);
  scene.logs.AddToBoard(DayOf(scene.now), scene.jam.id(),
                        records::SealBatch{.pool = records::Pool::kEndorsements,
                                           .slot = scene.jam.draft().slots.FirstAtOrAfter(StartOf(DayOf(scene.now))),
                                           .count = 1, .final = false, .withheld = false, .relied_on = {}});
  scene.logs.AddToBoard(DayOf(scene.now), scene.jam.id(), records::SubmissionEntry{sent->submission.Encode()});
  scene.Look();
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
  EXPECT_FALSE(contains(scene.wallet.Encode(), key.bytes));
  EXPECT_FALSE(contains(scene.wallet.Encode(), theme));
}

// In which order they were written is the author's own; in which they leave is everybody's.
TEST(Outbox, GoesByKindAndTarget) {
  ActingScene scene;
  const auto prompt = scene.Post(scene.organisation.facilitator(), records::Prompt{});
  ASSERT_OK(member::Contribute(scene.wallet, scene.campaign(), scene.logs, prompt, "First written.", {}, scene.now,
                               scene.organisation.random()));
  ASSERT_OK(scene.Say("Second written."));
  EXPECT_EQ(scene.BodyIn(0).kind, records::Kind::kOpinion);
  EXPECT_EQ(scene.BodyIn(1).kind, records::Kind::kContribution);
}

TEST(SplitText, BreaksAfterParagraphsElseLinesElseWordsAndLosesNothing) {
  const std::string text = "One two three.\n\nFour five six seven.\nEight nine ten eleven twelve.";
  for (std::size_t size = 4; size < text.size() + 2; ++size) {
    const auto pieces = member::SplitText(text, size);
    std::string all;
    for (const auto& piece : pieces) {
      EXPECT_LE(piece.size(), size);
      EXPECT_FALSE(piece.empty());
      all += piece;
    }
    EXPECT_EQ(all, text) << size;
  }
  EXPECT_EQ(member::SplitText(text, 20)[0], "One two three.\n\n");
}

}  // namespace
}  // namespace candor::testing

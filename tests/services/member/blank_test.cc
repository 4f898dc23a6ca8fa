// What becomes of voting slips that nobody used, and of the blanks that they are spent on.
#include "services/member/blank.h"

#include <gmock/gmock.h>

#include "records/window.h"
#include "services/member/receipt.h"
#include "tests/services/member/speaking_scene.h"

namespace candor::testing {
namespace {

using member::News;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct ClosedScene : SpeakingScene {
  // The board's log reaches this day by an entry of its own, and this machine's clock does.
  void Reach(Day day) {
    logs.AddToBoard(day, records::kNoCampaign, records::Incident{1, 2, {}, {{7}}});
    now = StartOf(day) + 60;
  }
  std::vector<member::Note> Spend() { return member::SpendUnused(wallet, logs.board(), now); }
  const member::Draw& draw() { return *wallet.FindDraw(jam.id()); }
  records::SubmissionBody BlankInOutbox() {
    return records::SubmitRequest::Decode(wallet.outbox.at(0).request)->submission.body;
  }
  // Made and promised.
  void SendBlank() {
    Reach(kSpeakingCloses);
    EXPECT_THAT(Spend(), SizeIs(1));
    EXPECT_THAT(Send(), IsEmpty()) << "what becomes of it is no news";
  }
};

TEST(SpendUnused, AfterTheCloseTheVoiceIsABlankThatTheBoardWouldTake) {
  ClosedScene scene;
  scene.Reach(kSpeakingCloses);
  const auto notes = scene.Spend();
  ASSERT_THAT(notes, SizeIs(1));
  EXPECT_EQ(notes[0].news, News::kBlank);
  EXPECT_THAT(notes[0].sentence.In(texts::Language::kEnglish), HasSubstr("as everybody's is"));
  EXPECT_EQ(notes[0].submission_hash, crypto::Hash{}) << "nothing printed names its entry";
  ASSERT_THAT(scene.wallet.outbox, SizeIs(1));
  const auto request = records::SubmitRequest::Decode(scene.wallet.outbox[0].request).value();
  EXPECT_EQ(request.submission.body.kind, records::Kind::kBlank);
  EXPECT_OK(member::CheckRequest(request, scene.jam.manifest(),
                                 scene.organisation.bundle().board.origin));
  auto spoiled = request;
  spoiled.submission.body.tokens[0].authenticator[7] ^= 1;
  EXPECT_FALSE(member::CheckRequest(spoiled, scene.jam.manifest(),
                                    scene.organisation.bundle().board.origin)
                   .ok());
}

TEST(SpendUnused, CodeKeyAndTokenAreGoneAtOnceAndNothingIsMadeTwice) {
  ClosedScene scene;
  const Bytes code = ToBytes(scene.draw().codes[0].at(0).ExposeSecret());
  const auto holds_code = [&] {
    const auto encoded = scene.wallet.Encode();
    const auto bytes = encoded.ExposeSecret();
    return !std::ranges::search(bytes, code).empty();
  };
  EXPECT_TRUE(holds_code()) << "the control";
  scene.Reach(kSpeakingCloses);
  EXPECT_THAT(scene.Spend(), SizeIs(1));
  EXPECT_FALSE(holds_code());
  EXPECT_THAT(scene.draw().codes[0], IsEmpty());
  EXPECT_THAT(scene.draw().TokensOf(crypto::Purpose::kVoice, 0), IsEmpty());
  EXPECT_THAT(scene.wallet.threads, IsEmpty());
  EXPECT_THAT(scene.Spend(), IsEmpty());
  EXPECT_THAT(scene.wallet.outbox, SizeIs(1));
}

TEST(SpendUnused, OnlyAWindowThatIsOverByBothClocksCostsASlip) {
  ClosedScene fast;
  fast.now = StartOf(kSpeakingCloses) + 60;
  EXPECT_THAT(fast.Spend(), IsEmpty()) << "a machine's clock runs fast";
  EXPECT_THAT(fast.draw().codes[0], SizeIs(1));
  ClosedScene slow;
  slow.Reach(kSpeakingCloses);
  slow.now = StartOf(kSpeakingCloses) - 1;
  EXPECT_THAT(slow.Spend(), IsEmpty());
  EXPECT_THAT(slow.draw().codes[0], SizeIs(1));
}

TEST(SpendUnused, WhoHasSpokenMakesNone) {
  ClosedScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  EXPECT_EQ(scene.Send().front().news, News::kPromised);
  scene.Reach(kSpeakingCloses);
  EXPECT_THAT(scene.Spend(), IsEmpty());
  EXPECT_THAT(scene.wallet.outbox, SizeIs(1));
}

TEST(SpendUnused, OtherSlipsAreForgottenAtTheEndOfTheirWindow) {
  ClosedScene scene;
  ASSERT_FALSE(scene.draw().codes[1].empty());
  ASSERT_FALSE(scene.draw().codes[2].empty());
  scene.Reach(kSpeakingCloses);
  scene.Spend();
  EXPECT_THAT(scene.draw().codes[1], IsEmpty()) << "contributions";
  EXPECT_FALSE(scene.draw().codes[2].empty()) << "endorsements go on until converge ends";
  scene.Reach(scene.jam.draft().phases.converge_ends);
  scene.Spend();
  EXPECT_THAT(scene.draw().codes[2], IsEmpty());
  for (const auto& issuer : scene.draw().issuers) {
    for (const auto& tokens : issuer.tokens) EXPECT_THAT(tokens, IsEmpty());
  }
}

TEST(SpendUnused, WhoWasAwayUntilTheConversationEndedForgetsTheSlipAndMakesNoBlank) {
  ClosedScene scene;
  scene.Reach(scene.jam.draft().phases.conversation_ends);
  EXPECT_THAT(scene.Spend(), IsEmpty());
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
  EXPECT_THAT(scene.draw().codes[0], IsEmpty());
}

TEST(SpendUnused, ADrawThatCameToNothingIsForgotten) {
  ClosedScene scene;
  member::Draw& draw = *scene.wallet.FindDraw(scene.jam.id());
  draw.drawn_at = 0;
  draw.issuers[1].answered = false;
  draw.issuers[1].call = {1, 2, 3};
  draw.issuers[1].blinders[0] = crypto::SecretBytes::Copy(Bytes{4, 5, 6});
  scene.Reach(kSpeakingCloses);
  EXPECT_THAT(scene.Spend(), IsEmpty());
  for (const auto& codes : draw.codes) EXPECT_THAT(codes, IsEmpty());
  EXPECT_THAT(draw.issuers[1].call, IsEmpty());
  EXPECT_TRUE(draw.issuers[1].blinders[0].empty());
}

TEST(Blank, IsSentOnceAndKeptUntilTheLogHoldsIt) {
  ClosedScene scene;
  scene.SendBlank();
  EXPECT_THAT(scene.board.requests, SizeIs(1));
  EXPECT_THAT(scene.Send(), IsEmpty());
  EXPECT_THAT(scene.board.requests, SizeIs(1)) << "what is promised is not sent again";
  EXPECT_EQ(scene.board.no_ops, 1);
  EXPECT_THAT(scene.Look(), IsEmpty());
  EXPECT_THAT(scene.wallet.outbox, SizeIs(1));
}

TEST(Blank, IsSentAgainAfterALossAndDroppedWhenTheConversationHasEnded) {
  ClosedScene scene;
  scene.SendBlank();
  scene.logs.AddToBoard(kSpeakingCloses, records::kNoCampaign,
                        records::Incident{1, 2, {}, {scene.jam.id()}});
  scene.Send();
  EXPECT_THAT(scene.board.requests, SizeIs(2));
  EXPECT_EQ(scene.board.requests[0], scene.board.requests[1]);
  scene.Reach(scene.jam.draft().phases.conversation_ends - 1);
  scene.Look();
  EXPECT_THAT(scene.wallet.outbox, SizeIs(1));
  scene.Reach(scene.jam.draft().phases.conversation_ends);
  EXPECT_THAT(scene.Look(), IsEmpty());
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
}

TEST(Blank, WaitsItsTurnAndHoldsUpNoText) {
  ClosedScene scene;
  scene.Reach(kSpeakingCloses);
  scene.Spend();
  // A board that never gives a good answer to the blank.
  scene.board.answer = [&](const records::SubmitRequest& request) -> absl::StatusOr<Bytes> {
    if (request.submission.body.kind == records::Kind::kBlank) return Bytes{1, 2, 3};
    return scene.board.Promise(request.submission.body).Encode();
  };
  // Something that may leave behind it: another blank stands in for any other message.
  auto other = scene.wallet.outbox[0];
  const auto author = scene.jam.NewAuthor();
  const auto text = scene.jam.Opinion(author, "x");
  other.submission_hash = text.submission.body.SubmissionHash();
  other.request = text.Encode();
  scene.wallet.outbox.push_back(other);
  scene.Send();
  EXPECT_EQ(scene.wallet.outbox[0].submission_hash, other.submission_hash) << "it went behind";
  scene.Send();
  EXPECT_TRUE(scene.wallet.outbox[1].promised) << "and the text after its own turn";
  EXPECT_THAT(scene.board.requests, SizeIs(2)) << "one message an exchange";
}

TEST(Blank, ThatIsRefusedInTruthIsDroppedInSilence) {
  ClosedScene scene;
  scene.Reach(scene.jam.draft().phases.conversation_ends - 1);
  scene.Spend();
  scene.now = StartOf(scene.jam.draft().phases.conversation_ends);
  scene.board.answer = [&](const records::SubmitRequest& request) -> absl::StatusOr<Bytes> {
    return scene.board
        .Refuse(request, records::RefusalCode::kWindowClosed,
                scene.jam.draft().phases.conversation_ends)
        .Encode();
  };
  EXPECT_THAT(scene.Send(), IsEmpty());
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
}

TEST(UniformWallets, HaveOneSizeWhateverTheirOwnersDid) {
  ClosedScene silent, spoke;
  ASSERT_OK(spoke.Say(std::string(15000, 'x')));
  const auto same = [&] {
    const auto size = silent.wallet.Encode().size();
    EXPECT_EQ(size, member::kUsualWalletSize);
    EXPECT_EQ(spoke.wallet.Encode().size(), size);
  };
  same();  // one text waits
  spoke.Send();
  same();  // it is promised
  silent.Reach(kSpeakingCloses);
  silent.Spend();
  spoke.Reach(kSpeakingCloses);
  spoke.Spend();
  same();  // a blank waits, a promised text waits
  EXPECT_EQ(silent.draw().codes[0].size(), spoke.draw().codes[0].size());
  EXPECT_EQ(silent.draw().codes[1].size(), spoke.draw().codes[1].size());
}

// After the close, who has spoken and forgets it has what the silent have.
TEST(UniformWallets, WhoForgetsHasWhatTheSilentHave) {
  ClosedScene silent, spoke;
  ASSERT_OK(spoke.Say("The crane is slow."));
  spoke.Send();
  const Bytes text = ToBytes(AsBytes("The crane is slow."));
  const auto holds_text = [&] {
    const auto encoded = spoke.wallet.Encode();
    return !std::ranges::search(encoded.ExposeSecret(), text).empty();
  };
  EXPECT_TRUE(holds_text()) << "the control";
  for (ClosedScene* scene : {&silent, &spoke}) {
    scene->Reach(kSpeakingCloses);
    scene->Spend();
    scene->Reach(scene->jam.draft().phases.conversation_ends);
    scene->Spend();
    scene->Look();
  }
  const auto hash = spoke.wallet.threads.at(0).hash();
  ASSERT_OK(member::Forget(spoke.wallet, hash));
  EXPECT_THAT(member::Forget(spoke.wallet, hash), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_FALSE(holds_text());
  for (const ClosedScene* scene : {&silent, &spoke}) {
    EXPECT_THAT(scene->wallet.threads, IsEmpty());
    EXPECT_THAT(scene->wallet.outbox, IsEmpty());
    for (const auto& codes : scene->wallet.draws.at(0).codes) EXPECT_THAT(codes, IsEmpty());
  }
  EXPECT_EQ(silent.wallet.Encode().size(), spoke.wallet.Encode().size());
}

}  // namespace
}  // namespace candor::testing

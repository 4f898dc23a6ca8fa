// Claims about witnesses without a network: what is taken from a file, and what is not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/publish/carrying.h"

namespace candor::services::publish {
namespace {

using absl::StatusCode;
using candor::testing::IsOk;
using candor::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Two witnesses, both asked for; the second one has no network.
class TwoOfTwo : public Carrying {
 public:
  TwoOfTwo() : Carrying(2, 2, {1}) {
    EXPECT_OK(Start());
    Grow(3);
    EXPECT_OK(Round());
  }
};

TEST(AirGap, ACheckpointIsServedWhenItsLastCosignatureIsBrought) {
  TwoOfTwo p;
  EXPECT_FALSE(p.Served().has_value());
  ASSERT_OK_AND_ASSIGN(const auto request, p.Request(1));
  EXPECT_EQ(request.size, 3u);
  const std::string answer = p.AnswerTo(1, request.body);
  EXPECT_OK(p.Round());
  EXPECT_FALSE(p.Served().has_value()) << "cosigned far away is not brought";
  ASSERT_OK(p.Accept(1, answer));
  EXPECT_OK(p.publisher_->PublishOnce()) << "no witness is missing";
  EXPECT_EQ(p.ServedSize(), 3u);
  EXPECT_EQ(p.ServedCosignatures(), 2u);
  EXPECT_FALSE(p.Folder().HasAnswer(1));
}

TEST(AirGap, TheLogMayGrowWhileTheFilesTravel) {
  TwoOfTwo p;
  ASSERT_OK_AND_ASSIGN(const auto request, p.Request(1));
  p.Grow(2);
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.lock_->Current().size, 5u);
  ASSERT_OK(p.Accept(1, p.AnswerTo(1, request.body)));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 3u);
  EXPECT_EQ(p.ServedCosignatures(), 2u);
  ASSERT_OK_AND_ASSIGN(const auto second, p.Request(1));
  EXPECT_EQ(second.size, 5u);
  EXPECT_THAT(second.body, StartsWith("old 3\n"));
  ASSERT_OK(p.Accept(1, p.AnswerTo(1, second.body)));
  EXPECT_OK(p.publisher_->PublishOnce());
  EXPECT_EQ(p.ServedSize(), 5u);
}

TEST(AirGap, WhatIsServedNeverGoesBack) {
  Carrying p(2, 1, {1});
  ASSERT_OK(p.Start());
  p.Grow(3);
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 3u);
  ASSERT_OK_AND_ASSIGN(const auto request, p.Request(1));
  p.Grow(2);
  EXPECT_OK(p.Round());
  ASSERT_OK(p.Accept(1, p.AnswerTo(1, request.body)));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 5u);
  EXPECT_EQ(p.ServedCosignatures(), 1u);
  // The newest one gets the second line; a restart does not lose it.
  ASSERT_OK(p.Fetch(1));
  EXPECT_OK(p.publisher_->PublishOnce());
  EXPECT_EQ(p.ServedSize(), 5u);
  EXPECT_EQ(p.ServedCosignatures(), 2u);
  ASSERT_OK(p.Start());
  EXPECT_OK(p.publisher_->PublishOnce());
  EXPECT_EQ(p.ServedCosignatures(), 2u);
}

TEST(AirGap, TheSameRequestIsHadUntilItIsAnswered) {
  TwoOfTwo p;
  ASSERT_OK_AND_ASSIGN(const auto first, p.Request(1));
  p.Grow(1);
  EXPECT_OK(p.Round());
  ASSERT_OK_AND_ASSIGN(const auto again, p.Request(1));
  EXPECT_EQ(first.body, again.body);
  p.publisher_.reset();  // the server is stopped
  ASSERT_OK_AND_ASSIGN(const auto stopped, p.Request(1));
  EXPECT_EQ(first.body, stopped.body);
}

// Everything that could be mistaken for the cosignature of what is out.
std::vector<std::string> Impostors(TwoOfTwo& p, const CosignRequest& request) {
  const auto& organisation = p.organisation_;
  const auto text = audit::FormatCheckpoint(
      {organisation.bundle().board.origin, 3, p.store_->log().root()}).value();
  const auto other_text =
      audit::FormatCheckpoint({organisation.bundle().board.origin, 3, crypto::Hash{7}}).value();
  const auto time = p.clock_.Now();
  std::string spoiled = audit::Cosign(text, p.NameOf(1), organisation.witness_key(1), time).value();
  spoiled[spoiled.size() - 20] = spoiled[spoiled.size() - 20] == 'A' ? 'B' : 'A';
  return {
      spoiled,
      audit::Cosign(other_text, p.NameOf(1), organisation.witness_key(1), time).value(),
      audit::Cosign(text, p.NameOf(0), organisation.witness_key(0), time).value(),
      // The key of another under this name, and this key under the name of another.
      audit::Cosign(text, p.NameOf(1), organisation.witness_key(0), time).value(),
      audit::Cosign(text, p.NameOf(0), organisation.witness_key(1), time).value(),
      // The log's own line, which the request holds.
      request.body.substr(request.body.rfind("\n\n") + 2),
  };
}

TEST(AirGap, WhatDoesNotVerifyForThisCheckpointIsRefusedAtTheDesk) {
  TwoOfTwo p;
  ASSERT_OK_AND_ASSIGN(const auto request, p.Request(1));
  for (const auto& impostor : Impostors(p, request)) {
    EXPECT_THAT(p.Accept(1, impostor), StatusIs(StatusCode::kUnauthenticated)) << impostor;
    EXPECT_FALSE(p.Folder().HasAnswer(1));
  }
  for (const char* text : {"", "nonsense\n", "refused 409\nmany\n", "refused\n"}) {
    EXPECT_THAT(p.Accept(1, text), StatusIs(StatusCode::kInvalidArgument)) << text;
  }
  EXPECT_OK(p.Round());
  EXPECT_FALSE(p.Served().has_value());
  // The control.
  EXPECT_OK(p.Accept(1, p.AnswerTo(1, request.body)));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedCosignatures(), 2u);
}

TEST(AirGap, ThePublisherTrustsTheDeskInNothing) {
  TwoOfTwo p;
  ASSERT_OK_AND_ASSIGN(const auto request, p.Request(1));
  auto answers = Impostors(p, request);
  answers.insert(answers.end(), {"", "nonsense\n", "refused 422\nno\n", std::string(70'000, 'x')});
  for (const auto& answer : answers) {
    const std::size_t before = p.Refused().size();
    ASSERT_OK(p.Folder().WriteAnswer(1, answer));
    EXPECT_OK(p.Round());
    EXPECT_FALSE(p.Served().has_value()) << answer;
    EXPECT_FALSE(p.Folder().HasAnswer(1)) << "it is not looked at again";
    EXPECT_EQ(p.Refused().size(), before + 2) << "kept aside, with the reason";
  }
  // Lines of others beside the right one do not come along.
  ASSERT_OK(p.Folder().WriteAnswer(1, answers[2] + answers[0] + p.AnswerTo(1, request.body)));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedCosignatures(), 2u);
  EXPECT_THAT(std::string(*p.store_->log().PublishedCheckpoint().value()),
              ::testing::Not(HasSubstr(answers[0])));
}

TEST(AirGap, AnAnswerMayBeBroughtAnyNumberOfTimes) {
  TwoOfTwo p;
  ASSERT_OK_AND_ASSIGN(const auto request, p.Request(1));
  const std::string answer = p.AnswerTo(1, request.body);
  EXPECT_OK(p.Accept(1, answer));
  EXPECT_OK(p.Accept(1, answer));
  EXPECT_OK(p.Round());
  const auto served = p.store_->log().PublishedCheckpoint().value();
  EXPECT_OK(p.Accept(1, answer));
  ASSERT_OK(p.Folder().WriteAnswer(1, answer));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.store_->log().PublishedCheckpoint().value(), served);
  // Also when another checkpoint is out by then.
  p.Grow(1);
  EXPECT_OK(p.Round());
  ASSERT_OK(p.Request(1).status());
  ASSERT_OK(p.Folder().WriteAnswer(1, answer));
  EXPECT_OK(p.Round());
  EXPECT_FALSE(p.Folder().HasAnswer(1));
  EXPECT_THAT(p.Refused(), IsEmpty());
}

TEST(AirGap, ALostAnswerIsHadByAskingAgain) {
  TwoOfTwo p;
  ASSERT_OK_AND_ASSIGN(const auto request, p.Request(1));
  p.AnswerTo(1, request.body);  // lost on its way back
  const std::string conflict = p.AnswerTo(1, request.body);
  EXPECT_EQ(conflict, "refused 409\n3\n");
  EXPECT_THAT(p.Accept(1, conflict),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("size 3 last")));
  EXPECT_THAT(p.Request(1), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("waits")));
  EXPECT_OK(p.Round());
  ASSERT_OK_AND_ASSIGN(const auto again, p.Request(1));
  EXPECT_THAT(again.body, StartsWith("old 3\n\n"));
  EXPECT_OK(p.Accept(1, p.AnswerTo(1, again.body)));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 3u);
}

TEST(AirGap, AWitnessThatIsAheadOfWhatIsOutIsAskedAboutTheNewest) {
  TwoOfTwo p;
  ASSERT_OK(p.Request(1).status());
  p.Grow(2);
  EXPECT_OK(p.Round());
  // Another stick brought it the newest one; that answer was lost with the stick.
  ASSERT_OK_AND_ASSIGN(const auto lost, p.Request(1, Renew::kYes));
  p.AnswerTo(1, lost.body);
  p.Grow(2);
  EXPECT_OK(p.Round());
  const std::string conflict = p.AnswerTo(1, lost.body);
  EXPECT_THAT(p.Accept(1, conflict), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_OK(p.Round());
  ASSERT_OK_AND_ASSIGN(const auto newest, p.Request(1, Renew::kYes));
  EXPECT_EQ(newest.size, 7u);
  EXPECT_OK(p.Accept(1, p.AnswerTo(1, newest.body)));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 7u);
}

TEST(AirGap, AFileWithAWordAndNoSignatureStopsNobody) {
  TwoOfTwo p;
  ASSERT_OK(p.Request(1).status());
  ASSERT_OK(p.Folder().WriteAnswer(1, "refused 409\n99\n"));
  EXPECT_OK(p.Round());
  EXPECT_OK(p.publisher_->Writable());
  EXPECT_THAT(p.Refused(), ElementsAre("w2-1", "w2-1.why"));
  ASSERT_OK(p.Fetch(1));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 3u);
}

TEST(AirGap, AllWhoHaveNoNetworkAreAskedAboutTheSameCheckpoint) {
  Carrying p(3, 3, {1, 2});
  ASSERT_OK(p.Start());
  p.Grow(3);
  EXPECT_OK(p.Round());
  ASSERT_OK(p.Fetch(1));
  p.Grow(2);
  EXPECT_OK(p.Round());
  EXPECT_FALSE(p.Served().has_value()) << "two of three";
  EXPECT_THAT(p.Request(1), StatusIs(StatusCode::kFailedPrecondition, HasSubstr(p.NameOf(2))));
  ASSERT_OK_AND_ASSIGN(const auto third, p.Request(2));
  EXPECT_EQ(third.size, 3u) << "not the newest: nobody else would cosign that with it";
  ASSERT_OK(p.Accept(2, p.AnswerTo(2, third.body)));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 3u);
  EXPECT_EQ(p.ServedCosignatures(), 3u);
  EXPECT_EQ(p.Request(1)->size, 5u);
}

TEST(AirGap, AfterARenewalTheAnswerAboutTheOldOneIsRefused) {
  TwoOfTwo p;
  ASSERT_OK_AND_ASSIGN(const auto old, p.Request(1));
  p.Grow(2);
  EXPECT_OK(p.Round());
  ASSERT_OK_AND_ASSIGN(const auto renewed, p.Request(1, Renew::kYes));
  EXPECT_EQ(renewed.size, 5u);
  EXPECT_THAT(p.Accept(1, p.AnswerTo(1, old.body)), StatusIs(StatusCode::kUnauthenticated));
  EXPECT_OK(p.Round());
  EXPECT_FALSE(p.Served().has_value());
}

TEST(AirGap, NothingGoesOutThatCouldNotGetTheQuorum) {
  Carrying p(2, 2, {1});
  ASSERT_OK(p.Start());
  EXPECT_THAT(p.Request(1), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no checkpoint")));
  p.Grow(3);
  p.houses_[0]->lie = audit::WitnessAnswer{503, "text/plain", "busy\n"};
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.lock_->Current().size, 3u) << "it was signed";
  EXPECT_THAT(p.Request(1), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no checkpoint")));
  p.houses_[0]->lie.reset();
  EXPECT_OK(p.Round());
  EXPECT_OK(p.Fetch(1));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 3u);
}

TEST(AirGap, NamesAreThoseOfWitnessesWithoutANetwork) {
  TwoOfTwo p;
  EXPECT_THAT(p.Request(0), StatusIs(StatusCode::kInvalidArgument, HasSubstr(p.NameOf(1))));
  EXPECT_THAT(p.Accept(0, "refused 422\n"), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(p.Accept(1, "refused 422\nno\n"),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("422")));
  Carrying all_reached;
  EXPECT_THAT(all_reached.Request(0), StatusIs(StatusCode::kInvalidArgument, HasSubstr("itself")));
  EXPECT_EQ(all_reached.OpenAirGap().value(), nullptr);
}

TEST(AirGap, AStoreThatIsBehindWhatWasBroughtIsReadOnly) {
  Carrying p(1, 1, {0});
  ASSERT_OK(p.Start());
  p.Grow(3);
  EXPECT_OK(p.Round());
  ASSERT_OK(p.Fetch(0));
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 3u);
  p.publisher_.reset();
  p.Backup();
  ASSERT_OK(p.Start());
  p.Grow(2);
  EXPECT_OK(p.Round());
  ASSERT_OK(p.Fetch(0));
  EXPECT_OK(p.Round());
  p.Restore(Publishing::WithLock::kYes);
  ASSERT_OK(p.Start());
  EXPECT_THAT(p.publisher_->Writable(),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("carried cosignatures")));
}

TEST(AirGap, ADamagedFileHoldsUpNothingThatNeedsNoFiles) {
  Carrying p(2, 1, {1});
  ASSERT_OK(p.Start());
  p.Grow(3);
  EXPECT_OK(p.Round());
  ASSERT_OK(p.Fetch(1));
  EXPECT_OK(p.Round());
  ASSERT_OK(runtime::WriteFileAtomically(p.folder_.path() / "cosign" / "out", AsBytes("x")));
  p.Grow(2);
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 5u);
  EXPECT_THAT(p.Request(1), StatusIs(StatusCode::kDataLoss, HasSubstr("Remove it")));
  ASSERT_OK(runtime::WriteFileAtomically(p.folder_.path() / "cosign" / "w2.latest", AsBytes("x")));
  EXPECT_THAT(p.Start(), StatusIs(StatusCode::kDataLoss, HasSubstr("w2.latest")));
}

TEST(AirGap, ANoteOfAnotherLogInTheFolderIsNotBelieved) {
  TwoOfTwo p;
  ASSERT_OK(p.Request(1).status());
  auto offer = p.Folder().ReadOffer(CosignFolder::Offer::kOut).value().value();
  const auto forged = audit::SignCheckpoint({p.organisation_.bundle().board.origin, 9, {}},
                                            p.organisation_.bundle().board.origin,
                                            p.organisation_.charter());
  offer.note = *forged;
  ASSERT_OK(p.Folder().WriteOffer(CosignFolder::Offer::kOut, offer));
  EXPECT_FALSE(p.Request(1).ok());
  EXPECT_OK(p.Round());
  EXPECT_FALSE(p.Served().has_value());
  EXPECT_OK(p.publisher_->Writable());
}

TEST(AirGap, AWitnessThatIsNeitherLinkedNorCarriedIsRefused) {
  const Carrying p(2, 2, {1});
  std::vector<std::unique_ptr<WitnessLink>> links(2);
  links[0] = std::make_unique<HouseLink>(*p.houses_[0]);
  const auto& bundle = p.organisation_.bundle();
  EXPECT_THAT(LogPublisher::Create({.log = p.store_->log(),
                                    .lock = *p.lock_,
                                    .key = p.organisation_.board_log_key(),
                                    .log_key = LogKeyOf(bundle.board).value(),
                                    .policy = WitnessPolicyOf(bundle).value(),
                                    .links = std::move(links)}),
              StatusIs(StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace candor::services::publish

// Bad input on the way, from a member's machine through a faulty hop and a real relay to a real board: the
// member hears a clear outcome, nothing is lost, and nothing is counted twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "crypto/oblivious_message.h"
#include "records/promise.h"
#include "tests/services/board/relayed_board.h"

namespace candor::services::board {
namespace {

using absl::StatusCode;
using candor::testing::StatusIs;
using ::testing::HasSubstr;
using Onward = FaultyHop::Onward;

class Relayed : public ::testing::Test {
 protected:
  records::SubmitRequest Opinion() { return h_.jam_->Opinion(h_.jam_->NewAuthor(), "Gate 2 opens too late."); }
  // That the board has promised it.
  void ExpectPromise(const absl::StatusOr<records::SubmitReply>& reply,
                     const records::SubmitRequest& request) {
    ASSERT_OK(reply.status());
    EXPECT_OK(records::VerifyPromise(*reply, request.submission.body,
                                     h_.organisation_->bundle().promise_key));
  }
  // So many opinions are in the log when speaking is over.
  void ExpectLogged(std::size_t opinions) {
    h_.TickAt(h_.jam_->SlotTime(12));
    h_.TickAt(h_.jam_->SlotTime(16));
    EXPECT_EQ(h_.Followed().FindCampaign(h_.jam_->id())->opinions, opinions);
  }

  RelayedBoard h_;
};

TEST_F(Relayed, ASubmissionAndANoOpComeThrough) {
  const auto request = Opinion();
  ExpectPromise(h_.SubmitThroughRelay(request), request);
  EXPECT_OK(h_.NoOpThroughRelay());
}

TEST_F(Relayed, WhatIsDroppedOnEitherWayIsNoAnswerAndComesThroughTheNextTime) {
  const auto request = Opinion();
  h_.hop_->Set([](const Bytes&, const Onward&) { return Bytes(); });
  EXPECT_THAT(h_.SubmitThroughRelay(request), StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(h_.NoOpThroughRelay(), StatusIs(StatusCode::kUnavailable));
  // It arrives, and its answer does not.
  h_.hop_->Set([](const Bytes& sealed, const Onward& onward) {
    (void)onward(sealed);
    return Bytes();
  });
  EXPECT_THAT(h_.SubmitThroughRelay(request), StatusIs(StatusCode::kUnavailable));
  h_.hop_->Set(nullptr);
  const auto reply = h_.SubmitThroughRelay(request);
  ExpectPromise(reply, request);
  ASSERT_OK_AND_ASSIGN(const auto again, h_.SubmitThroughRelay(request));
  EXPECT_EQ(again.Encode(), reply->Encode()) << "the same promise";
}

TEST_F(Relayed, WhatIsRepeatedIsPromisedAndCountedOnce) {
  Bytes recorded;
  h_.hop_->Set([&](const Bytes& sealed, const Onward& onward) {
    recorded = sealed;
    EXPECT_EQ(onward(sealed).size(), crypto::kObliviousResponseSize);
    return onward(sealed);
  });
  std::vector<records::SubmitRequest> requests;
  for (int i = 0; i < 6; ++i) {
    requests.push_back(Opinion());
    ExpectPromise(h_.SubmitThroughRelay(requests.back()), requests.back());
  }
  // And a recording much later.
  h_.hop_->Set([&](const Bytes&, const Onward& onward) { return onward(recorded); });
  EXPECT_THAT(h_.NoOpThroughRelay(), StatusIs(StatusCode::kUnavailable)) << "another's answer";
  h_.hop_->Set(nullptr);
  ExpectLogged(6);
}

TEST_F(Relayed, AnswersThatAreExchangedOpenForNobody) {
  // Each of two members gets what is the other's.
  std::promise<Bytes> answers[2];
  std::atomic<int> next = 0;
  std::shared_future<Bytes> mine[2] = {answers[0].get_future().share(), answers[1].get_future().share()};
  h_.hop_->Set([&](const Bytes& sealed, const Onward& onward) {
    const int caller = next++;
    answers[caller].set_value(onward(sealed));
    return mine[1 - caller].get();
  });
  const auto one = h_.OpenClient(), two = h_.OpenClient();
  const auto key = h_.GatewayKey();
  const auto request = Opinion();
  absl::StatusOr<Bytes> submitted = absl::UnknownError("");
  std::thread other([&] { submitted = one->Submit(key, request.Encode()); });
  EXPECT_THAT(two->NoOp(key), StatusIs(StatusCode::kUnavailable, HasSubstr("not the board's")));
  other.join();
  EXPECT_THAT(submitted, StatusIs(StatusCode::kUnavailable, HasSubstr("not the board's")));
  h_.hop_->Set(nullptr);
  ExpectPromise(h_.SubmitThroughRelay(request), request);
}

TEST_F(Relayed, WhatIsHeldUpComesThroughInAnyOrder) {
  std::promise<void> let_go;
  auto gate = let_go.get_future().share();
  std::atomic<bool> first = true, waits = false;
  h_.hop_->Set([&](const Bytes& sealed, const Onward& onward) {
    if (first.exchange(false)) {
      waits = true;
      gate.wait();
    }
    return onward(sealed);
  });
  const auto early = Opinion(), late = Opinion();
  const auto key = h_.GatewayKey();
  const auto slow = h_.OpenClient();
  absl::StatusOr<Bytes> answered = absl::UnknownError("");
  std::thread other([&] { answered = slow->Submit(key, early.Encode()); });
  EXPECT_TRUE(runtime::Eventually([&] { return waits.load(); }));
  ExpectPromise(h_.SubmitThroughRelay(late), late);
  let_go.set_value();
  other.join();
  ASSERT_OK(answered.status());
  ExpectPromise(records::SubmitReply::Decode(*answered), early);
}

TEST_F(Relayed, WhatIsChangedOnTheWayIsNoAnswerAndNothingIsTaken) {
  const auto request = Opinion();
  const auto changed = [](std::function<void(Bytes&)> change) {
    return [change](const Bytes& sealed, const Onward& onward) {
      Bytes bytes = sealed;
      change(bytes);
      return onward(bytes);
    };
  };
  const struct {
    const char* what;
    std::function<void(Bytes&)> change;
  } rows[] = {{"a flipped bit", [](Bytes& bytes) { bytes[5000] ^= 4; }},
              {"another key", [](Bytes& bytes) { bytes[0] ^= 1; }},
              {"another ephemeral key", [](Bytes& bytes) { bytes[12] ^= 1; }},
              {"a byte less", [](Bytes& bytes) { bytes.pop_back(); }},
              {"a byte more", [](Bytes& bytes) { bytes.push_back(0); }},
              {"nothing", [](Bytes& bytes) { bytes.clear(); }}};
  for (const auto& row : rows) {
    h_.hop_->Set(changed(row.change));
    EXPECT_THAT(h_.SubmitThroughRelay(request), StatusIs(StatusCode::kUnavailable)) << row.what;
    EXPECT_THAT(h_.NoOpThroughRelay(), StatusIs(StatusCode::kUnavailable)) << row.what;
  }
  h_.hop_->Set(nullptr);
  ExpectPromise(h_.SubmitThroughRelay(request), request);
}

TEST_F(Relayed, AnAnswerThatIsChangedOrMadeUpIsNotBelieved) {
  const auto request = Opinion();
  const std::function<Bytes(Bytes)> rows[] = {
      [](Bytes answer) {
        answer[2000] ^= 1;
        return answer;
      },
      [](Bytes answer) {
        answer[3] ^= 1;  // the nonce
        return answer;
      },
      [](Bytes answer) { return Bytes(answer.size(), 9); },
      [](Bytes answer) {
        answer.pop_back();
        return answer;
      },
      [](const Bytes&) { return Bytes(20000, 1); }};
  for (const auto& row : rows) {
    h_.hop_->Set([&](const Bytes& sealed, const Onward& onward) { return row(onward(sealed)); });
    EXPECT_FALSE(h_.SubmitThroughRelay(request).ok());
    EXPECT_FALSE(h_.NoOpThroughRelay().ok());
  }
  h_.hop_->Set(nullptr);
  ExpectPromise(h_.SubmitThroughRelay(request), request);
}

TEST_F(Relayed, AKeyThatTheBoardDoesNotHaveIsTheEmptyAnswerForBoth) {
  auto other = h_.GatewayKey();
  other.kem_key = crypto::KemPrivateKey::Generate(h_.random_).public_key();
  EXPECT_THAT(h_.client_of_relay_->NoOp(other), StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(h_.client_of_relay_->Submit(other, Opinion().Encode()),
              StatusIs(StatusCode::kUnavailable));
}

// What the hop sees of each, in bytes: the same whatever was asked and answered.
TEST_F(Relayed, AWatcherSeesOneSizeEachWay) {
  std::set<std::pair<std::size_t, std::size_t>> seen;
  h_.hop_->Set([&](const Bytes& sealed, const Onward& onward) {
    Bytes answer = onward(sealed);
    seen.insert({sealed.size(), answer.size()});
    return answer;
  });
  const auto author = h_.jam_->NewAuthor();
  const auto request = h_.jam_->Opinion(author, "x"), other = h_.jam_->Opinion(author, "y");
  ASSERT_OK(h_.SubmitThroughRelay(request));
  ASSERT_OK(h_.SubmitThroughRelay(other)) << "a refusal";
  ASSERT_OK(h_.NoOpThroughRelay());
  EXPECT_FALSE(h_.client_of_relay_->Submit(h_.GatewayKey(), AsBytes("nonsense")).ok());
  EXPECT_EQ(seen, (std::set<std::pair<std::size_t, std::size_t>>{
                      {crypto::kObliviousRequestSize, crypto::kObliviousResponseSize}}));
}

TEST_F(Relayed, ABoardThatIsGoneIsNoAnswerAndTheNextOneGivesTheSamePromise) {
  const auto request = Opinion();
  const auto key = h_.GatewayKey();
  ASSERT_OK_AND_ASSIGN(const Bytes before, h_.client_of_relay_->Submit(key, request.Encode()));
  h_.server_->Stop();
  EXPECT_THAT(h_.client_of_relay_->Submit(key, request.Encode()), StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(h_.client_of_relay_->NoOp(key), StatusIs(StatusCode::kUnavailable));
}

TEST_F(Relayed, ARelayThatStopsAnswersEverybodyItHolds) {
  // Nothing leaves: the relay's clock stands, and the hop's one connection is no company.
  h_.company_comes_ = false;
  const auto key = h_.GatewayKey();
  std::vector<std::future<absl::Status>> waiting;
  std::vector<std::unique_ptr<clients::ObliviousClient>> members;
  for (int i = 0; i < 4; ++i) members.push_back(h_.OpenClient());
  for (auto& member : members) {
    waiting.push_back(std::async(std::launch::async, [&] { return member->NoOp(key); }));
  }
  EXPECT_TRUE(runtime::Eventually([&] { return h_.hop_->pending() == 4; }));
  h_.relay_server_->Stop();
  for (auto& each : waiting) {
    EXPECT_THAT(each.get(), StatusIs(StatusCode::kUnavailable));
  }
}

}  // namespace
}  // namespace candor::services::board

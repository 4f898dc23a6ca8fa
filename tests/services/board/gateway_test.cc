// The gateway over a board in process: what it answers, and what an answer shows to those without the key.
#include "services/board/gateway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "crypto/binary_http.h"
#include "services/wire/record_message.h"
#include "tests/services/board/board_harness.h"
#include "tests/services/board/kept_gateway_keys.h"
#include "tests/services/runtime/temporary_folder.h"

namespace candor::services::board {
namespace {

using crypto::ObliviousCall;
using crypto::ObliviousFailure;
using crypto::ObliviousResponse;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::SizeIs;

class GatewayRule : public ::testing::Test {
 protected:
  GatewayRule() {
    h_.Shutdown();
    h_.gateway_keys_ =
        GatewayKeys::Open(std::make_unique<KeptGatewayKeys>(disk_), random_).value();
    h_.Start();
    h_.LetSpeak();
    EXPECT_OK(h_.board_->Tick(h_.clock_.Now()));
    gateway_ = std::make_unique<Gateway>(*h_.gateway_keys_, *h_.board_, random_);
  }

  std::future<Bytes> ForwardLater(const Bytes& sealed) {
    auto answered = std::make_shared<std::promise<Bytes>>();  // std::function copies what it holds
    auto answer = answered->get_future();
    gateway_->Forward(sealed, steady_clock::now(),
                      [answered](Bytes bytes) { answered->set_value(std::move(bytes)); });
    return answer;
  }
  Bytes Forward(const Bytes& sealed) { return ForwardLater(sealed).get(); }

  crypto::ohttp::KeyConfig KeyOf(Day day) const {
    const auto view = h_.View();
    const auto* key = view.GatewayKeyOn(day);
    return {key->key_id(), key->kem_key};
  }
  crypto::ohttp::KeyConfig Key() const { return KeyOf(DayOf(h_.clock_.Now())); }

  crypto::SealedObliviousRequest Seal(ObliviousCall call, Bytes body) {
    return crypto::SealedObliviousRequest::Seal(Key(), {call, std::move(body)}, random_).value();
  }
  crypto::SealedObliviousRequest Submission(std::string_view text = "Gate 2 opens too late.") {
    const auto request = h_.jam_.Opinion(h_.jam_.NewAuthor(), text);
    return Seal(ObliviousCall::kSubmit, wire::RecordMessage(request.Encode()));
  }
  crypto::SealedObliviousRequest NoOp() { return Seal(ObliviousCall::kNoOp, wire::RecordMessage({})); }

  // Sealed rightly, and inside are these bytes, or as many of them as fit.
  struct Raw {
    Bytes answer;
    absl::StatusOr<ObliviousFailure> failure;
  };
  Raw ForwardInner(Bytes inner) {
    inner.resize(crypto::kObliviousRequestSize - crypto::ohttp::kRequestOverhead);
    auto sealed = crypto::ohttp::ClientRequest::Seal(Key(), inner, random_).value();
    Raw out{Forward(sealed.encapsulated()), absl::UnknownError("no answer")};
    auto opened = std::move(sealed).OpenResponse(out.answer);
    if (!opened.ok()) return out;
    const auto response = crypto::BinaryHttpResponse::Decode(opened->ExposeSecret());
    if (!response.ok()) return out;
    out.failure = static_cast<ObliviousFailure>(response->status);
    return out;
  }

  struct Harness : BoardHarness {};
  crypto::DeterministicRandomForTesting random_{77};
  std::shared_ptr<KeyDisk> disk_ = std::make_shared<KeyDisk>();  // as KeptGatewayKeys has it
  Harness h_;
  std::unique_ptr<Gateway> gateway_;
};

TEST_F(GatewayRule, EveryAnswerInsideTheEncryptionHasOneSizeWhateverWasAsked) {
  const auto author = h_.jam_.NewAuthor();
  const auto opinion = h_.jam_.Opinion(author, "x");
  const auto other = h_.jam_.Opinion(author, "y");
  std::vector<std::pair<std::string, crypto::SealedObliviousRequest>> rows;
  const auto add = [&](std::string what, ObliviousCall call, Bytes body) {
    rows.emplace_back(std::move(what), Seal(call, std::move(body)));
  };
  add("a no-op", ObliviousCall::kNoOp, wire::RecordMessage({}));
  add("a no-op with a body", ObliviousCall::kNoOp, Bytes(5000, 1));
  add("a submission", ObliviousCall::kSubmit, wire::RecordMessage(opinion.Encode()));
  add("the same again", ObliviousCall::kSubmit, wire::RecordMessage(opinion.Encode()));
  add("a spent token, which is refused with evidence", ObliviousCall::kSubmit,
      wire::RecordMessage(other.Encode()));
  add("no record", ObliviousCall::kSubmit, Bytes(100, 0xff));
  add("no submission", ObliviousCall::kSubmit, wire::RecordMessage(Bytes(100, 3)));
  add("nothing", ObliviousCall::kSubmit, {});
  for (auto& [what, sealed] : rows) {
    EXPECT_THAT(sealed.bytes(), SizeIs(crypto::kObliviousRequestSize)) << what;
    const Bytes answer = Forward(sealed.bytes());
    EXPECT_THAT(answer, SizeIs(crypto::kObliviousResponseSize)) << what;
    EXPECT_OK(std::move(sealed).Open(answer).status()) << what;
  }
}

TEST_F(GatewayRule, BadMessagesInsideAreToldInsideAndInTheSameSize) {
  const auto with_path = [](std::string path) {
    const crypto::BinaryHttpRequest request{.method = "POST",
                                            .scheme = "https",
                                            .authority = std::string(crypto::kObliviousAuthority),
                                            .path = std::move(path),
                                            .header = {{"content-type", "application/proto"}},
                                            .content = {},
                                            .trailer = {}};
    return request.Encode().value();
  };
  const Bytes good = with_path("/candor.v1.AnonymousService/Submit");
  const Bytes truncated(good.begin(), good.begin() + 40);
  Bytes one_byte_less = good;
  one_byte_less.erase(one_byte_less.begin() + 3);
  const struct {
    const char* what;
    Bytes inner;
    ObliviousFailure failure;
  } rows[] = {{"nothing", {}, ObliviousFailure::kMalformed},
              {"a truncated message", truncated, ObliviousFailure::kMalformed},
              {"a message with a byte missing", one_byte_less, ObliviousFailure::kMalformed},
              {"noise", Bytes(20000, 0xee), ObliviousFailure::kMalformed},
              {"another path", with_path("/candor.v1.BoardService/PostAnswer"), ObliviousFailure::kNoSuchCall}};
  for (const auto& row : rows) {
    const Raw raw = ForwardInner(row.inner);
    EXPECT_THAT(raw.answer, SizeIs(crypto::kObliviousResponseSize)) << row.what;
    EXPECT_THAT(raw.failure, candor::testing::IsOkAndHolds(row.failure)) << row.what;
  }
}

TEST_F(GatewayRule, WhatDoesNotOpenIsTheEmptyAnswerWhateverTheReason) {
  const Bytes good = NoOp().bytes();
  const auto flipped = [&](std::size_t at) {
    Bytes out = good;
    out[at] ^= 1;
    return out;
  };
  Bytes low_order = good;
  std::fill(low_order.begin() + 7, low_order.begin() + 39, std::uint8_t{0});
  const struct {
    const char* what;
    Bytes sealed;
  } rows[] = {{"nothing", {}},
              {"one byte", Bytes{good[0]}},
              {"a byte less", Bytes(good.begin(), good.end() - 1)},
              {"an unknown key", flipped(0)},
              {"another KEM", flipped(2)},
              {"another KDF", flipped(4)},
              {"another cipher", flipped(6)},
              {"another ephemeral key", flipped(10)},
              {"an ephemeral key of low order", low_order},
              {"another ciphertext", flipped(9000)},
              {"another tag", flipped(good.size() - 1)}};
  for (const auto& row : rows) EXPECT_EQ(Forward(row.sealed), Bytes()) << row.what;
  EXPECT_THAT(Forward(good), SizeIs(crypto::kObliviousResponseSize)) << "the control";
}

TEST_F(GatewayRule, AReplayGetsTheSamePromiseUnderAnotherEncryptionAndIsPooledOnce) {
  auto sealed = Submission();
  const Bytes bytes = sealed.bytes();
  const Bytes first = Forward(bytes), second = Forward(bytes);
  EXPECT_NE(first, second) << "sealed anew";
  EXPECT_OK(std::move(sealed).Open(second).status());
  EXPECT_EQ(h_.Pooled(), 1u);
}

TEST_F(GatewayRule, SealedBeforeMidnightAndBroughtAfterItIsPromised) {
  const Day day = DayOf(h_.clock_.Now());
  auto sealed = Submission(), late = Submission();
  ASSERT_OK(h_.TickAt(StartOf(day + 1) + 30));
  const Bytes answer = Forward(sealed.bytes());
  ASSERT_THAT(answer, SizeIs(crypto::kObliviousResponseSize));
  ASSERT_OK_AND_ASSIGN(const auto opened, std::move(sealed).Open(answer));
  EXPECT_TRUE(std::holds_alternative<Bytes>(opened));
  // Two midnights later the key is gone: the empty answer, and nothing was taken.
  const std::size_t pooled = h_.Pooled();
  ASSERT_OK(h_.TickAt(StartOf(day + 2) + 30));
  EXPECT_EQ(Forward(late.bytes()), Bytes());
  EXPECT_LE(h_.Pooled(), pooled);
}

// The writer is held up, as a seal holds it up: neither a submission nor a no-op gets through meanwhile.
TEST_F(GatewayRule, ANoOpWaitsForTheWriterLikeASubmission) {
  std::promise<void> let_go, held;
  auto gate = let_go.get_future().share();
  // The writer's thread is held in the callback of a submission of its own.
  h_.board_->Submit(h_.jam_.Opinion(h_.jam_.NewAuthor(), "First."),
                    [&](const absl::StatusOr<SubmitReply>&) {
                      held.set_value();
                      gate.wait();
                    });
  held.get_future().wait();
  auto no_op = ForwardLater(NoOp().bytes());
  auto submission = ForwardLater(Submission().bytes());
  auto unread = ForwardLater(Bytes(crypto::kObliviousRequestSize));
  // The control: what needs no writer comes at its beat.
  EXPECT_EQ(unread.get(), Bytes());
  EXPECT_EQ(no_op.wait_for(milliseconds(300)), std::future_status::timeout);
  EXPECT_EQ(submission.wait_for(milliseconds(0)), std::future_status::timeout);
  let_go.set_value();
  EXPECT_THAT(no_op.get(), SizeIs(crypto::kObliviousResponseSize));
  EXPECT_THAT(submission.get(), SizeIs(crypto::kObliviousResponseSize));
}

TEST_F(GatewayRule, AReadOnlyBoardTellsItInside) {
  h_.writable_ = absl::UnavailableError("it is behind what it has signed");
  auto sealed = Submission();
  const Bytes answer = Forward(sealed.bytes());
  ASSERT_OK_AND_ASSIGN(const auto opened, std::move(sealed).Open(answer));
  ASSERT_TRUE(std::holds_alternative<ObliviousFailure>(opened));
  EXPECT_EQ(std::get<ObliviousFailure>(opened), ObliviousFailure::kUnavailable);
  EXPECT_THAT(Forward(NoOp().bytes()), SizeIs(crypto::kObliviousResponseSize));
  EXPECT_EQ(h_.Pooled(), 0u);
}

TEST_F(GatewayRule, AfterTheBoardsStopEverybodyIsStillAnswered) {
  h_.board_->Stop();
  auto no_op = NoOp();
  const Bytes answer = Forward(no_op.bytes());
  ASSERT_OK_AND_ASSIGN(const auto opened, std::move(no_op).Open(answer));
  EXPECT_EQ(std::get<ObliviousFailure>(opened), ObliviousFailure::kBusy);
  EXPECT_THAT(Forward(Submission().bytes()), SizeIs(crypto::kObliviousResponseSize));
  gateway_->Stop();
  EXPECT_EQ(Forward(Bytes(10)), Bytes());
}

// Many at once, some of which cannot be read: each is answered once, and what was promised is pooled.
TEST_F(GatewayRule, ManyAtOnceAreEachAnsweredOnce) {
  constexpr int kThreads = 4, kEach = 12;
  std::vector<std::vector<Bytes>> requests(kThreads);
  for (auto& some : requests) {
    for (int i = 0; i < kEach; ++i) {
      some.push_back(i % 3 == 0 ? Submission().bytes() : i % 3 == 1 ? NoOp().bytes() : Bytes(77, 1));
    }
  }
  std::atomic<int> full = 0, empty = 0;
  std::vector<std::thread> threads;
  for (const auto& some : requests) {
    threads.emplace_back([&] {
      for (const auto& each : some) {
        gateway_->Forward(each, steady_clock::now(), [&](const Bytes& answer) {
          ++(answer.size() == crypto::kObliviousResponseSize ? full : empty);
        });
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(runtime::Eventually([&] { return full + empty == kThreads * kEach; }));
  EXPECT_EQ(full, kThreads * kEach * 2 / 3);
  EXPECT_EQ(empty, kThreads * kEach / 3);
  EXPECT_EQ(h_.Pooled(), static_cast<std::size_t>(kThreads * kEach / 3));
}

}  // namespace
}  // namespace candor::services::board

// Claims about the board over gRPC and TLS, on RocksDB.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <thread>

#include "base/text.h"
#include "candor/v1/relay.grpc.pb.h"
#include "crypto/oblivious_message.h"
#include "records/promise.h"
#include "services/runtime/grpc_channel.h"
#include "tests/services/board/board_harness.h"
#include "tests/services/board/server_harness.h"

namespace candor::services::board {
namespace {

using absl::StatusCode;
using clients::BoardMethod;
using ::testing::HasSubstr;

std::shared_ptr<grpc::Channel> ChannelTo(const ServerHarness& h) {
  return runtime::OpenChannel({.address = h.identity_.grpc_address,
                               .anchor_pem = h.authority_.certificate_pem,
                               .client = std::nullopt})
      .value();
}

TEST(Server, AnOpinionGoesFromTheCallToThePublicLogAndIsAnswered) {
  ServerHarness h;
  h.LetSpeak();
  const auto& promise_key = h.organisation_->bundle().promise_key;
  const auto request = h.jam_->Opinion(h.jam_->NewAuthor(), "Gate 2 opens too late.");
  ASSERT_OK_AND_ASSIGN(const auto reply, h.Submit(request));
  EXPECT_OK(records::VerifyPromise(reply, request.submission.body, promise_key));
  for (int i = 0; i < 10; ++i) {
    ASSERT_OK(h.Submit(h.jam_->Opinion(h.jam_->NewAuthor(), "Something.")));
  }
  h.TickAt(h.jam_->SlotTime(6));
  h.TickAt(h.jam_->SlotTime(12));

  const auto hash = request.submission.body.SubmissionHash();
  const auto view = h.Followed();
  const auto* campaign = view.FindCampaign(h.jam_->id());
  ASSERT_NE(campaign, nullptr);
  EXPECT_EQ(campaign->opinions, 11u);
  ASSERT_EQ(campaign->batches.size(), 2u);
  EXPECT_EQ(campaign->batches[0].seal.relied_on.at(0).size, 22u);
  ASSERT_TRUE(campaign->submissions.contains(hash));

  const auto& reader = h.organisation_->reader();
  std::size_t envelopes = 0;
  for (const auto& batch : campaign->batches) {
    ASSERT_OK_AND_ASSIGN(
        const Bytes fetched,
        h.client_->Call(BoardMethod::kFetchBatch, reader.key,
                        records::FetchBatchCall{h.jam_->id(), batch.index}.Encode()));
    envelopes += records::FetchBatchReply::Decode(fetched)->items.size();
  }
  EXPECT_EQ(envelopes, 11u);
  ASSERT_OK(h.client_->Call(BoardMethod::kPostAnswer, reader.key,
                            SignedAnswer(*h.jam_, reader, hash).Encode()));
  ASSERT_OK(h.client_->Call(BoardMethod::kCloseCampaign, h.organisation_->facilitator().key,
                            records::CloseCampaignCall{h.jam_->id()}.Encode()));
  h.TickAt(h.clock_.Now() + 1);
  const auto after = h.Followed();
  EXPECT_EQ(after.FindCampaign(h.jam_->id())->answers.at(hash).at(0).content->about, "parking");
  EXPECT_TRUE(after.FindCampaign(h.jam_->id())->close.has_value());
}

TEST(Server, ARestartKeepsPromisesMarksAndTheLog) {
  ServerHarness h;
  h.LetSpeak();
  const auto author = h.jam_->NewAuthor();
  const auto request = h.jam_->Opinion(author, "x");
  ASSERT_OK_AND_ASSIGN(const auto before, h.Submit(request));
  h.Stop();
  h.Start();
  ASSERT_OK_AND_ASSIGN(const auto after, h.Submit(request));
  EXPECT_EQ(before.Encode(), after.Encode());
  const auto other = h.jam_->Opinion(author, "y");
  ASSERT_OK_AND_ASSIGN(const auto refused, h.Submit(other));
  ASSERT_OK_AND_ASSIGN(
      const auto refusal,
      records::VerifyRefusal(refused, other, h.organisation_->bundle().promise_key));
  EXPECT_EQ(refusal.code, records::RefusalCode::kSpent);
  h.TickAt(h.clock_.Now() + 1);
  EXPECT_EQ(h.Followed().campaigns().size(), 1u);
}

TEST(Server, WhoeverHoldsAnotherRoleIsRefused) {
  ServerHarness h;
  h.LetSpeak();
  const Bytes fetch = records::FetchBatchCall{h.jam_->id(), 1}.Encode();
  for (const auto* key : {&h.organisation_->facilitator().key, &h.organisation_->charter(),
                          &h.organisation_->stranger().key}) {
    EXPECT_THAT(h.client_->Call(BoardMethod::kFetchBatch, *key, fetch),
                StatusIs(StatusCode::kPermissionDenied));
  }
  const auto grant =
      h.organisation_->Grant(h.organisation_->stranger(), records::Role::kReader).Encode();
  EXPECT_THAT(h.client_->Call(BoardMethod::kSubmitGovernance, h.organisation_->reader().key, grant),
              StatusIs(StatusCode::kPermissionDenied));
  // An operator of an issuer is none at the board.
  EXPECT_THAT(h.client_->Call(BoardMethod::kSubmitGovernance,
                              h.organisation_->operator_person().key, grant),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_OK(h.client_->Call(BoardMethod::kSubmitGovernance, h.organisation_->charter(), grant));
}

TEST(Server, AMalformedCallIsASentenceToANamedCallerAndACodeToAnAuthor) {
  ServerHarness h;
  EXPECT_THAT(h.client_->Call(BoardMethod::kSubmitGovernance, h.organisation_->charter(), Bytes{1}),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("governance record")));
  // Inside the encryption, in the size of every answer.
  h.TickAt(h.clock_.Now());
  EXPECT_THAT(h.gateway_->Submit(h.GatewayKey(), AsBytes("nonsense")),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(Server, ANoOpIsAnsweredLikeTheRest) {
  ServerHarness h;
  h.TickAt(h.clock_.Now());
  EXPECT_OK(h.gateway_->NoOp(h.GatewayKey()));
}

TEST(Server, WhatCannotBeOpenedGetsTheEmptyAnswer) {
  ServerHarness h;
  h.TickAt(h.clock_.Now());
  EXPECT_EQ(h.gateway_->Forward({}), Bytes());
  EXPECT_EQ(h.gateway_->Forward(Bytes(crypto::kObliviousRequestSize)), Bytes());
  EXPECT_EQ(h.gateway_->Forward(Bytes(crypto::kObliviousRequestSize - 1, 7)), Bytes());
  // Sealed rightly, to a key that the board does not have.
  auto other = h.GatewayKey();
  other.kem_key = crypto::KemPrivateKey::Generate(h.random_).public_key();
  EXPECT_THAT(h.gateway_->NoOp(other), StatusIs(StatusCode::kUnavailable));
}

TEST(Server, NobodyButARelayGetsThroughToTheGateway) {
  ServerHarness h;
  h.TickAt(h.clock_.Now());
  const auto forward = [&](std::optional<runtime::TlsIdentity> client) {
    const auto channel = runtime::OpenChannel({.address = Cat("127.0.0.1:", h.server_->gateway_port()),
                                               .anchor_pem = h.authority_.certificate_pem,
                                               .client = std::move(client)})
                             .value();
    auto stub = candor::v1::RelayService::NewStub(channel);
    candor::v1::Record in, out;
    grpc::ClientContext context;
    runtime::SetDeadline(context, std::chrono::seconds(30));
    return stub->Forward(&context, in, &out).ok();
  };
  EXPECT_TRUE(forward(h.GatewayAt(1).client));
  EXPECT_FALSE(forward(std::nullopt));
  const auto stranger =
      runtime::MakeCertificateAuthority("Stranger", runtime::ValidFromYesterday(2)).value();
  EXPECT_FALSE(forward(runtime::IssueCertificate(
                           stranger, {.name = "relay", .use = runtime::CertificateUse::kClient},
                           runtime::ValidFromYesterday(2))
                           .value()));
}

TEST(Server, TheHealthServiceSaysServing) {
  ServerHarness h;
  grpc::GenericStub stub(ChannelTo(h));
  grpc::ClientContext context;
  runtime::SetDeadline(context, std::chrono::seconds(30));
  const grpc::Slice nothing("");
  const grpc::ByteBuffer in(&nothing, 1);
  grpc::ByteBuffer out;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", grpc::StubOptions(), &in, &out,
                 [&](const grpc::Status& status) { done.set_value(status); });
  EXPECT_TRUE(done.get_future().get().ok());
}

TEST(Server, AStopFinishesWhatWasAcceptedAndKeepsEveryPromise) {
  ServerHarness h;
  h.LetSpeak();
  std::vector<records::SubmitRequest> requests;
  for (int i = 0; i < 40; ++i) requests.push_back(h.jam_->Opinion(h.jam_->NewAuthor(), "x"));
  std::vector<absl::StatusOr<records::SubmitReply>> replies(requests.size(),
                                                            absl::UnknownError(""));
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < requests.size(); i += 4) {
        replies[i] = h.Submit(requests[i]);
        ++answered;
      }
    });
  }
  EXPECT_TRUE(runtime::Eventually([&] { return answered >= 4; }));
  h.server_->Stop();
  for (auto& thread : threads) thread.join();
  h.Stop();
  h.Start();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!replies[i].ok()) continue;
    ASSERT_EQ(replies[i]->type, records::SubmitReply::Type::kPromise);
  }
  // Whatever was promised is still there: at the close the log holds it.
  h.TickAt(h.jam_->SlotTime(12));
  const auto view = h.Followed();
  const auto& submissions = view.FindCampaign(h.jam_->id())->submissions;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (!replies[i].ok()) continue;
    EXPECT_TRUE(submissions.contains(requests[i].submission.body.SubmissionHash())) << i;
  }
}

TEST(Server, AWitnessThatIsDownStopsNeitherPromisesNorSeals) {
  ServerHarness h;
  h.LetSpeak();
  const auto before = h.Followed().size();
  h.witness_down_ = true;
  for (int i = 0; i < 10; ++i) {
    ASSERT_OK_AND_ASSIGN(const auto reply,
                         h.Submit(h.jam_->Opinion(h.jam_->NewAuthor(), "Something.")));
    EXPECT_EQ(reply.type, records::SubmitReply::Type::kPromise);
  }
  h.TickAt(h.jam_->SlotTime(6));
  // Sealed, and not served: nobody acts on what no witness has seen.
  EXPECT_EQ(h.Followed().size(), before);
  h.witness_down_ = false;
  h.TickAt(h.clock_.Now() + 1);
  EXPECT_EQ(h.Followed().FindCampaign(h.jam_->id())->opinions, 5u);
}

TEST(Server, ARestoredBackupOfStoreAndLockTakesNothingAndServesWhatItHas) {
  ServerHarness h;
  h.LetSpeak();
  h.Stop();
  const auto copy = [&](const char* from, const char* to) {
    std::filesystem::remove_all(h.folder_ / to);
    std::filesystem::copy(h.folder_ / from, h.folder_ / to,
                          std::filesystem::copy_options::recursive);
  };
  copy("store", "store.backup");
  copy("log.lock", "lock.backup");
  h.Start();
  for (int i = 0; i < 10; ++i) {
    ASSERT_OK(h.Submit(h.jam_->Opinion(h.jam_->NewAuthor(), "Something.")));
  }
  h.TickAt(h.jam_->SlotTime(6));
  h.Stop();
  copy("store.backup", "store");
  copy("lock.backup", "log.lock");
  h.Start();
  EXPECT_THAT(h.Submit(h.jam_->Opinion(h.jam_->NewAuthor(), "x")),
              StatusIs(StatusCode::kUnavailable));
  const auto grant = h.organisation_->Grant(h.organisation_->stranger(), records::Role::kReader);
  EXPECT_THAT(
      h.client_->Call(BoardMethod::kSubmitGovernance, h.organisation_->charter(), grant.Encode()),
      StatusIs(StatusCode::kUnavailable, HasSubstr("read-only")));
  h.TickAt(h.jam_->SlotTime(7));
  EXPECT_NE(h.Followed().FindCampaign(h.jam_->id()), nullptr);
}

TEST(Server, ConfigurationAndKeysThatDoNotFitAreNamed) {
  ServerHarness h;
  const auto config = LoadBoardConfig(h.folder_ / "board.toml").value();
  const auto start = [&](const BoardConfig& changed) {
    return BoardServer::Start(changed, h.clock_).status();
  };
  // The first one still runs.
  EXPECT_THAT(start(config), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("in use")));
  const auto listen = Cat("127.0.0.1:", h.server_->port());
  h.Stop();
  auto changed = config;
  changed.origin = "elsewhere.example/board";
  EXPECT_THAT(start(changed), StatusIs(StatusCode::kInvalidArgument, HasSubstr("origin")));
  changed = config;
  changed.promise_key = config.log_key;
  EXPECT_THAT(start(changed), StatusIs(StatusCode::kInvalidArgument, HasSubstr("log.key")));
  changed = config;
  changed.log_lock = h.folder_ / "missing.lock";
  EXPECT_THAT(start(changed), StatusIs(StatusCode::kNotFound));
  changed = config;
  changed.bundle = config.log_key;
  EXPECT_THAT(start(changed), StatusIs(StatusCode::kInvalidArgument, HasSubstr("trust bundle")));
  EXPECT_OK(start(config));
}

}  // namespace
}  // namespace candor::services::board

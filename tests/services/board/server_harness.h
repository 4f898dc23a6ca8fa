// A board that really runs: RocksDB, TLS, gRPC and HTTPS on loopback, in the test's own process.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "base/status.h"
#include "records/calls.h"
#include "records/promise.h"
#include "services/board/board_server.h"
#include "services/clients/board_client.h"
#include "tests/services/board/board_deployment.h"
#include "tests/services/board/gateway_caller.h"
#include "tests/support/matchers.h"

namespace candor::services::board {

class ServerHarness : public BoardDeployment {
 public:
  explicit ServerHarness(BoardDeploymentOptions options = {})
      : BoardDeployment(std::move(options)), clock_(StartOf(candor::testing::kOpeningDay) + 3600) { Start(); }
  ~ServerHarness() { server_.reset(); }

  void Start() {
    server_ = BoardServer::Start(LoadBoardConfig(folder_ / "board.toml").value(), clock_).value();
    identity_ = BoardAt(server_->port(), server_->files_port());
    client_ = clients::BoardClient::Open(identity_).value();
    gateway_ = std::make_unique<GatewayCaller>(GatewayAt(server_->gateway_port()), random_);
  }
  void Stop() {
    client_.reset();
    gateway_.reset();
    server_.reset();
  }
  void TickAt(UnixSeconds now) {
    clock_.Set(now);
    (void)server_->Tick(now, std::chrono::seconds(20));
  }

  // Everything up to the opening of the jam, then to the time of speaking.
  void LetSpeak() {
    for (const auto& record : organisation_->AllGovernance()) {
      ASSERT_OK(client_->Call(clients::BoardMethod::kSubmitGovernance, organisation_->charter(),
                              record.Encode()));
    }
    ASSERT_OK(client_->Call(clients::BoardMethod::kOpenCampaign, organisation_->facilitator().key,
                            records::OpenCampaignCall{jam_->manifest(), jam_->opening()}.Encode()));
    TickAt(jam_->WhileSpeaking());
  }
  absl::StatusOr<records::SubmitReply> Submit(const records::SubmitRequest& request) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes reply, gateway_->Submit(GatewayKey(), request.Encode()));
    return records::SubmitReply::Decode(reply);
  }
  // The key of today, as the public log names it.
  records::GatewayKey GatewayKey() {
    const MutexLock lock(key_mutex_);
    const Day today = DayOf(clock_.Now());
    if (!key_.has_value() || key_->from_day != today) key_ = *Followed().GatewayKeyOn(today);
    return *key_;
  }
  // The log as a stranger gets it, replayed.
  audit::BoardView Followed() const { return Follow(identity_); }

  candor::testing::FakeClock clock_;
  records::LogIdentity identity_;
  std::unique_ptr<BoardServer> server_;
  std::unique_ptr<clients::BoardClient> client_;
  std::unique_ptr<GatewayCaller> gateway_;

 private:
  Mutex key_mutex_;  // held to look the key up
  std::optional<records::GatewayKey> key_ ABSL_GUARDED_BY(key_mutex_);
};

}  // namespace candor::services::board

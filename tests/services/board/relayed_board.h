// A real board behind a real relay, and in front of the relay one more hop that does what a test tells it:
// it may drop, delay, change, repeat or exchange what passes.
//
//   member ──gRPC──► FaultyHop ──gRPC──► RelayServer ──gRPC, as a relay──► BoardServer
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

#include "base/text.h"
#include "candor/v1/relay.grpc.pb.h"
#include "crypto/oblivious_message.h"
#include "services/clients/oblivious_client.h"
#include "services/relay/relay_server.h"
#include "services/runtime/grpc_channel.h"
#include "services/runtime/grpc_server.h"
#include "services/runtime/key_file.h"
#include "services/runtime/tls_files.h"
#include "tests/services/board/server_harness.h"

namespace candor::services::board {

// Answers RelayService.Forward by `fault`, which may ask `onward`.
class FaultyHop {
 public:
  using Onward = std::function<Bytes(const Bytes& sealed)>;
  using Fault = std::function<Bytes(const Bytes& sealed, const Onward& onward)>;

  FaultyHop(const runtime::TlsIdentity& authority, const records::RelayIdentity& relay)
      : service_(relay) {
    const std::vector<std::string> addresses = {"127.0.0.1"};
    auto tls = runtime::IssueServerCertificate(authority, {}, addresses, runtime::ValidFromYesterday(2));
    grpc::Service* const services[] = {&service_};
    server_ = runtime::GrpcServer::Start({.listen = "127.0.0.1:0", .tls = std::move(tls).value()}, services)
                  .value();
    address_ = Cat("127.0.0.1:", server_->port());
  }

  const std::string& address() const { return address_; }
  // Not while a call is under way.
  void Set(Fault fault) { service_.fault = std::move(fault); }
  // Calls that the relay has and has not answered.
  int pending() const { return service_.pending; }

 private:
  // Synchronous: a call that a test delays has a thread to wait on.
  struct Service final : candor::v1::RelayService::Service {
    explicit Service(const records::RelayIdentity& relay)
        : channel(runtime::OpenChannel({.address = relay.grpc_address,
                                        .anchor_pem = relay.tls_anchor,
                                        .client = std::nullopt})
                      .value()) {}

    grpc::Status Forward(grpc::ServerContext*, const candor::v1::Record* in,
                         candor::v1::Record* out) override {
      const Onward onward = [this](const Bytes& sealed) {
        candor::v1::Record request, answer;
        request.set_record(sealed.data(), sealed.size());
        grpc::ClientContext context;
        runtime::SetDeadline(context, std::chrono::seconds(60));
        ++pending;
        const auto status = candor::v1::RelayService::NewStub(channel)->Forward(&context, request, &answer);
        --pending;
        // A relay that stops may end the call; the member hears no more of that than of the empty answer.
        return status.ok() ? ToBytes(AsBytes(answer.record())) : Bytes();
      };
      const Bytes sealed = ToBytes(AsBytes(in->record()));
      const Bytes answer = fault ? fault(sealed, onward) : onward(sealed);
      out->set_record(answer.data(), answer.size());
      return grpc::Status::OK;
    }

    std::shared_ptr<grpc::Channel> channel;  // gRPC's way to hold one
    Fault fault;
    std::atomic<int> pending = 0;
  };

  Service service_;
  std::unique_ptr<runtime::GrpcServer> server_;
  std::string address_;
};

class RelayedBoard : public ServerHarness {
 public:
  RelayedBoard() {
    LetSpeak();
    StartRelay();
    relay_ = organisation_->bundle().relays[0];
    relay_.grpc_address = Cat("127.0.0.1:", relay_server_->port());
    hop_ = std::make_unique<FaultyHop>(authority_, relay_);
    for (int i = 0; i < 7; ++i) {
      auto address = GatewayAt(0);
      address.address = relay_.grpc_address;
      strangers_.push_back(relay::GatewayClient::Open(std::move(address)).value());
    }
    company_ = std::thread([this] { KeepCompany(); });
    client_of_relay_ = OpenClient();
  }
  ~RelayedBoard() {
    stopping_ = true;
    company_.join();
    relay_server_->Stop();
    strangers_.clear();
    client_of_relay_.reset();
    hop_.reset();
    relay_server_.reset();
  }

  // As a member's machine, with a connection of its own, through the hop.
  std::unique_ptr<clients::ObliviousClient> OpenClient() {
    records::RelayIdentity through = relay_;
    through.grpc_address = hop_->address();
    return clients::ObliviousClient::Open(through, random_).value();
  }
  absl::StatusOr<records::SubmitReply> SubmitThroughRelay(const records::SubmitRequest& request) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes reply, client_of_relay_->Submit(GatewayKey(), request.Encode()));
    return records::SubmitReply::Decode(reply);
  }
  absl::Status NoOpThroughRelay() { return client_of_relay_->NoOp(GatewayKey()); }

  std::atomic<bool> company_comes_ = true;
  candor::testing::FakeClock relay_clock_{1'000'000};  // stands
  records::RelayIdentity relay_;
  std::unique_ptr<relay::RelayServer> relay_server_;
  std::unique_ptr<FaultyHop> hop_;
  std::unique_ptr<clients::ObliviousClient> client_of_relay_;

 private:
  // Seven strangers on connections of their own, so that nobody waits for the relay's minute.
  void KeepCompany() {
    while (!stopping_) {
      if (company_comes_ && hop_->pending() > 0) {
        for (auto& each : strangers_) {
          each->Send(Bytes(crypto::kObliviousRequestSize, 1), [](const Bytes&) {});
        }
      }
      // Until somebody waits at the relay, which tells nobody.
      std::this_thread::sleep_for(std::chrono::milliseconds(30));
    }
  }

  void StartRelay() {
    auto ring = runtime::KeyRing::Open(folder_ / "passphrase").value();
    const auto cost = crypto::PassphraseCost::kInteractive;
    EXPECT_OK(runtime::SaveTlsIdentity(ServerCertificate(), folder_ / "relay.pem", folder_ / "relay.key",
                                       ring, cost, random_));
    const auto gateway = GatewayAt(server_->gateway_port());
    EXPECT_OK(runtime::SaveTlsIdentity(gateway.client, folder_ / "client.pem", folder_ / "client.key", ring,
                                       cost, random_));
    relay::RelayConfig config;
    config.name = organisation_->bundle().relays[0].name;
    config.listen = config.files_listen = "127.0.0.1:0";
    config.board_gateway = gateway.address;
    config.bundle = folder_ / "bundle";
    config.mirror = folder_ / "mirror";
    config.passphrase = folder_ / "passphrase";
    config.tls_certificate = folder_ / "relay.pem";
    config.tls_key = folder_ / "relay.key";
    config.client_certificate = folder_ / "client.pem";
    config.client_key = folder_ / "client.key";
    relay_server_ = relay::RelayServer::Start(config, relay_clock_).value();
  }

  std::vector<std::unique_ptr<relay::GatewayClient>> strangers_;
  std::atomic<bool> stopping_ = false;
  std::thread company_;
};

}  // namespace candor::services::board

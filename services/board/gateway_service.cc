#include "services/board/gateway_service.h"

#include <chrono>
#include <utility>

#include "candor/v1/relay.grpc.pb.h"
#include "services/runtime/unary.h"
#include "services/wire/signed_call.h"

namespace candor::services::board {

class GatewayService::Rpc final : public candor::v1::RelayService::CallbackService {
 public:
  Rpc(Gateway& gateway, runtime::WorkerPool& pool) : gateway_(gateway), pool_(pool) {}

  grpc::ServerUnaryReactor* Forward(grpc::CallbackServerContext* context,
                                    const candor::v1::Record* in,
                                    candor::v1::Record* out) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    const auto arrived = std::chrono::steady_clock::now();
    // Message and reactor live until Finish.
    const auto give = [reactor, out](const Bytes& answer) {
      wire::SetRecord(answer, *out);
      reactor->Finish(grpc::Status::OK);
    };
    const bool taken = pool_.TryRun([this, in, arrived, give] {
      gateway_.Forward(wire::RecordOf(*in), arrived, give);
    });
    if (!taken) gateway_.Refuse(arrived, give);
    return reactor;
  }

 private:
  Gateway& gateway_;
  runtime::WorkerPool& pool_;
};

GatewayService::GatewayService(Gateway& gateway, runtime::WorkerPool& pool)
    : rpc_(std::make_unique<Rpc>(gateway, pool)) {}

GatewayService::~GatewayService() = default;

grpc::Service* GatewayService::service() { return rpc_.get(); }

}  // namespace candor::services::board

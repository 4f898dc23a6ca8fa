#include "services/relay/relay_service.h"

#include "candor/v1/relay.grpc.pb.h"
#include "services/runtime/connection_number.h"
#include "services/wire/signed_call.h"

namespace candor::services::relay {

class RelayService::Rpc final : public candor::v1::RelayService::CallbackService {
 public:
  Rpc(Relay& relay, crypto::RandomSource& random) : relay_(relay), connections_(random) {}

  grpc::ServerUnaryReactor* Forward(grpc::CallbackServerContext* context,
                                    const candor::v1::Record* in,
                                    candor::v1::Record* out) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    // Message and reactor live until Finish.
    relay_.Forward(ConnectionId{connections_.Of(*context)}, ToBytes(wire::RecordOf(*in)),
                   [reactor, out](const Bytes& answer) {
                     wire::SetRecord(answer, *out);
                     reactor->Finish(grpc::Status::OK);
                   });
    return reactor;
  }

 private:
  Relay& relay_;
  const runtime::ConnectionNumbers connections_;
};

RelayService::RelayService(Relay& relay, crypto::RandomSource& random)
    : rpc_(std::make_unique<Rpc>(relay, random)) {}

RelayService::~RelayService() = default;

grpc::Service* RelayService::service() { return rpc_.get(); }

}  // namespace candor::services::relay

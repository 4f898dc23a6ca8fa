#include "services/relay/gateway_client.h"

#include <cstddef>
#include <utility>

#include "base/status.h"
#include "candor/v1/relay.grpc.pb.h"
#include "crypto/oblivious_message.h"
#include "services/runtime/grpc_channel.h"

namespace candor::services::relay {
namespace {

constexpr std::chrono::seconds kCallDeadline{30};
constexpr std::size_t kMaxMessageBytes = 2 * crypto::kObliviousRequestSize;

// Lives until its call has ended.
struct Call {
  grpc::ClientContext context;
  candor::v1::Record request, answer;
  Done done;
};

}  // namespace

struct GatewayClient::Impl {
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<candor::v1::RelayService::Stub> stub;
  Mutex mutex;  // held to count
  ConditionVariable idle;
  std::size_t under_way ABSL_GUARDED_BY(mutex) = 0;

  void Begin() {
    const MutexLock lock(mutex);
    ++under_way;
  }
  void End() {
    const MutexLock lock(mutex);
    if (--under_way == 0) idle.notify_all();
  }
};

GatewayClient::GatewayClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

GatewayClient::~GatewayClient() {
  const MutexLock lock(impl_->mutex);
  while (impl_->under_way > 0) impl_->idle.wait(impl_->mutex);
}

absl::StatusOr<std::unique_ptr<GatewayClient>> GatewayClient::Open(GatewayAddress gateway) {
  auto impl = std::make_unique<Impl>();
  CANDOR_ASSIGN_OR_RETURN(impl->channel,
                          runtime::OpenChannel({.address = gateway.address,
                                                .anchor_pem = gateway.anchor_pem,
                                                .client = std::move(gateway.client),
                                                .max_message_bytes = kMaxMessageBytes}));
  impl->stub = candor::v1::RelayService::NewStub(impl->channel);
  return std::unique_ptr<GatewayClient>(new GatewayClient(std::move(impl)));
}

void GatewayClient::Send(Bytes request, Done done) {
  // Shared: std::function, which gRPC keeps, copies what it holds.
  auto call = std::make_shared<Call>();
  call->request.set_record(request.data(), request.size());
  call->done = std::move(done);
  runtime::SetDeadline(call->context, kCallDeadline);
  impl_->Begin();
  Impl* const impl = impl_.get();
  impl_->stub->async()->Forward(
      &call->context, &call->request, &call->answer, [call, impl](const grpc::Status& status) {
        call->done(status.ok() ? ToBytes(AsBytes(call->answer.record())) : Bytes());
        impl->End();
      });
}

}  // namespace candor::services::relay

#include "services/relay/gateway_client.h"

#include <grpcpp/completion_queue.h>
#include <grpcpp/support/async_unary_call.h>

#include <cstddef>
#include <thread>
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
  grpc::Status status;
  std::unique_ptr<grpc::ClientAsyncResponseReader<candor::v1::Record>> reader;
  Done done;
};

}  // namespace

// A completion queue of its own, drained by one thread: gRPC's callbacks share one queue among all channels
// of the process, and 1.51 frees it twice where channels come and go.
struct GatewayClient::Impl {
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<candor::v1::RelayService::Stub> stub;
  grpc::CompletionQueue ended;
  std::thread drain;

  void Drain() {
    void* tag = nullptr;
    bool ok = false;
    while (ended.Next(&tag, &ok)) {
      const std::unique_ptr<Call> call(static_cast<Call*>(tag));
      call->done(ok && call->status.ok() ? ToBytes(AsBytes(call->answer.record())) : Bytes());
    }
  }
};

GatewayClient::GatewayClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {
  impl_->drain = std::thread([impl = impl_.get()] { impl->Drain(); });
}

// Next returns what is under way first, and ends then.
GatewayClient::~GatewayClient() {
  impl_->ended.Shutdown();
  impl_->drain.join();
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
  auto call = std::make_unique<Call>();
  call->request.set_record(request.data(), request.size());
  call->done = std::move(done);
  runtime::SetDeadline(call->context, kCallDeadline);
  call->reader = impl_->stub->AsyncForward(&call->context, call->request, &impl_->ended);
  Call* const tag = call.release();  // the queue's, until it comes out of it
  tag->reader->Finish(&tag->answer, &tag->status, tag);
}

}  // namespace candor::services::relay

#include "services/clients/oblivious_client.h"

#include <string>
#include <utility>
#include <variant>

#include "base/status.h"
#include "base/text.h"
#include "candor/v1/relay.grpc.pb.h"
#include "crypto/oblivious_message.h"
#include "services/runtime/grpc_channel.h"
#include "services/wire/record_message.h"

namespace candor::services::clients {
namespace {

using crypto::ObliviousCall;
using crypto::SealedObliviousRequest;

// The relay's own wait and the board's answer fit in; the same for every client.
constexpr std::chrono::seconds kExchangeDeadline{180};
constexpr std::size_t kMaxMessageBytes = 2 * crypto::kObliviousRequestSize;

}  // namespace

struct ObliviousClient::Impl {
  std::string name;
  crypto::RandomSource& random;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<candor::v1::RelayService::Stub> relay;

  absl::StatusOr<Bytes> Forward(ByteView sealed) const {
    candor::v1::Record in, out;
    in.set_record(sealed.data(), sealed.size());
    grpc::ClientContext context;
    runtime::SetDeadline(context, kExchangeDeadline);
    const grpc::Status status = relay->Forward(&context, in, &out);
    if (!status.ok()) return runtime::FromGrpc(status, Cat("The relay ", name));
    return ToBytes(AsBytes(out.record()));
  }

  absl::StatusOr<Bytes> Exchange(const records::GatewayKey& gateway, ObliviousCall call,
                                 ByteView record) const {
    const crypto::ohttp::KeyConfig config(gateway.key_id(), gateway.kem_key);
    CANDOR_ASSIGN_OR_RETURN(
        auto sealed,
        SealedObliviousRequest::Seal(config, {call, wire::RecordMessage(record)}, random));
    CANDOR_ASSIGN_OR_RETURN(const Bytes answer, Forward(sealed.bytes()));
    auto opened = std::move(sealed).Open(answer);
    if (absl::IsUnauthenticated(opened.status())) {
      // Made up on the way, or damaged: nobody but the gateway could have answered.
      return absl::UnavailableError(
          "The answer that came through the relay is not the board's. Nothing is settled by it.");
    }
    CANDOR_RETURN_IF_ERROR(opened.status());
    if (const auto* failure = std::get_if<crypto::ObliviousFailure>(&*opened)) {
      return crypto::StatusOf(*failure);
    }
    const auto reply = wire::ParseRecordMessage(std::get<Bytes>(*opened));
    if (!reply.ok()) return absl::AbortedError("The board's answer cannot be read.");
    return reply;
  }
};

ObliviousClient::ObliviousClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ObliviousClient::~ObliviousClient() = default;

absl::StatusOr<std::unique_ptr<ObliviousClient>> ObliviousClient::Open(
    const records::RelayIdentity& relay, crypto::RandomSource& random) {
  auto impl = std::make_unique<Impl>(Impl{relay.name, random, nullptr, nullptr});
  CANDOR_ASSIGN_OR_RETURN(impl->channel,
                          runtime::OpenChannel({.address = relay.grpc_address,
                                                .anchor_pem = relay.tls_anchor,
                                                .client = std::nullopt,
                                                .max_message_bytes = kMaxMessageBytes}));
  impl->relay = candor::v1::RelayService::NewStub(impl->channel);
  return std::unique_ptr<ObliviousClient>(new ObliviousClient(std::move(impl)));
}

absl::StatusOr<Bytes> ObliviousClient::Submit(const records::GatewayKey& gateway,
                                              ByteView request) {
  return impl_->Exchange(gateway, ObliviousCall::kSubmit, request);
}

absl::Status ObliviousClient::NoOp(const records::GatewayKey& gateway) {
  return impl_->Exchange(gateway, ObliviousCall::kNoOp, {}).status();
}

}  // namespace candor::services::clients

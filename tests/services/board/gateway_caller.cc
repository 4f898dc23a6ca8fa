#include "tests/services/board/gateway_caller.h"

#include <future>
#include <utility>
#include <variant>

#include "base/status.h"
#include "crypto/oblivious_message.h"
#include "services/wire/record_message.h"

namespace candor::services::board {

using crypto::ObliviousCall;

GatewayCaller::GatewayCaller(relay::GatewayAddress gateway, crypto::RandomSource& random)
    : client_(relay::GatewayClient::Open(std::move(gateway)).value()), random_(random) {}

Bytes GatewayCaller::Forward(Bytes sealed) {
  auto answered = std::make_shared<std::promise<Bytes>>();
  auto answer = answered->get_future();
  client_->Send(std::move(sealed), [answered](Bytes bytes) { answered->set_value(std::move(bytes)); });
  return answer.get();
}

absl::StatusOr<Bytes> GatewayCaller::Submit(const records::GatewayKey& key, ByteView request) {
  const crypto::ohttp::KeyConfig config(key.key_id(), key.kem_key);
  CANDOR_ASSIGN_OR_RETURN(auto sealed,
                          crypto::SealedObliviousRequest::Seal(
                              config, {ObliviousCall::kSubmit, wire::RecordMessage(request)}, random_));
  const Bytes answer = Forward(sealed.bytes());
  CANDOR_ASSIGN_OR_RETURN(const auto opened, std::move(sealed).Open(answer));
  if (const auto* failure = std::get_if<crypto::ObliviousFailure>(&opened)) {
    return crypto::StatusOf(*failure);
  }
  return wire::ParseRecordMessage(std::get<Bytes>(opened));
}

absl::Status GatewayCaller::NoOp(const records::GatewayKey& key) {
  const crypto::ohttp::KeyConfig config(key.key_id(), key.kem_key);
  CANDOR_ASSIGN_OR_RETURN(auto sealed,
                          crypto::SealedObliviousRequest::Seal(
                              config, {ObliviousCall::kNoOp, wire::RecordMessage({})}, random_));
  const Bytes answer = Forward(sealed.bytes());
  return std::move(sealed).Open(answer).status();
}

}  // namespace candor::services::board

// GatewayCaller: an author's message and the relay that brings it, in one: seals as a client does and
// calls the board's gateway with a relay's certificate.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "records/gateway_key.h"
#include "services/relay/gateway_client.h"

namespace candor::services::board {

// The gateway that `candor` would reach through a relay. Thread-safe.
class GatewayCaller {
 public:
  GatewayCaller(relay::GatewayAddress gateway, crypto::RandomSource& random);

  // SubmitRequest in, SubmitReply out; the errors of the oblivious path.
  absl::StatusOr<Bytes> Submit(const records::GatewayKey& key, ByteView request);
  absl::Status NoOp(const records::GatewayKey& key);
  // The bytes as a relay brings them; empty for the empty answer.
  Bytes Forward(Bytes sealed);

 private:
  std::unique_ptr<relay::GatewayClient> client_;
  crypto::RandomSource& random_;
};

}  // namespace candor::services::board

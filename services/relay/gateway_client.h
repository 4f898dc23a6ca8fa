// GatewayClient: a relay's calls to the board's gateway, over one long-lived connection of its own.
//
// Each call carries one request's bytes and nothing beside them: no metadata, the same deadline for
// all, no cancellation. Not promised: an answer; a failure is the empty one. Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/relay/relay.h"
#include "services/runtime/tls.h"

namespace candor::services::relay {

struct GatewayAddress {
  std::string address;     // "host:port"
  std::string anchor_pem;  // the board's
  runtime::TlsIdentity client;
};

class GatewayClient final : public Backend {
 public:
  // Connects at the first call.
  static absl::StatusOr<std::unique_ptr<GatewayClient>> Open(GatewayAddress gateway);
  // Waits for the calls that are under way.
  ~GatewayClient() override;

  void Send(Bytes request, Done done) override;

 private:
  struct Impl;
  explicit GatewayClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candor::services::relay

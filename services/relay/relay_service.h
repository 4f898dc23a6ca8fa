// RelayService: the relay's rule over gRPC.
//
// A call's status is OK whatever became of it, and its text empty. The rule is handed the bytes and a
// number for the connection (services/runtime/connection_number.h), and nothing else of the call: a
// client that goes away, and its deadline, reach nothing.
#pragma once

#include <memory>

#include "services/relay/relay.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace candor::services::relay {

class RelayService {
 public:
  // `relay`, and this object, must outlive the gRPC server.
  RelayService(Relay& relay, crypto::RandomSource& random);
  ~RelayService();
  RelayService(const RelayService&) = delete;
  RelayService& operator=(const RelayService&) = delete;

  grpc::Service* service();

 private:
  class Rpc;
  std::unique_ptr<Rpc> rpc_;
};

}  // namespace candor::services::relay

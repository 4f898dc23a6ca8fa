// GatewayService: the gateway over gRPC, for relays alone: the server asks for their certificate.
//
// A call's status is OK whatever became of it, and its text empty; deadlines and cancellations of a
// relay's calls reach nothing. Everything runs on the worker pool.
#pragma once

#include <memory>

#include "services/board/gateway.h"
#include "services/runtime/worker_pool.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace candor::services::board {

class GatewayService {
 public:
  // The arguments, and this object, must outlive the gRPC server.
  GatewayService(Gateway& gateway, runtime::WorkerPool& pool);
  ~GatewayService();
  GatewayService(const GatewayService&) = delete;
  GatewayService& operator=(const GatewayService&) = delete;

  grpc::Service* service();

 private:
  class Rpc;
  std::unique_ptr<Rpc> rpc_;
};

}  // namespace candor::services::board

// GrpcServer: a gRPC server over TLS 1.3 alone, with the standard health service and nothing else
// that talks about calls: no channelz, no census, no tracing, no log of its own.
//
// The health service answers to everybody. Reflection tells strangers the shape of every service,
// and is there only where configuration asks for it. Thread-safe after Start.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/runtime/tls.h"

namespace grpc {
class Server;
class Service;
}  // namespace grpc

namespace candor::runtime {

enum class Reflection { kOff, kOn };

class GrpcServer {
 public:
  struct Options {
    std::string listen;  // "host:port"; port 0 lets the system choose
    TlsIdentity tls;
    // Mutual TLS: only clients with a certificate of this authority get past the handshake.
    std::optional<std::string> client_anchor_pem = std::nullopt;
    std::size_t max_message_bytes = std::size_t{1} << 20;  // of a request
    // Of a reply; where it is not set, as much as a request.
    std::optional<std::size_t> max_reply_bytes = std::nullopt;
    // Bounds what all connections together may buffer.
    std::size_t max_buffer_bytes = std::size_t{256} << 20;
    Reflection reflection = Reflection::kOff;
  };

  // Binds and serves. `services` must outlive the server. Errors: InvalidArgument (certificate,
  // key, anchor), Unavailable with the system's reason ("address already in use") for the port.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(
      const Options& options, std::span<grpc::Service* const> services);
  // Stops with no grace.
  ~GrpcServer();
  GrpcServer(const GrpcServer&) = delete;
  GrpcServer& operator=(const GrpcServer&) = delete;

  int port() const { return port_; }

  // Accepts nothing new, tells clients so, finishes calls under way, and cancels what is still open
  // after `grace`. A cancelled call's handler runs to its end all the same: what it had made
  // durable stays durable. Returns when all of them have ended. Idempotent. Worker pools that
  // handlers run on must be stopped after this, not before.
  void Stop(std::chrono::milliseconds grace);

 private:
  GrpcServer(std::unique_ptr<grpc::Server> server, int port);

  std::unique_ptr<grpc::Server> server_;
  int port_;
};

}  // namespace candor::runtime

// A client's gRPC channel: TLS 1.3, one pinned anchor, no retries, no proxy, bounded messages.
//
// Retries are off because a call that is sent again by a library is traffic that the person did not
// cause and the protocol did not plan. Included by `*_client.cc` only.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/runtime/tls.h"

namespace candor::runtime {

struct ChannelOptions {
  std::string address;     // "host:port"; the certificate must carry this host
  std::string anchor_pem;  // the only authority that counts; the system's are not asked
  std::optional<TlsIdentity> client = std::nullopt;  // mutual TLS
  std::size_t max_message_bytes = std::size_t{16} << 20;
};

// InvalidArgument for an anchor or identity that does not parse. Connects at the first call, not
// here. The channel is thread-safe, and shares its connection with no other.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const ChannelOptions& options);

// Every call has a deadline: without one a lost packet would hang a command for ever.
void SetDeadline(grpc::ClientContext& context, std::chrono::milliseconds from_now);

// The same code, and a sentence. Texts of the server pass as they are (they may hold anything: show
// them through SafeForTerminal). Texts that gRPC itself wrote ("failed to connect to all
// addresses…") are replaced: they name addresses, and help nobody. Unavailable means that no answer
// came, not that nothing was done; what was or was not sent is for the caller to say.
//
// The one exception: a certificate that is not of the pinned authority or host is told as
// NotThePinnedServer (tls.h), with `server` for who was called. It is recognized by gRPC's text;
// only sentence and code depend on that: the connection is refused in any case.
absl::Status FromGrpc(const grpc::Status& status, std::string_view server = "The server");

}  // namespace candor::runtime

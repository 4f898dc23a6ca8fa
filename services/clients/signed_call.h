// The two shapes of a unary call, for the clients of this folder only. The generated messages are
// template parameters: their headers stay in `*_client.cc`.
#pragma once

#include <chrono>
#include <string>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "base/status.h"
#include "base/text.h"
#include "services/runtime/grpc_channel.h"
#include "services/runtime/privileged.h"

namespace candor::services::clients {

inline constexpr std::chrono::seconds kCallDeadline{60};
inline constexpr std::size_t kMaxMessageBytes = std::size_t{64} << 20;

// A failed call to the server of the log `identity`.
inline absl::Status Failed(const grpc::Status& status, const std::string& identity) {
  return runtime::FromGrpc(status, Cat("The server of ", identity));
}

// One record in, one record out.
template <class Record, class Stub, class Rpc>
absl::StatusOr<Bytes> CallRecord(Stub& stub, Rpc rpc, const std::string& identity,
                                 ByteView request) {
  Record in, out;
  in.set_record(request.data(), request.size());
  grpc::ClientContext context;
  runtime::SetDeadline(context, kCallDeadline);
  const grpc::Status status = (stub.*rpc)(&context, in, &out);
  if (!status.ok()) return Failed(status, identity);
  return ToBytes(AsBytes(out.record()));
}

template <class Record, class Empty, class Stub>
absl::StatusOr<runtime::CallNonce> FetchNonce(Stub& stub, const std::string& identity) {
  Empty in;
  Record out;
  grpc::ClientContext context;
  runtime::SetDeadline(context, kCallDeadline);
  const grpc::Status status = stub.Nonce(&context, in, &out);
  if (!status.ok()) return Failed(status, identity);
  return ToArray<32>(AsBytes(out.record()));
}

// A nonce, a signature over the call, the call.
template <class Record, class Empty, class SignedCall, class Stub, class Rpc>
absl::StatusOr<Bytes> CallSigned(Stub& stub, Rpc rpc, const char* method,
                                 const std::string& identity, const crypto::SigningKey& actor,
                                 Bytes payload) {
  CANDOR_ASSIGN_OR_RETURN(const auto nonce, (FetchNonce<Record, Empty>(stub, identity)));
  const runtime::SignedCall call =
      runtime::SignCall(actor, method, identity, nonce, std::move(payload));
  SignedCall in;
  in.set_payload(call.payload.data(), call.payload.size());
  in.set_actor_key(call.actor.bytes.data(), call.actor.bytes.size());
  in.set_nonce(call.nonce.data(), call.nonce.size());
  in.set_signature(call.signature.data(), call.signature.size());
  Record out;
  grpc::ClientContext context;
  runtime::SetDeadline(context, kCallDeadline);
  const grpc::Status status = (stub.*rpc)(&context, in, &out);
  if (!status.ok()) return Failed(status, identity);
  return ToBytes(AsBytes(out.record()));
}

}  // namespace candor::services::clients

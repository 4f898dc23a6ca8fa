// IssuerClient: a person's way to an issuer. Bytes in, bytes out; gRPC stays in the .cc.
//
// Privileged calls ask for a nonce, sign method, server, nonce and payload with the actor key, and
// send. A member's calls are records that the member key signed. Errors: those of
// runtime/grpc_channel.h; Unavailable means that no answer came, not that nothing was done.
// Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/ed25519.h"
#include "records/trust_bundle.h"

namespace candor::services::clients {

enum class IssuerMethod { kPrepareKeys, kImportRoster, kCreateInvites, kRosterStatus };

class IssuerClient {
 public:
  // Connects at the first call.
  static absl::StatusOr<std::unique_ptr<IssuerClient>> Open(const records::LogIdentity& issuer);
  ~IssuerClient();

  // Payload and reply are encoded records (records/calls.h).
  absl::StatusOr<Bytes> Call(IssuerMethod method, const crypto::SigningKey& actor, Bytes payload);

  // Signed EnrolRequest in, EnrolReply out.
  absl::StatusOr<Bytes> Enrol(ByteView request);
  // IssueCall in, IssueReply out.
  absl::StatusOr<Bytes> Issue(ByteView request);

 private:
  struct Impl;
  explicit IssuerClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candor::services::clients

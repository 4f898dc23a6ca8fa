// BoardClient: a person's way to the board. Bytes in, bytes out; gRPC stays in the .cc.
//
// Privileged calls ask for a nonce, sign method, server, nonce and payload with the actor key, and
// send. Anonymous acts go another way (oblivious_client.h). Errors: those of
// runtime/grpc_channel.h; Unavailable means that no answer came, not that nothing was done.
// Thread-safe.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/ed25519.h"
#include "records/trust_bundle.h"

namespace candor::services::clients {

enum class BoardMethod {
  kSubmitGovernance,
  kOpenCampaign,
  kCloseCampaign,
  kPostAnswer,
  kPostAct,
  kFetchBatch,
  kErase,
};

class BoardClient {
 public:
  // Connects at the first call.
  static absl::StatusOr<std::unique_ptr<BoardClient>> Open(const records::LogIdentity& board);
  ~BoardClient();

  // Payload and reply are encoded records (records/calls.h).
  absl::StatusOr<Bytes> Call(BoardMethod method, const crypto::SigningKey& actor, Bytes payload);

 private:
  struct Impl;
  explicit BoardClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candor::services::clients

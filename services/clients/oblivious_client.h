// ObliviousClient: an author's way to the board: through a relay, so that nobody learns both who calls
// and what is said (PROTOCOL §9). Bytes in, bytes out; gRPC stays in the .cc.
//
// Every exchange is one call of one size, answered in one size. It carries no key, no metadata and no
// deadline of ours but the constant one, and is never repeated by a library. The relay holds it back
// for up to a minute to mix it with others.
// Errors: Unavailable for no answer and for the empty one (what was sent may have arrived; the caller
// keeps it and sends it again at a later exchange), ResourceExhausted and Unavailable as the board says
// inside the answer, InvalidArgument for a request that is too large; NotThePinnedServer for another
// server at the relay's address. Thread-safe.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/random.h"
#include "records/gateway_key.h"
#include "records/trust_bundle.h"

namespace candor::services::clients {

class ObliviousClient {
 public:
  // Connects at the first call, and shares the connection with nothing else. `random` must outlive it.
  static absl::StatusOr<std::unique_ptr<ObliviousClient>> Open(const records::RelayIdentity& relay,
                                                               crypto::RandomSource& random);
  ~ObliviousClient();

  // SubmitRequest in, SubmitReply out, encapsulated to the gateway's key of the day.
  absl::StatusOr<Bytes> Submit(const records::GatewayKey& gateway, ByteView request);
  // Cover: the same to everybody but the board.
  absl::Status NoOp(const records::GatewayKey& gateway);

 private:
  struct Impl;
  explicit ObliviousClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candor::services::clients

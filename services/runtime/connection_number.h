// ConnectionNumbers: tells connections apart without telling who is at their other end.
//
// A number is a keyed hash of the peer's address; the key is drawn for this object and leaves it no
// other way, so that a number in a dump of memory leads to no address by trying all of them elsewhere.
// Included by `*_service.cc` only. Thread-safe.
#pragma once

#include <grpcpp/server_context.h>

#include <cstdint>

#include "crypto/random.h"
#include "crypto/secret.h"

namespace candor::runtime {

class ConnectionNumbers {
 public:
  explicit ConnectionNumbers(crypto::RandomSource& random);

  // The same for all calls of one connection.
  std::uint64_t Of(const grpc::CallbackServerContext& context) const;

 private:
  using Key = crypto::Secret<32, struct ConnectionNumberKey>;
  const Key key_;
};

}  // namespace candor::runtime

#include "services/runtime/connection_number.h"

#include <cstring>
#include <string>

#include "base/bytes.h"
#include "crypto/hash.h"

namespace candor::runtime {

ConnectionNumbers::ConnectionNumbers(crypto::RandomSource& random) : key_(Key::Random(random)) {}

std::uint64_t ConnectionNumbers::Of(const grpc::CallbackServerContext& context) const {
  const std::string peer = context.peer();
  const crypto::Hash hash = crypto::HmacSha256(key_.ExposeSecret(), {AsBytes(peer)});
  std::uint64_t number = 0;
  std::memcpy(&number, hash.data(), sizeof(number));
  return number;
}

}  // namespace candor::runtime

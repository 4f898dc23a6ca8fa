// WitnessLink: the way to one witness (c2sp.org/tlog-witness).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "records/trust_bundle.h"

namespace candor::services::publish {

struct WitnessReply {
  int status = 0;
  Bytes body;
};

// Each call ends within a few seconds. Errors mean that no answer came. Used by one thread.
class WitnessLink {
 public:
  virtual ~WitnessLink() = default;
  // POST /add-checkpoint.
  virtual absl::StatusOr<WitnessReply> AddCheckpoint(std::string_view body) = 0;
  // GET /<lower-case hex of H(origin)>/checkpoint: the latest one it cosigned for that log.
  virtual absl::StatusOr<WitnessReply> LatestCheckpoint(std::string_view origin) = 0;
};

// Over HTTPS, under the anchor that the bundle names. Null for a witness without an address.
std::unique_ptr<WitnessLink> MakeHttpsWitnessLink(const records::WitnessIdentity& witness);
// To each witness of the bundle, in its order.
std::vector<std::unique_ptr<WitnessLink>> MakeHttpsWitnessLinks(const records::TrustBundle& bundle);

}  // namespace candor::services::publish

// Logs: what a member's rules need of the verified copies of all logs. The program hands in
// services/follow's World; tests hand in what they made.
//
// Promise asked of whoever implements it: the views hold exactly the entries of the copies.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "audit/issuer_view.h"

namespace candor::services::member {

struct LogCopy {
  records::LogIdentity log;
  std::string note;               // the checkpoint, signed and cosigned
  std::span<const Bytes> entries;
};

class Logs {
 public:
  virtual ~Logs() = default;
  virtual const audit::BoardView& board() const = 0;
  // nullptr for an origin that the bundle does not name.
  virtual const audit::IssuerView* FindIssuer(std::string_view origin) const = 0;
  // The board's first, then the issuers' as in the bundle.
  virtual std::vector<LogCopy> copies() const = 0;
  // Proof that entry `index` stands in the board's log under the copy's checkpoint.
  virtual absl::StatusOr<std::vector<crypto::Hash>> BoardInclusion(std::uint64_t index) const = 0;
};

}  // namespace candor::services::member

// BoardSource: where an issuer's picture of the board's log comes from.
#pragma once

#include "absl/status/status.h"
#include "audit/board_view.h"

namespace candor::services::issuer {

// Promise: the view holds only what checkpoints with the bundle's quorum include, and only grows.
// Not thread-safe.
class BoardSource {
 public:
  virtual ~BoardSource() = default;

  // Takes up what is new. On an error the view may have grown, and is as true as before.
  virtual absl::Status Sync() = 0;
  virtual const audit::BoardView& view() const = 0;
};

}  // namespace candor::services::issuer

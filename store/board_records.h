// Small records of the board's main database, for those who write it. Pure and thread-safe.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::store {

// uint64 index: what a spent mark and a sealed submission lead to.
Bytes EncodeIndex(std::uint64_t index);

// struct { uint32 count; uint8 withheld; }
struct BatchRecord {
  std::uint32_t count = 0;
  bool withheld = false;

  Bytes Encode() const;
  static absl::StatusOr<BatchRecord> Decode(ByteView bytes);
};

}  // namespace candor::store

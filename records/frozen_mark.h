// FrozenMark: the bytes of the file that says of a log that it signs nothing any more, since entries that
// it had signed are lost (services/publish/frozen_log.h), and where a log that takes its place reads what
// its Genesis names (`continues`).
//
//   struct { uint8 version = 1; opaque origin<1..255>; uint64 size; opaque root[32]; } FrozenMark;
//
// Not signed and not secret: it is an operator's word. Whoever verifies the log that goes on holds it
// against the evidence of the frozen one. Pure.
#pragma once

#include "absl/status/statusor.h"
#include "records/entry.h"

namespace candor::records {

struct FrozenMark {
  PreviousLog last;  // the last checkpoint that the log is known to have signed

  Bytes Encode() const;
  // InvalidArgument for anything else.
  static absl::StatusOr<FrozenMark> Decode(ByteView bytes);
  bool operator==(const FrozenMark&) const = default;
};

}  // namespace candor::records

// A record as the bytes of a protobuf message: what stands in the body of an oblivious request or
// response, content type application/proto.
//
// Strict: only the bytes that RecordMessage writes are read. proto3 would carry unknown fields along,
// and a body would have many spellings, by which a sender could be told from others. Pure, thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::wire {

Bytes RecordMessage(ByteView record);
// InvalidArgument for anything else.
absl::StatusOr<Bytes> ParseRecordMessage(ByteView message);

}  // namespace candor::wire

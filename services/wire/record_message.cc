#include "services/wire/record_message.h"

#include <limits>

#include "candor/v1/common.pb.h"

namespace candor::wire {

Bytes RecordMessage(ByteView record) {
  v1::Record message;
  message.set_record(record.data(), record.size());
  return ToBytes(AsBytes(message.SerializeAsString()));
}

absl::StatusOr<Bytes> ParseRecordMessage(ByteView message) {
  v1::Record parsed;
  const bool fits = message.size() <= std::numeric_limits<int>::max();
  if (!fits || !parsed.ParseFromArray(message.data(), static_cast<int>(message.size()))) {
    return absl::InvalidArgumentError("not a record in a message");
  }
  Bytes record = ToBytes(AsBytes(parsed.record()));
  if (RecordMessage(record) != ToBytes(message)) {
    return absl::InvalidArgumentError("a record's message in another spelling");
  }
  return record;
}

}  // namespace candor::wire

#include "store/board_records.h"

#include "crypto/codec.h"

namespace candor::store {

Bytes EncodeIndex(std::uint64_t index) { return crypto::Writer().U64(index).Take(); }

Bytes BatchRecord::Encode() const {
  return crypto::Writer().U32(count).U8(withheld ? 1 : 0).Take();
}

absl::StatusOr<BatchRecord> BatchRecord::Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  BatchRecord out;
  out.count = in.U32();
  out.withheld = in.Bool();
  if (!in.Finish("batch record").ok()) {
    return absl::DataLossError(
        "the board's store is damaged: a batch record is not readable; restore it from a backup");
  }
  return out;
}

}  // namespace candor::store

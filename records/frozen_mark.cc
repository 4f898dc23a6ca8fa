#include "records/frozen_mark.h"

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

constexpr std::uint8_t kVersion = 1;

}  // namespace

Bytes FrozenMark::Encode() const {
  crypto::Writer out;
  out.U8(kVersion).Text8(last.origin).U64(last.size).Fixed(last.root);
  return out.Take();
}

absl::StatusOr<FrozenMark> FrozenMark::Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  if (in.U8() != kVersion) in.Fail("unknown version");
  FrozenMark out;
  out.last.origin = in.Text8(1);
  out.last.size = in.U64();
  out.last.root = in.Fixed<32>();
  CANDOR_RETURN_IF_ERROR(in.Finish("frozen mark"));
  return out;
}

}  // namespace candor::records

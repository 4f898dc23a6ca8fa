#include "records/gateway_key.h"

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

constexpr std::uint8_t kVersion = 1;

}  // namespace

Bytes GatewayKey::Encode() const {
  return crypto::Writer().U8(kVersion).Fixed(kem_key.bytes).U32(from_day).U32(to_day).Take();
}

absl::StatusOr<GatewayKey> GatewayKey::Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  GatewayKey out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  out.kem_key.bytes = in.Fixed<32>();
  out.from_day = in.U32();
  out.to_day = in.U32();
  if (out.from_day != out.to_day) in.Fail("a gateway key is of one day");
  CANDOR_RETURN_IF_ERROR(in.Finish("gateway key"));
  return out;
}

Signed SignGatewayKey(const GatewayKey& key, const crypto::SigningKey& gateway_key) {
  return Signed::Make(gateway_key, crypto::Label::kGatewayKey, key.Encode());
}

absl::StatusOr<GatewayKey> VerifyGatewayKey(const Signed& record, const VerifyKey& gateway_key) {
  if (record.signer != gateway_key) {
    return absl::UnauthenticatedError("a gateway key that is not signed by the bundle's gateway key");
  }
  CANDOR_RETURN_IF_ERROR(record.Verify(crypto::Label::kGatewayKey));
  return GatewayKey::Decode(record.body);
}

}  // namespace candor::records

// GatewayKey: the key of one day to which everything anonymous is encapsulated (PROTOCOL §9).
//
//   struct { uint8 version = 1; opaque kem_key[32]; uint32 from_day; uint32 to_day; } GatewayKey;
//
// In the board's log as a Signed under the bundle's gateway key, a day ahead, one for each day, the same
// for everybody: who encapsulates to another one could be told apart by it. In force from the start of
// `from_day` to the end of `to_day`; both are one day so far, and Decode refuses more. The board destroys
// the private half a day after, so that what a relay recorded stays closed when the board is seized later.
// Pure.
#pragma once

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "crypto/x25519.h"
#include "records/signed.h"

namespace candor::records {

struct GatewayKey {
  crypto::KemPublicKey kem_key;
  Day from_day = 0;
  Day to_day = 0;

  Bytes Encode() const;
  static absl::StatusOr<GatewayKey> Decode(ByteView bytes);

  // The key identifier of RFC 9458 §3: tells the keys of neighbouring days apart, and nothing else.
  std::uint8_t key_id() const { return static_cast<std::uint8_t>(from_day); }

  bool operator==(const GatewayKey&) const = default;
};

Signed SignGatewayKey(const GatewayKey& key, const crypto::SigningKey& gateway_key);
// Unauthenticated when it is not signed by `gateway_key`.
absl::StatusOr<GatewayKey> VerifyGatewayKey(const Signed& record, const VerifyKey& gateway_key);

}  // namespace candor::records

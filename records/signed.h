// Signed: a record's body, the key that signed it, and the signature over label ‖ 00 ‖ body.
//
//   struct {
//     opaque body<0..2^16-1>;
//     opaque signer[32];        the Ed25519 public key is its own key id
//     opaque signature[64];
//   } Signed;
//
// A decoded Signed has not been verified: Verify needs the label, and the caller still has to ask
// whether `signer` held the role. Pure; values are thread-compatible.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/codec.h"
#include "records/ids.h"

namespace candor::records {

struct Signed {
  Bytes body;
  VerifyKey signer;
  Signature signature{};

  static Signed Make(const crypto::SigningKey& key, crypto::Label label, Bytes body);
  absl::Status Verify(crypto::Label label) const;

  void Write(crypto::Writer& out) const;
  static Signed Read(crypto::Reader& in);
  Bytes Encode() const;
  static absl::StatusOr<Signed> Decode(ByteView bytes);

  bool operator==(const Signed&) const = default;
};

}  // namespace candor::records

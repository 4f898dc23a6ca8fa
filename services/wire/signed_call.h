// Protobuf messages ⇄ parts. Protobuf is transport alone: what is signed is the record inside.
//
// Pure and thread-safe. Included by `*_service.cc` only.
#pragma once

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "candor/v1/common.pb.h"
#include "crypto/ed25519.h"

namespace candor::wire {

// An authenticated call as it arrived: nothing in it is verified yet.
struct SignedCallParts {
  Bytes payload;
  crypto::VerifyKey actor;
  ByteArray<32> nonce{};
  crypto::Signature signature{};
  bool operator==(const SignedCallParts&) const = default;
};

// InvalidArgument when key, nonce or signature has a wrong length.
absl::StatusOr<SignedCallParts> FromProto(const v1::SignedCall& call);
void ToProto(const SignedCallParts& parts, v1::SignedCall& call);

// The view lives as long as the message.
ByteView RecordOf(const v1::Record& message);
void SetRecord(ByteView record, v1::Record& message);

}  // namespace candor::wire

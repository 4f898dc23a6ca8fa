#include "services/wire/signed_call.h"

#include "base/status.h"

namespace candor::wire {
namespace {

std::string AsField(ByteView bytes) { return std::string(AsText(bytes)); }

}  // namespace

absl::StatusOr<SignedCallParts> FromProto(const v1::SignedCall& call) {
  SignedCallParts out;
  const auto actor = ToArray<32>(AsBytes(call.actor_key()));
  const auto nonce = ToArray<32>(AsBytes(call.nonce()));
  const auto signature = ToArray<64>(AsBytes(call.signature()));
  if (!actor.ok() || !nonce.ok() || !signature.ok()) {
    return absl::InvalidArgumentError(
        "The call lacks a key, a nonce or a signature of the right length.");
  }
  out.payload = ToBytes(AsBytes(call.payload()));
  out.actor.bytes = *actor;
  out.nonce = *nonce;
  out.signature = *signature;
  return out;
}

void ToProto(const SignedCallParts& parts, v1::SignedCall& call) {
  call.set_payload(AsField(parts.payload));
  call.set_actor_key(AsField(parts.actor.bytes));
  call.set_nonce(AsField(parts.nonce));
  call.set_signature(AsField(parts.signature));
}

ByteView RecordOf(const v1::Record& message) { return AsBytes(message.record()); }

void SetRecord(ByteView record, v1::Record& message) { message.set_record(AsField(record)); }

}  // namespace candor::wire

#include "records/signed.h"

#include "base/status.h"

namespace candor::records {

Hash ContentCommitment(const Salt& salt, ByteView content) {
  return crypto::LabelledHash(crypto::Label::kContent, {salt, crypto::Sha256({content})});
}

Signed Signed::Make(const crypto::SigningKey& key, crypto::Label label, Bytes body) {
  Signed out;
  out.signature = key.Sign(label, body);
  out.signer = key.verify_key();
  out.body = std::move(body);
  return out;
}

absl::Status Signed::Verify(crypto::Label label) const {
  return crypto::Verify(signer, label, body, signature);
}

void Signed::Write(crypto::Writer& out) const {
  out.Opaque16(body).Fixed(signer.bytes).Fixed(signature);
}

Signed Signed::Read(crypto::Reader& in) {
  Signed out;
  out.body = ToBytes(in.Opaque16());
  out.signer.bytes = in.Fixed<32>();
  out.signature = in.Fixed<64>();
  return out;
}

Bytes Signed::Encode() const {
  crypto::Writer out;
  Write(out);
  return out.Take();
}

absl::StatusOr<Signed> Signed::Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  Signed out = Read(in);
  CANDOR_RETURN_IF_ERROR(in.Finish("signed record"));
  return out;
}

}  // namespace candor::records

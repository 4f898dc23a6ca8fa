#include "crypto/token.h"

#include <cstdlib>

#include "base/status.h"
#include "crypto/codec.h"
#include "crypto/labels.h"

namespace candor::crypto {
namespace {

void ReadType(Reader& in) {
  if (in.U16() != kTokenType) in.Fail("unknown token type");
}

bool IsContextSize(std::size_t size) { return size == 0 || size == 32; }

}  // namespace

ByteArray<32> ContextOf(const Hash& manifest_hash, Purpose purpose) {
  const ByteArray<1> purpose_byte = {static_cast<std::uint8_t>(purpose)};
  return LabelledHash(Label::kContext, {manifest_hash, purpose_byte});
}

Bytes TokenChallenge::Encode() const {
  if (issuer_name.empty() || !IsContextSize(redemption_context.size())) std::abort();
  Writer out;
  out.U16(kTokenType).Text16(issuer_name).Opaque8(redemption_context).Text16(origin_info);
  return out.Take();
}

absl::StatusOr<TokenChallenge> TokenChallenge::Decode(ByteView bytes) {
  Reader in(bytes);
  TokenChallenge out;
  ReadType(in);
  out.issuer_name = in.Text16(1);
  out.redemption_context = ToBytes(in.Opaque8(0, 32));
  if (!IsContextSize(out.redemption_context.size())) in.Fail("a context is empty or 32 bytes");
  out.origin_info = in.Text16();
  CANDOR_RETURN_IF_ERROR(in.Finish("token challenge"));
  return out;
}

Hash ChallengeDigest(const TokenChallenge& challenge) { return Sha256({challenge.Encode()}); }

ByteArray<32> NonceOf(const VerifyKey& thread_key) {
  return LabelledHash(Label::kNonce, {thread_key.bytes});
}

Bytes TokenInput(const ByteArray<32>& nonce, const Hash& challenge_digest,
                 const TokenKeyId& token_key_id) {
  Writer out;
  out.U16(kTokenType).Fixed(nonce).Fixed(challenge_digest).Fixed(token_key_id);
  return out.Take();
}

Bytes TokenRequest::Encode() const {
  Writer out;
  out.U16(kTokenType).U8(truncated_token_key_id).Fixed(blinded_msg);
  return out.Take();
}

absl::StatusOr<TokenRequest> TokenRequest::Decode(ByteView bytes) {
  Reader in(bytes);
  TokenRequest out;
  ReadType(in);
  out.truncated_token_key_id = in.U8();
  out.blinded_msg = in.Fixed<256>();
  CANDOR_RETURN_IF_ERROR(in.Finish("token request"));
  return out;
}

Bytes Token::Encode() const {
  return Concat({TokenInput(nonce, challenge_digest, token_key_id), authenticator});
}

absl::StatusOr<Token> Token::Decode(ByteView bytes) {
  Reader in(bytes);
  Token out;
  ReadType(in);
  out.nonce = in.Fixed<32>();
  out.challenge_digest = in.Fixed<32>();
  out.token_key_id = in.Fixed<32>();
  out.authenticator = in.Fixed<256>();
  CANDOR_RETURN_IF_ERROR(in.Finish("token"));
  return out;
}

absl::Status VerifyToken(const Token& token, const TokenPublicKey& key,
                         const Hash& expected_challenge_digest, const VerifyKey& thread_key) {
  if (token.nonce != NonceOf(thread_key)) {
    return absl::UnauthenticatedError("the token belongs to another thread key");
  }
  if (token.challenge_digest != expected_challenge_digest) {
    return absl::UnauthenticatedError("the token is for another campaign or purpose");
  }
  if (token.token_key_id != key.id()) {
    return absl::UnauthenticatedError("the token names another key");
  }
  const Bytes input = TokenInput(token.nonce, token.challenge_digest, token.token_key_id);
  if (!key.Verify(input, token.authenticator).ok()) {
    return absl::UnauthenticatedError("the token is not signed by its key");
  }
  return absl::OkStatus();
}

}  // namespace candor::crypto

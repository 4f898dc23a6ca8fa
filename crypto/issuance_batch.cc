#include "crypto/issuance_batch.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::crypto {
namespace {

constexpr std::uint8_t kExportVersion = 1;
constexpr std::size_t kPendingSize = 32 + 256 + 256;

absl::Status CheckNonces(std::span<const ByteArray<32>> nonces) {
  if (nonces.empty() || nonces.size() > kMaxBatch) {
    return absl::InvalidArgumentError("a batch has between 1 and 1024 tokens");
  }
  std::vector<ByteArray<32>> sorted(nonces.begin(), nonces.end());
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end()) {
    return absl::InvalidArgumentError("two tokens of a batch have the same nonce");
  }
  return absl::OkStatus();
}

}  // namespace

Bytes TokenBlinder::InputOf(const ByteArray<32>& nonce) const {
  return TokenInput(nonce, challenge_digest_, key_.id());
}

absl::Status TokenBlinder::Add(const ByteArray<32>& nonce, ByteView blinded_msg,
                               BlindingState state) {
  CANDOR_ASSIGN_OR_RETURN(const auto message, ToArray<256>(blinded_msg));
  pending_.push_back({nonce, message, std::move(state)});
  return absl::OkStatus();
}

absl::StatusOr<TokenBlinder> TokenBlinder::Create(const TokenPublicKey& key,
                                                  const Hash& challenge_digest,
                                                  std::span<const ByteArray<32>> nonces,
                                                  RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(CheckNonces(nonces));
  TokenBlinder out(key, challenge_digest);
  std::vector<Bytes> inputs;
  inputs.reserve(nonces.size());
  for (const auto& nonce : nonces) inputs.push_back(out.InputOf(nonce));
  CANDOR_ASSIGN_OR_RETURN(auto blinded, BlindBatch(key.rsa(), kTokenVariant, inputs, random));
  for (std::size_t i = 0; i < nonces.size(); ++i) {
    CANDOR_RETURN_IF_ERROR(
        out.Add(nonces[i], blinded[i].blinded_msg, std::move(blinded[i].state)));
  }
  return out;
}

absl::StatusOr<TokenBlinder> TokenBlinder::CreateForTesting(const TokenPublicKey& key,
                                                            const Hash& challenge_digest,
                                                            const ByteArray<32>& nonce,
                                                            const BlindInputsForTesting& inputs) {
  TokenBlinder out(key, challenge_digest);
  CANDOR_ASSIGN_OR_RETURN(auto blinded,
                          BlindForTesting(key.rsa(), kTokenVariant, out.InputOf(nonce), inputs));
  CANDOR_RETURN_IF_ERROR(out.Add(nonce, blinded.blinded_msg, std::move(blinded.state)));
  return out;
}

SecretBytes TokenBlinder::Export() const {
  if (pending_.empty()) return SecretBytes();
  Writer header;
  header.U8(kExportVersion).Fixed(key_.spki()).Fixed(challenge_digest_);
  const std::size_t size = pending_.size() * kPendingSize;
  // The length prefix of `pending`. The whole is reserved at once: a buffer that grows would leave
  // copies of the inverses behind.
  header.U8(static_cast<std::uint8_t>(size >> 16)).U16(static_cast<std::uint16_t>(size));
  Bytes out;
  out.reserve(header.view().size() + size);
  Append(out, header.view());
  for (const auto& pending : pending_) {
    Append(out, pending.nonce);
    Append(out, pending.blinded_msg);
    Append(out, pending.state.ExposeSecret());
  }
  return SecretBytes(std::move(out));
}

absl::StatusOr<TokenBlinder> TokenBlinder::Import(ByteView exported) {
  Reader in(exported);
  if (in.U8() != kExportVersion) in.Fail("unknown version");
  const ByteView spki = in.FixedView(kSpkiSize);
  const Hash challenge_digest = in.Fixed<32>();
  const ByteView list = in.Opaque24(kPendingSize, kMaxBatch * kPendingSize);
  CANDOR_RETURN_IF_ERROR(in.Finish("blinding state"));

  CANDOR_ASSIGN_OR_RETURN(TokenPublicKey key, TokenPublicKey::Parse(spki));
  TokenBlinder out(std::move(key), challenge_digest);
  Reader items(list);
  while (items.ok() && !items.AtEnd()) {
    const auto nonce = items.Fixed<32>();
    const ByteView blinded_msg = items.FixedView(256);
    const ByteView inverse = items.FixedView(256);
    if (!items.ok()) break;
    CANDOR_ASSIGN_OR_RETURN(auto state, BlindingState::Import(out.key_.rsa(), inverse));
    CANDOR_RETURN_IF_ERROR(out.Add(nonce, blinded_msg, std::move(state)));
  }
  CANDOR_RETURN_IF_ERROR(items.Finish("blinding state"));
  CANDOR_RETURN_IF_ERROR(CheckNonces(out.nonces()));
  return out;
}

std::vector<ByteArray<256>> TokenBlinder::blinded_messages() const {
  std::vector<ByteArray<256>> out;
  for (const auto& pending : pending_) out.push_back(pending.blinded_msg);
  return out;
}

std::vector<ByteArray<32>> TokenBlinder::nonces() const {
  std::vector<ByteArray<32>> out;
  for (const auto& pending : pending_) out.push_back(pending.nonce);
  return out;
}

std::vector<TokenRequest> TokenBlinder::requests() const {
  std::vector<TokenRequest> out;
  for (const auto& pending : pending_) {
    out.push_back({TruncatedId(key_.id()), pending.blinded_msg});
  }
  return out;
}

absl::StatusOr<std::vector<Token>> TokenBlinder::Finalize(
    std::span<const ByteArray<256>> blind_signatures) {
  if (pending_.empty()) {
    return absl::FailedPreconditionError("these tokens have been unblinded already");
  }
  if (blind_signatures.size() != pending_.size()) {
    return absl::InvalidArgumentError("the answer does not hold one signature a token");
  }
  std::vector<Token> out;
  out.reserve(pending_.size());
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    const auto& pending = pending_[i];
    CANDOR_ASSIGN_OR_RETURN(const Bytes signature,
                            crypto::Finalize(key_.rsa(), kTokenVariant, InputOf(pending.nonce),
                                             blind_signatures[i], pending.state));
    CANDOR_ASSIGN_OR_RETURN(const auto authenticator, ToArray<256>(signature));
    out.push_back({pending.nonce, challenge_digest_, key_.id(), authenticator});
  }
  pending_.clear();
  return out;
}

}  // namespace candor::crypto

#include "crypto/ohttp.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "base/status.h"
#include "crypto/aead.h"
#include "crypto/codec.h"
#include "crypto/hkdf.h"

namespace candor::crypto::ohttp {

using hpke_internal::ContextKey;
using internal::ResponseContext;

namespace {

// Labels of the RFC (§4.3, §4.4), so they stand here and not in the table of ours.
constexpr std::string_view kRequestLabel = "message/bhttp request";
constexpr std::string_view kResponseLabel = "message/bhttp response";
constexpr std::string_view kKeyLabel = "key";
constexpr std::string_view kNonceLabel = "nonce";

constexpr std::size_t kHeaderSize = 7;
constexpr std::size_t kAlgorithmsSize = 4;
constexpr std::size_t kMaxAlgorithmsSize = 65532;

std::uint16_t CodePoint(auto id) { return static_cast<std::uint16_t>(id); }

// hdr = encode(1, keyID) | encode(2, kemID) | encode(2, kdfID) | encode(2, aeadID)           §4.3
Bytes RequestHeader(std::uint8_t key_id, AeadId aead) {
  Writer out;
  out.U8(key_id)
      .U16(CodePoint(KemId::kDhkemX25519HkdfSha256))
      .U16(CodePoint(KdfId::kHkdfSha256))
      .U16(CodePoint(aead));
  return out.Take();
}

// info = encode_str("message/bhttp request") | encode(1, 0) | hdr                            §4.3
Bytes RequestInfo(ByteView header) {
  return Concat({AsBytes(kRequestLabel), ByteArray<1>{0}, header});
}

// max(Nn, Nk) of §4.4: 32 for ChaCha20-Poly1305, 16 for AES-128-GCM.
std::size_t ResponseNonceSize(AeadId aead) {
  return std::max(sizeof(ChaChaNonce), hpke_internal::KeySize(aead));
}

// secret = context.Export("message/bhttp response", max(Nn, Nk))                             §4.4
absl::StatusOr<ResponseContext> ExportResponseContext(const HpkeContext& context, AeadId aead,
                                                      const EncapsulatedKey& enc) {
  CANDOR_ASSIGN_OR_RETURN(SecretBytes secret,
                          context.Export(AsBytes(kResponseLabel), ResponseNonceSize(aead)));
  return ResponseContext{.aead = aead, .enc = enc, .secret = std::move(secret)};
}

struct ResponseKeys {
  ContextKey key;
  ChaChaNonce nonce{};
};

// salt = enc | response_nonce;  prk = Extract(salt, secret)                                  §4.4
// aead_key = Expand(prk, "key", Nk);  aead_nonce = Expand(prk, "nonce", Nn)
ResponseKeys DeriveResponseKeys(const ResponseContext& context, ByteView response_nonce) {
  const PseudorandomKey prk =
      HkdfExtract(Concat({context.enc, response_nonce}), context.secret.ExposeSecret());
  ResponseKeys out;
  out.key = ContextKey::Make([&](std::span<std::uint8_t, 32> key) {
    HkdfExpand(prk, {AsBytes(kKeyLabel)}, key.first(hpke_internal::KeySize(context.aead)));
  });
  HkdfExpand(prk, {AsBytes(kNonceLabel)}, out.nonce);
  return out;
}

// Takes the context out, so that it serves once.
absl::StatusOr<ResponseContext> Spend(ResponseContext& context) {
  if (context.secret.empty()) {
    return absl::FailedPreconditionError("this oblivious request has had its one response");
  }
  return std::move(context);
}

}  // namespace

KeyConfig::KeyConfig(std::uint8_t key_id, const KemPublicKey& public_key)
    : KeyConfig(key_id, public_key,
                {{CodePoint(KdfId::kHkdfSha256), CodePoint(AeadId::kChaCha20Poly1305)}}) {}

KeyConfig::KeyConfig(std::uint8_t key_id, const KemPublicKey& public_key,
                     std::vector<Algorithms> algorithms)
    : key_id_(key_id), public_key_(public_key), algorithms_(std::move(algorithms)) {}

bool KeyConfig::Offers(AeadId aead) const {
  return std::ranges::find(algorithms_, Algorithms{CodePoint(KdfId::kHkdfSha256),
                                                   CodePoint(aead)}) != algorithms_.end();
}

// Key Config of §3.1, as above the class.
Bytes KeyConfig::Encode() const {
  Writer out;
  out.U8(key_id_).U16(CodePoint(KemId::kDhkemX25519HkdfSha256)).Fixed(public_key_.bytes);
  // Decode took at most 16383 of them, and nothing adds any.
  out.U16(static_cast<std::uint16_t>(algorithms_.size() * kAlgorithmsSize));
  for (const auto& pair : algorithms_) out.U16(pair.kdf_id).U16(pair.aead_id);
  return out.Take();
}

absl::StatusOr<KeyConfig> KeyConfig::Decode(ByteView encoding) {
  Reader in(encoding);
  const std::uint8_t key_id = in.U8();
  if (in.U16() != CodePoint(KemId::kDhkemX25519HkdfSha256)) in.Fail("the KEM is not X25519");
  const KemPublicKey public_key{.bytes = in.Fixed<32>()};
  Reader pairs(in.Opaque16(kAlgorithmsSize, kMaxAlgorithmsSize));
  std::vector<Algorithms> algorithms;
  while (!pairs.AtEnd()) algorithms.push_back({.kdf_id = pairs.U16(), .aead_id = pairs.U16()});
  if (!pairs.ok()) in.Fail("the algorithms are no pairs");
  CANDOR_RETURN_IF_ERROR(in.Finish("gateway key configuration"));
  KeyConfig out(key_id, public_key, std::move(algorithms));
  if (!out.Offers(AeadId::kChaCha20Poly1305)) {
    return absl::InvalidArgumentError(
        "the gateway does not offer HKDF-SHA256 with ChaCha20-Poly1305, the one suite of all");
  }
  return out;
}

// enc, sctxt = SetupBaseS(pkR, info);  ct = sctxt.Seal("", request)                          §4.3
// enc_request = hdr | enc | ct
absl::StatusOr<ClientRequest> ClientRequest::SealForTesting(AeadId aead, const KeyConfig& gateway,
                                                            ByteView request,
                                                            RandomSource& random) {
  const Bytes header = RequestHeader(gateway.key_id(), aead);
  CANDOR_ASSIGN_OR_RETURN(SenderSetup setup,
                          SetupBaseSForTesting(aead, gateway.public_key(), RequestInfo(header),
                                               KemPrivateKey::Generate(random)));
  CANDOR_ASSIGN_OR_RETURN(const Bytes ciphertext, setup.context.Seal({}, request));
  CANDOR_ASSIGN_OR_RETURN(ResponseContext context,
                          ExportResponseContext(setup.context, aead, setup.enc));
  return ClientRequest(Concat({header, setup.enc, ciphertext}), std::move(context));
}

absl::StatusOr<ClientRequest> ClientRequest::Seal(const KeyConfig& gateway, ByteView request,
                                                  RandomSource& random) {
  return SealForTesting(AeadId::kChaCha20Poly1305, gateway, request, random);
}

absl::StatusOr<SecretBytes> ClientRequest::OpenResponse(ByteView encapsulated_response) && {
  CANDOR_ASSIGN_OR_RETURN(const ResponseContext context, Spend(context_));
  const std::size_t nonce_size = ResponseNonceSize(context.aead);
  if (encapsulated_response.size() < nonce_size + kAeadTagSize) {
    return absl::InvalidArgumentError("the oblivious response ends too early");
  }
  const ResponseKeys keys = DeriveResponseKeys(context, encapsulated_response.first(nonce_size));
  return hpke_internal::OpenWith(context.aead, keys.key, keys.nonce, {},
                                 encapsulated_response.subspan(nonce_size));
}

// response_nonce = random(max(Nn, Nk));  ct = Seal(aead_key, aead_nonce, "", response)       §4.4
// enc_response = response_nonce | ct
absl::StatusOr<Bytes> ResponseSealer::Seal(ByteView response, RandomSource& random) && {
  CANDOR_ASSIGN_OR_RETURN(const ResponseContext context, Spend(context_));
  Bytes response_nonce(ResponseNonceSize(context.aead));
  random.Fill(response_nonce);
  const ResponseKeys keys = DeriveResponseKeys(context, response_nonce);
  return Concat({response_nonce, hpke_internal::SealWith(context.aead, keys.key, keys.nonce, {},
                                                         response)});
}

Gateway::Gateway(std::uint8_t key_id, KemPrivateKey key)
    : Gateway(AeadId::kChaCha20Poly1305, key_id, std::move(key)) {}

Gateway Gateway::WithAeadForTesting(AeadId aead, std::uint8_t key_id, KemPrivateKey key) {
  return Gateway(aead, key_id, std::move(key));
}

absl::StatusOr<OpenedRequest> Gateway::OpenRequest(ByteView encapsulated_request) const {
  if (encapsulated_request.size() < kRequestOverhead) {
    return absl::InvalidArgumentError("the oblivious request ends too early");
  }
  const Bytes header = RequestHeader(key_id_, aead_);
  if (!Equal(encapsulated_request.first(kHeaderSize), header)) {
    return absl::InvalidArgumentError(
        "the oblivious request names another key, or another suite, than the gateway's");
  }
  EncapsulatedKey enc;
  std::ranges::copy(encapsulated_request.subspan(kHeaderSize, enc.size()), enc.begin());
  CANDOR_ASSIGN_OR_RETURN(RecipientContext context,
                          SetupBaseRForTesting(aead_, enc, key_, RequestInfo(header)));
  CANDOR_ASSIGN_OR_RETURN(SecretBytes request,
                          context.Open({}, encapsulated_request.subspan(kHeaderSize + enc.size())));
  CANDOR_ASSIGN_OR_RETURN(ResponseContext response, ExportResponseContext(context, aead_, enc));
  return OpenedRequest{.request = std::move(request),
                       .sealer = ResponseSealer(std::move(response))};
}

absl::StatusOr<std::uint8_t> KeyIdOf(ByteView encapsulated_request) {
  if (encapsulated_request.empty()) {
    return absl::InvalidArgumentError("the oblivious request is empty");
  }
  return encapsulated_request.front();
}

}  // namespace candor::crypto::ohttp

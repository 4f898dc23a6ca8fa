#include "services/runtime/privileged.h"

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "crypto/hash.h"

namespace candor::runtime {
namespace {

// time | random: what the MAC of a nonce covers.
constexpr std::size_t kTimedSize = 16;

std::uint64_t IssuedAt(const CallNonce& nonce) {
  return crypto::Reader(ByteView(nonce).first<8>()).U64();
}

absl::Status MayNot() {
  return absl::PermissionDeniedError(
      "This key may not make this call. Ask the operator which role your key holds, and whether the"
      " grant is in the log yet.");
}

}  // namespace

Bytes CallBytes(std::string_view method, std::string_view server_identity, const CallNonce& nonce,
                ByteView payload) {
  crypto::Writer out;
  out.Text8(method)
      .Text8(server_identity)
      .Fixed(nonce)
      .Fixed(crypto::LabelledHash(crypto::Label::kRequestPayload, {payload}));
  return out.Take();
}

SignedCall SignCall(const crypto::SigningKey& key, std::string_view method,
                    std::string_view server_identity, const CallNonce& nonce, Bytes payload) {
  const auto signature =
      key.Sign(crypto::Label::kRequest, CallBytes(method, server_identity, nonce, payload));
  return {.payload = std::move(payload),
          .actor = key.verify_key(),
          .nonce = nonce,
          .signature = signature};
}

NonceIssuer::NonceIssuer(crypto::RandomSource& random, std::function<SteadyTime()> now,
                         std::size_t max_redeemed)
    : random_(random),
      now_(std::move(now)),
      max_redeemed_(max_redeemed),
      start_(now_()),
      key_(Key::Random(random)) {}

std::uint64_t NonceIssuer::Elapsed() const {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(now_() - start_).count());
}

ByteArray<16> NonceIssuer::Mac(ByteView timed) const {
  const auto mac = crypto::HmacSha256(key_.ExposeSecret(),
                                      {crypto::LabelBytes(crypto::Label::kRequestNonce), timed});
  ByteArray<16> out;
  std::copy_n(mac.begin(), out.size(), out.begin());
  return out;
}

CallNonce NonceIssuer::Issue() {
  crypto::Writer timed;
  timed.U64(Elapsed()).Fixed(random_.Array<8>());
  const Bytes bytes = Concat({timed.view(), Mac(timed.view())});
  CallNonce nonce;
  std::ranges::copy(bytes, nonce.begin());
  return nonce;
}

absl::Status NonceIssuer::Check(const CallNonce& nonce) const {
  const ByteView view(nonce);
  if (!crypto::ConstantTimeEqual(Mac(view.first(kTimedSize)), view.subspan(kTimedSize))) {
    return absl::UnauthenticatedError(
        "The nonce is not of this server, or the server has started again since. Make the call"
        " again with a fresh one.");
  }
  // The time is this issuer's own, as the MAC has shown, so it is not in the future.
  if (Elapsed() - IssuedAt(nonce) > std::uint64_t{std::chrono::nanoseconds(kLifetime).count()}) {
    return absl::UnauthenticatedError(
        "The nonce has expired: a signature must arrive within two minutes. Make the call again.");
  }
  return absl::OkStatus();
}

absl::Status NonceIssuer::Redeem(const CallNonce& nonce) {
  CANDOR_RETURN_IF_ERROR(Check(nonce));
  const MutexLock lock(mutex_);
  const std::uint64_t now = Elapsed();
  const std::uint64_t lifetime = std::chrono::nanoseconds(kLifetime).count();
  // An expired nonce fails Check, so that it was redeemed needs no memory any more.
  while (!redeemed_.empty() && now - IssuedAt(*redeemed_.begin()) > lifetime) {
    redeemed_.erase(redeemed_.begin());
  }
  if (redeemed_.contains(nonce)) {
    return absl::UnauthenticatedError(
        "This call was made before: its nonce is used up. Make it again with a fresh one, if it is"
        " to be made twice.");
  }
  if (redeemed_.size() >= max_redeemed_) {
    return absl::ResourceExhaustedError(
        "Too many privileged calls within two minutes. Try again a little later.");
  }
  redeemed_.insert(nonce);
  return absl::OkStatus();
}

bool CallerPolicy::Admits(const std::set<Role>& held) const {
  return std::ranges::any_of(held, [&](Role role) { return roles_.contains(role); });
}

PrivilegedDispatcher::PrivilegedDispatcher(std::string server_identity, NonceIssuer& nonces,
                                           RolesOf roles_of)
    : server_identity_(std::move(server_identity)),
      nonces_(nonces),
      roles_of_(std::move(roles_of)) {}

void PrivilegedDispatcher::Register(std::string_view method, CallerPolicy policy, Handler handler) {
  const bool added =
      entries_.try_emplace(std::string(method), Entry{std::move(policy), std::move(handler)})
          .second;
  if (!added) std::abort();
}

absl::StatusOr<Bytes> PrivilegedDispatcher::Call(std::string_view method, const SignedCall& call) {
  const auto entry = entries_.find(method);
  if (entry == entries_.end()) return MayNot();
  CANDOR_RETURN_IF_ERROR(nonces_.Check(call.nonce));
  const Bytes bytes = CallBytes(method, server_identity_, call.nonce, call.payload);
  if (!crypto::Verify(call.actor, crypto::Label::kRequest, bytes, call.signature).ok()) {
    return absl::UnauthenticatedError(
        "The signature of this call does not verify. Check that key and server are the right "
        "ones.");
  }
  Caller caller{.key = call.actor, .roles = roles_of_(call.actor)};
  if (!entry->second.policy.Admits(caller.roles)) return MayNot();
  // Last, so that only calls of those who may make them take room in the memory of used nonces.
  CANDOR_RETURN_IF_ERROR(nonces_.Redeem(call.nonce));
  return entry->second.handler(caller, call.payload);
}

}  // namespace candor::runtime

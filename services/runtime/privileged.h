// Privileged calls: authenticated by an actor key's signature over each single request, never by a
// session or an address, and open to nobody unless a policy says who.
//
// How a call goes: the client asks the server for a nonce, signs (method, server, nonce, payload),
// and sends payload, key, nonce and signature. The server checks, in this order: is there such a
// method; did it issue the nonce, and not too long ago; does the signature verify; does the key
// hold a role that the method's policy admits; has the nonce been used. Only then does the handler
// run.
//
// What a role is, is for the parties to say: here it is a number. This file knows no transport.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "base/mutex.h"
#include "crypto/ed25519.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace candor::runtime {

using Role = std::uint8_t;
using CallNonce = ByteArray<32>;

struct SignedCall {
  Bytes payload;
  crypto::VerifyKey actor;
  CallNonce nonce{};
  crypto::Signature signature{};
};

// The signature is over "candor/request/v1" 00 and
//   struct {
//     opaque method<0..255>;            UTF-8
//     opaque server_identity<0..255>;   the origin of the server's log
//     opaque nonce[32];
//     opaque payload_hash[32];          H("candor/request-payload/v1" 00 | payload)
//   } Call;
// Method and identity bind a signature to one act at one server; the nonce to one time.
Bytes CallBytes(std::string_view method, std::string_view server_identity, const CallNonce& nonce,
                ByteView payload);

SignedCall SignCall(const crypto::SigningKey& key, std::string_view method,
                    std::string_view server_identity, const CallNonce& nonce, Bytes payload);

// Nonces that are fresh, expire after two minutes, and are redeemed once.
//
// A nonce is u64 nanoseconds since the issuer began | 8 random bytes | the first 16 bytes of a MAC
// over both under a key that lives as long as the issuer. So a nonce that is never redeemed costs
// no memory: strangers, who may ask for as many as they like, cannot crowd out those who have a
// role. Redeemed ones are remembered until they expire, at most `max_redeemed` of them; beyond that
// calls are refused until some expire. Thread-safe.
class NonceIssuer {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::seconds kLifetime{120};
  static constexpr std::size_t kMaxRedeemed = 65536;

  // `random` must outlive the issuer. `now` never goes backwards.
  explicit NonceIssuer(crypto::RandomSource& random,
                       std::function<SteadyTime()> now = std::chrono::steady_clock::now,
                       std::size_t max_redeemed = kMaxRedeemed);

  CallNonce Issue();
  // OK when this issuer made it within its lifetime; Unauthenticated otherwise.
  absl::Status Check(const CallNonce& nonce) const;
  // As Check, and OK at most once for a nonce. ResourceExhausted when too many are remembered.
  absl::Status Redeem(const CallNonce& nonce);

 private:
  using Key = crypto::Secret<32, struct CallNonceRole>;

  std::uint64_t Elapsed() const;
  ByteArray<16> Mac(ByteView timed) const;

  crypto::RandomSource& random_;
  const std::function<SteadyTime()> now_;
  const std::size_t max_redeemed_;
  const SteadyTime start_;
  const Key key_;
  Mutex mutex_;  // held for a look-up and an insertion
  std::set<CallNonce> redeemed_
      ABSL_GUARDED_BY(mutex_);  // begins with the time: expiry is in order
};

// Who may make a call. There is no default, and no policy for "everybody": a call that everybody
// may make is not privileged and goes another way.
class CallerPolicy {
 public:
  // An empty set admits nobody.
  static CallerPolicy Only(std::set<Role> roles) { return CallerPolicy(std::move(roles)); }

  bool Admits(const std::set<Role>& held) const;

 private:
  explicit CallerPolicy(std::set<Role> roles) : roles_(std::move(roles)) {}
  std::set<Role> roles_;
};

// Who makes the call, as proven by the signature.
struct Caller {
  crypto::VerifyKey key;
  std::set<Role> roles;  // all that the key holds now
};

// Finds the handler of an authenticated call. Register everything, then Call from any thread:
// registration is not thread-safe, calls are, and handlers may run at the same time.
class PrivilegedDispatcher {
 public:
  using Handler = std::function<absl::StatusOr<Bytes>(const Caller&, ByteView payload)>;
  using RolesOf = std::function<std::set<Role>(const crypto::VerifyKey&)>;

  // `roles_of` answers from what the log grants at this moment, and is thread-safe; a key it does
  // not know has no roles. `nonces` must outlive the dispatcher.
  PrivilegedDispatcher(std::string server_identity, NonceIssuer& nonces, RolesOf roles_of);

  // Aborts on a second registration of one method: a defect of ours.
  void Register(std::string_view method, CallerPolicy policy, Handler handler);

  // Unauthenticated (nonce, signature), PermissionDenied (no such method, or a role that may not),
  // ResourceExhausted, or whatever the handler answers. An unknown method and a refused role read
  // the same: who may not call learns not what there is.
  absl::StatusOr<Bytes> Call(std::string_view method, const SignedCall& call);

 private:
  struct Entry {
    CallerPolicy policy;
    Handler handler;
  };

  const std::string server_identity_;
  NonceIssuer& nonces_;
  const RolesOf roles_of_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace candor::runtime

// Oblivious messages: what an author's client and the board say to each other through the relay, in
// one size each way, so that a length says nothing.
//
//   request  = encapsulated (RFC 9458 §4.3) binary HTTP request,  24576 bytes whatever it carries
//   response = encapsulated (RFC 9458 §4.4) binary HTTP response,  4096 bytes whatever it carries
//
// Inside, known-length Binary HTTP (RFC 9292 §3.1), in this one form and no other:
//
//   POST https://board.candor.invalid/candor.v1.AnonymousService/<Submit or NoOp>
//   content-type: application/proto
//   content <body>, no trailers, then zeroes (§3.8) up to the size that the encapsulation fills
//
//   status 200, content-type: application/proto, content <body>, no trailers, zeroes likewise; or
//   one of the statuses of ObliviousFailure with no field and no content, zeroes likewise
//
// The padding stands behind the message and inside the encryption, where RFC 9292 has a place for
// it and every other implementation skips it; so neither the body's format nor the relay knows of
// it.
//
// The authority is the same in every deployment. Naming the board would make the room for a body
// depend on the length of a name and tell nothing new: the key the request is sealed to is the
// board's alone, from its log. ".invalid" (RFC 2606 §2) resolves nowhere, so no general-purpose
// gateway can be talked into forwarding what is inside. Nothing here tells of the client: no field,
// no version, no choice.
//
// Promise: sealed sizes depend on nothing; a message opens only if it is byte for byte what Seal
// makes of its content, so a sender cannot mark it by spelling it differently.
// Not promised: anything about the body, which is opaque here; and what crypto/ohttp.h does not.
//
// Errors: InvalidArgument for a body that is too large, with its size and the limit, and for wrong
// shapes; what crypto/ohttp.h returns for what does not open. Bodies are ordinary memory: they come
// from an encoder of signed, sealed records and go to its decoder. Thread-safe but for moves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/ohttp.h"
#include "crypto/random.h"

namespace candor::crypto {

inline constexpr std::size_t kObliviousRequestSize = 24 * 1024;
inline constexpr std::size_t kObliviousResponseSize = 4 * 1024;
inline constexpr std::string_view kObliviousAuthority = "board.candor.invalid";

// The calls of AnonymousService. Only the last part of the path differs.
enum class ObliviousCall : std::uint8_t { kSubmit, kNoOp };

struct ObliviousRequest {
  ObliviousCall call = ObliviousCall::kNoOp;
  Bytes body;
  bool operator==(const ObliviousRequest&) const = default;
};

// Why there is no body, as a status without a word: a text could differ from person to person.
enum class ObliviousFailure : std::uint16_t {
  kMalformed = 400,    // the message, or the record in it, cannot be read
  kNoSuchCall = 404,   // another path than the two
  kBusy = 429,         // too many wait
  kUnavailable = 503,  // the board takes nothing at the moment
};

// The one of them that tells a status best, and a sentence for the client's person.
ObliviousFailure FailureOf(const absl::Status& status);
absl::Status StatusOf(ObliviousFailure failure);

// A body, or why there is none.
using ObliviousResponse = std::variant<Bytes, ObliviousFailure>;

// The largest bodies that fit. A request's limit depends on the length of the call's name, by a
// byte or two; the sealed size does not.
std::size_t MaxObliviousRequestBody(ObliviousCall call);
std::size_t MaxObliviousResponseBody();

// A sealed request at the client. Move-only.
class SealedObliviousRequest {
 public:
  static absl::StatusOr<SealedObliviousRequest> Seal(const ohttp::KeyConfig& gateway,
                                                     const ObliviousRequest& request,
                                                     RandomSource& random);

  // kObliviousRequestSize bytes, for the relay.
  const Bytes& bytes() const { return request_.encapsulated(); }

  // Opens the answer, once: write std::move(request).Open(…). Unavailable for the empty answer,
  // which everybody gets who cannot be told more: then the client reads the gateway's key from the
  // cosigned log and sends again at a later exchange.
  absl::StatusOr<ObliviousResponse> Open(ByteView answer) &&;

 private:
  explicit SealedObliviousRequest(ohttp::ClientRequest request) : request_(std::move(request)) {}
  ohttp::ClientRequest request_;
};

// Seals the one answer to a request that was opened. Move-only.
class ObliviousResponder {
 public:
  // kObliviousResponseSize bytes. After InvalidArgument (a body that is too large) another answer
  // can still be given.
  absl::StatusOr<Bytes> Seal(const ObliviousResponse& response, RandomSource& random) &&;

 private:
  friend struct OpenedObliviousRequest;
  explicit ObliviousResponder(ohttp::ResponseSealer sealer) : sealer_(std::move(sealer)) {}
  ohttp::ResponseSealer sealer_;
};

// A request at the gateway. The encapsulation opened, so whatever is wrong with `request` is told
// inside the encryption: responder.Seal(FailureOf(request.status()), …).
struct OpenedObliviousRequest {
  absl::StatusOr<ObliviousRequest> request;  // InvalidArgument, or NotFound for another path
  ObliviousResponder responder;

  // An error means that the answer is the empty one: no byte of it may depend on the reason.
  static absl::StatusOr<OpenedObliviousRequest> Open(const ohttp::Gateway& gateway,
                                                     ByteView sealed);
};

}  // namespace candor::crypto

#include "crypto/oblivious_message.h"

#include <string>

#include "base/status.h"
#include "base/text.h"
#include "crypto/binary_http.h"
#include "crypto/secret.h"
#include "crypto/varint.h"

namespace candor::crypto {
namespace {

constexpr std::size_t kRequestPlaintextSize = kObliviousRequestSize - ohttp::kRequestOverhead;
constexpr std::size_t kResponsePlaintextSize = kObliviousResponseSize - ohttp::kResponseOverhead;

constexpr std::string_view kService = "/candor.v1.AnonymousService/";
constexpr std::uint16_t kStatusOk = 200;

std::string PathOf(ObliviousCall call) {
  return Cat(kService, call == ObliviousCall::kSubmit ? "Submit" : "NoOp");
}

FieldSection ContentType() { return {{"content-type", "application/proto"}}; }

BinaryHttpRequest MessageOf(const ObliviousRequest& request) {
  return {.method = "POST",
          .scheme = "https",
          .authority = std::string(kObliviousAuthority),
          .path = PathOf(request.call),
          .header = ContentType(),
          .content = request.body,
          .trailer = {}};
}

BinaryHttpResponse MessageOf(const ObliviousResponse& response) {
  BinaryHttpResponse out;
  if (const auto* const body = std::get_if<Bytes>(&response)) {
    out.status = kStatusOk;
    out.header = ContentType();
    out.content = *body;
  } else {
    out.status = static_cast<std::uint16_t>(std::get<ObliviousFailure>(response));
  }
  return out;
}

// What is left for a body when the rest of the message is encoded. The content's length takes more
// bytes the longer it is, and the longest one counts.
template <class Message>
std::size_t RoomIn(const Message& without_content, std::size_t plaintext_size) {
  const std::size_t others = without_content.Encode()->size() - VarintSize(0);
  std::size_t room = plaintext_size - others;
  while (VarintSize(room) + room > plaintext_size - others) --room;
  return room;
}

absl::Status TooLarge(std::string_view what, std::size_t size, std::size_t limit) {
  return absl::InvalidArgumentError(Cat("the ", what, " has ", size,
                                        " bytes; one oblivious message holds at most ", limit));
}

// The one form: what was read is what would be written. This is where longer integers, another
// framing, truncation and unpadded messages end.
template <class Message>
absl::Status CheckOneForm(const Message& message, ByteView plaintext) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes again, message.Encode(plaintext.size()));
  if (Equal(again, plaintext)) return absl::OkStatus();
  return absl::InvalidArgumentError("the oblivious message is not in its one form");
}

absl::StatusOr<ObliviousCall> CallOf(std::string_view path) {
  for (const auto call : {ObliviousCall::kSubmit, ObliviousCall::kNoOp}) {
    if (path == PathOf(call)) return call;
  }
  return absl::NotFoundError("the oblivious request is for no call that is known");
}

absl::StatusOr<ObliviousRequest> ReadRequest(ByteView plaintext) {
  CANDOR_ASSIGN_OR_RETURN(BinaryHttpRequest message, BinaryHttpRequest::Decode(plaintext));
  CANDOR_RETURN_IF_ERROR(CheckOneForm(message, plaintext));
  CANDOR_ASSIGN_OR_RETURN(const ObliviousCall call, CallOf(message.path));
  ObliviousRequest out{.call = call, .body = std::move(message.content)};
  message.content = {};
  BinaryHttpRequest expected = MessageOf(ObliviousRequest{.call = call, .body = {}});
  if (message != expected) {
    return absl::InvalidArgumentError("the oblivious request is not the one of this protocol");
  }
  return out;
}

absl::StatusOr<ObliviousFailure> FailureOfCode(std::uint16_t status) {
  for (const auto failure : {ObliviousFailure::kMalformed, ObliviousFailure::kNoSuchCall,
                             ObliviousFailure::kBusy, ObliviousFailure::kUnavailable}) {
    if (status == static_cast<std::uint16_t>(failure)) return failure;
  }
  return absl::InvalidArgumentError("the oblivious response has a status that is not known");
}

absl::StatusOr<ObliviousResponse> ReadResponse(ByteView plaintext) {
  CANDOR_ASSIGN_OR_RETURN(BinaryHttpResponse message, BinaryHttpResponse::Decode(plaintext));
  CANDOR_RETURN_IF_ERROR(CheckOneForm(message, plaintext));
  ObliviousResponse out;
  if (message.status == kStatusOk) {
    out = message.content;
  } else {
    CANDOR_ASSIGN_OR_RETURN(out, FailureOfCode(message.status));
  }
  if (message != MessageOf(out)) {
    return absl::InvalidArgumentError("the oblivious response is not the one of this protocol");
  }
  return out;
}

}  // namespace

ObliviousFailure FailureOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument: return ObliviousFailure::kMalformed;
    case absl::StatusCode::kNotFound: return ObliviousFailure::kNoSuchCall;
    case absl::StatusCode::kResourceExhausted: return ObliviousFailure::kBusy;
    default: return ObliviousFailure::kUnavailable;
  }
}

absl::Status StatusOf(ObliviousFailure failure) {
  switch (failure) {
    case ObliviousFailure::kMalformed:
      return absl::InvalidArgumentError(
          "The board cannot read what was sent: program and board are of different versions.");
    case ObliviousFailure::kNoSuchCall:
      return absl::NotFoundError(
          "The board does not know this call: program and board are of different versions.");
    case ObliviousFailure::kBusy:
      return absl::ResourceExhaustedError("The board is busy; a later exchange sends it again.");
    case ObliviousFailure::kUnavailable: break;
  }
  return absl::UnavailableError(
      "The board takes nothing at the moment; a later exchange sends it again.");
}

std::size_t MaxObliviousRequestBody(ObliviousCall call) {
  return RoomIn(MessageOf(ObliviousRequest{.call = call, .body = {}}), kRequestPlaintextSize);
}

std::size_t MaxObliviousResponseBody() {
  return RoomIn(MessageOf(ObliviousResponse(Bytes())), kResponsePlaintextSize);
}

absl::StatusOr<SealedObliviousRequest> SealedObliviousRequest::Seal(
    const ohttp::KeyConfig& gateway, const ObliviousRequest& request, RandomSource& random) {
  if (const std::size_t limit = MaxObliviousRequestBody(request.call);
      request.body.size() > limit) {
    return TooLarge("request", request.body.size(), limit);
  }
  CANDOR_ASSIGN_OR_RETURN(Bytes message, MessageOf(request).Encode(kRequestPlaintextSize));
  const SecretBytes plaintext(std::move(message));
  CANDOR_ASSIGN_OR_RETURN(
      ohttp::ClientRequest sealed,
      ohttp::ClientRequest::Seal(gateway, plaintext.ExposeSecret(), random));
  return SealedObliviousRequest(std::move(sealed));
}

absl::StatusOr<ObliviousResponse> SealedObliviousRequest::Open(ByteView answer) && {
  if (answer.empty()) {
    return absl::UnavailableError(
        "The relay or the board gave the empty answer. Nothing is lost: the board's key of today "
        "is read from its log, and a later exchange sends it again.");
  }
  if (answer.size() != kObliviousResponseSize) {
    return absl::InvalidArgumentError("the oblivious response does not have its one size");
  }
  CANDOR_ASSIGN_OR_RETURN(const SecretBytes plaintext, std::move(request_).OpenResponse(answer));
  return ReadResponse(plaintext.ExposeSecret());
}

absl::StatusOr<Bytes> ObliviousResponder::Seal(const ObliviousResponse& response,
                                               RandomSource& random) && {
  const auto* const body = std::get_if<Bytes>(&response);
  if (const std::size_t limit = MaxObliviousResponseBody();
      body != nullptr && body->size() > limit) {
    return TooLarge("response", body->size(), limit);
  }
  CANDOR_ASSIGN_OR_RETURN(Bytes message, MessageOf(response).Encode(kResponsePlaintextSize));
  const SecretBytes plaintext(std::move(message));
  return std::move(sealer_).Seal(plaintext.ExposeSecret(), random);
}

absl::StatusOr<OpenedObliviousRequest> OpenedObliviousRequest::Open(const ohttp::Gateway& gateway,
                                                                    ByteView sealed) {
  if (sealed.size() != kObliviousRequestSize) {
    return absl::InvalidArgumentError("the oblivious request does not have its one size");
  }
  CANDOR_ASSIGN_OR_RETURN(ohttp::OpenedRequest opened, gateway.OpenRequest(sealed));
  return OpenedObliviousRequest{.request = ReadRequest(opened.request.ExposeSecret()),
                                .responder = ObliviousResponder(std::move(opened.sealer))};
}

}  // namespace candor::crypto

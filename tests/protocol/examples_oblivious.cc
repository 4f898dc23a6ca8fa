// What a client and the board say to each other through the relay.
#include "crypto/binary_http.h"
#include "crypto/oblivious_message.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {
namespace {

constexpr std::uint8_t kGatewayKemByte = 0x23;
constexpr std::uint8_t kKeyId = 0x75;
constexpr std::uint8_t kEphemeralByte = 0x71;
constexpr std::uint8_t kResponseNonceByte = 0x72;
// What stands before the padding.
constexpr std::size_t kRequestMessageSize = 105;
constexpr std::size_t kResponseMessageSize = 42;

crypto::ohttp::Gateway ExampleGateway() { return {kKeyId, KemKeyOf(kGatewayKemByte)}; }

// A Record of three bytes, as AnonymousService takes it.
Bytes ExampleBody() { return {0x0a, 0x03, 0x01, 0x02, 0x03}; }

void PrintKeyConfig() {
  Section("oblivious-key");
  Dissection out("Key Config (private key 23…23)", ExampleGateway().config().Encode());
  out.Fixed("Key Identifier", 1).Fixed("HPKE KEM ID", 2).Fixed("HPKE Public Key", 32);
  out.Opaque("HPKE Symmetric Algorithms", 2);
}

void PrintInnerRequest(ByteView message) {
  Dissection out("binary HTTP request", message);
  out.Fixed("Framing Indicator", 1).Text("Method", 1).Text("Scheme", 1).Text("Authority", 1);
  out.Text("Path", 1).Fixed("header section, length", 1).Text("Name", 1).Text("Value", 1);
  out.Opaque("Content", 1).Fixed("trailer section, length", 1);
  out.Fixed("Padding", message.size() - kRequestMessageSize);
}

void PrintInnerResponse(ByteView message) {
  Dissection out("binary HTTP response", message);
  out.Fixed("Framing Indicator", 1).Fixed("Status Code", 2).Fixed("header section, length", 1);
  out.Text("Name", 1).Text("Value", 1).Opaque("Content", 1).Fixed("trailer section, length", 1);
  out.Fixed("Padding", message.size() - kResponseMessageSize);
}

void PrintRequest(const crypto::SealedObliviousRequest& request) {
  Section("oblivious-request");
  const auto opened = ExampleGateway().OpenRequest(request.bytes()).value();
  PrintInnerRequest(opened.request.ExposeSecret());
  Dissection out("Encapsulated Request (ephemeral private key 71…71)", request.bytes());
  out.Fixed("Key Identifier", 1).Fixed("KEM Identifier", 2).Fixed("KDF Identifier", 2);
  out.Fixed("AEAD Identifier", 2).Fixed("Encapsulated KEM Secret", 32);
  out.Fixed("AEAD-Protected Request", request.bytes().size() - 39);
}

void PrintResponse(const crypto::SealedObliviousRequest& request) {
  Section("oblivious-response");
  for (const crypto::ObliviousResponse& response :
       {crypto::ObliviousResponse(ExampleBody()),
        crypto::ObliviousResponse(crypto::ObliviousFailure::kBusy)}) {
    auto opened =
        crypto::OpenedObliviousRequest::Open(ExampleGateway(), request.bytes()).value();
    CountingRandom random(kResponseNonceByte);
    const Bytes sealed = std::move(opened.responder).Seal(response, random).value();
    // The same request once more, for its client's half has one response only.
    CountingRandom ephemeral(kEphemeralByte);
    auto again = crypto::ohttp::ClientRequest::Seal(
                     ExampleGateway().config(),
                     ExampleGateway().OpenRequest(request.bytes()).value().request.ExposeSecret(),
                     ephemeral)
                     .value();
    const auto plaintext = std::move(again).OpenResponse(sealed).value();
    if (std::holds_alternative<Bytes>(response)) {
      PrintInnerResponse(plaintext.ExposeSecret());
      Dissection out("Encapsulated Response", sealed);
      out.Fixed("Nonce", 32).Fixed("AEAD-Protected Response", sealed.size() - 32);
    } else {
      Dissection out("binary HTTP response, busy", plaintext.ExposeSecret());
      out.Fixed("Framing Indicator", 1).Fixed("Status Code", 2);
      out.Fixed("Padding", plaintext.size() - 3);
    }
  }
}

}  // namespace

void PrintOblivious() {
  PrintKeyConfig();
  CountingRandom random(kEphemeralByte);
  const auto request =
      crypto::SealedObliviousRequest::Seal(
          ExampleGateway().config(),
          {.call = crypto::ObliviousCall::kNoOp, .body = ExampleBody()}, random)
          .value();
  PrintRequest(request);
  PrintResponse(request);
  Number("largest body of Submit",
         crypto::MaxObliviousRequestBody(crypto::ObliviousCall::kSubmit));
  Number("largest body of NoOp", crypto::MaxObliviousRequestBody(crypto::ObliviousCall::kNoOp));
  Number("largest body of a response", crypto::MaxObliviousResponseBody());
}

}  // namespace candor::testing

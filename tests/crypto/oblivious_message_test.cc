// Oblivious messages: one size each way, one form inside, and a failure without a word.
#include "crypto/oblivious_message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>

#include "base/text.h"
#include "crypto/binary_http.h"
#include "crypto/envelope.h"
#include "tests/support/matchers.h"

namespace candor::crypto {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::VariantWith;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr std::size_t kRequestPlaintext = kObliviousRequestSize - ohttp::kRequestOverhead;
constexpr std::size_t kResponsePlaintext = kObliviousResponseSize - ohttp::kResponseOverhead;

struct Fixture {
  DeterministicRandomForTesting random{1};
  ohttp::Gateway gateway{7, KemPrivateKey::Generate(random)};

  SealedObliviousRequest Seal(const ObliviousRequest& request) {
    return SealedObliviousRequest::Seal(gateway.config(), request, random).value();
  }
  OpenedObliviousRequest Open(const SealedObliviousRequest& request) {
    return OpenedObliviousRequest::Open(gateway, request.bytes()).value();
  }
  // A request that a client with its own ideas has sealed.
  absl::StatusOr<OpenedObliviousRequest> OpenPlain(ByteView plaintext) {
    const auto sealed = ohttp::ClientRequest::Seal(gateway.config(), plaintext, random);
    return OpenedObliviousRequest::Open(gateway, sealed->encapsulated());
  }
  // A response that a gateway with its own ideas has sealed.
  absl::StatusOr<ObliviousResponse> AnswerPlain(ByteView plaintext) {
    SealedObliviousRequest request = Seal({});
    auto opened = gateway.OpenRequest(request.bytes()).value();
    const auto sealed = std::move(opened.sealer).Seal(plaintext, random);
    return std::move(request).Open(*sealed);
  }
};

// The sizes where a content's length takes a byte more, their neighbours, and the ends.
std::set<std::size_t> Borders(std::size_t max) {
  std::set<std::size_t> out = {0, 1, 2, max - 2, max - 1, max};
  for (const std::size_t border : {64u, 16384u}) {
    for (std::size_t size = border - 3; size <= border + 3; ++size) {
      if (size <= max) out.insert(size);
    }
  }
  return out;
}

TEST(ObliviousMessage, ARequestOfAnySizeArrivesInTheOneSize) {
  Fixture f;
  for (const auto call : {ObliviousCall::kSubmit, ObliviousCall::kNoOp}) {
    for (const std::size_t size : Borders(MaxObliviousRequestBody(call))) {
      const ObliviousRequest request{.call = call, .body = Bytes(size, 0xa5)};
      const auto sealed = f.Seal(request);
      EXPECT_EQ(sealed.bytes().size(), 24576u) << size;
      EXPECT_THAT(f.Open(sealed).request, IsOkAndHolds(request)) << size;
    }
  }
}

TEST(ObliviousMessage, AResponseOfAnySizeArrivesInTheOneSize) {
  Fixture f;
  for (const std::size_t size : Borders(MaxObliviousResponseBody())) {
    SealedObliviousRequest request = f.Seal({});
    ASSERT_OK_AND_ASSIGN(const Bytes answer,
                         f.Open(request).responder.Seal(Bytes(size, 0xa5), f.random));
    EXPECT_EQ(answer.size(), 4096u) << size;
    EXPECT_THAT(std::move(request).Open(answer),
                IsOkAndHolds(VariantWith<Bytes>(Bytes(size, 0xa5))))
        << size;
  }
}

// The same claim over many more bodies, and the control: what Seal pads would else have many sizes.
TEST(ObliviousMessage, SealedSizesAreConstantOverAllBodies) {
  Fixture f;
  std::set<std::size_t> sealed_sizes;
  std::set<std::size_t> unpadded_sizes;
  for (std::size_t size = 0; size <= MaxObliviousRequestBody(ObliviousCall::kSubmit); size += 61) {
    const ObliviousRequest request{.call = ObliviousCall::kSubmit, .body = Bytes(size, 1)};
    sealed_sizes.insert(f.Seal(request).bytes().size());
    const BinaryHttpRequest message{.method = "POST",
                                    .scheme = "https",
                                    .authority = "a",
                                    .path = "/",
                                    .header = {},
                                    .content = request.body,
                                    .trailer = {}};
    const auto unpadded =
        ohttp::ClientRequest::Seal(f.gateway.config(), *message.Encode(), f.random);
    unpadded_sizes.insert(unpadded->encapsulated().size());
  }
  EXPECT_EQ(sealed_sizes, std::set<std::size_t>{24576});
  EXPECT_GT(unpadded_sizes.size(), 300u);
  std::set<std::size_t> answer_sizes;
  for (std::size_t size = 0; size <= MaxObliviousResponseBody(); size += 7) {
    auto opened = f.Open(f.Seal({}));
    answer_sizes.insert(std::move(opened.responder).Seal(Bytes(size, 1), f.random)->size());
  }
  for (const auto failure : {ObliviousFailure::kMalformed, ObliviousFailure::kBusy}) {
    auto opened = f.Open(f.Seal({}));
    answer_sizes.insert(std::move(opened.responder).Seal(failure, f.random)->size());
  }
  EXPECT_EQ(answer_sizes, std::set<std::size_t>{4096});
}

TEST(ObliviousMessage, ABodyThatIsTooLargeIsAnErrorThatSaysSo) {
  Fixture f;
  for (const auto call : {ObliviousCall::kSubmit, ObliviousCall::kNoOp}) {
    const std::size_t max = MaxObliviousRequestBody(call);
    const auto sealed = SealedObliviousRequest::Seal(
        f.gateway.config(), {.call = call, .body = Bytes(max + 1)}, f.random);
    EXPECT_THAT(sealed, StatusIs(kInvalid, HasSubstr(Cat(max + 1, " bytes"))));
    EXPECT_THAT(sealed, StatusIs(kInvalid, HasSubstr(Cat("at most ", max))));
  }
}

TEST(ObliviousMessage, AnAnswerThatIsTooLargeLeavesRoomForAnother) {
  Fixture f;
  SealedObliviousRequest request = f.Seal({});
  auto opened = f.Open(request);
  const Bytes too_large(MaxObliviousResponseBody() + 1);
  EXPECT_THAT(std::move(opened.responder).Seal(too_large, f.random),
              StatusIs(kInvalid, HasSubstr(Cat("at most ", MaxObliviousResponseBody()))));
  ASSERT_OK_AND_ASSIGN(const Bytes answer, std::move(opened.responder)
                                               .Seal(ObliviousFailure::kUnavailable, f.random));
  EXPECT_THAT(std::move(request).Open(answer), IsOk());
  EXPECT_THAT(std::move(opened.responder).Seal(Bytes(), f.random),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

// The largest submission: 64 readers, two tokens, and what stands around them (docs/protocol.md).
TEST(ObliviousMessage, TheLargestSubmissionFits) {
  EXPECT_GT(MaxObliviousRequestBody(ObliviousCall::kSubmit), EnvelopeSize(kMaxReaders) + 1200);
}

TEST(ObliviousMessage, OtherSizesAreRefusedAtBothEnds) {
  Fixture f;
  const Bytes request = f.Seal({}).bytes();
  EXPECT_THAT(OpenedObliviousRequest::Open(f.gateway, request), IsOk());
  const auto refused = StatusIs(kInvalid, HasSubstr("one size"));
  EXPECT_THAT(OpenedObliviousRequest::Open(f.gateway, {}), refused);
  EXPECT_THAT(OpenedObliviousRequest::Open(f.gateway, ByteView(request).first(24575)), refused);
  EXPECT_THAT(OpenedObliviousRequest::Open(f.gateway, Concat({request, Bytes(1)})), refused);
  for (const std::size_t size : {std::size_t{0}, std::size_t{100}, kRequestPlaintext - 1,
                                 kRequestPlaintext + 1}) {
    EXPECT_THAT(f.OpenPlain(Bytes(size)), refused) << "sealed well, and of another size";
  }
  EXPECT_THAT(f.Seal({}).Open(Bytes(4095)), refused);
  EXPECT_THAT(f.Seal({}).Open(Bytes(4097)), refused);
  EXPECT_THAT(f.AnswerPlain(Bytes(kResponsePlaintext - 1)), refused);
}

TEST(ObliviousMessage, TheEmptyAnswerIsNoneAndSaysWhatComesNext) {
  Fixture f;
  EXPECT_THAT(f.Seal({}).Open({}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("a later exchange")));
}

TEST(ObliviousMessage, AnAnswerOpensForItsOwnRequestOnly) {
  Fixture f;
  SealedObliviousRequest first = f.Seal({});
  ASSERT_OK_AND_ASSIGN(const Bytes answer, f.Open(first).responder.Seal(Bytes{1}, f.random));
  EXPECT_THAT(f.Seal({}).Open(answer), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(std::move(first).Open(answer), IsOk());
}

TEST(ObliviousMessage, FailuresArriveAsTheyAreAndAsNothingElse) {
  Fixture f;
  for (const auto failure : {ObliviousFailure::kMalformed, ObliviousFailure::kNoSuchCall,
                             ObliviousFailure::kBusy, ObliviousFailure::kUnavailable}) {
    SealedObliviousRequest request = f.Seal({});
    ASSERT_OK_AND_ASSIGN(const Bytes answer, f.Open(request).responder.Seal(failure, f.random));
    EXPECT_THAT(std::move(request).Open(answer),
                IsOkAndHolds(VariantWith<ObliviousFailure>(failure)));
    EXPECT_EQ(FailureOf(StatusOf(failure)), failure);
  }
  EXPECT_EQ(FailureOf(absl::InternalError("")), ObliviousFailure::kUnavailable);
}

// --- one form ---

BinaryHttpRequest GoodRequest() {
  return {.method = "POST",
          .scheme = "https",
          .authority = "board.candor.invalid",
          .path = "/candor.v1.AnonymousService/Submit",
          .header = {{"content-type", "application/proto"}},
          .content = {1, 2, 3},
          .trailer = {}};
}

TEST(ObliviousMessage, TheInnerRequestIsTheOneOfTheDocument) {
  Fixture f;
  const auto opened = f.OpenPlain(*GoodRequest().Encode(kRequestPlaintext));
  ASSERT_OK(opened);
  EXPECT_THAT(opened->request, IsOkAndHolds(ObliviousRequest{ObliviousCall::kSubmit, {1, 2, 3}}));
}

TEST(ObliviousMessage, AnyOtherInnerRequestIsRefusedInsideTheAnswer) {
  Fixture f;
  using Spoil = std::function<void(BinaryHttpRequest&)>;
  const std::vector<std::pair<std::string_view, Spoil>> cases = {
      {"method", [](auto& r) { r.method = "PUT"; }},
      {"scheme", [](auto& r) { r.scheme = "http"; }},
      {"authority", [](auto& r) { r.authority = "board.nordhafen.example"; }},
      {"no authority", [](auto& r) { r.authority = ""; }},
      {"a field more", [](auto& r) { r.header.push_back({"user-agent", "x"}); }},
      {"a field twice", [](auto& r) { r.header.push_back(r.header.front()); }},
      {"no field", [](auto& r) { r.header.clear(); }},
      {"content type", [](auto& r) { r.header = {{"content-type", "application/grpc"}}; }},
      {"a trailer", [](auto& r) { r.trailer = {{"a", "b"}}; }},
  };
  for (const auto& [what, spoil] : cases) {
    BinaryHttpRequest message = GoodRequest();
    spoil(message);
    auto opened = f.OpenPlain(*message.Encode(kRequestPlaintext));
    ASSERT_OK(opened) << what;
    EXPECT_THAT(opened->request, StatusIs(kInvalid)) << what;
    EXPECT_THAT(std::move(opened->responder).Seal(FailureOf(opened->request.status()), f.random),
                IsOk())
        << what;
  }
  for (const std::string_view path : {"/candor.v1.AnonymousService/submit",
                                      "/candor.v1.AnonymousService/Submit/",
                                      "/candor.v1.AnonymousService/Submit?a=1",
                                      "/candor.v1.BoardService/Nonce", "/"}) {
    BinaryHttpRequest message = GoodRequest();
    message.path = path;
    const auto opened = f.OpenPlain(*message.Encode(kRequestPlaintext));
    ASSERT_OK(opened);
    EXPECT_EQ(FailureOf(opened->request.status()), ObliviousFailure::kNoSuchCall) << path;
  }
}

// What RFC 9292 calls the same message in other words is refused: a spelling could mark its sender.
TEST(ObliviousMessage, AnotherEncodingOfTheSameRequestIsRefused) {
  Fixture f;
  const Bytes good = *GoodRequest().Encode(kRequestPlaintext);
  Bytes long_integer = Concat({Bytes{0x40, 0x00}, ByteView(good).subspan(1)});
  long_integer.resize(kRequestPlaintext);
  Bytes padded_with_one = good;
  padded_with_one.back() = 1;
  for (const auto& plaintext : {long_integer, padded_with_one, Bytes(kRequestPlaintext)}) {
    const auto opened = f.OpenPlain(plaintext);
    ASSERT_OK(opened);
    EXPECT_THAT(opened->request, StatusIs(kInvalid));
  }
  ASSERT_THAT(BinaryHttpRequest::Decode(long_integer), IsOkAndHolds(GoodRequest()))
      << "the control: the RFC's decoder takes it";
}

TEST(ObliviousMessage, AnyOtherInnerResponseIsRefused) {
  Fixture f;
  BinaryHttpResponse good;
  good.status = 200;
  good.header = {{"content-type", "application/proto"}};
  good.content = {7};
  EXPECT_THAT(f.AnswerPlain(*good.Encode(kResponsePlaintext)),
              IsOkAndHolds(VariantWith<Bytes>(Bytes{7})));
  using Spoil = std::function<void(BinaryHttpResponse&)>;
  const std::vector<std::pair<std::string_view, Spoil>> cases = {
      {"status 204", [](auto& r) { r.status = 204; }},
      {"status 500", [](auto& r) { r.status = 500; }},
      {"a failure with content", [](auto& r) { r.status = 503; }},
      {"a failure with a field", [](auto& r) { r.status = 503, r.content = {}; }},
      {"no content type", [](auto& r) { r.header = {}; }},
      {"a field more", [](auto& r) { r.header.push_back({"date", "x"}); }},
      {"informational", [](auto& r) { r.informational = {{100, {}}}; }},
      {"a trailer", [](auto& r) { r.trailer = {{"a", "b"}}; }},
  };
  for (const auto& [what, spoil] : cases) {
    BinaryHttpResponse message = good;
    spoil(message);
    EXPECT_THAT(f.AnswerPlain(*message.Encode(kResponsePlaintext)), StatusIs(kInvalid)) << what;
  }
}

}  // namespace
}  // namespace candor::crypto

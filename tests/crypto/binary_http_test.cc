// Binary HTTP (RFC 9292) and its integers (RFC 9000 §16): published examples, and what is refused.
#include "crypto/binary_http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>

#include "crypto/varint.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::crypto {
namespace {

using ::candor::testing::Hex;
using ::candor::testing::IsOk;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kRefused = absl::StatusCode::kInvalidArgument;

Bytes FromHex(std::string_view digits) { return HexDecode(digits).value(); }

// --- integers ---

std::uint64_t ReadWhole(ByteView bytes) {
  Reader in(bytes);
  const std::uint64_t value = ReadVarint(in);
  EXPECT_OK(in.Finish("integer"));
  return value;
}

Bytes Written(std::uint64_t value) {
  Writer out;
  WriteVarint(value, out);
  return out.Take();
}

TEST(Varint, KnowsTheExamplesOfRfc9000) {
  EXPECT_EQ(ReadWhole(FromHex("c2197c5eff14e88c")), 151288809941952652u);
  EXPECT_EQ(ReadWhole(FromHex("9d7f3e7d")), 494878333u);
  EXPECT_EQ(ReadWhole(FromHex("7bbd")), 15293u);
  EXPECT_EQ(ReadWhole(FromHex("25")), 37u);
  EXPECT_EQ(ReadWhole(FromHex("4025")), 37u) << "more bytes than needed are read";
}

TEST(Varint, IsWrittenInTheFewestBytes) {
  const std::vector<std::pair<std::uint64_t, std::string>> cases = {
      {0, "00"},
      {63, "3f"},
      {64, "4040"},
      {16383, "7fff"},
      {16384, "80004000"},
      {1073741823, "bfffffff"},
      {1073741824, "c000000040000000"},
      {kMaxVarint, "ffffffffffffffff"},
  };
  for (const auto& [value, hex] : cases) {
    EXPECT_EQ(HexEncode(Written(value)), hex);
    EXPECT_EQ(VarintSize(value), hex.size() / 2);
    EXPECT_EQ(ReadWhole(FromHex(hex)), value);
  }
}

TEST(Varint, AnEndInsideIsRefused) {
  for (const std::string_view hex : {"25", "7bbd", "9d7f3e7d", "c2197c5eff14e88c"}) {
    const Bytes whole = FromHex(hex);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      Reader in(ByteView(whole).first(size));
      ReadVarint(in);
      EXPECT_THAT(in.Finish("integer"), StatusIs(kRefused)) << hex << " " << size;
    }
  }
}

TEST(VarintDeathTest, HasNoFormForMoreThan62Bits) {
  EXPECT_DEATH(Written(kMaxVarint + 1), "");
}

// --- published examples ---

Bytes Example(const nlohmann::json& file, std::string_view id) {
  for (const auto& example : file.at("bhttp")) {
    if (example.at("id") == id) return Hex(example.at("hex"));
  }
  ADD_FAILURE() << "no example " << id;
  return {};
}

BinaryHttpRequest RfcRequest() {
  return {.method = "GET",
          .scheme = "https",
          .authority = "",
          .path = "/hello.txt",
          .header = {{"user-agent", "curl/7.16.3 libcurl/7.16.3 OpenSSL/0.9.7l zlib/1.2.3"},
                     {"host", "www.example.com"},
                     {"accept-language", "en, mi"}},
          .content = {},
          .trailer = {}};
}

BinaryHttpResponse RfcResponse() {
  return {.informational = {{102, {{"running", "\"sleep 15\""}}},
                            {103,
                             {{"link", "</style.css>; rel=preload; as=style"},
                              {"link", "</script.js>; rel=preload; as=script"}}}},
          .status = 200,
          .header = {{"date", "Mon, 27 Jul 2009 12:28:53 GMT"},
                     {"server", "Apache"},
                     {"last-modified", "Wed, 22 Jul 2009 19:15:56 GMT"},
                     {"etag", "\"34aa387-d-1568eb00\""},
                     {"accept-ranges", "bytes"},
                     {"content-length", "51"},
                     {"vary", "Accept-Encoding"},
                     {"content-type", "text/plain"}},
          .content = ToBytes(AsBytes("Hello World! My content includes a trailing CRLF.\r\n")),
          .trailer = {}};
}

BinaryHttpResponse RfcChunked() {
  return {.informational = {},
          .status = 200,
          .header = {},
          .content = ToBytes(AsBytes("This content contains CRLF.\r\n")),
          .trailer = {{"trailer", "text"}}};
}

TEST(BinaryHttp, ReadsEveryExampleOfTheRfc) {
  CANDOR_VECTORS_OR_RETURN(file, "bhttp/rfc9292_examples.json");
  ASSERT_EQ(file.at("bhttp").size(), 4u);
  EXPECT_THAT(BinaryHttpRequest::Decode(Example(file, "ex-bink-request")),
              IsOkAndHolds(RfcRequest()));
  EXPECT_THAT(BinaryHttpRequest::Decode(Example(file, "ex-bini-request")),
              IsOkAndHolds(RfcRequest()));
  EXPECT_THAT(BinaryHttpResponse::Decode(Example(file, "ex-bini-response")),
              IsOkAndHolds(RfcResponse()));
  EXPECT_THAT(BinaryHttpResponse::Decode(Example(file, "ex-bink-chunked")),
              IsOkAndHolds(RfcChunked()));
}

TEST(BinaryHttp, WritesTheKnownLengthExamplesByteForByte) {
  CANDOR_VECTORS_OR_RETURN(file, "bhttp/rfc9292_examples.json");
  EXPECT_THAT(RfcRequest().Encode(), IsOkAndHolds(Example(file, "ex-bink-request")));
  EXPECT_THAT(RfcChunked().Encode(), IsOkAndHolds(Example(file, "ex-bink-chunked")));
}

TEST(BinaryHttp, KnowsTheMessagesOfRfc9458) {
  const BinaryHttpRequest request{.method = "GET",
                                  .scheme = "https",
                                  .authority = "example.com",
                                  .path = "/",
                                  .header = {},
                                  .content = {},
                                  .trailer = {}};
  const Bytes truncated = FromHex("00034745540568747470730b6578616d706c652e636f6d012f");
  EXPECT_THAT(BinaryHttpRequest::Decode(truncated), IsOkAndHolds(request));
  EXPECT_THAT(request.Encode(), IsOkAndHolds(Concat({truncated, Bytes(3)})));
  BinaryHttpResponse response;
  response.status = 200;
  EXPECT_THAT(BinaryHttpResponse::Decode(FromHex("0140c8")), IsOkAndHolds(response));
}

// --- messages put together without a check ---

struct RawRequest {
  std::string method = "GET";
  std::string scheme = "https";
  std::string authority = "a";
  std::string path = "/";
  FieldSection header;
  std::string content;
  FieldSection trailer;
};

void Counted(std::string_view text, Writer& out) {
  WriteVarint(text.size(), out);
  out.Fixed(AsBytes(text));
}

Bytes Lines(const FieldSection& section) {
  Writer out;
  for (const auto& line : section) {
    Counted(line.name, out);
    Counted(line.value, out);
  }
  return out.Take();
}

// The pieces of an encoding, so that a test knows where it may be cut.
std::vector<Bytes> KnownPieces(const RawRequest& raw) {
  Writer control;
  control.U8(0);
  for (const auto* const part : {&raw.method, &raw.scheme, &raw.authority, &raw.path}) {
    Counted(*part, control);
  }
  Writer header;
  Counted(AsText(Lines(raw.header)), header);
  Writer content;
  Counted(raw.content, content);
  Writer trailer;
  Counted(AsText(Lines(raw.trailer)), trailer);
  return {control.Take(), header.Take(), content.Take(), trailer.Take()};
}

// The content in chunks of at most three bytes.
std::vector<Bytes> IndeterminatePieces(const RawRequest& raw) {
  std::vector<Bytes> out = KnownPieces(raw);
  out[0][0] = 2;
  out[1] = Concat({Lines(raw.header), Bytes(1)});
  Writer content;
  for (std::size_t at = 0; at < raw.content.size(); at += 3) {
    Counted(std::string_view(raw.content).substr(at, 3), content);
  }
  content.U8(0);
  out[2] = content.Take();
  out[3] = Concat({Lines(raw.trailer), Bytes(1)});
  return out;
}

Bytes Joined(const std::vector<Bytes>& pieces) {
  Bytes out;
  for (const auto& piece : pieces) Append(out, piece);
  return out;
}

RawRequest FullRequest() {
  RawRequest raw;
  raw.header = {{"a", "1"}, {"b", ""}};
  raw.content = "some content";
  raw.trailer = {{"c", "2"}};
  return raw;
}

TEST(BinaryHttp, BothFramingsAreOneMessage) {
  const auto known = BinaryHttpRequest::Decode(Joined(KnownPieces(FullRequest())));
  const auto indeterminate = BinaryHttpRequest::Decode(Joined(IndeterminatePieces(FullRequest())));
  ASSERT_OK(known);
  EXPECT_EQ(AsText(known->content), "some content");
  EXPECT_THAT(indeterminate, IsOkAndHolds(*known));
  EXPECT_THAT(known->Encode(), IsOkAndHolds(Joined(KnownPieces(FullRequest()))));
}

// §3.8: before a section, all that follows then being empty; and nowhere else.
TEST(BinaryHttp, EndsOnlyBeforeASection) {
  for (const auto& pieces : {KnownPieces(FullRequest()), IndeterminatePieces(FullRequest())}) {
    std::set<std::size_t> expected;
    std::size_t end = 0;
    for (const auto& piece : pieces) expected.insert(end += piece.size());
    const Bytes whole = Joined(pieces);
    std::set<std::size_t> accepted;
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      if (BinaryHttpRequest::Decode(ByteView(whole).first(size)).ok()) accepted.insert(size);
    }
    EXPECT_EQ(accepted, expected);
    const auto cut = BinaryHttpRequest::Decode(Concat({pieces[0], pieces[1]}));
    ASSERT_OK(cut);
    EXPECT_EQ(cut->header, FullRequest().header);
    EXPECT_TRUE(cut->content.empty() && cut->trailer.empty());
  }
}

TEST(BinaryHttp, AResponseEndsOnlyBehindAFinalStatus) {
  // 102 with a field, 200: cut anywhere before the 200 is whole, it is no response.
  const Bytes whole = FromHex("0140660401610131" "40c8");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THAT(BinaryHttpResponse::Decode(ByteView(whole).first(size)), StatusIs(kRefused))
        << size;
  }
  EXPECT_THAT(BinaryHttpResponse::Decode(whole), IsOk());
}

TEST(BinaryHttp, IsPaddedWithZeroesAndNothingElse) {
  for (const auto& pieces : {KnownPieces(FullRequest()), IndeterminatePieces(FullRequest())}) {
    const Bytes whole = Joined(pieces);
    const auto message = BinaryHttpRequest::Decode(whole);
    ASSERT_OK(message);
    EXPECT_THAT(BinaryHttpRequest::Decode(Concat({whole, Bytes(9)})), IsOkAndHolds(*message));
    for (std::size_t place = 0; place < 9; ++place) {
      Bytes padding(9);
      padding[place] = 1;
      EXPECT_THAT(BinaryHttpRequest::Decode(Concat({whole, padding})),
                  StatusIs(kRefused, HasSubstr("padding")));
    }
  }
}

TEST(BinaryHttp, EncodesToASizeOrSaysWhyNot) {
  const auto message = RfcRequest();
  ASSERT_OK_AND_ASSIGN(const Bytes plain, message.Encode());
  EXPECT_THAT(message.Encode(plain.size()), IsOkAndHolds(plain));
  EXPECT_THAT(message.Encode(plain.size() + 1), IsOkAndHolds(Concat({plain, Bytes(1)})));
  EXPECT_THAT(message.Encode(plain.size() - 1), StatusIs(kRefused, HasSubstr("may have")));
  EXPECT_THAT(message.Encode(kMaxBinaryHttpSize), IsOk());
  EXPECT_THAT(message.Encode(kMaxBinaryHttpSize + 1), StatusIs(kRefused));
}

TEST(BinaryHttp, RepeatedFieldsStayAsTheyCame) {
  RawRequest raw;
  raw.header = {{"link", "1"}, {"a", "x"}, {"link", "2"}, {"link", "1"}};
  ASSERT_OK_AND_ASSIGN(const auto message, BinaryHttpRequest::Decode(Joined(KnownPieces(raw))));
  EXPECT_EQ(message.header, raw.header);
}

// §3: integers need not be short. Nor must a decoder write them as it read them.
TEST(BinaryHttp, LongIntegersAreReadAndNotWritten) {
  const Bytes wide = FromHex("4000" "4003474554" "80000005" "6874747073" "00" "012f");
  const auto message = BinaryHttpRequest::Decode(wide);
  ASSERT_OK(message);
  EXPECT_EQ(message->method, "GET");
  EXPECT_THAT(message->Encode(),
              IsOkAndHolds(FromHex("0003474554" "056874747073" "00" "012f" "000000")));
}

struct BadRequest {
  std::string_view what;
  std::function<void(RawRequest&)> spoil;
  std::string_view why;
};

const std::vector<BadRequest>& BadRequests() {
  static const std::vector<BadRequest> cases = {
      {"name in upper case", [](auto& r) { r.header = {{"Host", "a"}}; }, "lower case"},
      {"name with a space", [](auto& r) { r.header = {{"a b", "a"}}; }, "field name"},
      {"name with a colon", [](auto& r) { r.header = {{"a:", "a"}}; }, "field name"},
      {"name with a high byte", [](auto& r) { r.header = {{"a\x80", "a"}}; }, "field name"},
      {"a colon alone", [](auto& r) { r.header = {{":", "a"}}; }, "field name"},
      {":method", [](auto& r) { r.header = {{":method", "GET"}}; }, "control data"},
      {":scheme", [](auto& r) { r.header = {{":scheme", "https"}}; }, "control data"},
      {":authority", [](auto& r) { r.header = {{":authority", "a"}}; }, "control data"},
      {":path", [](auto& r) { r.header = {{":path", "/"}}; }, "control data"},
      {":status", [](auto& r) { r.header = {{":status", "200"}}; }, "control data"},
      {"late pseudo-field", [](auto& r) { r.header = {{"a", ""}, {":x", ""}}; }, "behind another"},
      {"pseudo-field in a trailer", [](auto& r) { r.trailer = {{":x", ""}}; }, "trailer"},
      {"bad name in a trailer", [](auto& r) { r.trailer = {{"A", ""}}; }, "lower case"},
      {"value with a zero", [](auto& r) { r.header = {{"a", std::string("b\0c", 3)}}; }, "value"},
      {"value with a CR", [](auto& r) { r.header = {{"a", "b\rc"}}; }, "value"},
      {"value with a LF", [](auto& r) { r.header = {{"a", "b\nc"}}; }, "value"},
      {"value behind a space", [](auto& r) { r.header = {{"a", " b"}}; }, "space"},
      {"value before a tab", [](auto& r) { r.header = {{"a", "b\t"}}; }, "space"},
      {"value of a space", [](auto& r) { r.header = {{"a", " "}}; }, "space"},
      {"too many fields", [](auto& r) { r.header.assign(129, {"a", "b"}); }, "128"},
      {"no method", [](auto& r) { r.method = ""; }, "method"},
      {"method with a space", [](auto& r) { r.method = "GE T"; }, "method"},
      {"a tunnel", [](auto& r) { r.method = "CONNECT"; }, "CONNECT"},
      {"no scheme", [](auto& r) { r.scheme = ""; }, "scheme"},
      {"scheme of a digit", [](auto& r) { r.scheme = "1s"; }, "scheme"},
      {"userinfo", [](auto& r) { r.authority = "me@a"; }, "authority"},
      {"authority with a path", [](auto& r) { r.authority = "a/b"; }, "authority"},
      {"authority with a line break", [](auto& r) { r.authority = "a\r\nb"; }, "authority"},
      {"no path", [](auto& r) { r.path = ""; }, "slash"},
      {"path without a slash", [](auto& r) { r.path = "a"; }, "slash"},
      {"asterisk of a GET", [](auto& r) { r.path = "*"; }, "slash"},
      {"path with a space", [](auto& r) { r.path = "/a b"; }, "path"},
      {"path with a fragment", [](auto& r) { r.path = "/a#b"; }, "path"},
  };
  return cases;
}

TEST(BinaryHttp, RefusesRequestsThatHttpDoesNotKnow) {
  for (const auto& bad : BadRequests()) {
    SCOPED_TRACE(bad.what);
    RawRequest raw;
    EXPECT_THAT(BinaryHttpRequest::Decode(Joined(KnownPieces(raw))), IsOk()) << "the control";
    bad.spoil(raw);
    const auto refused = StatusIs(kRefused, HasSubstr(std::string(bad.why)));
    EXPECT_THAT(BinaryHttpRequest::Decode(Joined(KnownPieces(raw))), refused);
    EXPECT_THAT(BinaryHttpRequest::Decode(Joined(IndeterminatePieces(raw))), refused);
    const BinaryHttpRequest message{.method = raw.method,
                                    .scheme = raw.scheme,
                                    .authority = raw.authority,
                                    .path = raw.path,
                                    .header = raw.header,
                                    .content = {},
                                    .trailer = raw.trailer};
    EXPECT_THAT(message.Encode(), refused) << "the encoder writes what the decoder refuses";
  }
}

// Of indeterminate length a name of no bytes is the section's end.
TEST(BinaryHttp, AFieldHasAName) {
  RawRequest raw;
  raw.header = {{"", "a"}};
  const auto refused = StatusIs(kRefused, HasSubstr("field name is empty"));
  EXPECT_THAT(BinaryHttpRequest::Decode(Joined(KnownPieces(raw))), refused);
  BinaryHttpRequest message = RfcRequest();
  message.header = raw.header;
  EXPECT_THAT(message.Encode(), refused);
}

TEST(BinaryHttp, TakesWhatIsUnusualAndAllowed) {
  const std::vector<std::function<void(RawRequest&)>> cases = {
      [](auto& r) { r.header = {{":protocol", "x"}, {":other", "y"}, {"a", "b"}}; },
      [](auto& r) { r.header = {{"a", ""}, {"b", "c \t d"}, {"!#$%&'*+-.^_`|~0", "\x80\xff"}}; },
      [](auto& r) { r.header = {{"connection", "close"}, {"content-length", "7"}}; },
      [](auto& r) { r.header.assign(128, {"a", "b"}); },
      [](auto& r) { r.method = "OPTIONS", r.path = "*"; },
      [](auto& r) { r.scheme = "coap", r.path = ""; },
      [](auto& r) { r.authority = "[::1]:443"; },
      [](auto& r) { r.path = "/a?b=%20/*"; },
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    RawRequest raw;
    cases[i](raw);
    EXPECT_THAT(BinaryHttpRequest::Decode(Joined(KnownPieces(raw))), IsOk()) << i;
    EXPECT_THAT(BinaryHttpRequest::Decode(Joined(IndeterminatePieces(raw))), IsOk()) << i;
  }
}

TEST(BinaryHttp, RefusesOtherFramingsAndTheOtherKind) {
  const Bytes request = Joined(KnownPieces({}));
  for (int framing = 0; framing < 64; ++framing) {
    Bytes other = request;
    other[0] = static_cast<std::uint8_t>(framing);
    EXPECT_EQ(BinaryHttpRequest::Decode(other).ok(), framing == 0 || framing == 2) << framing;
  }
  EXPECT_THAT(BinaryHttpResponse::Decode(request), StatusIs(kRefused, HasSubstr("kind")));
  EXPECT_THAT(BinaryHttpRequest::Decode(FromHex("0140c8")), StatusIs(kRefused, HasSubstr("kind")));
  EXPECT_THAT(BinaryHttpRequest::Decode({}), StatusIs(kRefused));
}

TEST(BinaryHttp, RefusesStatusesOutOfRange) {
  for (const std::uint16_t status : {0, 1, 99, 100, 199, 200, 404, 599, 600, 999, 16383}) {
    Writer out;
    out.U8(1);
    WriteVarint(status, out);
    const bool good = status >= 200 && status <= 599;
    EXPECT_EQ(BinaryHttpResponse::Decode(out.view()).ok(), good) << status;
    BinaryHttpResponse response;
    response.status = status;
    EXPECT_EQ(response.Encode().ok(), good) << status;
    response.status = 200;
    response.informational = {{status, {}}};
    EXPECT_EQ(response.Encode().ok(), status >= 100 && status <= 199) << status;
  }
}

// 2^16 + 200 is not 200, and 2^16 + 100 is not 100.
TEST(BinaryHttp, RefusesStatusesThatAreTooWideForOne) {
  for (const std::uint64_t status : {65736u, 65636u}) {
    Writer out;
    out.U8(1);
    WriteVarint(status, out);
    EXPECT_THAT(BinaryHttpResponse::Decode(out.view()), StatusIs(kRefused, HasSubstr("range")));
  }
}

TEST(BinaryHttp, TakesSixteenInformationalResponsesAndNoMore) {
  BinaryHttpResponse response;
  response.status = 200;
  response.informational.assign(16, {100, {}});
  ASSERT_OK_AND_ASSIGN(const Bytes sixteen, response.Encode());
  EXPECT_THAT(BinaryHttpResponse::Decode(sixteen), IsOkAndHolds(response));
  const Bytes one_more = Concat({FromHex("01406400"), ByteView(sixteen).subspan(1)});
  EXPECT_THAT(BinaryHttpResponse::Decode(one_more), StatusIs(kRefused, HasSubstr("informational")));
  response.informational.push_back({100, {}});
  EXPECT_THAT(response.Encode(), StatusIs(kRefused, HasSubstr("informational")));
}

TEST(BinaryHttp, LengthsThatLieAreRefused) {
  const std::string control = "0003474554056874747073" "00" "012f";
  for (const std::string_view rest : {
           "05" "01610131",            // a section longer than the message
           "03" "01610131",            // a line longer than its section
           "01" "01",                  // a name longer than its section
           "00" "05" "616263",         // content longer than the message
           "00" "ffffffffffffffff",    // 2^62 - 1 bytes of content
           "ffffffffffffffff",         // the same of header
           "00" "00" "05" "01610131",  // a trailer longer than the message
       }) {
    EXPECT_THAT(BinaryHttpRequest::Decode(FromHex(control + std::string(rest))),
                StatusIs(kRefused))
        << rest;
  }
  EXPECT_THAT(BinaryHttpRequest::Decode(FromHex(control + "04" "01610131")), IsOk());
}

TEST(BinaryHttp, MoreThan64KiBIsRefused) {
  const Bytes request = Joined(KnownPieces({}));
  const auto padded = [&](std::size_t size) {
    Bytes out = request;
    out.resize(size);
    return out;
  };
  EXPECT_THAT(BinaryHttpRequest::Decode(padded(kMaxBinaryHttpSize)), IsOk());
  EXPECT_THAT(BinaryHttpRequest::Decode(padded(kMaxBinaryHttpSize + 1)), StatusIs(kRefused));
  BinaryHttpRequest message = RfcRequest();
  message.content.resize(kMaxBinaryHttpSize);
  EXPECT_THAT(message.Encode(), StatusIs(kRefused));
}

// Whatever a flipped bit leaves readable is a message that is written and read again as itself.
TEST(BinaryHttp, AFlippedBitIsRefusedOrAnotherMessage) {
  std::size_t refused = 0;
  for (const auto& pieces : {KnownPieces(FullRequest()), IndeterminatePieces(FullRequest())}) {
    const Bytes whole = Joined(pieces);
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
      Bytes flipped = whole;
      flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      const auto message = BinaryHttpRequest::Decode(flipped);
      if (!message.ok()) {
        ++refused;
        continue;
      }
      const auto again = message->Encode();
      ASSERT_OK(again);
      EXPECT_THAT(BinaryHttpRequest::Decode(*again), IsOkAndHolds(*message)) << bit;
    }
  }
  EXPECT_GT(refused, 100u);
}

}  // namespace
}  // namespace candor::crypto

// base/bytes: views, comparison and the three text encodings, each strict in its own way.
#include "base/bytes.h"

#include <gtest/gtest.h>

#include <string_view>

#include "tests/support/matchers.h"

namespace candor {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::ElementsAre;

Bytes Of(std::string_view text) { return ToBytes(AsBytes(text)); }

TEST(Bytes, ViewsAreTheSameMemory) {
  constexpr std::string_view kText = "abc";
  EXPECT_EQ(AsText(AsBytes(kText)).data(), kText.data());
  EXPECT_THAT(AsBytes(kText), ElementsAre('a', 'b', 'c'));
  EXPECT_TRUE(AsBytes("").empty());
}

TEST(Bytes, EqualAndLessCompareUnsignedBytes) {
  EXPECT_TRUE(Equal(Of("ab"), Of("ab")));
  EXPECT_FALSE(Equal(Of("ab"), Of("abc")));
  EXPECT_TRUE(Less(Of("ab"), Of("abc")));
  EXPECT_FALSE(Less(Of("ab"), Of("ab")));
  EXPECT_TRUE(Less(Bytes{0x7f}, Bytes{0x80}));
}

TEST(Bytes, ConcatAndAppendKeepOrder) {
  Bytes out = Concat({Of("a"), {}, Of("bc")});
  Append(out, Of("d"));
  EXPECT_EQ(out, Of("abcd"));
  EXPECT_TRUE(Concat({}).empty());
}

TEST(Bytes, AnArrayTakesExactlyItsLength) {
  EXPECT_THAT(ToArray<2>(Bytes{1, 2}), IsOkAndHolds(ElementsAre(1, 2)));
  EXPECT_THAT(ToArray<2>(Bytes{1}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ToArray<2>(Bytes{1, 2, 3}), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Hex, IsLowerCaseAndStrict) {
  EXPECT_EQ(HexEncode(Bytes{0x00, 0x9f, 0xff}), "009fff");
  EXPECT_THAT(HexDecode("009fff"), IsOkAndHolds(ElementsAre(0x00, 0x9f, 0xff)));
  EXPECT_THAT(HexDecode(""), IsOkAndHolds(Bytes{}));
  for (const auto* bad : {"0", "0F", "g0", "0x00", " 00", "00 "}) {
    EXPECT_THAT(HexDecode(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
}

// RFC 4648 §10.
TEST(Base64, KnowsThePublishedExamples) {
  const std::pair<std::string_view, std::string_view> examples[] = {
      {"", ""},           {"f", "Zg=="},         {"fo", "Zm8="},        {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"},
  };
  for (const auto& [plain, encoded] : examples) {
    EXPECT_EQ(Base64Encode(AsBytes(plain)), encoded);
    EXPECT_THAT(Base64Decode(encoded), IsOkAndHolds(Of(plain))) << encoded;
  }
  EXPECT_EQ(Base64Encode(Bytes{0xfb, 0xff}), "+/8=");
}

TEST(Base64, DecodesNothingButTheCanonicalForm) {
  for (const auto* bad : {
           "Zg",        // no padding
           "Zg=",       // half a padding
           "Zg===",     // too much of it
           "====",      // nothing but padding
           "Z===",      // one digit
           "Zh==",      // bits beyond the last byte
           "Zm9=",      // the same with two bytes
           "Zg==Zg==",  // padding inside
           "Zm=v",      // padding before a digit
           "Zm9v\n",    // a line end
           " Zm9",      // a space
           "Zm9-",      // the other alphabet
           "Zm9_",      // the other alphabet
       }) {
    EXPECT_THAT(Base64Decode(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
}

TEST(Base32, IsCrockfordsAlphabet) {
  EXPECT_EQ(Base32Encode(AsBytes("foobar")), "CSQPYRK1E8");
  EXPECT_EQ(Base32Encode(AsBytes("f")), "CR");
  EXPECT_EQ(Base32Encode({}), "");
  EXPECT_THAT(Base32Decode("CSQPYRK1E8"), IsOkAndHolds(Of("foobar")));
  EXPECT_THAT(Base32Decode(""), IsOkAndHolds(Bytes{}));
}

TEST(Base32, ForgivesWhatAHumanMistypes) {
  EXPECT_THAT(Base32Decode("csqp-yrk1 e8"), IsOkAndHolds(Of("foobar")));
  EXPECT_THAT(Base32Decode("CSQPYRKIE8"), IsOkAndHolds(Of("foobar")));
  EXPECT_THAT(Base32Decode("CSQPYRKle8"), IsOkAndHolds(Of("foobar")));
  EXPECT_THAT(Base32Decode("oO"), IsOkAndHolds(Bytes{0}));
}

TEST(Base32, RefusesWhatNoEncodingEndsIn) {
  for (const auto* bad : {
           "C",     // five bits are no byte
           "CRR",   // seven bits are left over
           "CS",    // a left-over bit is set
           "CU",    // U is not in the alphabet
           "C!",    // neither is this
           "CR=",   // no padding
           "C\xc3\xa9",
       }) {
    EXPECT_THAT(Base32Decode(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
  }
}

TEST(Encodings, GoRoundForEveryLengthAndByte) {
  Bytes bytes;
  for (int i = 0; i < 300; ++i) {
    EXPECT_THAT(HexDecode(HexEncode(bytes)), IsOkAndHolds(bytes));
    EXPECT_THAT(Base64Decode(Base64Encode(bytes)), IsOkAndHolds(bytes));
    EXPECT_THAT(Base32Decode(Base32Encode(bytes)), IsOkAndHolds(bytes));
    bytes.push_back(static_cast<std::uint8_t>(i * 167));
  }
}

}  // namespace
}  // namespace candor

#include "audit/entry_bundle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;

constexpr auto kRefused = absl::StatusCode::kInvalidArgument;

EntryText TextOf(std::string_view content) {
  EntryText out;
  out.salt.fill(0x5a);
  out.content = ToBytes(AsBytes(content));
  return out;
}

TEST(EntryBundle, IsEachEntryBehindItsLength) {
  const std::vector<Bytes> entries = {{0xaa}, {}, {1, 2, 3}};
  const auto bundle = EncodeEntryBundle(entries);
  ASSERT_THAT(bundle, IsOk());
  EXPECT_EQ(HexEncode(*bundle),
            "0001aa"
            "0000"
            "0003010203");
  EXPECT_THAT(DecodeEntryBundle(*bundle, 3), IsOkAndHolds(entries));
}

TEST(EntryBundle, HoldsTheLongestEntryAndNoLongerOne) {
  EXPECT_THAT(EncodeEntryBundle(std::vector<Bytes>{Bytes(65535)}), IsOk());
  EXPECT_THAT(EncodeEntryBundle(std::vector<Bytes>{Bytes(65536)}), StatusIs(kRefused));
  EXPECT_THAT(EncodeEntryBundle(std::vector<Bytes>(256)), IsOk());
  EXPECT_THAT(EncodeEntryBundle(std::vector<Bytes>(257)), StatusIs(kRefused));
}

TEST(EntryBundle, RefusesEveryTruncationExtensionAndOtherCount) {
  const std::vector<Bytes> entries = {{0xaa, 0xbb}, {}, {1, 2, 3}};
  const Bytes bundle = *EncodeEntryBundle(entries);
  for (std::size_t length = 0; length < bundle.size(); ++length) {
    EXPECT_THAT(DecodeEntryBundle(ByteView(bundle).first(length), 3), StatusIs(kRefused)) << length;
  }
  Bytes longer = bundle;
  longer.push_back(0);
  EXPECT_THAT(DecodeEntryBundle(longer, 3), StatusIs(kRefused));
  EXPECT_THAT(DecodeEntryBundle(bundle, 2), StatusIs(kRefused));
  EXPECT_THAT(DecodeEntryBundle(bundle, 4), StatusIs(kRefused));
  EXPECT_THAT(DecodeEntryBundle({}, 0), IsOk());
}

TEST(TextBundle, IsSaltAndContentOfEachEntryAndZeroesWhereThereIsNone) {
  const std::vector<EntryText> texts = {TextOf("hi"), EntryText{}};
  const auto bundle = EncodeTextBundle(texts);
  ASSERT_THAT(bundle, IsOk());
  std::string expected;
  for (int i = 0; i < 32; ++i) expected += "5a";
  expected +=
      "000002"
      "6869";
  expected += std::string(64, '0') + "000000";
  EXPECT_EQ(HexEncode(*bundle), expected);
  EXPECT_THAT(DecodeTextBundle(*bundle), IsOkAndHolds(texts));
}

TEST(TextBundle, RefusesTruncationAndASecondFormOfNothing) {
  const Bytes bundle = *EncodeTextBundle(std::vector<EntryText>{TextOf("hi"), EntryText{}});
  const std::size_t boundary = 32 + 3 + 2;
  for (std::size_t length = 1; length < bundle.size(); ++length) {
    if (length == boundary) continue;
    EXPECT_THAT(DecodeTextBundle(ByteView(bundle).first(length)), StatusIs(kRefused)) << length;
  }
  EntryText salt_alone;
  salt_alone.salt.fill(1);
  EXPECT_THAT(EncodeTextBundle(std::vector<EntryText>{salt_alone}), StatusIs(kRefused));
  EntryText content_alone;
  content_alone.content = {1};
  EXPECT_THAT(EncodeTextBundle(std::vector<EntryText>{content_alone}), StatusIs(kRefused));
  Bytes salted_nothing(35);
  salted_nothing[0] = 1;
  EXPECT_THAT(DecodeTextBundle(salted_nothing), StatusIs(kRefused));
  Bytes unsalted_something(36);
  unsalted_something[34] = 1;
  EXPECT_THAT(DecodeTextBundle(unsalted_something), StatusIs(kRefused));
}

TEST(TextBundle, HoldsAtMostTwoHundredAndFiftySixTexts) {
  EXPECT_THAT(EncodeTextBundle(std::vector<EntryText>(257)), StatusIs(kRefused));
  EXPECT_THAT(DecodeTextBundle(Bytes(35 * 256)), IsOk());
  EXPECT_THAT(DecodeTextBundle(Bytes(35 * 257)), StatusIs(kRefused));
}

}  // namespace
}  // namespace candor::audit

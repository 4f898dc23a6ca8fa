// Claims about the file in which a server keeps what it asks.
#include "services/publish/cosign_offer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/matchers.h"

namespace candor::services::publish {
namespace {

using candor::testing::StatusIs;

CosignOffer Sample() {
  return {"a note\n", {{1, 0, {}}, {3, 17, {crypto::Hash{1}, crypto::Hash{2}}}}};
}

TEST(CosignOffer, HasOneForm) {
  const CosignOffer sample = Sample();
  ASSERT_OK_AND_ASSIGN(const auto read, CosignOffer::Decode(sample.Encode()));
  EXPECT_EQ(read, sample);
  EXPECT_EQ(read.AskOf(3)->old_size, 17u);
  EXPECT_EQ(read.AskOf(2), nullptr);
}

TEST(CosignOffer, AnythingElseIsRefused) {
  const Bytes whole = Sample().Encode();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_THAT(CosignOffer::Decode(ByteView(whole).first(length)),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << length;
  }
  Bytes longer = whole;
  longer.push_back(0);
  EXPECT_FALSE(CosignOffer::Decode(longer).ok());
  Bytes version = whole;
  version[0] = 2;
  EXPECT_FALSE(CosignOffer::Decode(version).ok());
  EXPECT_FALSE(CosignOffer::Decode((CosignOffer{"", {}}).Encode()).ok());
  CosignOffer too_many = Sample();
  too_many.asks.assign(17, CosignAsk{});
  EXPECT_FALSE(CosignOffer::Decode(too_many.Encode()).ok());
  CosignOffer too_long = Sample();
  too_long.asks[0].proof.assign(64, crypto::Hash{});
  EXPECT_FALSE(CosignOffer::Decode(too_long.Encode()).ok());
}

}  // namespace
}  // namespace candor::services::publish

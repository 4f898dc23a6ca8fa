// Openings as bytes: sealed to one key, nothing in clear, every change found.
#include "records/issuance_openings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/hpke.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;

constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;

class Openings : public ::testing::Test {
 protected:
  Openings()
      : member_(crypto::SigningKey::Generate(random_)),
        auditor_(crypto::KemPrivateKey::Generate(random_)) {
    openings_ = {random_.Array<32>(), "nordhafen.example/issuer-1", 20, random_.Array<32>(),
                 {{random_.Array<32>(), {random_.Array<32>(), random_.Array<32>()}}}, {}, {}};
    const auto& roster = openings_.rosters[0];
    openings_.enrolments = {{4, random_.Array<32>(), roster.root, roster.leaves[0],
                             member_.verify_key()}};
    openings_.issuances = {{9, random_.Array<32>(),
                            Signed::Make(member_, crypto::Label::kIssueRequest, Bytes(276, 7))}};
  }

  Bytes Sealed() { return SealOpenings(openings_, auditor_.public_key(), random_).value(); }

  crypto::DeterministicRandomForTesting random_{4};
  crypto::SigningKey member_;
  crypto::KemPrivateKey auditor_;
  IssuanceOpenings openings_;
};

bool Holds(ByteView haystack, ByteView needle) {
  return std::search(haystack.begin(), haystack.end(), needle.begin(), needle.end()) !=
         haystack.end();
}

TEST_F(Openings, OpenForTheKeyTheyWereSealedTo) {
  EXPECT_THAT(OpenOpenings(Sealed(), auditor_), IsOkAndHolds(openings_));
  const auto other = crypto::KemPrivateKey::Generate(random_);
  EXPECT_THAT(OpenOpenings(Sealed(), other), StatusIs(kUnauthenticated, HasSubstr("another key")));
}

TEST_F(Openings, HoldNothingInClear) {
  const Bytes sealed = Sealed();
  const Bytes plain = openings_.Encode();
  const auto& roster = openings_.rosters[0];
  for (const ByteView piece :
       {AsBytes(openings_.origin), ByteView(openings_.fingerprint), ByteView(roster.root),
        ByteView(roster.leaves[1]), ByteView(member_.verify_key().bytes),
        ByteView(openings_.issuances[0].salt), ByteView(openings_.issuances[0].request.body)}) {
    EXPECT_TRUE(Holds(plain, piece)) << "the control";
    EXPECT_FALSE(Holds(sealed, piece));
  }
  EXPECT_EQ(sealed.size(), 8 + plain.size() + crypto::kHpkeOverhead);
}

TEST_F(Openings, EveryChangedByteIsFound) {
  Bytes sealed = Sealed();
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    sealed[i] ^= 0x04;
    EXPECT_THAT(OpenOpenings(sealed, auditor_), StatusIs(i < 8 ? kInvalidArgument : kUnauthenticated))
        << i;
    sealed[i] ^= 0x04;
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, std::size_t{40}}) {
    EXPECT_THAT(OpenOpenings(ByteView(sealed).first(size), auditor_), StatusIs(kInvalidArgument));
  }
  sealed.pop_back();
  EXPECT_THAT(OpenOpenings(sealed, auditor_), StatusIs(kUnauthenticated));
}

TEST_F(Openings, StandInOneOrder) {
  const auto refused = [](IssuanceOpenings openings) {
    EXPECT_THAT(IssuanceOpenings::Decode(openings.Encode()),
                StatusIs(kInvalidArgument, HasSubstr("ascending")));
  };
  auto twice = openings_;
  twice.rosters.push_back(twice.rosters[0]);
  refused(twice);
  twice = openings_;
  twice.enrolments.push_back(twice.enrolments[0]);
  refused(twice);
  twice = openings_;
  twice.issuances.push_back(twice.issuances[0]);
  twice.issuances[1].index = 3;
  refused(twice);
}

TEST_F(Openings, ACountBeyondTheBytesIsRefusedAtOnce) {
  Bytes bytes = openings_.Encode();
  // The count of rosters stands behind version, fingerprint, origin, size and root.
  const std::size_t at = 1 + 32 + 1 + openings_.origin.size() + 8 + 32;
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = 0xff;
  EXPECT_THAT(IssuanceOpenings::Decode(bytes), StatusIs(kInvalidArgument));
}

TEST_F(Openings, AKeyIsTheAuditorsWhoSignedIt) {
  const OpeningsKey key{openings_.fingerprint, auditor_.public_key()};
  const Signed good = key.SignedBy(member_);
  ASSERT_OK_AND_ASSIGN(const auto verified, OpeningsKey::Verified(good));
  EXPECT_EQ(verified.kem_key, auditor_.public_key());
  EXPECT_EQ(verified.fingerprint, openings_.fingerprint);
  Signed forged = good;
  forged.body[40] ^= 1;
  EXPECT_THAT(OpeningsKey::Verified(forged), StatusIs(kUnauthenticated));
  const Signed otherwise = Signed::Make(member_, crypto::Label::kReaderKey, key.Encode());
  EXPECT_THAT(OpeningsKey::Verified(otherwise), StatusIs(kUnauthenticated)) << "another label";
}

}  // namespace
}  // namespace candor::records

// Invites, enrolment and the draw: what is bound to what.
#include "records/issuance.h"

#include <gtest/gtest.h>

#include <cctype>

#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::StatusIs;
using crypto::Label;
using ::testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

Invite AnInvite() {
  Invite invite{"nordhafen.example/issuer-1", "https://files.example/bundle", {}};
  for (std::size_t i = 0; i < invite.code.size(); ++i) {
    invite.code[i] = static_cast<std::uint8_t>(i * 29 + 3);
  }
  return invite;
}

TEST(Invite, IsReadBackAsItWasWritten) {
  EXPECT_THAT(Invite::Parse(AnInvite().Format()), candor::testing::IsOkAndHolds(AnInvite()));
}

TEST(Invite, MayBeCopiedCarelessly) {
  const std::string text = AnInvite().Format();
  const std::string prefix = "candor-invite-1:";
  std::string lower = text;
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  EXPECT_OK(Invite::Parse(lower));
  EXPECT_OK(Invite::Parse(text + "\n"));
  EXPECT_OK(Invite::Parse(text + "\r\n"));
  EXPECT_OK(Invite::Parse(text.substr(0, 30) + "-" + text.substr(30)));
  ASSERT_TRUE(text.starts_with(prefix));
}

TEST(Invite, EverySingleMistypedCharacterIsNoticed) {
  const std::string text = AnInvite().Format();
  const std::size_t begin = std::string("candor-invite-1:").size();
  for (std::size_t i = begin; i < text.size(); ++i) {
    for (const char c : std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ!U")) {
      if (c == text[i]) continue;
      std::string typo = text;
      typo[i] = c;
      EXPECT_THAT(Invite::Parse(typo), StatusIs(kInvalid, HasSubstr("mistyped"))) << i << c;
    }
  }
}

TEST(Invite, SwappedMissingAndDoubledCharactersAreNoticed) {
  const std::string text = AnInvite().Format();
  const std::size_t begin = std::string("candor-invite-1:").size();
  for (std::size_t i = begin; i + 1 < text.size(); ++i) {
    std::string swapped = text;
    std::swap(swapped[i], swapped[i + 1]);
    EXPECT_EQ(Invite::Parse(swapped).ok(), swapped == text) << i;
    std::string missing = text;
    missing.erase(i, 1);
    EXPECT_FALSE(Invite::Parse(missing).ok()) << i;
    std::string doubled = text;
    doubled.insert(i, 1, text[i]);
    EXPECT_FALSE(Invite::Parse(doubled).ok()) << i;
  }
}

TEST(Invite, AnythingElseIsToldApartFromATypingMistake) {
  for (const char* const text : {"", "hello", "candor-actor-1:ABCD", "candor-invite-2:ABCD"}) {
    EXPECT_THAT(Invite::Parse(text), StatusIs(kInvalid, HasSubstr("no invite")));
  }
  EXPECT_THAT(Invite::Parse("candor-invite-1:"), StatusIs(kInvalid, HasSubstr("incomplete")));
}

TEST(InviteCodeHash, BelongsToOneIssuer) {
  const InviteCode code = AnInvite().code;
  EXPECT_NE(InviteCodeHash("a/issuer-1", code), InviteCodeHash("a/issuer-2", code));
  EXPECT_NE(InviteCodeHash("a/issuer-1", code), InviteCodeHash("a/issuer-1", InviteCode{}));
}

TEST(EnrolmentCommitment, BindsRosterLeafAndKey) {
  const Hash base = EnrolmentCommitment({1}, {2}, {3}, {{4}});
  EXPECT_NE(EnrolmentCommitment({9}, {2}, {3}, {{4}}), base);
  EXPECT_NE(EnrolmentCommitment({1}, {9}, {3}, {{4}}), base);
  EXPECT_NE(EnrolmentCommitment({1}, {2}, {9}, {{4}}), base);
  EXPECT_NE(EnrolmentCommitment({1}, {2}, {3}, {{9}}), base);
}

// ---- the draw ----

class IssueCallTest : public ::testing::Test {
 protected:
  IssueCallTest() : key_(crypto::SigningKey::Generate(random_)) {
    messages_.resize(1 + 3 + 5);
    for (auto& message : messages_) message = random_.Array<256>();
    request_.fingerprint = random_.Array<32>();
    request_.campaign_id = random_.Array<16>();
    request_.roster_leaf = random_.Array<32>();
    const std::span<const BlindedMessage> all(messages_);
    request_.purposes[0] = {random_.Array<32>(), 1, BlindedMessagesHash(all.first(1))};
    request_.purposes[1] = {random_.Array<32>(), 3, BlindedMessagesHash(all.subspan(1, 3))};
    request_.purposes[2] = {random_.Array<32>(), 5, BlindedMessagesHash(all.subspan(4))};
  }

  IssueCall Call() const {
    return {Signed::Make(key_, Label::kIssueRequest, request_.Encode()), messages_};
  }

  crypto::DeterministicRandomForTesting random_{11};
  crypto::SigningKey key_;
  IssueRequest request_;
  std::vector<BlindedMessage> messages_;
};

TEST_F(IssueCallTest, TheMessagesThatWereSignedForAreAccepted) {
  const auto request = VerifyIssueCall(Call());
  ASSERT_OK(request);
  EXPECT_EQ(request->purposes, request_.purposes);
}

TEST_F(IssueCallTest, AnotherNumberOfMessagesIsRefused) {
  IssueCall call = Call();
  call.blinded_messages.pop_back();
  EXPECT_THAT(VerifyIssueCall(call), StatusIs(kInvalid, HasSubstr("number")));
  call = Call();
  call.blinded_messages.push_back(messages_[0]);
  EXPECT_THAT(VerifyIssueCall(call), StatusIs(kInvalid, HasSubstr("number")));
  call.blinded_messages.clear();
  EXPECT_THAT(VerifyIssueCall(call), StatusIs(kInvalid, HasSubstr("number")));
}

TEST_F(IssueCallTest, ChangedOrReorderedMessagesAreRefused) {
  for (std::size_t i = 0; i < messages_.size(); ++i) {
    IssueCall call = Call();
    call.blinded_messages[i][255] ^= 1;
    EXPECT_THAT(VerifyIssueCall(call), StatusIs(kInvalid, HasSubstr("not those signed"))) << i;
  }
  IssueCall call = Call();
  std::swap(call.blinded_messages[1], call.blinded_messages[2]);
  EXPECT_FALSE(VerifyIssueCall(call).ok());
}

TEST_F(IssueCallTest, AMessageDoesNotMoveFromOnePurposeToAnother) {
  // The same nine messages, counted 1, 2, 6 instead of 1, 3, 5.
  request_.purposes[1].count = 2;
  request_.purposes[2].count = 6;
  EXPECT_THAT(VerifyIssueCall(Call()), StatusIs(kInvalid, HasSubstr("not those signed")));
}

TEST_F(IssueCallTest, OnlyTheMembersSignatureForThisPurposeCounts) {
  IssueCall call = Call();
  call.request.signature[0] ^= 1;
  EXPECT_THAT(VerifyIssueCall(call), StatusIs(absl::StatusCode::kUnauthenticated));
  call = Call();
  call.request = Signed::Make(key_, Label::kEnrolRequest, request_.Encode());
  EXPECT_THAT(VerifyIssueCall(call), StatusIs(absl::StatusCode::kUnauthenticated));
  call = Call();
  call.request.body.back() ^= 1;
  EXPECT_THAT(VerifyIssueCall(call), StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(IssueCallTest, TheCommitmentInTheLogOpensToOneRequest) {
  const Hash commitment = IssuanceCommitment({1}, Call().request);
  EXPECT_NE(IssuanceCommitment({2}, Call().request), commitment);
  request_.purposes[2].count = 4;
  EXPECT_NE(IssuanceCommitment({1}, Call().request), commitment);
}

}  // namespace
}  // namespace candor::records

// The auditor's sample: the draw that anybody can do again, the sheet, and who is found enrolled in whose place.
#include "services/auditor/sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "records/key_groups.h"
#include "services/runtime/key_file.h"
#include "tests/audit/verify/opened_world.h"
#include "tests/services/auditor/pack_fixture.h"
#include "tests/services/auditor/shell.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

using audit::testing::OpenedWorld;
using candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

std::vector<std::string> IdsOf(const std::vector<records::RosterEntry>& people) {
  std::vector<std::string> out;
  for (const auto& each : people) out.push_back(each.id);
  return out;
}

records::RosterFile RosterOf(std::size_t people) {
  records::RosterFile out;
  for (std::size_t n = 0; n < people; ++n) {
    out.rows.push_back({.salt = {}, .entry = {Cat("E", n), Cat("Name ", n), "Yard"}});
  }
  return out;
}

// for n in 0 1 2 3 4 5 6 7 8 9; do printf 'chance\nE%d' $n | sha256sum; done, and the four smallest.
TEST(Sample, IsDrawnAsSha256sumSorts) {
  EXPECT_THAT(IdsOf(DrawSample(RosterOf(10), "chance", 4)), ElementsAre("E1", "E6", "E2", "E4"));
}

TEST(Sample, OfMoreThanThereAreIsEverybodyOnce) {
  const auto drawn = IdsOf(DrawSample(RosterOf(7), "chance", 30));
  EXPECT_EQ(std::set<std::string>(drawn.begin(), drawn.end()).size(), 7u);
  EXPECT_NE(IdsOf(DrawSample(RosterOf(7), "other", 7)), drawn);
}

TEST(SampleSheet, IsReadAsItWasFilledIn) {
  const auto people = ParseSampleSheet(
      "id,name,unit,key\r\nE1,Ann,Yard,abcde 23456 01234 ABCDE ABCDE ABCDE ABCDE ABCDE ABCDE oil00\r\n"
      "E2,\"B, Bo\",Yard,none\r\nE3,C,Yard,\r\n");
  ASSERT_OK(people);
  ASSERT_EQ(people->size(), 3u);
  EXPECT_TRUE((*people)[0].met);
  EXPECT_EQ((*people)[0].key, "ABCDE2345601234ABCDEABCDEABCDEABCDEABCDEABCDE01100");
  EXPECT_TRUE((*people)[1].met);
  EXPECT_EQ((*people)[1].key, "");
  EXPECT_FALSE((*people)[2].met);
}

TEST(SampleSheet, SaysWhichLineIsWrong) {
  EXPECT_THAT(ParseSampleSheet("").status(), StatusIs(kInvalid, HasSubstr("line 1")));
  EXPECT_THAT(ParseSampleSheet("id,name\nE1,Ann\n").status(), StatusIs(kInvalid, HasSubstr("columns id and key")));
  EXPECT_THAT(ParseSampleSheet("id,key\nE1,none\nE1,none\n").status(), StatusIs(kInvalid, HasSubstr("line 3")));
  EXPECT_THAT(ParseSampleSheet("id,key\nE1,ABCDE\n").status(), StatusIs(kInvalid, HasSubstr("ten groups of five")));
  EXPECT_THAT(ParseSampleSheet("id,key\nE1\n").status(), StatusIs(kInvalid, HasSubstr("line 2")));
  EXPECT_THAT(ParseSampleSheet("id,key\n,none\n").status(), StatusIs(kInvalid, HasSubstr("no id")));
}

TEST(SampleSheet, OfADrawIsASheetWithNobodyMet) {
  const auto people = ParseSampleSheet(SampleSheet(DrawSample(RosterOf(5), "chance", 5)));
  ASSERT_OK(people);
  EXPECT_EQ(people->size(), 5u);
  EXPECT_TRUE(std::ranges::none_of(*people, &SampledPerson::met));
}

TEST(Sample, TellsHowManyWouldHaveEscaped) {
  EXPECT_NEAR(ChanceOfEscape(30, 0.10), 0.042, 0.001);
  EXPECT_NEAR(ChanceOfEscape(59, 0.05), 0.048, 0.001);
}

// As it is typed.
class SampleProgram : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { world_ = std::make_unique<OpenedWorld>(); }
  static void TearDownTestSuite() { world_.reset(); }

  SampleProgram() {
    WritePack(*world_, At("pack"));
    EXPECT_OK(runtime::WriteFileAtomically(At("bundle"), world_->organisation().bundle().Encode()));
    std::string numbered;
    int number = 0;
    for (const auto& group : records::FingerprintGroups(world_->organisation().bundle().Fingerprint())) {
      numbered += Cat(++number, ". ", group, "\n");
    }
    EXPECT_OK(runtime::WriteFileAtomically(At("fingerprint.txt"), AsBytes(numbered)));
    EXPECT_OK(runtime::WriteFileAtomically(At("passphrase"), AsBytes("of the auditor\n")));
    EXPECT_OK(runtime::SaveSigningKey(At("actor.key"), world_->organisation().independent_body(),
                                      crypto::SecretBytes::Copy(AsBytes("of the auditor")),
                                      crypto::PassphraseCost::kInteractive, world_->organisation().random()));
    EXPECT_OK(runtime::WriteFileAtomically(At("roster.bin"), world_->organisation().roster().Encode()));
    EXPECT_EQ(Audit(Cat("openings key --bundle ", At("bundle"), " --fingerprint-file ", At("fingerprint.txt"),
                        " --actor-key ", At("actor.key"), " --passphrase-file ", At("passphrase"), " --key-out ",
                        At("openings.key"), " --out ", At("auditor.pub")))
                  .exit,
              0);
    Seal();
  }

  std::string At(const std::string& name) const { return (folder_.path() / name).string(); }
  void Seal() const {
    const auto record = records::Signed::Decode(runtime::ReadFile(At("auditor.pub")).value()).value();
    const auto key = records::OpeningsKey::Verified(record).value();
    for (const std::size_t issuer : {0u, 1u}) {
      EXPECT_OK(runtime::WriteFileAtomically(
          At(Cat("issuer-", issuer + 1)),
          records::SealOpenings(world_->openings(issuer), key.kem_key, world_->organisation().random()).value()));
    }
  }
  // The id of the roster's row whose leaf this member has.
  static std::string IdOf(std::size_t member) {
    for (const auto& row : world_->organisation().roster().rows) {
      if (row.Leaf() == world_->leaf(member)) return row.entry.id;
    }
    return "";
  }
  static std::string KeyOf(std::size_t member) {
    return records::GroupsInLine(world_->key(member).verify_key().bytes);
  }
  // Somebody of the roster who is enrolled nowhere.
  static std::string Stranger() {
    std::set<records::Hash> enrolled;
    for (std::size_t n = 0; n < world_->members(); ++n) enrolled.insert(world_->leaf(n));
    for (const auto& row : world_->organisation().roster().rows) {
      if (!enrolled.contains(row.Leaf())) return row.entry.id;
    }
    return "";
  }
  Outcome Compare(const std::string& rows, const std::string& more = "") const {
    EXPECT_OK(runtime::WriteFileAtomically(At("sheet.csv"), AsBytes(Cat("id,key\n", rows))));
    return Audit(Cat("sample compare ", At("pack"), " --fingerprint-file ", At("fingerprint.txt"), " --openings ",
                     At("issuer-1"), " --openings ", At("issuer-2"), " --openings-key ", At("openings.key"),
                     " --passphrase-file ", At("passphrase"), " --roster ", At("roster.bin"), " --sheet ",
                     At("sheet.csv"), " ", more));
  }

  static std::unique_ptr<OpenedWorld> world_;
  runtime::TemporaryFolder folder_;
};
std::unique_ptr<OpenedWorld> SampleProgram::world_;

TEST_F(SampleProgram, WhoEnrolledThemselvesIsFoundWithTheirOwnKey) {
  ASSERT_FALSE(Stranger().empty());
  const auto said = Compare(Cat(IdOf(0), ",", KeyOf(0), "\n", IdOf(3), ",", KeyOf(3), "\n", Stranger(), ",none\n"));
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_THAT(said.output, AllOf(HasSubstr("enrolled with this key"), HasSubstr("not enrolled, as the person says"),
                                 HasSubstr("Met: 3 of 3. Enrolled behind their back: 0."), HasSubstr("86 %, were they 5 %")));
}

TEST_F(SampleProgram, WhoWasEnrolledBySomebodyElseIsEvidence) {
  for (const std::string& key : {KeyOf(1), std::string("none")}) {
    const auto said = Compare(Cat(IdOf(0), ",", key, "\n"));
    EXPECT_EQ(said.exit, 3) << said.output;
    EXPECT_THAT(said.output, AllOf(HasSubstr("ENROLLED"), HasSubstr("behind their back: 1.")));
    EXPECT_THAT(said.output, Not(HasSubstr(KeyOf(0)))) << "no key of the openings comes out";
  }
  const auto json = Compare(Cat(IdOf(0), ",none\n"), "--json");
  EXPECT_EQ(json.exit, 3);
  EXPECT_THAT(json.output, AllOf(HasSubstr("\"wrong\":1"), HasSubstr("no wallet, and enrolled")));
}

TEST_F(SampleProgram, WhatProvesNothingIsNoPass) {
  EXPECT_EQ(Compare(Cat(IdOf(0), ",\n")).exit, 5) << "nobody was met";
  const auto stranger = Compare(Cat("nobody,none\n", IdOf(0), ",", KeyOf(0), "\n"));
  EXPECT_EQ(stranger.exit, 5) << stranger.output;
  EXPECT_THAT(stranger.output, HasSubstr("not in this roster"));
  EXPECT_EQ(Compare(Cat(IdOf(0), ",ABCDE\n")).exit, 1);
  // Another roster than the issuers have.
  ASSERT_OK(runtime::WriteFileAtomically(At("roster.bin"), RosterOf(5).Encode()));
  const auto other = Compare(Cat("E1,none\n"));
  EXPECT_EQ(other.exit, 1) << other.output;
  EXPECT_THAT(other.output, HasSubstr("countersigned"));
}

TEST_F(SampleProgram, OpeningsThatDoNotHoldAreNotComparedWith) {
  const auto good = world_->openings(0);
  world_->openings(0).enrolments[0].member_key = world_->key(1).verify_key();
  Seal();
  world_->openings(0) = good;
  const auto said = Compare(Cat(IdOf(0), ",", KeyOf(0), "\n"));
  EXPECT_EQ(said.exit, 2) << said.output;
  EXPECT_THAT(said.output, HasSubstr("nothing was compared"));
}

TEST_F(SampleProgram, ADrawWritesASheetForTheAuditorAlone) {
  const auto said = Audit(Cat("sample draw --roster ", At("roster.bin"), " --chance 4-8-15 --people 3 --out ", At("drawn.csv")));
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_THAT(said.output, HasSubstr("3 of "));
  const auto sheet = ParseSampleSheet(AsText(runtime::ReadFile(At("drawn.csv")).value()));
  ASSERT_OK(sheet);
  EXPECT_EQ(sheet->size(), 3u);
  const auto again = Audit(Cat("sample draw --roster ", At("roster.bin"), " --chance 4-8-15 --people 3 --out ", At("drawn.csv")));
  EXPECT_NE(again.exit, 0) << "a sheet is never written over";
}

TEST_F(SampleProgram, ABundleSaysWhoseItIs) {
  const auto said = Audit(Cat("bundle ", At("bundle")));
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_THAT(said.output, AllOf(HasSubstr(records::GroupsInLine(world_->organisation().independent_body().verify_key().bytes)),
                                 HasSubstr("run by"), HasSubstr("must cosign")));
  EXPECT_EQ(Audit(Cat("bundle ", At("fingerprint.txt"))).exit, 1);
}

}  // namespace
}  // namespace candor::services::auditor

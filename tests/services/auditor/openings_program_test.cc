// The independent body's auditor: makes a key, is sent openings, verifies with them; and nobody's name or
// key is ever printed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "audit/pack.h"
#include "base/text.h"
#include "services/runtime/key_file.h"
#include "tests/audit/verify/opened_world.h"
#include "tests/services/auditor/pack_fixture.h"
#include "tests/services/auditor/shell.h"

namespace candor::services::auditor {
namespace {

using audit::testing::OpenedWorld;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What would point at a member: names and numbers of the roster, roster leaves and their salts, member
// keys, in the encodings that the tools print.
std::vector<std::string> TracesOfMembers(const OpenedWorld& world) {
  std::vector<std::string> out;
  const auto add = [&](ByteView bytes) {
    out.push_back(HexEncode(bytes));
    out.push_back(Base64Encode(bytes));
    out.push_back(Base32Encode(bytes));
  };
  for (const auto& row : world.organisation().roster().rows) {
    // "Member 1" is a part of "Member 10"; what is looked for is there all the same.
    out.push_back(row.entry.name);
    out.push_back(row.entry.id);
    add(row.Leaf());
    add(row.salt);
  }
  for (std::size_t n = 0; n < world.members(); ++n) add(world.key(n).verify_key().bytes);
  return out;
}

std::vector<std::string> FoundIn(const std::string& text, const std::vector<std::string>& traces) {
  std::vector<std::string> out;
  for (const auto& trace : traces) {
    if (text.find(trace) != std::string::npos) out.push_back(trace);
  }
  return out;
}

class OpeningsProgram : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { world_ = std::make_unique<OpenedWorld>(); }
  static void TearDownTestSuite() { world_.reset(); }

  OpeningsProgram() {
    WritePack(*world_, At("pack"));
    EXPECT_OK(runtime::WriteFileAtomically(At("bundle"),
                                           world_->organisation().bundle().Encode()));
    EXPECT_OK(runtime::WriteFileAtomically(At("fingerprint.txt"), AsBytes(Numbered())));
    EXPECT_OK(runtime::WriteFileAtomically(At("passphrase"), AsBytes("of the auditor\n")));
    EXPECT_OK(runtime::SaveSigningKey(At("actor.key"), world_->organisation().independent_body(),
                                      crypto::SecretBytes::Copy(AsBytes("of the auditor")),
                                      crypto::PassphraseCost::kInteractive,
                                      world_->organisation().random()));
  }

  std::string At(const std::string& name) const { return (folder_.path() / name).string(); }
  static std::string Numbered() {
    std::string out;
    int number = 0;
    for (const auto& group :
         records::FingerprintGroups(world_->organisation().bundle().Fingerprint())) {
      out += Cat(++number, ". ", group, "\n");
    }
    return out;
  }
  Outcome MakeKey(const std::string& name = "auditor") const {
    return Audit(Cat("openings key --bundle ", At("bundle"), " --fingerprint-file ",
                     At("fingerprint.txt"), " --actor-key ", At("actor.key"), " --passphrase-file ",
                     At("passphrase"), " --key-out ", At(name + ".key"), " --out ", At(name + ".pub")));
  }
  // As an issuer's program seals.
  void SealFor(const std::string& auditor, const std::string& out, std::size_t issuer) const {
    const Bytes bytes = runtime::ReadFile(At(auditor + ".pub")).value();
    const auto record = records::Signed::Decode(bytes).value();
    const auto key = records::OpeningsKey::Verified(record).value();
    EXPECT_OK(runtime::WriteFileAtomically(
        At(out), records::SealOpenings(world_->openings(issuer), key.kem_key,
                                       world_->organisation().random())
                     .value()));
  }
  Outcome Verify(const std::string& more) const {
    return Audit(Cat("verify ", At("pack"), " --fingerprint-file ", At("fingerprint.txt"), " ", more));
  }
  Outcome VerifyWith(const std::vector<std::string>& openings, const std::string& more = "",
                     const std::string& key = "auditor") const {
    std::string given;
    for (const auto& each : openings) given += Cat(" --openings ", At(each));
    return Verify(Cat(given, " --openings-key ", At(key + ".key"), " --passphrase-file ",
                      At("passphrase"), " ", more));
  }

  static std::unique_ptr<OpenedWorld> world_;
  runtime::TemporaryFolder folder_;
};
std::unique_ptr<OpenedWorld> OpeningsProgram::world_;

TEST_F(OpeningsProgram, HonestOpeningsAreCheckedInFull) {
  ASSERT_EQ(MakeKey().exit, 0);
  SealFor("auditor", "1", 0);
  SealFor("auditor", "2", 1);
  const auto said = VerifyWith({"1", "2"});
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_THAT(said.output,
              AllOf(HasSubstr("No findings."), HasSubstr("22 of 22 enrolments and 22 of 22 issuances"),
                    HasSubstr("22 roster entries with a key in force"), Not(HasSubstr("I32"))));
  const auto one = VerifyWith({"2"});
  EXPECT_EQ(one.exit, 0) << one.output;
  EXPECT_THAT(one.output, AllOf(HasSubstr("I32 partly checked"),
                                HasSubstr("no openings given of nordhafen.example/issuer-1")));
}

TEST_F(OpeningsProgram, NoNameAndNoKeyIsPrintedWhateverIsFound) {
  ASSERT_EQ(MakeKey().exit, 0);
  const auto traces = TracesOfMembers(*world_);
  ASSERT_GT(traces.size(), 150u);
  const auto good = world_->openings(0);
  // Every kind of finding: a forged commitment, a lost opening, a changed roster.
  for (const int fault : {0, 1, 2, 3}) {
    if (fault == 1) world_->openings(0).enrolments[2].leaf = world_->leaf(5);
    if (fault == 2) world_->openings(0).issuances.erase(world_->openings(0).issuances.begin());
    if (fault == 3) world_->openings(0).rosters[0].leaves[1][0] ^= 1;
    SealFor("auditor", "1", 0);
    SealFor("auditor", "2", 1);
    for (const char* const form : {"", "--json"}) {
      const auto said = VerifyWith({"1", "2"}, form);
      EXPECT_EQ(said.exit == 0, fault == 0) << said.output;
      EXPECT_GT(said.output.size(), 500u);
      EXPECT_THAT(FoundIn(said.output, traces), IsEmpty());
    }
    world_->openings(0) = good;
  }
}

// The control: the same look at what the openings and the roster really hold finds everybody.
TEST_F(OpeningsProgram, TheLookForTracesFindsThemWhereTheyAre) {
  const auto traces = TracesOfMembers(*world_);
  const Bytes plain = world_->openings(0).Encode();
  // A byte's hexadecimal digits stand where the byte stands.
  const std::string printed = HexEncode(plain);
  EXPECT_EQ(FoundIn(printed, traces).size(), 24u + 22u) << "every leaf and every key";
  std::string roster;
  for (const auto& row : world_->organisation().roster().rows) {
    roster += Cat(row.entry.id, " ", row.entry.name, "\n");
  }
  EXPECT_EQ(FoundIn(roster, traces).size(), 48u) << "every number and every name";
}

TEST_F(OpeningsProgram, FindingsNameTheEntry) {
  ASSERT_EQ(MakeKey().exit, 0);
  const auto good = world_->openings(1);
  const std::uint64_t lost = good.issuances[4].index;
  world_->openings(1).issuances.erase(world_->openings(1).issuances.begin() + 4);
  SealFor("auditor", "2", 1);
  world_->openings(1) = good;
  const auto said = VerifyWith({"2"}, "--json");
  EXPECT_EQ(said.exit, 5) << said.output;
  const auto json = nlohmann::json::parse(said.output, nullptr, false);
  ASSERT_TRUE(json.is_object());
  const auto& pack = json["packs"][0];
  ASSERT_EQ(pack["findings"].size(), 1u);
  EXPECT_EQ(pack["findings"][0]["id"], "I32");
  EXPECT_EQ(pack["findings"][0]["log"], "nordhafen.example/issuer-2");
  EXPECT_EQ(pack["findings"][0]["index"], lost);
  EXPECT_EQ(pack["openings"][0]["issuances_opened"], 21);
}

TEST_F(OpeningsProgram, AnAlteredByteOrAnotherKeyIsSaid) {
  ASSERT_EQ(MakeKey().exit, 0);
  ASSERT_EQ(MakeKey("other").exit, 0);
  SealFor("auditor", "1", 0);
  const auto other = VerifyWith({"1"}, "", "other");
  EXPECT_EQ(other.exit, 2) << other.output;
  EXPECT_THAT(other.output, HasSubstr("another key"));
  Bytes sealed = runtime::ReadFile(At("1")).value();
  sealed[sealed.size() / 2] ^= 1;
  ASSERT_OK(runtime::WriteFileAtomically(At("1"), sealed));
  const auto altered = VerifyWith({"1"});
  EXPECT_EQ(altered.exit, 2) << altered.output;
  EXPECT_THAT(altered.output, HasSubstr("damaged"));
}

TEST_F(OpeningsProgram, WhatMakesNoSenseIsRefused) {
  ASSERT_EQ(MakeKey().exit, 0);
  SealFor("auditor", "1", 0);
  EXPECT_EQ(Verify(Cat("--openings ", At("1"))).exit, 1);
  EXPECT_EQ(Verify(Cat("--openings-key ", At("auditor.key"))).exit, 1);
  EXPECT_EQ(VerifyWith({"1"}, "--level merkle").exit, 1);
  EXPECT_EQ(VerifyWith({"bundle"}).exit, 1);
  EXPECT_EQ(VerifyWith({"nowhere"}).exit, 6);
  // Twice of one log: said, and not a pass.
  EXPECT_EQ(VerifyWith({"1", "1"}).exit, 5);
}

TEST_F(OpeningsProgram, AKeyIsNeverOverwritten) {
  ASSERT_EQ(MakeKey().exit, 0);
  const Bytes before = runtime::ReadFile(At("auditor.key")).value();
  const auto again = MakeKey();
  EXPECT_EQ(again.exit, 6) << again.output;
  EXPECT_EQ(runtime::ReadFile(At("auditor.key")).value(), before);
}

}  // namespace
}  // namespace candor::services::auditor

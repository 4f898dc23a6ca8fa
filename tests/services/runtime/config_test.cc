#include "services/runtime/config.h"

#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

Config Parse(std::string_view text) {
  auto config = Config::Parse(text, "/etc/candor/board.toml");
  EXPECT_OK(config.status());
  return *std::move(config);
}

TEST(Config, AWholeFileIsReadByType) {
  const Config config = Parse(R"(
listen = "127.0.0.1:7443"
workers = 8
reflection = true
witnesses = ["a", "b"]
store = "data/store"
absolute = "/var/lib/candor"
[tls]
certificate = "tls.pem"
[[issuer]]
name = "one"
[[issuer]]
name = "two"
)");
  EXPECT_EQ(config.RequiredString("listen"), "127.0.0.1:7443");
  EXPECT_EQ(config.OptionalInt("workers", 4, {.min = 1, .max = 64}), 8);
  EXPECT_EQ(config.OptionalInt("queue", 100, {.min = 1}), 100);
  EXPECT_TRUE(config.OptionalBool("reflection", false));
  EXPECT_THAT(config.RequiredStrings("witnesses"), ElementsAre("a", "b"));
  EXPECT_EQ(config.RequiredPath("store"), "/etc/candor/data/store");
  EXPECT_EQ(config.RequiredPath("absolute"), "/var/lib/candor");
  EXPECT_EQ(config.OptionalPath("absent"), std::nullopt);
  EXPECT_EQ(config.RequiredTable("tls").RequiredPath("certificate"), "/etc/candor/tls.pem");
  const auto issuers = config.Tables("issuer");
  ASSERT_EQ(issuers.size(), 2u);
  EXPECT_EQ(issuers[0].RequiredString("name"), "one");
  EXPECT_EQ(issuers[1].RequiredString("name"), "two");
  EXPECT_FALSE(config.OptionalTable("metrics").has_value());
  EXPECT_OK(config.Finish());
}

TEST(Config, AnUnknownKeyIsRefusedByNameAndLine) {
  const Config config = Parse("listen = \"a\"\nlissten = \"b\"\n");
  config.RequiredString("listen");
  EXPECT_THAT(config.Finish(), StatusIs(kInvalid, AllOf(HasSubstr("/etc/candor/board.toml, line 2"),
                                                        HasSubstr("unknown key 'lissten'"),
                                                        HasSubstr("correct its spelling"))));
}

TEST(Config, UnknownKeysAreFoundInEveryTable) {
  const Config config = Parse(
      "[tls]\nkey = \"k\"\nextra = 1\n[[issuer]]\nname = \"x\"\nodd = 1\n"
      "[nobody]\nasked = 1\n");
  config.RequiredTable("tls").RequiredString("key");
  for (const auto& issuer : config.Tables("issuer")) issuer.RequiredString("name");
  EXPECT_THAT(config.Finish(),
              StatusIs(kInvalid, AllOf(HasSubstr("'extra'"), HasSubstr("'odd'"),
                                       HasSubstr("'nobody'"), Not(HasSubstr("'asked'")))));
}

TEST(Config, EveryProblemIsReportedWithItsLineAndNoneWithItsValue) {
  const Config config = Parse("listen = 7\nworkers = 500\nempty = \"\"\nflag = \"geheim\"\n");
  config.RequiredString("listen");
  config.OptionalInt("workers", 4, {.min = 1, .max = 64});
  config.RequiredString("empty");
  config.OptionalBool("flag", false);
  config.RequiredString("missing");
  config.RequiredTable("table").RequiredString("inside");
  EXPECT_THAT(
      config.Finish(),
      StatusIs(kInvalid,
               AllOf(HasSubstr("line 1: 'listen' has the wrong type"),
                     HasSubstr("line 2: 'workers' is out of range"), HasSubstr("from 1 to 64"),
                     HasSubstr("line 3: 'empty' is empty"),
                     HasSubstr("line 4: 'flag' has the wrong type"),
                     HasSubstr("'missing' is missing"), HasSubstr("'table' is missing"),
                     Not(HasSubstr("inside")), Not(HasSubstr("500")), Not(HasSubstr("geheim")))));
}

TEST(Config, TheCallersOwnProblemsStandInTheSameList) {
  const Config config = Parse("a = 1\nname = \"x\"\n");
  config.RequiredInt("a", {});
  config.Problem("name", "is taken: choose another");
  EXPECT_THAT(config.Finish(), StatusIs(kInvalid, HasSubstr("line 2: 'name' is taken")));
}

TEST(Config, WhatIsNotTomlIsRefusedWithItsLine) {
  EXPECT_THAT(Config::Parse("a = 1\nb = = 2\n", "x.toml"),
              StatusIs(kInvalid, HasSubstr("config x.toml, line 2")));
  EXPECT_THAT(Config::Parse("a = 1\na = 2\n", "x.toml"), StatusIs(kInvalid, HasSubstr("twice")));
}

TEST(Config, AFileThatCannotBeReadIsNamed) {
  const TemporaryFolder folder;
  EXPECT_THAT(Config::Load(folder / "absent.toml"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent.toml")));
  EXPECT_THAT(Config::Load(folder.path()), StatusIs(kInvalid));
}

TEST(Config, ListsMustHoldTexts) {
  const Config config = Parse("a = [\"x\", 1]\nb = []\nc = \"x\"\n");
  config.RequiredStrings("a");
  config.RequiredStrings("b");
  config.OptionalStrings("c");
  EXPECT_THAT(config.Finish(), StatusIs(kInvalid, AllOf(HasSubstr("'a' has the wrong type"),
                                                        HasSubstr("'b' is empty"),
                                                        HasSubstr("'c' has the wrong type"))));
}

}  // namespace
}  // namespace candor::runtime

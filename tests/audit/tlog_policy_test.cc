#include "audit/tlog_policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/bundle_policy.h"
#include "base/text.h"
#include "crypto/random.h"
#include "tests/audit/log_fixture.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::audit {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::KeyOf;
using testing::LogVkey;
using testing::TestLog;
using testing::WithCosignature;
using testing::WitnessVkey;

constexpr auto kRefused = absl::StatusCode::kInvalidArgument;
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;
constexpr auto kNoQuorum = absl::StatusCode::kFailedPrecondition;

std::string Log(std::uint8_t seed) { return LogVkey("log.example/board", KeyOf(seed)).Format(); }
std::string Witness(std::uint8_t seed) {
  return WitnessVkey(Cat("w", seed, ".example"), KeyOf(seed)).Format();
}

// Witnesses A, B, C with the keys 11, 12, 13.
std::string Three() {
  return Cat("witness A ", Witness(11), "\nwitness B ", Witness(12), "\nwitness C ", Witness(13),
             "\n");
}

TlogPolicy Policy(const std::string& text) {
  auto policy = TlogPolicy::Parse(text);
  EXPECT_OK(policy.status());
  return *std::move(policy);
}

// The example of the specification, with keys.
std::string SpecificationsExample() {
  std::string out = Cat("log ", Log(1), "\n\n");
  for (const int i : {1, 2, 3}) out += Cat("witness X", i, " ", Witness(10 + i), "\n");
  out += "group X-witnesses 2 X1 X2 X3\n\n";
  for (const int i : {1, 2, 3}) out += Cat("witness Y", i, " ", Witness(20 + i), "\n");
  return Cat(out,
             "group Y-witnesses any Y1 Y2 Y3\n\n"
             "group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n");
}

TEST(TlogPolicy, TheSpecificationsExampleMeansWhatItSays) {
  const TlogPolicy policy = Policy(SpecificationsExample());
  EXPECT_EQ(policy.parts().logs.size(), 1u);
  EXPECT_TRUE(policy.demands_witnesses());
  const std::vector<std::string> names = {"X1", "X2", "X3", "Y1", "Y2", "Y3"};
  int met = 0;
  for (unsigned subset = 0; subset < 64; ++subset) {
    std::set<std::string, std::less<>> cosigned;
    int x = 0;
    int y = 0;
    for (unsigned i = 0; i < 6; ++i) {
      if ((subset >> i & 1) == 0) continue;
      cosigned.insert(names[i]);
      ++(i < 3 ? x : y);
    }
    EXPECT_EQ(policy.IsMetBy(cosigned), x >= 2 && y >= 1) << subset;
    met += policy.IsMetBy(cosigned) ? 1 : 0;
  }
  EXPECT_EQ(met, 4 * 7);
}

TEST(TlogPolicy, IsReadAgainFromWhatItWrites) {
  for (const std::string& text :
       {SpecificationsExample(), Cat("log ", Log(1), " https://log.example/\nquorum none\n"),
        Cat(Three(), "quorum B\n"), std::string("quorum none\n"),
        Cat(Three(), "group G 1 A\ngroup H 2 B C\ngroup I 1 G H\nquorum I\n"),
        Cat("witness \xc3\xa9\xff ", Witness(11), " \xf0\x9f\x8d\x8b\nquorum \xc3\xa9\xff\n")}) {
    const TlogPolicy policy = Policy(text);
    EXPECT_EQ(Policy(policy.Format()), policy) << text;
    EXPECT_EQ(Policy(policy.Format()).Format(), policy.Format());
  }
}

TEST(TlogPolicy, SpacesCommentsAndTheOrderOfDefinitionsAreFree) {
  const TlogPolicy plain =
      Policy(Cat("log ", Log(1), "\n", Three(), "group G 2 A B C\nquorum G\n"));
  const TlogPolicy loose =
      Policy(Cat("# a comment\n \t\n", "  \twitness\tA  ", Witness(11), "\t\n",
                 "\t# another # one\n#\n\n", "witness B ", Witness(12), "\nwitness C ", Witness(13),
                 "\n", "group G 2 A \t B C\n  quorum G  \n", "log ", Log(1), "\n"));
  EXPECT_EQ(loose, plain);
}

TEST(TlogPolicy, WordsOfTheGrammarAreNamesLikeOthersButForNone) {
  const TlogPolicy policy =
      Policy(Cat("witness all ", Witness(11), "\nwitness any ", Witness(12), "\nwitness 2 ",
                 Witness(13), "\ngroup quorum 2 all any 2\nquorum quorum\n"));
  EXPECT_TRUE(policy.IsMetBy({"all", "2"}));
  EXPECT_FALSE(policy.IsMetBy({"any"}));
}

TEST(TlogPolicy, ANumberSignWithinALineIsNoComment) {
  const TlogPolicy policy = Policy(Cat("witness #1 ", Witness(11), " #url\nquorum #1\n"));
  EXPECT_EQ(policy.parts().witnesses.at(0).name, "#1");
  EXPECT_EQ(policy.parts().witnesses.at(0).url, "#url");
  EXPECT_EQ(Policy(policy.Format()), policy);
}

TEST(TlogPolicy, ABrokenLineIsRefusedByItsNumber) {
  const struct {
    std::string text;
    const char* says;
  } cases[] = {
      {"log\nquorum none\n", "line 1"},
      {Cat("log ", Log(1), " https://a b\nquorum none\n"), "line 1"},
      {Cat("log ", Log(1), "x\nquorum none\n"), "line 1"},
      {Cat("log ", Witness(11), "\nquorum none\n"), "another type"},
      {Cat("witness A ", Log(1), "\nquorum none\n"), "another type"},
      {Cat("witness ", Witness(11), "\nquorum none\n"), "line 1"},
      {Cat("witness A ", Witness(11), " https://a b\nquorum none\n"), "line 1"},
      {Cat("log ", Log(1), "\nlog ", Log(1), "\nquorum none\n"), "twice"},
      {Cat("log ", Log(1), "\nlog ", LogVkey("other.example", KeyOf(1)).Format(),
           "\nquorum none\n"),
       "line 2: one public key stands twice"},
      {Cat(Three(), "witness D ", WitnessVkey("other.example", KeyOf(11)).Format(),
           "\nquorum none\n"),
       "line 4: one public key stands twice"},
      {Cat(Three(), "witness A ", Witness(14), "\nquorum none\n"), "defined twice"},
      {Cat(Three(), "group A any B C\nquorum none\n"), "defined twice"},
      {Cat("witness none ", Witness(11), "\nquorum none\n"), "reserved"},
      {Cat(Three(), "group none any B C\nquorum none\n"), "reserved"},
      {Cat(Three(), "group G any none\nquorum G\n"), "not defined"},
      {Cat(Three(), "group G any\nquorum G\n"), "line 4"},
      {Cat(Three(), "group G 0 A B\nquorum G\n"), "threshold"},
      {Cat(Three(), "group G 3 A B\nquorum G\n"), "threshold"},
      {Cat(Three(), "group G 02 A B\nquorum G\n"), "canonical"},
      {Cat(Three(), "group G +2 A B\nquorum G\n"), "canonical"},
      {Cat(Three(), "group G -1 A B\nquorum G\n"), "canonical"},
      {Cat(Three(), "group G some A B\nquorum G\n"), "canonical"},
      {Cat(Three(), "group G 18446744073709551617 A B\nquorum G\n"), "too large"},
      {Cat(Three(), "group G 2 A A\nquorum G\n"), "twice"},
      {Cat(Three(), "group G all A B\ngroup H all B C\nquorum G\n"), "line 5"},
      {Cat(Three(), "group G all A G\nquorum G\n"), "not defined"},
      {Cat(Three(), "group G all A H\ngroup H all B C\nquorum G\n"), "line 4"},
      {Cat("group G all A\nwitness A ", Witness(11), "\nquorum G\n"), "line 1"},
      {Cat("quorum A\nwitness A ", Witness(11), "\n"), "line 1"},
      {Cat(Three(), "quorum D\n"), "line 4"},
      {Cat(Three(), "quorum A B\n"), "line 4"},
      {Cat(Three(), "quorum\n"), "line 4"},
      {Cat(Three(), "quorum A\nquorum A\n"), "second quorum"},
      {Three(), "no quorum"},
      {"", "no quorum"},
      {"quorum none", "does not end"},
      {"quorum none\nlog", "does not end"},
      {"quorum none\r\n", "control character"},
      {"quorum none\n\v\n", "control character"},
      {"quorum none\n\x7f\n", "control character"},
      {std::string("quorum none\n\0\n", 14), "control character"},
      {"Quorum none\n", "line 1"},
      {"quorum none # for now\n", "line 1"},
      {"mirror x\nquorum none\n", "line 1"},
      {std::string(kMaxPolicySize, '\n') + "quorum none\n", "larger"},
  };
  for (const auto& each : cases) {
    EXPECT_THAT(TlogPolicy::Parse(each.text), StatusIs(kRefused, HasSubstr(each.says)))
        << each.text;
  }
}

TEST(TlogPolicy, TheRecommendedNumbersAreSupportedAndBeyondTheBoundsRefused) {
  const auto with = [](std::size_t witnesses) {
    std::string text;
    for (std::size_t i = 0; i < witnesses; ++i) {
      ByteArray<32> seed{};
      seed[0] = static_cast<std::uint8_t>(i);
      seed[1] = 7;
      const auto key = crypto::SigningKey::FromSeed(seed);
      text += Cat("log ", LogVkey(Cat("l", i), key).Format(), "\nwitness W", i, " ",
                  WitnessVkey(Cat("w", i), key).Format(), "\n");
      text += Cat("group G", i, " all W", i, i == 0 ? "" : Cat(" G", i - 1), "\n");
    }
    return Cat(text, "quorum G", witnesses - 1, "\n");
  };
  const TlogPolicy policy = Policy(with(32));
  std::set<std::string, std::less<>> all;
  for (int i = 0; i < 32; ++i) all.insert(Cat("W", i));
  EXPECT_TRUE(policy.IsMetBy(all));
  // The innermost of 32 groups.
  all.erase("W0");
  EXPECT_FALSE(policy.IsMetBy(all));
  EXPECT_OK(TlogPolicy::Parse(with(kMaxPolicyParts)));
  EXPECT_THAT(TlogPolicy::Parse(with(kMaxPolicyParts + 1)), StatusIs(kRefused));
}

// Evaluated straight from the definition, top down.
bool NaiveMet(const TlogPolicy::Parts& parts, const std::string& name,
              const std::set<std::string, std::less<>>& cosigned) {
  for (const auto& group : parts.groups) {
    if (group.name != name) continue;
    std::uint64_t count = 0;
    for (const auto& member : group.members) count += NaiveMet(parts, member, cosigned) ? 1 : 0;
    return count >= group.threshold;
  }
  return cosigned.contains(name);
}

TEST(TlogPolicy, RandomNestedGroupsMeanWhatTheDefinitionSays) {
  crypto::DeterministicRandomForTesting random(5);
  int met = 0;
  int checked = 0;
  for (int round = 0; round < 60; ++round) {
    TlogPolicy::Parts parts;
    std::vector<std::string> free;
    for (std::uint8_t i = 0; i < 8; ++i) {
      parts.witnesses.push_back({Cat("W", i), WitnessVkey(Cat("w", i), KeyOf(30 + i)), ""});
      free.push_back(Cat("W", i));
    }
    while (free.size() > 1) {
      random.Shuffle(free);
      const std::size_t take = 1 + random.Uniform(std::min<std::size_t>(free.size(), 3));
      PolicyGroup group{Cat("G", parts.groups.size()), 1 + random.Uniform(take), {}};
      for (std::size_t i = 0; i < take; ++i) {
        group.members.push_back(free.back());
        free.pop_back();
      }
      free.push_back(group.name);
      parts.groups.push_back(group);
      if (parts.groups.size() > 40) break;
    }
    parts.quorum = parts.groups.back().name;
    ASSERT_OK_AND_ASSIGN(const auto policy, TlogPolicy::Create(parts));
    ASSERT_EQ(Policy(policy.Format()), policy);
    for (unsigned subset = 0; subset < 256; ++subset) {
      std::set<std::string, std::less<>> cosigned;
      for (unsigned i = 0; i < 8; ++i) {
        if ((subset >> i & 1) != 0) cosigned.insert(Cat("W", i));
      }
      const bool expected = NaiveMet(parts, parts.quorum, cosigned);
      ASSERT_EQ(policy.IsMetBy(cosigned), expected);
      met += expected ? 1 : 0;
      ++checked;
    }
  }
  EXPECT_GT(met, checked / 10);
  EXPECT_LT(met, checked - checked / 10);
}

// ---- notes under a policy ----

struct Cosigned {
  Cosigned() { log.Grow(5); }
  std::string By(const std::vector<std::uint8_t>& witnesses) const {
    std::string note = log.Note(5);
    for (const std::uint8_t seed : witnesses) {
      note = WithCosignature(note, Cat("w", seed, ".example"), KeyOf(seed), 1700000000 + seed);
    }
    return note;
  }
  TestLog log;
};

TEST(TlogPolicy, OpensACheckpointWithItsQuorumAlone) {
  const Cosigned scene;
  const TlogPolicy policy = Policy(SpecificationsExample());
  ASSERT_OK_AND_ASSIGN(const auto opened, OpenWithPolicy(scene.By({12, 13, 21}), policy));
  EXPECT_EQ(opened.checkpoint, scene.log.At(5));
  ASSERT_EQ(opened.witnesses.size(), 3u);
  EXPECT_EQ(opened.witnesses[0].witness, "w12.example");
  EXPECT_EQ(opened.witnesses[2].time, 1700000021);
  const std::vector<std::uint8_t> short_of_it[] = {
      {}, {11, 12, 13}, {21, 22, 23}, {11, 21, 22, 23}, {11, 11, 21}};
  for (const auto& witnesses : short_of_it) {
    EXPECT_THAT(OpenWithPolicy(scene.By(witnesses), policy),
                StatusIs(kNoQuorum, HasSubstr("quorum")));
  }
}

TEST(TlogPolicy, UnknownSignaturesAreIgnoredAndBadOnesOfKnownKeysAreNot) {
  const Cosigned scene;
  const TlogPolicy policy = Policy(SpecificationsExample());
  const std::string good = scene.By({12, 13, 21});
  EXPECT_OK(OpenWithPolicy(scene.By({12, 13, 21, 99}), policy));
  // A witness whom the quorum does not need, with a signature of another text.
  const std::string other = scene.log.Note(4);
  const std::string line =
      *Cosign(other.substr(0, other.find("\n\n") + 1), "w22.example", KeyOf(22), 1700000000);
  EXPECT_THAT(OpenWithPolicy(*AddSignatureLine(good, line), policy), StatusIs(kUnauthenticated));
  // The known key's name with an unknown id is an unknown key.
  const std::string renamed =
      *Cosign(other.substr(0, other.find("\n\n") + 1), "w22.example", KeyOf(77), 1700000000);
  EXPECT_OK(OpenWithPolicy(*AddSignatureLine(good, renamed), policy));
}

TEST(TlogPolicy, OnlyALogOfThePolicyUnderItsOwnNameCounts) {
  const Cosigned scene;
  const auto with_logs = [](const std::string& logs) {
    return Policy(Cat(logs, Three(), "quorum none\n"));
  };
  EXPECT_THAT(OpenWithPolicy(scene.By({11}), with_logs("")),
              StatusIs(kNoQuorum, HasSubstr("names no log")));
  EXPECT_THAT(OpenWithPolicy(scene.By({11}), with_logs(Cat("log ", Log(2), "\n"))),
              StatusIs(kUnauthenticated));
  // The right key under another name: its signature line is somebody else's.
  const std::string other = LogVkey("other.example", KeyOf(1)).Format();
  EXPECT_THAT(OpenWithPolicy(scene.By({11}), with_logs(Cat("log ", other, "\n"))),
              StatusIs(kUnauthenticated));
  // Two logs: one signs the other's checkpoint.
  const std::string two =
      Cat("log ", Log(1), "\nlog ", LogVkey("two.example", KeyOf(2)).Format(), "\n");
  const std::string foreign = *SignCheckpoint(scene.log.At(5), "two.example", KeyOf(2));
  EXPECT_THAT(OpenWithPolicy(foreign, with_logs(two)),
              StatusIs(kRefused, HasSubstr("another log")));
  EXPECT_OK(OpenWithPolicy(scene.log.Note(5), with_logs(two)));
  // A new key of the same log beside the old one.
  EXPECT_OK(OpenWithPolicy(*SignCheckpoint(scene.log.At(5), scene.log.origin, KeyOf(9)),
                           with_logs(Cat("log ", Log(1), "\nlog ", Log(9), "\n"))));
}

TEST(TlogPolicy, OpensThePublishedCheckpoints) {
  CANDOR_VECTORS_OR_RETURN(derived, "tlog/derived_kat.json");
  CANDOR_VECTORS_OR_RETURN(c2sp, "c2sp/c2sp_notes.json");
  for (const auto& entry : {derived, c2sp.at("generated_checkpoint_with_cosignature")}) {
    const TlogPolicy policy =
        Policy(Cat("log ", entry.at("log_vkey").get<std::string>(), "\nwitness W ",
                   entry.at("witness_vkey").get<std::string>(), "\nquorum W\n"));
    ASSERT_OK_AND_ASSIGN(const auto opened,
                         OpenWithPolicy(entry.at("note").get<std::string>(), policy));
    EXPECT_EQ(opened.checkpoint.size, 8u);
    EXPECT_EQ(opened.witnesses.at(0).time, 1700000000);
  }
}

TEST(TlogPolicy, NoTruncationOfAnOpenNoteOpens) {
  const Cosigned scene;
  const TlogPolicy policy = Policy(SpecificationsExample());
  const std::string good = scene.By({12, 13, 21});
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(OpenWithPolicy(good.substr(0, length), policy).ok()) << length;
  }
  for (const char* tail : {"\n", " ", "x", "\n\n", "\xe2\x80\x94 \n"}) {
    EXPECT_FALSE(OpenWithPolicy(Cat(good, tail), policy).ok());
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char bit : {0x01, 0x20}) {
      std::string flipped = good;
      flipped[at] = static_cast<char>(flipped[at] ^ bit);
      const auto opened = OpenWithPolicy(flipped, policy);
      // A line whose name or id changed is an unknown key's: without it the quorum is missing.
      EXPECT_FALSE(opened.ok()) << at;
    }
  }
}

// ---- the trust bundle's policy ----

records::TrustBundle Bundle() {
  records::TrustBundle bundle;
  bundle.organisation = "Nordhafen Works";
  const auto log = [](const char* origin, std::uint8_t seed) {
    return records::LogIdentity{
        origin, KeyOf(seed).verify_key(), "op", "https://files.example/", "g:1", "pem"};
  };
  bundle.board = log("a.example/board", 1);
  bundle.issuers = {log("a.example/issuer-1", 2), log("a.example/issuer-2", 3)};
  for (const std::uint8_t seed : {11, 12, 13}) {
    bundle.witnesses.push_back(
        {Cat("w", seed, ".example"), KeyOf(seed).verify_key(), "op", "https://w.example/", "pem"});
  }
  bundle.quorum = 2;
  bundle.relays = {{"relay.example", "union", "https://r.example/", "r.example:1", "pem"}};
  return bundle;
}

TEST(BundlePolicy, IsAFileThatStockToolsReadAndComesBack) {
  const auto bundle = Bundle();
  ASSERT_OK_AND_ASSIGN(const auto policy, PolicyOfBundle(bundle));
  EXPECT_EQ(
      policy.Format(),
      Cat("log ", LogVkey("a.example/board", KeyOf(1)).Format(), " https://files.example/\n",
          "log ", LogVkey("a.example/issuer-1", KeyOf(2)).Format(), " https://files.example/\n",
          "log ", LogVkey("a.example/issuer-2", KeyOf(3)).Format(), " https://files.example/\n",
          "witness W1 ", Witness(11), " https://w.example/\nwitness W2 ", Witness(12),
          " https://w.example/\nwitness W3 ", Witness(13), " https://w.example/\n",
          "group witnesses 2 W1 W2 W3\nquorum witnesses\n"));
  ASSERT_OK_AND_ASSIGN(const auto flat, FlatPolicyOf(Policy(policy.Format())));
  EXPECT_EQ(flat.quorum, 2);
  ASSERT_EQ(flat.witnesses.size(), 3u);
  EXPECT_EQ(flat.witnesses[1], WitnessVkey("w12.example", KeyOf(12)));
  EXPECT_OK(CheckWitnessPolicy(flat, LogVkey("a.example/board", KeyOf(1))));
}

TEST(BundlePolicy, AgreesWithTheFlatPolicyOnEveryNote) {
  const Cosigned scene;
  auto bundle = Bundle();
  bundle.board.origin = scene.log.origin;
  for (std::uint8_t quorum = 1; quorum <= 3; ++quorum) {
    bundle.quorum = quorum;
    ASSERT_OK_AND_ASSIGN(const auto policy, PolicyOfBundle(bundle));
    ASSERT_OK_AND_ASSIGN(const auto flat, FlatPolicyOf(policy));
    for (unsigned subset = 0; subset < 8; ++subset) {
      std::vector<std::uint8_t> witnesses;
      for (std::uint8_t i = 0; i < 3; ++i) {
        if ((subset >> i & 1) != 0) witnesses.push_back(static_cast<std::uint8_t>(11 + i));
      }
      const std::string note = scene.By(witnesses);
      EXPECT_EQ(OpenWithPolicy(note, policy).ok(), witnesses.size() >= quorum);
      EXPECT_EQ(OpenCheckpoint(note, scene.log.vkey(), flat).ok(), witnesses.size() >= quorum);
    }
  }
}

TEST(BundlePolicy, WhatAFlatPolicyCannotSayIsRefused) {
  EXPECT_OK(FlatPolicyOf(Policy(Cat("witness A ", Witness(11), "\nquorum A\n"))));
  EXPECT_OK(FlatPolicyOf(Policy(Cat(Three(), "group G any A B C\nquorum G\n"))));
  for (const char* rest :
       {"quorum none\n", "quorum A\n", "group G any A B\nquorum G\n",
        "group G any A B C\nquorum A\n", "group G any A B\ngroup H all G C\nquorum H\n"}) {
    EXPECT_THAT(FlatPolicyOf(Policy(Cat(Three(), rest))), StatusIs(kNoQuorum)) << rest;
  }
}

TEST(BundlePolicy, ABundleThatNoFileCanHoldIsRefused) {
  auto spaced = Bundle();
  spaced.board.files_url = "https://files.example/a b";
  EXPECT_THAT(PolicyOfBundle(spaced), StatusIs(kRefused));
  auto twice = Bundle();
  twice.witnesses[1].key = twice.witnesses[0].key;
  EXPECT_THAT(PolicyOfBundle(twice), StatusIs(kRefused));
  auto unmeetable = Bundle();
  unmeetable.quorum = 4;
  EXPECT_THAT(PolicyOfBundle(unmeetable), StatusIs(kRefused));
}

}  // namespace
}  // namespace candor::audit

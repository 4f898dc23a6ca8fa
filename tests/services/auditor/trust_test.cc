#include "services/auditor/trust.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/trust_bundle.h"
#include "tests/services/auditor/copied_log.h"

namespace candor::services::auditor {
namespace {

using audit::testing::KeyOf;
using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;

constexpr auto kUsage = absl::StatusCode::kInvalidArgument;

records::TrustBundle Bundle() {
  const auto log = [](const char* origin, std::uint8_t seed) {
    return records::LogIdentity{origin, KeyOf(seed).verify_key(), "HR", "https://f", "g:1", "pem"};
  };
  records::TrustBundle bundle;
  bundle.organisation = "Nordhafen Works";
  bundle.charter_key = KeyOf(20).verify_key();
  bundle.independent_body_key = KeyOf(21).verify_key();
  bundle.board = log("log.example/board", 1);
  bundle.issuers = {log("log.example/issuer-1", 2)};
  for (const std::uint8_t seed : {11, 12, 13}) {
    bundle.witnesses.push_back(
        {Cat("w", seed, ".example"), KeyOf(seed).verify_key(), "Council", "https://w", "pem"});
  }
  bundle.quorum = 2;
  bundle.promise_key = KeyOf(22).verify_key();
  bundle.gateway_key = KeyOf(23).verify_key();
  bundle.relays = {{"relay.example", "Union", "https://r", "r:1", "pem"}};
  return bundle;
}

std::string Publication(const records::TrustBundle& bundle) {
  std::string out = "Fingerprint of Nordhafen Works\n";
  int number = 0;
  for (const auto& group : records::FingerprintGroups(bundle.Fingerprint())) {
    out += Cat(++number, ". ", group, "\n");
  }
  return out;
}

struct Bench {
  std::string Put(const char* name, std::string_view text) {
    copied.Put(name, AsBytes(text));
    return (copied.folder.path() / name).string();
  }
  std::string PutBundle(const records::TrustBundle& bundle) {
    return Put("bundle", AsText(bundle.Encode()));
  }
  bool Opens(const TrustOptions& options, const std::string& note) {
    const auto policy = LoadTrust(options);
    EXPECT_OK(policy.status());
    return policy.ok() && OpenWithPolicy(note, *policy).ok();
  }

  CopiedLog copied;
};

TEST(Trust, ComesFromAKeyAPolicyOrABundle) {
  Bench bench;
  const std::string vkey = bench.copied.log.vkey().Format();
  const std::string policy = bench.Put("policy", bench.copied.PolicyText());
  const std::string bundle = bench.PutBundle(Bundle());
  const std::string fingerprint = bench.Put("fingerprint.txt", Publication(Bundle()));
  const std::string bare = bench.copied.log.Note(5);
  const std::string cosigned = bench.copied.Note(5);
  EXPECT_TRUE(bench.Opens({.vkey = vkey}, bare));
  for (const TrustOptions& options :
       {TrustOptions{.policy_file = policy}, TrustOptions{.vkey = vkey, .policy_file = policy},
        TrustOptions{.bundle_file = bundle, .fingerprint_file = fingerprint}}) {
    EXPECT_TRUE(bench.Opens(options, cosigned));
    EXPECT_FALSE(bench.Opens(options, bare));
  }
}

TEST(Trust, APolicyWithoutLogsNeedsAVkeyAndAPolicyWithLogsIsOnlyNarrowed) {
  Bench bench;
  const std::string text = bench.copied.PolicyText();
  const std::string no_log = bench.Put("policy", text.substr(text.find('\n') + 1));
  EXPECT_THAT(LoadTrust({.policy_file = no_log}), StatusIs(kUsage, HasSubstr("names no log")));
  EXPECT_TRUE(bench.Opens({.vkey = bench.copied.log.vkey().Format(), .policy_file = no_log},
                          bench.copied.Note(5)));
  const std::string policy = bench.Put("policy", text);
  const std::string other = audit::testing::LogVkey("other.example", KeyOf(5)).Format();
  EXPECT_THAT(LoadTrust({.vkey = other, .policy_file = policy}),
              StatusIs(kUsage, HasSubstr("other logs")));
}

TEST(Trust, ABundleIsBelievedByItsPublishedFingerprintAlone) {
  Bench bench;
  const std::string bundle = bench.PutBundle(Bundle());
  EXPECT_THAT(LoadTrust({.bundle_file = bundle}), StatusIs(kUsage, HasSubstr("fingerprint")));
  auto forged = Bundle();
  forged.board.key = KeyOf(66).verify_key();
  const std::string of_another = bench.Put("fingerprint.txt", Publication(forged));
  EXPECT_THAT(LoadTrust({.bundle_file = bundle, .fingerprint_file = of_another}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("independent body")));
  const std::string cut = bench.Put("fingerprint.txt", Publication(Bundle()).substr(0, 60));
  EXPECT_THAT(LoadTrust({.bundle_file = bundle, .fingerprint_file = cut}), StatusIs(kUsage));
}

TEST(Trust, ABundleThatNoClientTakesIsRefused) {
  Bench bench;
  auto bundle = Bundle();
  bundle.witnesses[1].operator_name = bundle.board.operator_name;
  bundle.witnesses[2].operator_name = bundle.board.operator_name;
  const TrustOptions options = {.bundle_file = bench.PutBundle(bundle),
                                .fingerprint_file = bench.Put("f.txt", Publication(bundle))};
  EXPECT_THAT(LoadTrust(options), StatusIs(kUsage, HasSubstr("another organisation")));
}

TEST(Trust, CombinationsThatMeanNothingAreUsage) {
  Bench bench;
  const std::string vkey = bench.copied.log.vkey().Format();
  const std::string policy = bench.Put("policy", "quorum nobody\n");
  const std::string bundle = bench.Put("bundle", "no bundle");
  const std::string fingerprint = bench.Put("fingerprint.txt", Publication(Bundle()));
  const TrustOptions cases[] = {
      {},
      {.vkey = "no key"},
      {.vkey = audit::testing::WitnessVkey("w.example", KeyOf(11)).Format()},
      {.policy_file = policy},
      {.fingerprint_file = fingerprint},
      {.vkey = vkey, .fingerprint_file = fingerprint},
      {.vkey = vkey, .bundle_file = bundle, .fingerprint_file = fingerprint},
      {.policy_file = policy, .bundle_file = bundle, .fingerprint_file = fingerprint},
      {.bundle_file = bundle, .fingerprint_file = fingerprint},
  };
  for (const auto& options : cases) EXPECT_THAT(LoadTrust(options), StatusIs(kUsage));
  EXPECT_THAT(LoadTrust({.policy_file = "/nonexistent"}), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace candor::services::auditor

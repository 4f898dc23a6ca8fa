// A single byte changed in any file of any log is found: every byte of every file, one at a time.
#include <gtest/gtest.h>

#include "audit/verify/log_scan.h"
#include "tests/audit/verify/evidence_world.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

ScanOptions OptionsFor(const candor::testing::Organisation& organisation, std::size_t log) {
  const auto& bundle = organisation.bundle();
  const auto& identity = log == 0 ? bundle.board : bundle.issuers[log - 1];
  ScanOptions out{
      .log_key =
          NoteVerifierKey::Create(identity.origin, NoteKeyType::kEd25519, identity.key).value(),
      .policy = {.quorum = bundle.quorum, .witnesses = {}},
      .earlier = {},
      .not_older_than = 0};
  for (const auto& witness : bundle.witnesses) {
    out.policy.witnesses.push_back(
        NoteVerifierKey::Create(witness.name, NoteKeyType::kCosignatureV1, witness.key).value());
  }
  return out;
}

TEST(Flips, EveryByteOfEveryFileIsCovered) {
  EvidenceWorld world({.issuers = 1, .witnesses = 1, .quorum = 1});
  world.KeepFew();
  auto logs = world.Publish();
  std::size_t flipped = 0;
  std::vector<std::string> missed;
  for (std::size_t log = 0; log < logs.size(); ++log) {
    const ScanOptions options = OptionsFor(world.organisation(), log);
    const auto found = [&] {
      Findings findings;
      ScanLog(logs[log], options, [](const ScannedEntry&) {}, findings);
      return !findings.all().empty();
    };
    ASSERT_FALSE(found()) << "the control: without a flip there is no finding";
    for (auto& [path, bytes] : logs[log].files) {
      for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto bit = static_cast<std::uint8_t>(1u << (flipped % 8));
        bytes[i] ^= bit;
        if (!found()) missed.push_back(path + " byte " + std::to_string(i));
        bytes[i] ^= bit;
        ++flipped;
      }
    }
  }
  EXPECT_GT(flipped, 10'000u);
  EXPECT_THAT(missed, ::testing::IsEmpty());
}

}  // namespace
}  // namespace candor::audit::testing

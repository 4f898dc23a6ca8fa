// A single byte changed in any file of any log is found: every byte of every file, one at a time.
#include <gtest/gtest.h>

#include "audit/verify/log_scan.h"
#include "tests/audit/verify/evidence_world.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

class Nobody final : public EntryVisitor {
 public:
  void Take(const ScannedEntry&) override {}
  bool Forget(std::uint64_t) override { return true; }
};

LogScan ScanOf(const candor::testing::Organisation& organisation, std::size_t log) {
  const auto& bundle = organisation.bundle();
  const auto& identity = log == 0 ? bundle.board : bundle.issuers[log - 1];
  WitnessPolicy policy{.quorum = bundle.quorum, .witnesses = {}};
  for (const auto& witness : bundle.witnesses) {
    policy.witnesses.push_back(
        NoteVerifierKey::Create(witness.name, NoteKeyType::kCosignatureV1, witness.key).value());
  }
  return {NoteVerifierKey::Create(identity.origin, NoteKeyType::kEd25519, identity.key).value(),
          policy};
}

TEST(Flips, EveryByteOfEveryFileIsCovered) {
  EvidenceWorld world({.issuers = 1, .witnesses = 1, .quorum = 1});
  world.KeepFew();
  auto logs = world.Publish();
  std::size_t flipped = 0;
  std::vector<std::string> missed;
  for (std::size_t log = 0; log < logs.size(); ++log) {
    const auto found = [&] {
      LogScan scan = ScanOf(world.organisation(), log);
      Nobody visitor;
      Findings findings;
      EXPECT_EQ(scan.Feed({logs[log], {}}, visitor, findings), Continues::kYes);
      scan.Judge(0, findings);
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

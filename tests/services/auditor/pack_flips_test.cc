// A single byte changed in any file of a pack is found, also by somebody who wrote SHA256SUMS anew, one at a
// time: every byte of what lies beside the logs, and every 16th of the logs' files, of which
// tests/audit/verify/flips_test.cc tries all. The fingerprint is not from the pack.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/auditor/verify_pack.h"
#include "tests/services/auditor/pack_fixture.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kLogs = 2;
constexpr std::size_t kStrideInLogs = 16;

TEST(PackFlips, AChangedByteIsFoundInAnyFile) {
  audit::testing::EvidenceWorld world({.issuers = 1, .witnesses = 1, .quorum = 1});
  world.KeepFew();
  const runtime::TemporaryFolder folder;
  const runtime::Path path = folder.path() / "pack";
  WritePack(world, path);
  const follow::PackFolder pack(path);
  ASSERT_OK(pack.Unseal());
  for (std::size_t log = 0; log < kLogs; ++log) {
    ASSERT_OK(pack.Write(Cat(audit::PackEarlierFolder(log), "/1"),
                         AsBytes(world.NoteOf(log, 1, 1'700'000'000))));
  }
  ASSERT_OK(pack.Seal());
  // Below kMerkle nothing is recomputed; above it the entries' meaning is, which no flip here gets to.
  const PackVerifyOptions options{.packs = {path.string()},
                                  .fingerprint_groups = GroupsOf(world.organisation().bundle()),
                                  .level = Level::kMerkle,
                                  .jobs = 1};
  const auto found = [&] {
    const auto reports = VerifyPacks(options);
    return !reports.ok() || !reports->front().result.findings.empty();
  };
  ASSERT_FALSE(found()) << "the control: without a flip there is no finding";

  std::size_t flipped = 0;
  std::vector<std::string> missed;
  const auto files = pack.Files().value();
  EXPECT_THAT(files, ::testing::IsSupersetOf({"bundle", "earlier/board/1", "logs/board/checkpoint"}));
  for (const auto& file : files) {
    const bool is_list = file == audit::kPackSums;
    const std::size_t stride = file.starts_with("logs/") ? kStrideInLogs : 1;
    const Bytes good = pack.Read(file).value();
    for (std::size_t i = 0; i < good.size(); i += stride, ++flipped) {
      Bytes bad = good;
      bad[i] ^= static_cast<std::uint8_t>(1u << (flipped % 8));
      ASSERT_OK(pack.Write(file, bad));
      if (!is_list) {
        ASSERT_OK(pack.Seal());
      }
      if (!found()) missed.push_back(file + " byte " + std::to_string(i));
    }
    ASSERT_OK(pack.Write(file, good));
    if (!is_list) {
      ASSERT_OK(pack.Seal());
    }
  }
  ASSERT_FALSE(found()) << "the control: all is as it was";
  EXPECT_GT(flipped, 3'000u);
  EXPECT_THAT(missed, ::testing::IsEmpty());
}

}  // namespace
}  // namespace candor::services::auditor

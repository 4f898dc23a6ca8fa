// The evidence of a small jam as a pack on disk, and its organisation's fingerprint from elsewhere.
#pragma once

#include <string>

#include "audit/pack.h"
#include "base/text.h"
#include "records/trust_bundle.h"
#include "services/follow/pack_folder.h"
#include "tests/audit/verify/evidence_world.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {

inline std::string GroupsOf(const records::TrustBundle& bundle) {
  std::string out;
  for (const auto& group : records::FingerprintGroups(bundle.Fingerprint())) out += group + " ";
  return out;
}

inline void WritePack(const audit::testing::EvidenceWorld& world, const runtime::Path& folder) {
  const follow::PackFolder pack(folder);
  EXPECT_OK(pack.Write(audit::kPackBundle, world.organisation().bundle().Encode()));
  const auto logs = world.Publish();
  for (std::size_t number = 0; number < logs.size(); ++number) {
    for (const auto& [path, bytes] : logs[number].files) {
      EXPECT_OK(pack.Write(Cat(audit::PackLogFolder(number), "/", path), bytes));
    }
  }
  EXPECT_OK(pack.Seal());
}

struct PackOnDisk {
  PackOnDisk() { WritePack(world, path()); }

  runtime::Path path() const { return folder.path() / "pack"; }
  follow::PackFolder pack() const { return follow::PackFolder(path()); }
  std::string groups() const { return GroupsOf(world.organisation().bundle()); }
  // One bit of a file, in place; SHA256SUMS stays as it is.
  void Flip(const std::string& file, std::size_t byte) const {
    Bytes bytes = pack().Read(file).value();
    bytes.at(byte) ^= 1;
    EXPECT_OK(pack().Write(file, bytes));
  }

  audit::testing::EvidenceWorld world;
  runtime::TemporaryFolder folder;
};

}  // namespace candor::services::auditor

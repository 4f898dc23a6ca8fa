// How much a verification looks at; each level holds those before it. What each leaves out is said for
// each invariant in services/auditor/level.h, and printed with every report.
#pragma once

#include <cstdint>

namespace candor::audit {

enum class Level : std::uint8_t {
  // Form, tiles, roots, checkpoints and their signatures; contents open their commitments.
  kMerkle,
  // What each log shows by itself: entries replayed, who signed each and held which role there, authors'
  // signatures and chains. No token's signature, no proof of a token key, nothing that takes two logs,
  // no clock.
  kSignatures,
  kFull,
};

}  // namespace candor::audit

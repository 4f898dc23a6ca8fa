// Levels: how much a verification of packs looks at, and what that means for each invariant.
//
// A report prints both for every invariant: what was not looked at is never called checked. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "audit/verify/finding.h"

namespace candor::services::auditor {

// Each holds those before it.
enum class Level : std::uint8_t {
  kStructure,   // everything is there and has the right form; checkpoints signed by their logs
  kMerkle,      // tiles, roots, checkpoints with their cosignatures, contents
  kSignatures,  // what entries say and who signed it, each log by itself: audit::Level::kSignatures
  kFull,
};
std::string_view LevelName(Level level);

// The coverage of an invariant at a level.
audit::Coverage CoverageAt(const audit::Invariant& invariant, Level level);
// What is not looked at; empty when everything is.
std::string_view MissingAt(const audit::Invariant& invariant, Level level);

}  // namespace candor::services::auditor

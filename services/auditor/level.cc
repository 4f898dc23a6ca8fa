#include "services/auditor/level.h"

#include <algorithm>
#include <span>

namespace candor::services::auditor {
namespace {

using audit::Coverage;
using audit::InvariantId;

// Of an invariant that is looked at in part.
struct InPart {
  InvariantId id;
  std::string_view missing;
};

constexpr InPart kPartsOfStructure[] = {
    {InvariantId::kRoot, "no hash is recomputed on this level, only that each file is there with its form"},
    {InvariantId::kEntries, "of entries their form alone on this level"},
};
constexpr InvariantId kWholeAtStructure[] = {InvariantId::kLogSignature};

constexpr InPart kPartsOfMerkle[] = {
    {InvariantId::kEntries, "of entries their form alone on this level"},
    {InvariantId::kContents, "of contents that are there, that they open, alone on this level"},
};
constexpr InvariantId kWholeAtMerkle[] = {InvariantId::kRoot, InvariantId::kLogSignature,
                                          InvariantId::kConsistency, InvariantId::kWitnesses};

// The other way round: nearly everything is looked at.
constexpr InPart kPartsOfSignatures[] = {
    {InvariantId::kTokenKeys, "proofs of keys, and what takes several logs, are left out on this level"},
    {InvariantId::kBatchSizes, "whether enough had drawn where k or more were withheld is left out on this level"},
    {InvariantId::kTombstones, "whether an erasure is late is left out on this level"},
    {InvariantId::kRetention, "whether something was kept too long is left out on this level"},
};
constexpr InvariantId kLeftOutAtSignatures[] = {
    InvariantId::kVoices,   InvariantId::kTokens,   InvariantId::kClocks,
    InvariantId::kPromises, InvariantId::kOpenings, InvariantId::kGate,
};

constexpr std::string_view kLeftOut = "not looked at on this level";

struct AtLevel {
  Coverage coverage;
  std::string_view missing;
};

AtLevel Look(const audit::Invariant& invariant, Level level) {
  const AtLevel whole{invariant.coverage, invariant.missing};
  const AtLevel nothing{Coverage::kNotChecked, kLeftOut};
  // What this version does not know is not for a level to leave out.
  if (level == Level::kFull || invariant.coverage == Coverage::kNotYetChecked) return whole;
  const auto among = [&](std::span<const InvariantId> ids) {
    return std::ranges::find(ids, invariant.id) != ids.end();
  };
  std::span<const InPart> parts = kPartsOfSignatures;
  if (level == Level::kMerkle) parts = kPartsOfMerkle;
  if (level == Level::kStructure) parts = kPartsOfStructure;
  const auto part = std::ranges::find(parts, invariant.id, &InPart::id);
  if (part != parts.end()) return {Coverage::kPartly, part->missing};
  switch (level) {
    case Level::kStructure: return among(kWholeAtStructure) ? whole : nothing;
    case Level::kMerkle: return among(kWholeAtMerkle) ? whole : nothing;
    case Level::kSignatures: return among(kLeftOutAtSignatures) ? nothing : whole;
    case Level::kFull: break;
  }
  return whole;
}

}  // namespace

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kStructure: return "structure";
    case Level::kMerkle: return "merkle";
    case Level::kSignatures: return "signatures";
    case Level::kFull: return "full";
  }
  return "unknown";
}

Coverage CoverageAt(const audit::Invariant& invariant, Level level) {
  return Look(invariant, level).coverage;
}

std::string_view MissingAt(const audit::Invariant& invariant, Level level) {
  return Look(invariant, level).missing;
}

}  // namespace candor::services::auditor

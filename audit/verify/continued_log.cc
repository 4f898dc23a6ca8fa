#include "audit/verify/continued_log.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace candor::audit {
namespace {

// The roots that are known of the log before at that size.
std::vector<crypto::Hash> RootsAt(std::uint64_t size, const PreviousLogEvidence& previous) {
  std::vector<crypto::Hash> out;
  if (size <= previous.size) {
    // Files that are missing are a finding about that log, and speak against nobody here.
    if (const auto root = previous.root_at(size); root.ok()) out.push_back(*root);
  }
  for (const Checkpoint& checkpoint : previous.published) {
    if (checkpoint.size == size) out.push_back(checkpoint.root);
  }
  return out;
}

std::uint64_t LargestOf(const PreviousLogEvidence& previous) {
  std::uint64_t largest = previous.size;
  for (const Checkpoint& checkpoint : previous.published) {
    largest = std::max(largest, checkpoint.size);
  }
  return largest;
}

}  // namespace

std::string_view ComparedName(Compared compared) {
  switch (compared) {
    case Compared::kNot: return "not";
    case Compared::kBelow: return "below";
    case Compared::kEqual: return "equal";
    case Compared::kContradicted: return "contradicted";
  }
  return "unknown";
}

std::string SentenceOf(const ContinuedLog& continued) {
  const auto& [log, previous, compared, shown] = continued;
  std::string out = Cat(log, " says that it goes on in the place of ", previous.origin,
                        ", which was frozen at size ", previous.size, ": ");
  switch (compared) {
    case Compared::kNot: return out + "nothing of that log was given, and this was not compared";
    case Compared::kBelow:
      return out + Cat("what was given of that log ends at size ", shown,
                       " and does not speak against it; the root at the end was not compared");
    case Compared::kEqual: return out + "that log had published exactly that size and root";
    case Compared::kContradicted: return out + "a finding names what does not agree";
  }
  return out;
}

ContinuedLog CheckContinued(const std::string& log, const records::PreviousLog& claimed,
                            const PreviousLogEvidence* previous, Findings& findings) {
  ContinuedLog out{log, claimed, Compared::kNot, 0};
  if (previous == nullptr) return out;
  out.shown = LargestOf(*previous);
  const auto contradicted = [&](std::string why) {
    out.compared = Compared::kContradicted;
    findings.Add({InvariantId::kGaps, Severity::kBroken, log, 0, std::move(why)});
    return out;
  };
  if (claimed.origin != previous->origin) {
    return contradicted(
        "its Genesis goes on from a log that did not have its place in the deployment before");
  }
  const auto roots = RootsAt(claimed.size, *previous);
  if (std::ranges::any_of(roots, [&](const auto& root) { return root != claimed.root; })) {
    return contradicted(Cat("its Genesis names another root for the frozen log at size ", claimed.size,
                            " than that log had"));
  }
  if (out.shown > claimed.size) {
    return contradicted(Cat("its Genesis goes on from size ", claimed.size,
                            " of a log that had published size ", out.shown, ": what follows is left out"));
  }
  out.compared = roots.empty() ? Compared::kBelow : Compared::kEqual;
  return out;
}

}  // namespace candor::audit

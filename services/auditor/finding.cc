#include "services/auditor/finding.h"

#include <algorithm>
#include <array>

namespace candor::services::auditor {
namespace {

constexpr std::array kWinningOrder = {Severity::kCryptographic, Severity::kInvariant,
                                      Severity::kIncomplete, Severity::kOverdue};

const char* NameOf(Severity severity) {
  switch (severity) {
    case Severity::kCryptographic: return "cryptographic";
    case Severity::kInvariant: return "invariant";
    case Severity::kIncomplete: return "incomplete";
    case Severity::kOverdue: return "overdue";
  }
  return "unknown";
}

}  // namespace

int ExitStatusOf(std::span<const Finding> findings) {
  for (const Severity severity : kWinningOrder) {
    if (std::ranges::any_of(findings, [&](const auto& each) { return each.severity == severity; }))
      return static_cast<int>(severity);
  }
  return 0;
}

nlohmann::ordered_json FindingsAsJson(std::span<const Finding> findings) {
  auto out = nlohmann::ordered_json::array();
  for (const Finding& finding : findings) {
    nlohmann::ordered_json each;
    each["id"] = finding.id;
    each["severity"] = NameOf(finding.severity);
    each["log"] = finding.log;
    each["index"] = nullptr;
    if (finding.index.has_value()) each["index"] = *finding.index;
    each["explanation"] = finding.explanation;
    out.push_back(std::move(each));
  }
  return out;
}

}  // namespace candor::services::auditor

// Findings: what an auditor's tool has to say against a log or a proof, and the exit status that it
// amounts to.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace candor::services::auditor {

// In the order in which they win when there are several. The number is the exit status: scripts
// rely on it.
enum class Severity : int {
  kCryptographic = 2,  // a signature, a hash or the form of what is proven is wrong
  kInvariant = 3,      // what was signed breaks a rule
  kIncomplete = 5,     // evidence is missing or too old: nothing is proven, and nothing disproven
  kOverdue = 4,        // a clock ran out
};

struct Finding {
  // Which rule: I01 root and tiles, I02 the log's signature and the checkpoint's form, I03
  // consistency with an earlier checkpoint, I04 the witnesses' quorum, P01 the form of a proof
  // file.
  std::string id;
  Severity severity = Severity::kCryptographic;
  std::string log;                     // its origin; empty when that is not known
  std::optional<std::uint64_t> index;  // of the entry, where it is about one
  std::string explanation;             // a sentence: what is wrong, and what to do
  bool operator==(const Finding&) const = default;
};

// 0 without findings, else that of the finding that wins.
int ExitStatusOf(std::span<const Finding> findings);

// [{"id", "severity", "log", "index", "explanation"}, …]; index is null where there is none.
nlohmann::ordered_json FindingsAsJson(std::span<const Finding> findings);

}  // namespace candor::services::auditor

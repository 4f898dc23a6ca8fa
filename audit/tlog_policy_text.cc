// The reading of a policy file: lines into the parts that TlogPolicy::Create checks.
#include <algorithm>
#include <optional>
#include <utility>

#include "audit/decimal.h"
#include "audit/lines.h"
#include "audit/tlog_policy.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

using Items = std::vector<std::string_view>;

absl::Status Malformed(std::string_view what) { return absl::InvalidArgumentError(Cat(what)); }

bool IsPolicyText(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return c == '\t' || c == '\n' || (octet >= 0x20 && octet != 0x7f);
  });
}

// What stands between spaces and tabs; nothing for a comment.
Items ItemsOf(std::string_view line) {
  constexpr std::string_view kWhitespace = " \t";
  Items out;
  for (;;) {
    const auto begin = line.find_first_not_of(kWhitespace);
    if (begin == std::string_view::npos) break;
    const auto end = std::min(line.find_first_of(kWhitespace, begin), line.size());
    out.push_back(line.substr(begin, end - begin));
    line.remove_prefix(end);
  }
  if (!out.empty() && out.front().starts_with('#')) out.clear();
  return out;
}

// One file while it is read. Create judges the parts after each line, so that an error names its
// line, and a line can refer to nothing that only a later one defines.
class PolicyReader {
 public:
  absl::Status Take(const Items& items) {
    if (items.empty()) return absl::OkStatus();
    if (items[0] == "log") return TakeLog(items);
    if (items[0] == "witness") return TakeWitness(items);
    if (items[0] == "group") return TakeGroup(items);
    if (items[0] == "quorum") return TakeQuorum(items);
    return Malformed("it begins with none of log, witness, group, quorum and '#'");
  }

  bool has_quorum() const { return quorum_.has_value(); }

  absl::StatusOr<TlogPolicy> Finish() {
    if (quorum_.has_value()) parts_.quorum = *quorum_;
    return TlogPolicy::Create(std::move(parts_));
  }

 private:
  // OK when the file would do if it ended here.
  absl::Status CheckSoFar(const std::string& quorum = "none") const {
    TlogPolicy::Parts parts = parts_;
    parts.quorum = quorum;
    return TlogPolicy::Create(std::move(parts)).status();
  }

  absl::Status TakeLog(const Items& items) {
    if (items.size() < 2 || items.size() > 3) return Malformed("it is not: log <vkey> [<url>]");
    CANDOR_ASSIGN_OR_RETURN(auto key, NoteVerifierKey::Parse(items[1]));
    parts_.logs.push_back({std::move(key), std::string(items.size() == 3 ? items[2] : "")});
    return CheckSoFar();
  }

  absl::Status TakeWitness(const Items& items) {
    if (items.size() < 3 || items.size() > 4) {
      return Malformed("it is not: witness <name> <vkey> [<url>]");
    }
    CANDOR_ASSIGN_OR_RETURN(auto key, NoteVerifierKey::Parse(items[2]));
    parts_.witnesses.push_back(
        {std::string(items[1]), std::move(key), std::string(items.size() == 4 ? items[3] : "")});
    return CheckSoFar();
  }

  absl::Status TakeGroup(const Items& items) {
    if (items.size() < 4) return Malformed("it is not: group <name> all|any|<k> <name>...");
    PolicyGroup group;
    group.name = items[1];
    group.members.assign(items.begin() + 3, items.end());
    if (items[2] == "all") {
      group.threshold = group.members.size();
    } else if (items[2] == "any") {
      group.threshold = 1;
    } else {
      CANDOR_ASSIGN_OR_RETURN(group.threshold, ParseDecimal(items[2]));
    }
    parts_.groups.push_back(std::move(group));
    return CheckSoFar();
  }

  absl::Status TakeQuorum(const Items& items) {
    if (items.size() != 2) return Malformed("it is not: quorum <name>");
    if (quorum_.has_value()) return Malformed("it is a second quorum");
    quorum_ = std::string(items[1]);
    return CheckSoFar(*quorum_);
  }

  TlogPolicy::Parts parts_;
  std::optional<std::string> quorum_;
};

}  // namespace

absl::StatusOr<TlogPolicy> TlogPolicy::Parse(std::string_view text) {
  if (text.size() > kMaxPolicySize) return Malformed("witness policy: larger than one may be");
  if (!IsPolicyText(text)) return Malformed("witness policy: it holds a control character");
  PolicyReader reader;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto line = TakeLine(text);
    if (!line.has_value()) return Malformed("witness policy: its last line does not end");
    if (const absl::Status taken = reader.Take(ItemsOf(*line)); !taken.ok()) {
      return Malformed(Cat("witness policy, line ", number, ": ", taken.message()));
    }
  }
  if (!reader.has_quorum()) return Malformed("witness policy: it has no quorum line");
  return reader.Finish();
}

}  // namespace candor::audit

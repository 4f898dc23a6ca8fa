#include "services/follow/publication.h"

#include <map>
#include <sstream>
#include <utility>
#include <vector>

#include "base/text.h"
#include "records/trust_bundle.h"

namespace candor::services::follow {
namespace {

constexpr std::size_t kGroupSize = 5;

bool IsGroup(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return text.size() == kGroupSize && text.find_first_not_of(kDigits) == std::string_view::npos;
}

// "7", "7.", "7:", "7)" → 7; 0 for anything that is no group's number.
int GroupNumber(std::string_view text) {
  if (!text.empty() && std::string_view(".:)").find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  if (text.empty() || text.size() > 2) return 0;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + (c - '0');
  }
  return number <= records::kFingerprintGroups ? number : 0;
}

// The pairs of a line that holds nothing but pairs of number and group; nothing for any other line.
std::vector<std::pair<int, std::string>> PairsOf(const std::string& line) {
  std::istringstream words(line);
  std::vector<std::pair<int, std::string>> out;
  std::string number, group;
  while (words >> number) {
    if (!(words >> group)) return {};
    const int position = GroupNumber(number);
    group = FoldedGroup(group);
    if (position == 0 || !IsGroup(group)) return {};
    out.emplace_back(position, group);
  }
  return out;
}

}  // namespace

std::string FoldedGroup(std::string_view group) {
  std::string out;
  for (char c : group) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'I' || c == 'L') c = '1';
    if (c == 'O') c = '0';
    if (c != ' ') out.push_back(c);
  }
  return out;
}

absl::Status CheckPublication(std::string_view publication, const crypto::Hash& fingerprint) {
  std::map<int, std::string> published;
  std::istringstream lines{std::string(publication)};
  std::string line;
  while (std::getline(lines, line)) {
    for (const auto& [position, group] : PairsOf(line)) {
      const auto [at, fresh] = published.emplace(position, group);
      if (!fresh && at->second != group) {
        return absl::InvalidArgumentError(
            "the fingerprint's publication holds two different groups with one number");
      }
    }
  }
  const auto expected = records::FingerprintGroups(fingerprint);
  if (published.size() != expected.size()) {
    return absl::InvalidArgumentError(
        "the fingerprint's publication does not hold all ten numbered groups of five characters");
  }
  for (const auto& [position, group] : published) {
    if (group != FoldedGroup(expected[static_cast<std::size_t>(position - 1)])) {
      return absl::FailedPreconditionError(
          "The trust bundle is not the one whose fingerprint the independent body published. "
          "Somebody may be showing you an organisation of its own. Tell the independent body. "
          "Nothing was sent.");
    }
  }
  return absl::OkStatus();
}

}  // namespace candor::services::follow

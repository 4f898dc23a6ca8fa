// SmallGroups: which figures about one set of people may stand beside each other.
//
// The rule is that of docs/audit.md, "Withheld figures", and the figures of a jam are those of the auditor; the
// auditor computes them by code of its own (services/auditor/report/disclosure_gate.h, which says why the rule is
// enough), and a test compares the two. Nothing is shared but the rule:
//
//   * Figures are asked for one after the other, the most important first; what was let through stays.
//   * Those of one family split the people into groups: two people are in one group when the same figures count
//     them. Each group is empty or holds at least k people.
//   * However many groups of the responses are put together, the groups of time that share somebody with them hold
//     nobody else, or at least k others.
//   * Responses make at most twelve groups.
//
// People of whom nothing more is ever said can stand in one place with their number. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace candor::services::facilitator {

enum class Family : std::uint8_t {
  kTime,      // how many, as of when
  kResponse,  // what became of them
};

class SmallGroups {
 public:
  static constexpr std::size_t kMostResponseGroups = 12;

  // How many people stand in each place.
  SmallGroups(std::vector<std::uint64_t> people, std::uint64_t k);

  // How many people stand in the places where `counted` is true; nothing where that must not be printed.
  std::optional<std::uint64_t> Ask(Family family, const std::vector<bool>& counted);

 private:
  // The group of each place. Groups have numbers; which ones says nothing.
  using Groups = std::vector<std::uint32_t>;

  static Groups Split(const Groups& groups, const std::vector<bool>& counted);
  bool EachIsLarge(const Groups& groups) const;
  bool NothingLeftOver(const Groups& time, const Groups& response) const;
  bool IsLarge(std::uint64_t people) const { return people == 0 || people >= k_; }

  std::vector<std::uint64_t> people_;
  std::uint64_t k_;
  Groups time_;
  Groups response_;
};

}  // namespace candor::services::facilitator

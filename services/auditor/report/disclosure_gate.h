// DisclosureGate: which counts of one population may be printed together, so that no figure about
// fewer than k people comes out, neither directly nor by adding and subtracting what is printed.
//
// A population is a list of atoms with weights: an opinion is an atom of weight 1; people about whom
// nothing more is ever said can share one. A figure is a set of atoms; its value is their weight.
// Figures are offered one after the other, the most important first; the gate answers with the value,
// or with nothing, and then the figure must not be printed. The whole population counts as printed.
//
// Promise: whatever rational numbers the printed figures are multiplied with before they are added, a
// sum that counts a group of people (each of them once) counts nobody or at least k. Why it holds:
//
//   Each of two families keeps the partition of the population that its printed figures generate.
//   Within one family every block of it has weight 0 or ≥ k, and a sum of its figures that counts a
//   group is a union of blocks. A sum over both families that counts a group x is
//   Σ α_i A_i + Σ β_j B_j, with A_i and B_j the blocks. Where A_i and B_j meet, α_i + β_j is 0 or 1;
//   so in each connected part the α differ by whole numbers, and x is the disjoint union over t of
//   U_t \ V_t, with U_t the A-blocks of α_i ≥ t and V_t, inside it, the B-blocks of -β_j ≥ t. For a
//   given V the smallest such difference is that of the A-blocks which meet V. The gate tries every
//   union V of B-blocks, of which it admits few, and asks that this difference is 0 or ≥ k.
//
// The price: within a family figures that cross (by status, by day) are printed only where every
// intersection is large enough. Across the families they may cross.
//
// It does not look at other populations, nor at what somebody knows from elsewhere, the log included.
// Deterministic: the same offers in the same order get the same answers. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace candor::services::auditor {

// Switches the gate off, for the control of a test that subtracts. Only the test's binary defines the
// friend, so nothing else can build one.
class NoDisclosureControl {
  friend struct NoDisclosureControlInTests;
  NoDisclosureControl() = default;
};

enum class FigureFamily : std::uint8_t {
  kTime,      // how many, as of when: any number of figures
  kResponse,  // what became of them: at most kMaxResponseBlocks groups
};

class DisclosureGate {
 public:
  using Atoms = std::vector<bool>;  // by atom
  static constexpr std::size_t kMaxResponseBlocks = 12;

  DisclosureGate(std::vector<std::uint64_t> weights, std::uint64_t k,
                 std::optional<NoDisclosureControl> off = std::nullopt);

  std::uint64_t k() const { return k_; }
  std::size_t atoms() const { return weights_.size(); }

  // `members` has one element for each atom.
  std::optional<std::uint64_t> Offer(FigureFamily family, const Atoms& members);

 private:
  using Partition = std::vector<std::size_t>;  // the block of each atom, numbered from 0

  static Partition Refine(const Partition& partition, const Atoms& members);
  bool BlocksAreLarge(const Partition& partition) const;
  bool SafeTogether(const Partition& time, const Partition& response) const;
  bool Large(std::uint64_t weight) const { return weight == 0 || weight >= k_; }

  std::vector<std::uint64_t> weights_;
  std::uint64_t k_;
  bool off_;
  Partition time_;
  Partition response_;
};

}  // namespace candor::services::auditor

// Ledger: what a board's store has promised to the world, and whether it keeps it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "store/board_store.h"

namespace candor::store::testing {

class Ledger {
 public:
  using Name = std::pair<std::uint64_t, std::uint64_t>;  // round and number

  // "accepted <number>" of that round; other lines are no promise. True for a promise.
  bool Read(std::uint64_t round, const std::string& line);
  std::size_t promised() const { return promised_.size(); }

  // How many promised submissions are not exactly once in pool and log together. With each look every
  // mark is found to belong to its submission, and offered to a thief it is refused.
  std::size_t CountBroken(BoardStore& store) const;

 private:
  std::set<Name> promised_;
};

// How often each submission is in pool and log together.
std::map<crypto::Hash, int> PlacesOf(BoardStore& store);

}  // namespace candor::store::testing

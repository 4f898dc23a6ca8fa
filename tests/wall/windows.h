// Windows: which 16-byte strings two sets of sources share.
//
// Every window at every offset of every source counts. Windows of fewer than six distinct bytes
// (zeroes, counters, padding) are everywhere; they are skipped and counted.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"

namespace candor::testing {

inline constexpr std::size_t kWindow = 16;
inline constexpr int kFewestDistinct = 6;

struct Source {
  std::string name;
  Bytes bytes;
};

using Window = ByteArray<kWindow>;
struct WindowHash {
  std::size_t operator()(const Window& window) const;
};

class WindowSet {
 public:
  void Add(const Source& source);
  // The name of a source that holds the window, or null.
  const std::string* Find(const Window& window) const;
  std::uint64_t counted() const { return counted_; }
  std::uint64_t skipped() const { return skipped_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<Window, std::uint32_t, WindowHash> windows_;
  std::uint64_t counted_ = 0;
  std::uint64_t skipped_ = 0;
};

struct Shared {
  Window window;
  std::string here;
  std::string there;
};

struct Comparison {
  std::uint64_t compared = 0;
  std::uint64_t skipped = 0;
  std::uint64_t named = 0;      // shared, and public by name
  std::vector<Shared> shared;   // shared, and not
};

// Windows of `ours` that `theirs` has too and `named` does not cover.
Comparison Compare(const std::vector<Source>& ours, const std::vector<Source>& theirs,
                   const std::vector<Source>& named);

}  // namespace candor::testing

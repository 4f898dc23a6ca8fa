#include "tests/wall/windows.h"

#include <algorithm>
#include <bitset>
#include <cstring>

namespace candor::testing {
namespace {

bool IsPoor(ByteView window) {
  std::bitset<256> seen;
  for (const auto b : window) seen.set(b);
  return seen.count() < kFewestDistinct;
}

// Calls visit(window) for every window that counts; returns how many did not.
template <class Visit>
std::uint64_t ForEachWindow(ByteView bytes, Visit visit) {
  std::uint64_t skipped = 0;
  for (std::size_t at = 0; at + kWindow <= bytes.size(); ++at) {
    const ByteView view = bytes.subspan(at, kWindow);
    if (IsPoor(view)) {
      ++skipped;
      continue;
    }
    Window window;
    std::ranges::copy(view, window.begin());
    visit(window);
  }
  return skipped;
}

}  // namespace

std::size_t WindowHash::operator()(const Window& window) const {
  std::uint64_t a = 0, b = 0;
  std::memcpy(&a, window.data(), 8);
  std::memcpy(&b, window.data() + 8, 8);
  return static_cast<std::size_t>((a * 0x9e3779b97f4a7c15u) ^ (b + (a >> 29)));
}

void WindowSet::Add(const Source& source) {
  names_.push_back(source.name);
  const auto name = static_cast<std::uint32_t>(names_.size() - 1);
  skipped_ += ForEachWindow(source.bytes, [&](const Window& window) {
    ++counted_;
    windows_.emplace(window, name);
  });
}

const std::string* WindowSet::Find(const Window& window) const {
  const auto at = windows_.find(window);
  return at == windows_.end() ? nullptr : &names_[at->second];
}

Comparison Compare(const std::vector<Source>& ours, const std::vector<Source>& theirs,
                   const std::vector<Source>& named) {
  WindowSet there, exempt;
  for (const auto& source : theirs) there.Add(source);
  for (const auto& source : named) exempt.Add(source);
  Comparison out;
  out.skipped = there.skipped();
  for (const auto& source : ours) {
    out.skipped += ForEachWindow(source.bytes, [&](const Window& window) {
      ++out.compared;
      const std::string* const where = there.Find(window);
      if (where == nullptr) return;
      if (exempt.Find(window) != nullptr) {
        ++out.named;
      } else {
        out.shared.push_back({window, source.name, *where});
      }
    });
  }
  return out;
}

}  // namespace candor::testing

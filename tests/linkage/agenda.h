// Agenda: what is to happen in a played deployment. Whoever runs it sets the clock. Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "base/clock.h"

namespace candor::linkage {

// What is to happen, by time; what comes at one time in the order of being put in.
class Agenda {
 public:
  void At(UnixSeconds time, std::function<void()> act) { acts_.emplace(time, std::move(act)); }
  std::optional<UnixSeconds> next() const {
    if (acts_.empty()) return std::nullopt;
    return acts_.begin()->first;
  }
  void RunNext() {
    const auto act = std::move(acts_.begin()->second);
    acts_.erase(acts_.begin());
    act();
  }

 private:
  std::multimap<UnixSeconds, std::function<void()>> acts_;
};

}  // namespace candor::linkage

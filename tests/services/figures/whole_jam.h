// A jam in which everything happened: for the figures, the closing report and the bulletin of it.
#pragma once

#include <string_view>

#include "tests/services/figures/played_jam.h"

namespace candor::testing {

// Two batches of 20 opinions. The first is acknowledged and answered one by one, the second through a theme that also
// holds half of the first, and the points of another one; a sponsor decides on it and promises an action, which 12
// threads rate. Of two published texts one is hidden. One answer is revised, one declines. The jam is closed.
struct WholeJam {
  // Every text that somebody could write is `words`; without them there are texts of cranes.
  explicit WholeJam(std::string_view words = "");

  Day day(Day after) const { return kSpeakingOpens + after; }

  PlayedJam jam;
  std::vector<Voice> first;
  std::vector<Voice> second;
  crypto::Hash theme{};
  crypto::Hash other{};
  crypto::Hash action{};

 private:
  void Answer();
  void Publish();
  void Support();
  void Decide();

  // The texts of cranes, unless there are words for all of them.
  std::string Or(std::string_view text, std::size_t most = 8000) const {
    return std::string(words_.empty() ? text : words_.substr(0, most));
  }
  std::string_view words_;
};

}  // namespace candor::testing

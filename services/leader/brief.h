// Brief: where a jam stands for one leader: what waits for them, what is late, and what most people point to. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/board_view.h"
#include "services/leader/inbox.h"

namespace candor::services::leader {

// A theme or a published text, with the points of what was merged into it.
struct Ranked {
  crypto::Hash id{};
  std::string title;  // as its author wrote it, perhaps of several lines; nothing where it was erased
  std::uint32_t points = 0;
  bool answered = false;
};

struct Brief {
  // Of the inbox: what waits for a word.
  std::size_t unanswered = 0;
  std::size_t overdue = 0;         // of them, past the clock for answers
  std::size_t unacknowledged = 0;  // of them
  std::size_t late_words = 0;      // of these, past the clock for acknowledgements
  std::size_t appeals = 0;         // undecided; counted in none of the above
  std::size_t late_actions = 0;    // promised by this leader, past their day and not ended
  // The last day on which the pledge is to be renewed; nothing when none is due while members speak.
  std::optional<Day> pledge_due;
  // The most points first. Themes that were merged into others are with these.
  std::vector<Ranked> themes;
  std::vector<Ranked> texts;  // shown, of which neither the text nor a theme that holds it has an answer
};

Brief BriefOf(const audit::Campaign& campaign, const records::VerifyKey& reader, Day today);

}  // namespace candor::services::leader

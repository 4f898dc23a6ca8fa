// Responses: what people with a role have done to each text, and members to what stands on the wall, read from the
// acts of a campaign in the order of the log.
//
// From the acts themselves, not from what the replayed view keeps about them, and by no code that a facilitator's
// program uses: so that the figures of `candor jam report` and the auditor's are two witnesses. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "audit/board_view.h"

namespace candor::services::auditor {

// The first day of each; nothing while it has not happened. What is done to a theme is done to its texts, from the
// day on which a revision of the theme names them and it was done.
struct TextResponses {
  std::optional<Day> acknowledged;
  std::optional<Day> individually;
  std::optional<Day> through_theme;
  std::optional<Day> decided;
  std::optional<Day> acted_on;

  // Individually or through a theme.
  std::optional<Day> Answered() const;
};

// By submission hash; only those to which something happened.
std::map<crypto::Hash, TextResponses> ResponsesIn(const audit::Campaign& campaign);

// Endorsements of every theme and published text that was not merged into another one, with those of what was merged
// into it.
std::map<crypto::Hash, std::uint64_t> PointsIn(const audit::Campaign& campaign);

// The newest rating of each thread, by action; every action.
std::map<crypto::Hash, std::map<records::VerifyKey, std::uint8_t>> RatingsIn(const audit::Campaign& campaign);

}  // namespace candor::services::auditor

// Figures: what anyone can count of a jam from the public log.
//
// Definitions are those of docs/audit.md, "The figures of a campaign". The auditor computes the same by code of its
// own (services/auditor/report/campaign_figures.h); a test compares the two.
//
//   participation   opinions (kind 1) of the roster as of the last seal. Blanks are no voices
//   responses       of the opinions that leaders could read: not those of a withheld batch. An acknowledgement is
//                   not an answer. A theme holds a text from the day on which a revision of it names it; what is
//                   done to a theme is done to its texts from the day on which both are there; a merge brings the
//                   texts along
//   days            from the batch to the first response, whole days, by nearest rank: the log knows no hour
//   points          endorsements, with those of what was merged into a thing; points are not people
//   ratings         the newest of each thread for an action; threads are not people
//
// A figure about people is empty where small_groups.h withholds it: fewer than k stand behind it, or it would let
// such a number be computed from the others. No figure is about one leader: no record of a leader says that he or
// she accepts one.
//
// Pure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "audit/board_view.h"

namespace candor::services::facilitator {

using Figure = std::optional<std::uint64_t>;

struct Days {
  std::uint64_t median = 0;
  std::uint64_t ninetieth = 0;  // percentile
  bool operator==(const Days&) const = default;
};

struct Response {
  Figure opinions;
  std::optional<Days> days{};  // nothing where the count is withheld or 0
  bool operator==(const Response&) const = default;
};

struct SealFigure {
  Day day = 0;
  records::SlotNumber slot = 0;
  Figure opinions;  // so far
};

struct RatingFigures {
  Figure threads;
  std::array<Figure, 5> by_value;  // 0 (it did not help) to 4
  bool operator==(const RatingFigures&) const = default;
};

struct JamFigures {
  Day as_of = 0;
  std::uint64_t k = 0;
  std::uint64_t roster = 0;
  std::uint64_t target = 0;  // half of the roster, rounded up
  bool withheld = false;     // the last batch of opinions was too small: nobody was given it

  Figure opinions;
  std::vector<SealFigure> seals;  // of opinions
  Figure drawn;
  Figure unspent;  // drawn, and neither an opinion nor a blank came of it

  Response answered;  // individually, through a theme, or both
  Response individually;
  Response through_theme;
  Response decided;   // a theme that holds it
  Response acted_on;  // an action names it, or a theme that holds it
  Response acknowledged;
  Figure overdue;  // not answered, and the clock has run out, before it was erased where it was; 0 where there is no such clock

  Figure contributions;      // kind 2, not withheld
  std::uint64_t points = 0;  // all endorsements
  // Of every theme and published text that was not merged into another one.
  std::map<crypto::Hash, std::uint64_t> points_of;
  std::map<crypto::Hash, RatingFigures> ratings;  // by action

  // Opinions per hundred of the roster, rounded down.
  Figure Percent() const;
};

// `draws`: Issuance entries of the campaign, with two issuers the smaller count. `as_of`: the day of the last entry.
JamFigures FiguresOf(const audit::Campaign& campaign, std::uint64_t draws, Day as_of);

}  // namespace candor::services::facilitator

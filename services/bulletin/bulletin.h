// Bulletin: what there is to tell about a jam, the same for everybody, made from the public log.
//
// A plain value. Who makes it reads the log; the renderers beside it read only this, so that the same log
// gives the same bytes on every machine and on every day:
//
//   text.h      for a terminal or a mail         poster.h    A4, with a QR code
//   html.h      one page that needs nothing      calendar.h  iCalendar, a day for each date
//   atom.h      a feed of the news
//
// Every string is a stranger's text, kept as it was written; a renderer makes it safe for its own place.
// Nothing in it may concern one person: no invite, no receipt, no name of who has not spoken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "records/ids.h"
#include "records/schedule.h"
#include "services/bulletin/web_address.h"

namespace candor::services::bulletin {

// The days that a jam has for everybody. "From" is the first day on which something is so; "until" is the
// last one, all of it included.
enum class Milestone : std::uint8_t {
  kVotingSlipsFrom,
  kSpeakingFrom,
  kSpeakingUntil,
  kSupportingUntil,
  kAnswersUntil,
  kConversationUntil,
  kTextsKeptUntil,
};
struct PhaseDay {
  Milestone milestone = Milestone::kSpeakingFrom;
  Day day = 0;
  bool operator==(const PhaseDay&) const = default;
};

// In the order of the days. Phases name the moment at which something ends, 00:00 UTC, so the last day is
// the one before; a phase without a day of its own (a conversation that ends when answers are due) has no
// line.
std::vector<PhaseDay> PhaseDaysOf(const records::Phases& phases);

struct Participation {
  // kNotSaid: so nearly everybody has spoken that the number would count those who have not.
  enum class Outcome : std::uint8_t { kAppearing, kDestroyedUnread, kNotSaid };

  std::uint32_t opinions = 0;  // that have appeared
  std::uint32_t invited = 0;
  std::uint16_t k = 0;  // the crowd: no fewer opinions appear at a time
  Day as_of = 0;        // of the last seal, or of the log where nothing was sealed
  Outcome outcome = Outcome::kAppearing;

  // Opinions per hundred people invited, rounded down, 100 at most.
  unsigned Percent() const;
};

struct Statement {
  std::string sponsor;
  std::string text;
};

enum class NewsKind : std::uint8_t {
  kOpened,
  kClosed,
  kOpinions,  // a batch has appeared
  kAnswer,
  kAnswerRevised,
  kAction,
  kDecision,
  kPrompt,
  kTheme,
  kPublished,  // an opinion that its author let be published
  kNote,
};
struct NewsItem {
  Day day = 0;                  // of the log entry
  std::uint64_t log_index = 0;  // of the log entry: one item an entry at most, for feeds know it by this
  NewsKind kind = NewsKind::kNote;
  std::string title;  // may be empty: then the kind says it all
  std::string text;   // may be empty
};

struct Bulletin {
  std::string organisation;
  std::string log_origin;  // of the board's log
  records::CampaignId campaign_id{};
  Day as_of = 0;  // of the last log entry that this was made from: the only "now" that there is
  std::string question;
  std::vector<Statement> statements;
  std::vector<PhaseDay> phases;  // in order
  Participation participation;
  std::string pledge;
  std::vector<std::string> pledged_by;  // names
  std::vector<NewsItem> news;           // newest last
  std::vector<std::string> help_contacts;
  std::optional<WebAddress> invite_page{};
  std::string how_to_verify;  // a line to type, or where to find one

  // Eight hexadecimal digits: how people name the jam.
  std::string ShortId() const;
};

}  // namespace candor::services::bulletin

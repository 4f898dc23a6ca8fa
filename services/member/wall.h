// Wall: what a jam looks like in public, for everybody the same: the question, who asks and who can
// read, what they pledged, how many take part, and the answers.
//
// Everything comes from the log and the manifest. Pure. Strings are as their authors wrote them;
// RenderWall (wall_text.cc) makes them safe for a terminal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/board_view.h"
#include "services/member/wall_acts.h"
#include "services/texts/language.h"

namespace candor::services::member {

struct WallAnswer {
  struct Revision {
    Day day = 0;
    std::string leader;
    records::AnswerStatus status = records::AnswerStatus::kAnswered;
    // Nothing where the content was destroyed.
    std::optional<std::string> about;
    std::optional<std::string> text;
  };
  crypto::Hash target{};            // the opinion, contribution or theme that is answered
  bool theme = false;
  std::vector<Revision> revisions;  // the first answer, then what replaced it
};

// Counts about people that passed the gate of the figures (services/facilitator/figures.h); nothing where one is
// withheld. The same as `candor jam status` prints, so that laying both side by side gives no third.
struct WallCounts {
  std::optional<std::uint64_t> acknowledged{};
  std::optional<std::uint64_t> answers_overdue{};
};

struct Wall {
  records::CampaignId campaign_id{};
  std::string question;
  std::string background;
  std::vector<std::string> sub_questions;
  std::string out_of_scope;
  std::string what_happens;
  Day what_happens_by = 0;
  records::Phases phases;   // as the manifest states them
  Day speaking_closes = 0;  // later where the grace was taken
  struct Person {
    std::string name;
    std::string text;  // a sponsor's statement; what a reader's audiences are called
  };
  std::vector<Person> statements;
  std::string pledge;
  std::vector<std::string> pledged;  // readers, facilitators, operators: all have signed
  std::vector<Person> readers;
  std::vector<Person> panel;      // who decides on appeals and reads those alone; its name as text
  std::vector<Person> delegates;  // who answers for whom, the name of the reader as text
  std::vector<std::string> help_contacts;
  // As of the last seal.
  std::uint32_t opinions = 0;
  std::uint32_t roster_size = 0;
  std::uint16_t k = 0;
  bool withheld = false;
  bool closed = false;
  Day as_of = 0;
  WallCounts counts;
  std::vector<WallAnswer> answers;  // by the log's order of the first revision
  WallActs acts;

  // Opinions per hundred of the roster, rounded down.
  unsigned ParticipationPercent() const;
};

// `as_of` decides what is late: the last day that the copy of the log vouches for. By a later day people would be
// called late, by their names, who did in time what the copy does not hold yet.
Wall MakeWall(const audit::Campaign& campaign, Day as_of, const WallCounts& counts = {});

// For a terminal: every text of a person has passed HarmlessLine or SafeForTerminal.
std::string RenderWall(const Wall& wall, texts::Language language);

}  // namespace candor::services::member

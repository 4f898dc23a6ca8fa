// WallActs: what facilitators, leaders, sponsors and members have made of a jam, as the wall shows it to everybody.
//
// Everything comes from the log. What was hidden is here as hidden, with its reason and what came of an appeal; what
// was merged, withdrawn or erased says so; earlier revisions stay. Nothing that was on the wall once is missing.
// Strings are as their authors wrote them. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/board_view.h"
#include "audit/overdue.h"

namespace candor::services::member {

// One statement of a person, or what replaced it.
struct Said {
  Day day = 0;
  std::string who;
  std::string title;
  std::optional<std::string> text;  // nothing where it was erased
};

struct WallPrompt {
  crypto::Hash id{};
  Said said;
  std::size_t contributions = 0;
};

struct WallTheme {
  crypto::Hash id{};
  std::vector<Said> revisions;
  std::size_t texts = 0;
  std::size_t contributions = 0;
  std::uint32_t points = 0;  // with those of what was merged into it
  std::optional<crypto::Hash> into{};
  struct Decided {
    records::Verdict verdict = records::Verdict::kAdopted;
    Said why;
  };
  std::vector<Decided> decisions;  // the first, then what replaced it
};

enum class AppealStanding : std::uint8_t { kNone, kMade, kStaysHidden, kShownAgain };

struct WallItem {
  crypto::Hash id{};
  records::Form form = records::Form::kParaphrase;
  std::optional<std::string> text;  // nothing where its author has withdrawn it, or it was erased
  std::uint32_t points = 0;
  std::size_t contributions = 0;
  std::optional<crypto::Hash> into{};
  struct Hidden {
    Day day = 0;
    std::string reason;
    AppealStanding appeal = AppealStanding::kNone;
    std::optional<std::string> why{};  // of the panel's decision
  };
  std::vector<Hidden> hides;
  bool hidden = false;  // now
};

struct WallAction {
  crypto::Hash id{};
  Said said;
  std::string owner;
  Day due = 0;
  struct Came {
    records::Outcome outcome = records::Outcome::kDone;
    Day due = 0;  // of one that was moved
    Said said;
  };
  std::vector<Came> outcomes;
  bool over_due = false;
  // Threads that rated it, and their mean in tenths; nothing below k.
  std::optional<std::size_t> ratings{};
  unsigned mean_tenths = 0;
};

struct WallLink {
  crypto::Hash one{};
  std::optional<crypto::Hash> other{};  // nothing for a spotlight or a conflict
  Said why;
};

struct WallActs {
  std::vector<WallPrompt> prompts;
  std::vector<WallTheme> themes;
  std::vector<WallItem> items;
  std::vector<std::pair<std::string, std::size_t>> declined;  // by reason
  std::vector<WallAction> actions;
  std::vector<WallLink> connections;
  std::vector<WallLink> spotlights;
  std::vector<WallLink> conflicts;
  bool acknowledged = false;  // an opinion, or more
  struct Renewed {
    std::string who;
    std::optional<Day> last{};
  };
  std::vector<Renewed> pledges;
  // What is late, by clock; of pledges and actions whose. Of texts it is said that some are, and not how many: such a
  // number may tell about fewer than k people (docs/audit.md, "Withheld figures").
  struct Late {
    audit::ClockKind clock = audit::ClockKind::kAnswer;
    std::optional<std::size_t> count{};
    std::vector<std::string> who{};
  };
  std::vector<Late> late;
};

// `as_of`: as MakeWall.
WallActs MakeWallActs(const audit::Campaign& campaign, Day as_of);

// The name in the manifest; empty for a key that is not in it.
std::string NameIn(const records::Draft& draft, const records::VerifyKey& key);

}  // namespace candor::services::member

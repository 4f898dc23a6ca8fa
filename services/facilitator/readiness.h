// Readiness: whether a jam can go well, before it opens and while it runs, and who does what when.
//
// Pure: everything is handed in. Nothing here concerns one person: no item says who has drawn or spoken.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/board_view.h"
#include "records/trust_bundle.h"
#include "services/texts/language.h"

namespace candor::services::facilitator {

enum class Ready : std::uint8_t {
  kOk,
  kAttention,  // it works, and something may go badly
  kNotReady,   // the jam fails, or should not open, like this
};
// For scripts, in English always.
std::string_view NameOf(Ready ready);
// For people.
std::string NameOf(Ready ready, texts::Language language);

struct ReadinessItem {
  std::string id;  // stable, for scripts
  Ready ready = Ready::kOk;
  std::string sentence;  // what is so, and what to do
};

// The id in words.
std::string NameOf(const ReadinessItem& item, texts::Language language);

struct Working {
  double facilitator_hours = 0;  // of all facilitators together, until answers are due; 0: not said
  int from = 8;                  // hours of the day, UTC
  int to = 18;
};

struct Situation {
  const records::Draft& draft;
  const records::TrustBundle& bundle;
  std::optional<std::uint32_t> drawn;         // nothing before the opening
  const audit::Campaign* campaign = nullptr;  // null before the opening
  // Of each log's copy here, the age of the quorum's oldest cosignature in seconds; nothing where none is.
  std::vector<std::pair<std::string, std::optional<UnixSeconds>>> cosigned;
  UnixSeconds now = 0;
};

// In the order in which a facilitator would ask; the sentences in the language, everything else the same in all.
std::vector<ReadinessItem> CheckReadiness(const Situation& situation, const Working& working, texts::Language language);
// The most severe.
Ready WorstOf(const std::vector<ReadinessItem>& items);

// The first slot at which a text can be readable at all: twice k have spoken, and every slip has rested.
records::SlotNumber FirstReadableSlot(const records::Draft& draft);

struct RunBookLine {
  UnixSeconds when = 0;
  std::string who;
  std::string what;
};
// By time: openings, the hours of slots while members speak, renewals of the pledge, and every day that a clock ends.
std::vector<RunBookLine> RunBookOf(const records::Draft& draft, texts::Language language);

}  // namespace candor::services::facilitator

// Evidence with enough people in it to say something: a jam whose leaders answered, in memory and, for
// the program, as a pack in a folder.
#pragma once

#include <optional>
#include <vector>

#include "services/auditor/report/build.h"
#include "services/runtime/files.h"
#include "tests/audit/verify/evidence_world.h"

namespace candor::services::auditor::testing {

// What becomes of one opinion, by its place in the log.
struct Planned {
  std::size_t batch = 0;
  std::optional<records::AnswerStatus> status{};
  std::size_t reader = 0;
  Day answered = 0;
  bool withdrawn = false;
};

// 60 people, of whom 50 have drawn; batches of 8, 7, 9 and 6 opinions, k = 5. Answers: 7 planned, 6 done,
// 3 declined, on three days; the second reader gave three of them. 8 are overdue, all of the first two
// batches. Two authors withdrew.
class AnsweredWorld {
 public:
  AnsweredWorld();
  audit::testing::EvidenceWorld& world() { return world_; }
  // In log order.
  const std::vector<Planned>& plan() const { return plan_; }

  ReportSource Source(std::optional<NoDisclosureControl> off = std::nullopt) const;

 private:
  void Speak();
  void Withdraw();
  void Answer();

  audit::testing::EvidenceWorld world_;
  std::vector<audit::testing::EvidenceWorld::Spoken> spoken_;  // in log order
  std::vector<std::size_t> places_;                            // of the opinions, in the board's log
  std::vector<Planned> plan_;
};

ReportSource SourceOf(const audit::testing::EvidenceWorld& world,
                      std::optional<NoDisclosureControl> off = std::nullopt);

// folder/pack/{bundle,logs/…} and folder/fingerprint.txt.
void WritePack(const audit::testing::EvidenceWorld& world, const runtime::Path& folder);

}  // namespace candor::services::auditor::testing

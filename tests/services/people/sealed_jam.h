// A board's log with an open jam and one sealed batch, replayed, for tests of those who read it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/board_view.h"
#include "records/calls.h"
#include "tests/support/jam_fixture.h"

namespace candor::testing {

struct SealedJam {
  SealedJam();

  // Seals one batch of these requests; `withheld` as the mix would for too few.
  void Seal(const std::vector<records::SubmitRequest>& requests, bool withheld = false);
  void Append(const records::LogEntry& entry, const audit::EntryText& content = {});

  const audit::Campaign& campaign() const { return view->campaigns().front(); }
  records::FetchBatchReply::Item ItemOf(const records::SubmitRequest& request) const;

  Organisation organisation;
  Jam jam;
  std::unique_ptr<audit::BoardView> view;
};

}  // namespace candor::testing

// ClosingReport: what a jam was and what came of it, made from the public log, for everybody who was invited.
//
// The challenge; taking part; what became of the opinions; themes with their points; what was published; you said, we
// did; what will not be done and why; decisions; actions with owners and days; the pledge; what protected those who
// spoke; how to verify all of it. It lists what people with a role did in public. Figures are those of figures.h.
// The same log and language give the same paper. Pure.
#pragma once

#include "audit/board_view.h"
#include "services/facilitator/figures.h"
#include "services/facilitator/paper.h"

namespace candor::services::facilitator {

Paper ClosingReport(const audit::BoardView& board, const audit::Campaign& campaign, const JamFigures& figures,
                    texts::Language language);

}  // namespace candor::services::facilitator

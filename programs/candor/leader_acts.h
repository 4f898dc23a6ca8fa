// Verbs of leaders and sponsors beside reading and answering: ack, ask, action, decide, conflict, pledge renew, and
// the appeal panel's decision.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {
void RegisterLeaderActs(Command& app, Context& context);
// Below `candor pledge`, which the facilitators' verbs begin.
void RegisterPledgeRenew(Command& pledge, Context& context);
}  // namespace candor::cli

// Facilitator commands: the verbs around a campaign's life: jam draft|prepare|sign|open|close|status,
// and pledge sign, which readers, facilitators, operators and sponsors use.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterFacilitatorCommands(Command& app, Context& context);

}  // namespace candor::cli

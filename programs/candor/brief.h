// brief: one screen for a leader: where the jam stands and what waits for them.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {
void RegisterBrief(Command& app, Context& context);
}  // namespace candor::cli

// Verbs of facilitators while a jam runs: prompt, theme, publish, hide, merge, connect, spotlight.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {
void RegisterFacilitatorActs(Command& app, Context& context);
}  // namespace candor::cli

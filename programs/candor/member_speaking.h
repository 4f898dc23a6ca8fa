// The member's verbs around a text of one's own: say, threads, receipt show, receipt verify.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterSpeakingCommands(Command& app, Context& context);

}  // namespace candor::cli

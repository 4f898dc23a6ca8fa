// Leader commands: the verbs of leaders: inbox, read, answer.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterLeaderCommands(Command& app, Context& context);

}  // namespace candor::cli

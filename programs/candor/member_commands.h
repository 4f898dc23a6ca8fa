// Member commands: enrol, sync, jams, say, threads, wall, receipt.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterMemberCommands(Command& app, Context& context);

}  // namespace candor::cli

// What a member does after speaking: give points, follow up and answer, appeal, rate.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {
void RegisterConversationCommands(Command& app, Context& context);
}  // namespace candor::cli

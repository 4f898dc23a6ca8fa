// The verbs by which two people erase a text: erase propose, erase countersign.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterEraseCommands(Command& app, Context& context);

}  // namespace candor::cli

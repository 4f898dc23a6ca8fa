// Operator commands: the verbs of operators and the independent body: actor, roster, invite, countersign.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterOperatorCommands(CLI::App& app, Context& context);

}  // namespace candor::cli

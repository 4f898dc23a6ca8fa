// Operator commands: the verbs of operators, the charter's holder and the independent body: actor,
// countersign, roster, invite.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterOperatorCommands(Command& app, Context& context);

}  // namespace candor::cli

// Facilitator commands: the verbs of facilitators and sponsors: jam, pledge.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterFacilitatorCommands(CLI::App& app, Context& context);

}  // namespace candor::cli

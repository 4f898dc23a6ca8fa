// candor handover write | read: notes between facilitators, sealed to them.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterHandover(Command& app, Context& context);

}  // namespace candor::cli

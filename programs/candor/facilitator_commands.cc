#include "programs/candor/facilitator_commands.h"

namespace candor::cli {

void RegisterFacilitatorCommands(CLI::App&, Context&) {}

}  // namespace candor::cli

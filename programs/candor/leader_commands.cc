#include "programs/candor/leader_commands.h"

namespace candor::cli {

void RegisterLeaderCommands(CLI::App&, Context&) {}

}  // namespace candor::cli

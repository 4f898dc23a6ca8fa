#include "programs/candor/operator_commands.h"

namespace candor::cli {

void RegisterOperatorCommands(CLI::App&, Context&) {}

}  // namespace candor::cli

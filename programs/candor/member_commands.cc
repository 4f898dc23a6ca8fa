#include "programs/candor/member_commands.h"

namespace candor::cli {

void RegisterMemberCommands(CLI::App&, Context&) {}

}  // namespace candor::cli

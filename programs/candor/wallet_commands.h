// candor wallet backup | restore: what may survive a lost machine (services/member/backup.h).
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterWalletCommands(Command& app, Context& context);

}  // namespace candor::cli

// The member's verb that takes a text back: withdraw.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterWithdrawCommand(Command& app, Context& context);

}  // namespace candor::cli

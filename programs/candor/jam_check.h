// jam check: whether a jam can go well, and who does what when.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {
void RegisterJamCheck(Command& jam, Context& context);
}  // namespace candor::cli

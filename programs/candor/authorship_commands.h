// candor receipt prove | challenge | check: that somebody wrote a text, shown to one person, or to all.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterAuthorship(Command& receipt, Context& context);

}  // namespace candor::cli

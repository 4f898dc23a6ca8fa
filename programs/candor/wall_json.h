// The wall as `--json` prints it: the same as the text says, in one object.
#pragma once

#include "programs/candor/json.h"
#include "services/member/wall.h"

namespace candor::cli {
Json WallJson(const services::member::Wall& wall);
}  // namespace candor::cli

// `candor jam status`: where each campaign stands, in figures that anyone can recompute from the public log.
#pragma once

#include "programs/candor/context.h"
#include "services/facilitator/figures.h"
#include "services/follow/world.h"

namespace candor::cli {

void RegisterJamStatus(Command& jam, Context& context);

// As of the log's last entry.
services::facilitator::JamFigures FiguresNow(const services::follow::World& world, const audit::Campaign& campaign);

// {"as_of","k","roster","target","percent","opinions","drawn","unspent","withheld_batch",
//  "by_seal":[{"day","slot","opinions"}],
//  "answered","individually","through_theme","decided","acted_on","acknowledged":
//      {"opinions","median_days","ninetieth_percentile_days"},
//  "overdue","contributions","points","points_of":[{"thing","points"}],
//  "ratings":[{"action","threads","by_value":[five of them]}]}
// null: fewer than k people stand behind the figure, or it would let such a number be computed; of the days: of
// nothing. `candor-audit verify --json` prints the same under campaigns[].figures.
Json AsJson(const services::facilitator::JamFigures& figures);

}  // namespace candor::cli

// `candor jam bulletin`: what there is to tell about a jam, the same for everybody: text, page, poster, calendar, feed.
//
// It is published, never sent: nothing in it concerns one person, and no verb lists who has not enrolled or drawn.
#pragma once

#include "programs/candor/context.h"

namespace candor::cli {

void RegisterJamBulletin(Command& jam, Context& context);

}  // namespace candor::cli

// What an opinion may be about: the part of the kind table that only a draft can decide.
//
// One answer for the board, which refuses, and for whoever judges that refusal: two answers would make
// a true refusal look false. Pure and thread-safe.
#pragma once

#include "records/draft.h"
#include "records/submission.h"

namespace candor::records {

// The whole of the campaign (zeroes), or one of the sub-questions that the draft has.
bool IsOpinionTarget(const Hash& target, const Draft& draft);

}  // namespace candor::records

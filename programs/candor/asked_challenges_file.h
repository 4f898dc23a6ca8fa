// The file "challenges" at home: which challenges of authorship its owner made, each good for one proof
// (records/asked_challenges.h). Mode 0600; what is over is forgotten at every use of it. Not sealed: it holds random
// bytes and days, and whoever reads this home reads more of its owner than that.
//
// Errors: kIo where the file cannot be written or another command holds it, kDamaged for one that is none, kRefused
// for a challenge that is unknown or used. Two commands at one time: the second is refused.
#pragma once

#include "absl/status/status.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "programs/candor/context.h"

namespace candor::cli {

// Before the challenge leaves: one that is handed out and not kept could not be answered.
absl::Status KeepAsked(const Context& context, const ByteArray<32>& challenge, Day day);

// Marks it used, durably, before anybody is told that a proof holds: a power cut costs a new challenge, and never
// lets a proof hold twice.
absl::Status UseAsked(const Context& context, const ByteArray<32>& challenge);

}  // namespace candor::cli

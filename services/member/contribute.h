// Contribute: what members do beside their one voice: build on what is on the wall, and give points to it.
//
// Each spends a slip of its own, drawn with the voice and under a thread key of its own: nothing connects a member's
// contributions, points and voice but the hours in which they are sent. Promise: nothing here sends; on any error the
// wallet is as it was. Not promised: that two texts in one style look like two people's. Gates as of an opinion
// (services/member/speak.h). Pure but for `random`.
#pragma once

#include "services/member/speak.h"

namespace candor::services::member {

// Builds on a prompt, a published text or a theme. A thread of its own, with a receipt code. Errors as Speak's;
// FailedPrecondition when all contributions are used or the target is not there.
absl::StatusOr<Spoken> Contribute(Wallet& wallet, const audit::Campaign& campaign, const Logs& logs,
                                  const crypto::Hash& target, std::string_view text,
                                  const SpeakOptions& options, UnixSeconds now,
                                  crypto::RandomSource& random);

// Gives a point to a published text or a theme. It leaves at a random time of the next day and a half: two that were
// given together would else leave in exchanges that follow each other, or could not be one person's where they leave
// in one (decision 0031). Its code is destroyed at once, and once it is in the log the wallet knows nothing of it.
absl::StatusOr<Spoken> Endorse(Wallet& wallet, const audit::Campaign& campaign, const Logs& logs,
                               const crypto::Hash& target, UnixSeconds now, crypto::RandomSource& random);

// The longest that a point waits, if its window is open for so long.
inline constexpr UnixSeconds kLongestForPoints = 36 * 3600;

}  // namespace candor::services::member

// Reference: what somebody means by the first digits of a number, in one campaign.
//
// Everything that people refer to has a number of 32 bytes: a submission's hash or an act's id. They type the first
// digits of it. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"

namespace candor::audit {

enum class Thing : std::uint8_t {
  kOpinion,
  kContribution,
  kFollowUp,
  kAppeal,
  kPublished,  // an opinion or contribution that is on the wall
  kTheme,
  kPrompt,
  kAction,
  kQuestion,  // a private note to a thread
  kHide,
};
// "opinion", "published text", …
std::string_view NameOf(Thing thing);

// The one thing of these kinds whose number begins so. NotFound when there is none, FailedPrecondition when more than
// one fits; the sentence names what was looked for.
absl::StatusOr<crypto::Hash> FindThing(const Campaign& campaign, std::string_view digits,
                                       const std::vector<Thing>& kinds);

}  // namespace candor::audit

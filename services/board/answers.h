// Answers: how what people say in public, under their own names, comes in. Whether they may is audit/acts.h's to say.
//
// Pure and thread-safe. Errors are sentences for the leader.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/calls.h"

namespace candor::services::board {

// The answer in a call, once its signature is verified and its content opens its commitment, by the
// very actor who makes the call.
absl::StatusOr<records::Answer> OpenAnswer(const records::PostAnswerCall& call,
                                           const records::VerifyKey& caller);

// The act in a call, in the same way.
absl::StatusOr<records::Act> OpenAct(const records::PostActCall& call, const records::VerifyKey& caller);

// The entry that this answer already is, when the same call came before.
std::optional<std::uint64_t> FindAnswer(const audit::Campaign& campaign,
                                        const records::VerifyKey& leader,
                                        const records::Answer& answer);

}  // namespace candor::services::board

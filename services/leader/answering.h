// Answering: a leader's signed public answer, and a warning where it would quote the opinion. Pure.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "crypto/random.h"
#include "records/calls.h"

namespace candor::services::leader {

struct AnswerText {
  records::AnswerStatus status = records::AnswerStatus::kAnswered;
  std::string about;  // the leader's own line on what was raised
  std::string text;
};

// The next revision for an opinion of the campaign. InvalidArgument, in a sentence, for a text that
// is empty or too long, or a status that needs a reason and has none.
absl::StatusOr<records::PostAnswerCall> MakeAnswer(const audit::Campaign& campaign,
                                                   const crypto::Hash& target,
                                                   const AnswerText& answer,
                                                   const crypto::SigningKey& leader,
                                                   crypto::RandomSource& random);

// The longest run of words that both texts share, compared without case and punctuation; at or above
// kQuotedWords an answer would publish what its author wrote to its readers alone.
inline constexpr std::size_t kQuotedWords = 8;
std::size_t LongestSharedRun(std::string_view opinion, std::string_view answer);

}  // namespace candor::services::leader

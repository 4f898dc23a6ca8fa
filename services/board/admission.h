// Admission: whether a submission may be pooled, asked in the order of PROTOCOL §6.
//
//   size · kind · campaign · target · window · audience and size of the envelope ·
//   commitment opens · envelope's header agrees · thread signature · tokens
//
// What follows (thread keys new, tokens unspent) only the store can say, in the batch that marks
// them. Nothing is spent here, so a failure spends nothing.
//
// Promise: what is admitted has one valid voice token of every issuer of the manifest, over a nonce
// that commits to its thread key, and is signed by that key: neither the board nor one issuer of
// two can make it. Not promised: that the text can be read, or is a text at all: only readers see
// that. Pure and thread-safe.
#pragma once

#include <variant>

#include "records/promise.h"
#include "records/submission.h"
#include "services/board/served_campaign.h"
#include "store/pooled_submission.h"

namespace candor::services::board {

using Verdict = std::variant<store::PooledSubmission, records::RefusalCode>;

// `campaign` is null when the board serves none of that id.
Verdict Admit(const records::SubmitRequest& request, const ServedCampaign* campaign,
              UnixSeconds now);

// What may be used once, in this order: the nonce under each token's key, the thread key, the
// thread KEM key.
std::vector<store::Mark> MarksOf(const records::SubmissionBody& body);

// What a conflict about the mark at this place means: the first ones are of tokens.
records::RefusalCode ConflictCode(const std::vector<store::Mark>& marks, std::size_t place);

}  // namespace candor::services::board

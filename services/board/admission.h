// Admission: whether a submission may be pooled, asked in the order of PROTOCOL §6.
//
//   size · kind · campaign · target · window · audience and size of the envelope ·
//   commitment opens · envelope's header agrees · thread signature · tokens
//
// A withdrawal has neither envelope nor tokens; its thread is asked for next (thread_chain.h). A blank
// has tokens and no envelope. What follows (thread keys new, tokens unspent, place in the thread free) only the store can say, in the
// batch that marks them. Nothing is spent here, so a failure spends nothing.
//
// Promise: an opinion or a blank that is admitted has one valid voice token of every issuer of the
// manifest, over a nonce that commits to its thread key, and is signed by that key: neither the board nor
// one issuer of two can make it. Both leave the same marks, so that a slip is good for one of them. A withdrawal is signed by its thread key. Not promised: that the text can be
// read, or is a text at all: only readers see that. Pure and thread-safe.
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

// What may be used once. Of a first body, in this order: the nonce under each token's key, the thread
// key, the thread KEM key. Of an act of a thread: its place there.
std::vector<store::Mark> MarksOf(const records::SubmissionBody& body);

// The mark of a place in a thread: H(label | thread_key) where it begins, and
// H(label | thread_key | uint32 sequence) behind that.
store::Mark ThreadMark(const records::VerifyKey& thread_key);
store::Mark ChainMark(const records::VerifyKey& thread_key, std::uint32_t sequence);

// What a conflict about the mark at this place means: the first ones are of tokens.
records::RefusalCode ConflictCode(const store::PooledSubmission& submission, std::size_t place);

}  // namespace candor::services::board

// Withdraw: takes a text back, by a signed withdrawal that waits in the outbox.
//
// Promise: nothing here sends. The withdrawal leaves at a random time of the next hours, so that
// neither the moment of a decision nor that of typing a verb is in what the board sees. On any error
// the wallet is as it was. What the board destroys, and when, is in the log; not promised is that
// nobody has read the text, or keeps a copy.
//
// In the wallet a withdrawal is a thread item of its own, without a text, under the same receipt code:
// promise, place in the log and evidence are kept for it as for a text.
// Pure but for `random`.
#pragma once

#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "services/member/thread_acts.h"

namespace candor::services::member {

// Of the text with this submission hash. FailedPrecondition when the board has not promised it yet,
// when it was destroyed or refused already, is withdrawn, or when retention ends before a withdrawal
// could leave. It follows what waits in the thread of the text.
absl::StatusOr<Queued> Withdraw(Wallet& wallet, const crypto::Hash& text,
                                   const audit::Campaign& campaign, UnixSeconds now,
                                   crypto::RandomSource& random);

// Whether an item of wallet.threads is a withdrawal, and the one that withdraws a text; null for none.
bool IsWithdrawal(const Thread& thread);
const Thread* FindWithdrawal(const Wallet& wallet, const Thread& text);

}  // namespace candor::services::member

// Thread acts: what the author of a text adds to it later: follow-ups, appeals, ratings (PROTOCOL §6, kinds 4, 6, 7).
//
// Promise: nothing here sends. What is added waits in the outbox and leaves at a random time of the next hours, after
// what stands before it in its thread, so that neither the moment of a decision nor that of typing a verb is in what
// the board sees. On any error the wallet is as it was. Not promised: that several acts of one thread, which the log
// shows as one author's, say nothing together.
//
// In the wallet each is a thread item of its own under the receipt code of the first text. Pure but for `random`.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "services/member/logs.h"
#include "services/member/wallet.h"

namespace candor::services::member {

// The longest wait before an act may leave: three slots, or a day (in a jam eight hours), whichever is longer.
UnixSeconds LongestWait(const records::Draft& draft);

struct Queued {
  crypto::Hash submission_hash{};
  UnixSeconds ready_at = 0;  // may leave from then on
};

// What stands last in the thread of a text: itself, or what was added to it. What the board refused, or never
// got, is passed over.
const Thread& LastOf(const Wallet& wallet, const Thread& text);

// Puts a thread item and its request into the wallet. `closes` is the end of the kind's window.
Queued Queue(Wallet& wallet, const Thread& text, const records::SubmitRequest& request, std::string_view words,
             const audit::Campaign& campaign, UnixSeconds now, crypto::RandomSource& random);

struct FollowUpOptions {
  std::string text;
  std::optional<crypto::Hash> question{};  // id of the Ask that it answers
  // Nothing: as the thread's last body says.
  std::optional<records::Quote> quote{};
  std::string headline{};
};

// Adds to the text with this submission hash, in as many follow-ups as the length takes; the last one's hash.
// FailedPrecondition when the text was withdrawn, destroyed or refused, when the conversation has ended or
// the quota is used up; NotFound for a text that is not in the wallet.
absl::StatusOr<Queued> FollowUp(Wallet& wallet, const crypto::Hash& text, const audit::Campaign& campaign,
                                const FollowUpOptions& options, UnixSeconds now,
                                crypto::RandomSource& random);

// To the appeal panel, against the hiding of the text.
absl::StatusOr<Queued> Appeal(Wallet& wallet, const crypto::Hash& text, const crypto::Hash& hide,
                              std::string_view why, const audit::Campaign& campaign, UnixSeconds now,
                              crypto::RandomSource& random);

// "Did it help?": 0 (not at all) to 4 (very much). The newest of a thread counts.
absl::StatusOr<Queued> Rate(Wallet& wallet, const crypto::Hash& text, const crypto::Hash& action,
                            std::uint8_t value, const audit::Campaign& campaign, UnixSeconds now,
                            crypto::RandomSource& random);

}  // namespace candor::services::member

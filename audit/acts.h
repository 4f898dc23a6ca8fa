// Acts: what a person with a role may do in a campaign, and what a member's submission may refer to.
//
// One answer for the board, which refuses, for every client that replays the log, and for the auditor, who names
// the invariant. Pure; thread-safe.
#pragma once

#include "absl/status/status.h"
#include "audit/board_view.h"
#include "audit/entry_bundle.h"

namespace candor::audit {

// How many days may pass between a signature and its entry.
inline constexpr Day kActDelay = 1;

// An act that may stand in the log on that day, next in `campaign` as it is now. PermissionDenied when its signer
// may not do this here; FailedPrecondition or NotFound, in a sentence for that person, for all else. Signature
// and content are not looked at.
absl::Status CheckAct(const BoardView& view, const Campaign& campaign, const records::Signed& record,
                      const records::Act& act, Day day);

// The same of an answer, which is signed without a day: by somebody who reads here, to a theme, or to an opinion or
// contribution that was addressed to that person and, unless it is a revision of an answer that stands, can be read;
// the next revision; before retention ends.
absl::Status CheckAnswer(const BoardView& view, const Campaign& campaign, const records::VerifyKey& leader,
                         const records::Answer& answer, Day day);

// What lies beside an act: of the form of its type; a headline or text that is published word for word opens its
// author's public commitment. `content` is not empty and opens the entry's commitment.
absl::Status CheckActContent(const Campaign& campaign, const records::Act& act, ByteView content);

// What a submission refers to exists, is of the right kind, and belongs to its thread: prompt, published item or
// theme of a contribution; published item or theme of an endorsement; question of a follow-up; hide of an appeal;
// action of a rating. FailedPrecondition otherwise.
absl::Status CheckTarget(const Campaign& campaign, const records::SubmissionBody& body);

// The consent of a thread's author in force: that of the last body that carries one.
records::Quote ConsentOf(const Campaign& campaign, const records::VerifyKey& thread_key);

// A reader of the campaign, or one who was named as a reader's delegate.
bool ActsAsReader(const records::Draft& draft, const records::VerifyKey& key);
// Whether an envelope of this audience is for a reader, or for somebody whose delegate the key is.
bool IsAddressedTo(const records::Draft& draft, std::uint8_t audience, const records::VerifyKey& key);

// A sealed text that readers were given: an opinion, contribution or follow-up, not withheld and not named by a
// tombstone.
bool IsReadable(const Campaign& campaign, const crypto::Hash& submission);

// What answers are about: an opinion or contribution that the log holds, or a theme. Who may answer it, and whether
// it can be read, is CheckAnswer's to say.
bool IsAnswerable(const Campaign& campaign, const crypto::Hash& target);

}  // namespace candor::audit

// Blank: what becomes of voting slips that nobody has used (PROTOCOL §9).
//
// After the close of speaking every client spends an unused voice token on a blank, a submission that says
// nothing, and forgets what it came from. Unused contribution and endorsement tokens are forgotten when
// their window is over. So neither a slip that is left nor one that is gone proves anything: whoever has
// spoken has none, and whoever has not has none either.
//
// Promise: once SpendUnused returns and the wallet is saved, no slip whose window is over is left in it, nor
// the code and thread key that it was bound to, nor a request or blinding secret of a draw that came to
// nothing. What is left of a voice is the signed blank in the outbox, under no key that this machine still
// has, until the log holds it or the conversation has ended.
// Not promised: that nothing of it is left on the disk's freed blocks, or in a copy that somebody made of
// the wallet before. A text that was not sent in time keeps its slip: it is bound to that text's key, whose
// owner holds the receipt.
//
// Only a window that is over by both clocks costs a slip: by this machine's, and by a later entry of the
// board's witnessed log. A clock that runs fast takes nobody's voice away.
// Pure.
#pragma once

#include <vector>

#include "services/member/logs.h"
#include "services/member/send.h"
#include "services/member/wallet.h"

namespace candor::services::member {

// Changes the wallet; the caller saves it. A note (News::kBlank) for each blank that was made: it names no
// submission, so that nothing that a program prints tells which entry of the log it was.
std::vector<Note> SpendUnused(Wallet& wallet, const audit::BoardView& board, UnixSeconds now);

// Drops the blanks and points that the log holds under a cosigned checkpoint, and those whose conversation has
// ended. Changes the wallet; the caller saves it. No news: what becomes of them is nobody's loss.
void DropSettled(Wallet& wallet, const Logs& logs, UnixSeconds now);

// A blank or a point: no thread of the wallet belongs to it, and nothing of it is kept once it is in the log.
bool LeavesNothingBehind(const OutboxItem& item);

}  // namespace candor::services::member

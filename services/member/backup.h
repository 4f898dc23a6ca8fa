// Backup: what of a wallet may survive its machine.
//
// A backup is the member key, the enrolments, the pinned bundle and checkpoints, and every text that the
// board has promised, with its receipt code. Whoever restores it reads on, follows answers, verifies
// receipts, withdraws.
//
// Not in it: unused voting slips with their codes and thread keys, requests and blinding secrets, and what
// still waits in the outbox (PROTOCOL §4, §10). Two copies of a slip would be two voices of one person, or
// two texts under one slip, of which the board takes one and refuses the other. So whoever loses a wallet loses
// the slips in it: they cannot be drawn a second time, for a second draw could not be told from a second vote.
// A blank that waits is not in it either, nor, in a restored wallet, that one was made.
// Pure.
#pragma once

#include <cstddef>

#include "services/member/wallet.h"

namespace candor::services::member {

// What a backup of this wallet would hold, as a wallet: what is restored is this.
Wallet BackupOf(const Wallet& wallet);

// What the backup leaves out, for telling its owner.
struct LeftOut {
  std::size_t draws = 0;  // with unused slips
  std::size_t texts = 0;  // that wait and are promised by nobody
};
LeftOut NotInBackup(const Wallet& wallet);

// For a wallet that was restored, of a campaign in which an issuer says that its owner has drawn: that draw
// is not asked for again.
void GiveUpDraw(Wallet& wallet, const records::CampaignId& campaign, UnixSeconds now);

}  // namespace candor::services::member

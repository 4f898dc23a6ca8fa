// Erasure acts: what two people agree to erase, of whom one is an auditor (AUDIT §2).
//
// Neither of them names a text by its words: the proposal says which entry of the log, by index and
// leaf hash, and for which reason. Whoever countersigns checks here that the entry is what the log
// holds, that it is a text, and that the proposer may propose. Pure: keys and the replayed log in,
// records out.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/erasure.h"

namespace candor::services::operators {

// The entry that holds a text of this campaign: a submission whose hash begins with these hexadecimal
// digits. InvalidArgument for none or several.
absl::StatusOr<std::uint64_t> FindText(const audit::Campaign& campaign, std::string_view prefix);

// Signed by the proposer. PermissionDenied when the key may not propose; InvalidArgument when the entry
// holds no text of the campaign.
absl::StatusOr<records::AgreedErasure> ProposeErasure(const audit::BoardView& board,
                                                      const audit::Campaign& campaign,
                                                      const records::Erasure& erasure,
                                                      const crypto::SigningKey& proposer);

// The leaf hash of a text's entry, submission or answer. InvalidArgument when there is none.
absl::StatusOr<crypto::Hash> LeafHashOf(const audit::Campaign& campaign, std::uint64_t entry);

// The second signature, after everything that the board will ask: OK means that the Tombstone would be
// taken today.
absl::StatusOr<records::AgreedErasure> AgreeToErase(const audit::BoardView& board,
                                                    records::AgreedErasure proposal,
                                                    const crypto::SigningKey& auditor, Day today);

}  // namespace candor::services::operators

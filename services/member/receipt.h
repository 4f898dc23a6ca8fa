// Receipts: the code that makes its holder the author, and the proof that a text is in the record.
//
// Evidence is everything that somebody who trusts nobody needs: what the author signed, the board's
// promise or refusal, where the log holds it, and the checkpoint that the log and the witnesses
// signed. It names no person and holds no text. Pure, but for `random`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "services/member/logs.h"
#include "services/member/wallet.h"

namespace candor::services::member {

// Asks for four of a code's nine groups, to see that it was really written down.
class RetypeChallenge {
 public:
  RetypeChallenge(const crypto::ReceiptCode& code, crypto::RandomSource& random);

  // Numbers of the groups to type, from 1, ascending.
  const std::vector<int>& positions() const { return positions_; }
  // In the order of positions(); case and the letters that look like digits do not matter.
  bool Check(const std::vector<std::string>& groups) const;

 private:
  std::vector<int> positions_;
  std::vector<std::string> expected_;
};

// Entry `index` stands in the board's log under the copy's checkpoint, whose signatures hold.
absl::Status VerifyInclusion(const Logs& logs, std::uint64_t index);

struct Evidence {
  records::CampaignId campaign_id{};
  crypto::Hash submission_hash{};
  Bytes signed_submission;
  Bytes promise;  // SubmitReply, or empty
  Bytes refusal;  // SubmitReply, or empty
  // Where the log holds it; nothing when it does not.
  struct Place {
    std::uint64_t index = 0;
    std::uint64_t batch_index = 0;  // of the SealBatch entry
    Day day = 0;
    bool withheld = false;
    Bytes entry;
    std::vector<crypto::Hash> proof;
  };
  std::optional<Place> place;
  std::string checkpoint_note;  // the board's log as this machine knows it
};

// The log holds it, in a batch of a later day than the board's promise in this evidence names.
bool IsLate(const Evidence& evidence);

// What can be shown for a thread of the wallet. The proof in it has been verified.
absl::StatusOr<Evidence> GatherEvidence(const Thread& thread, const Logs& logs);
// The same for a code alone, without a wallet: derives the thread key for every campaign and looks for
// it. NotFound when no campaign's log holds it (yet).
absl::StatusOr<Evidence> GatherEvidence(const crypto::ReceiptCode& code, const Logs& logs);

// Destroys the code and everything else that this wallet holds of a text: the text, its promise, its withdrawal,
// and what of them still waits in the outbox. Nobody can follow or withdraw it from here again, nor show that it was
// theirs; only a receipt code on paper still can. NotFound when there is no such text. The caller saves the wallet.
absl::Status Forget(Wallet& wallet, const crypto::Hash& submission_hash);

}  // namespace candor::services::member

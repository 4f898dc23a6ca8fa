#include "services/member/receipt.h"

#include <algorithm>

#include "audit/checkpoint.h"
#include "audit/merkle.h"
#include "audit/proof.h"
#include "base/status.h"
#include "base/text.h"
#include "records/promise.h"
#include "services/member/checkpoint.h"

namespace candor::services::member {
namespace {

constexpr std::size_t kGroupSize = 4;
constexpr int kGroups = 9;
constexpr std::size_t kAsked = 4;

// As ReceiptCode::Parse reads: one case, and no letters that look like digits.
std::string Folded(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'I' || c == 'L') c = '1';
    if (c == 'O') c = '0';
    if (c != ' ' && c != '-') out.push_back(c);
  }
  return out;
}

absl::StatusOr<Evidence::Place> PlaceOf(const audit::Campaign& campaign, std::uint64_t index,
                                        const Logs& logs) {
  CANDOR_RETURN_IF_ERROR(VerifyInclusion(logs, index));
  Evidence::Place out;
  out.index = index;
  for (const auto& batch : campaign.batches) {
    if (batch.index >= index) break;
    out.batch_index = batch.index;
    out.day = batch.day;
    out.withheld = batch.seal.withheld;
  }
  const auto copies = logs.copies();
  out.entry = copies.front().entries[index];
  CANDOR_ASSIGN_OR_RETURN(out.proof, logs.BoardInclusion(index));
  return out;
}

}  // namespace

RetypeChallenge::RetypeChallenge(const crypto::ReceiptCode& code, crypto::RandomSource& random) {
  for (int i = 1; i <= kGroups; ++i) positions_.push_back(i);
  random.Shuffle(positions_);
  positions_.resize(kAsked);
  std::ranges::sort(positions_);
  const std::string text = code.Format();
  for (const int position : positions_) {
    const auto begin = static_cast<std::size_t>(position - 1) * (kGroupSize + 1);
    expected_.push_back(text.substr(begin, kGroupSize));
  }
}

bool RetypeChallenge::Check(const std::vector<std::string>& groups) const {
  return std::ranges::equal(groups, expected_, {}, [](const std::string& each) { return Folded(each); });
}

absl::Status VerifyInclusion(const Logs& logs, std::uint64_t index) {
  const auto copies = logs.copies();
  if (copies.empty() || index >= copies.front().entries.size()) {
    return absl::NotFoundError("the copy of the log does not reach that far");
  }
  const LogCopy& board = copies.front();
  CANDOR_ASSIGN_OR_RETURN(const auto opened, OpenCheckpointOf(board, logs.board().bundle()));
  CANDOR_ASSIGN_OR_RETURN(const auto proof, logs.BoardInclusion(index));
  return audit::VerifyInclusion(index, opened.checkpoint.size,
                                audit::LeafHash(board.entries[index]), proof,
                                opened.checkpoint.root);
}

bool IsLate(const Evidence& evidence) {
  const auto reply = records::SubmitReply::Decode(evidence.promise);
  if (!evidence.place.has_value() || !reply.ok()) return false;
  const auto promise = records::Promise::Decode(reply->record.body);
  return promise.ok() && evidence.place->day > promise->sealed_no_later_than;
}

absl::StatusOr<Evidence> GatherEvidence(const Thread& thread, const Logs& logs) {
  Evidence out;
  out.campaign_id = thread.campaign_id;
  out.submission_hash = thread.hash();
  out.signed_submission = thread.submission.Encode();
  out.promise = thread.promise;
  out.refusal = thread.refusal;
  out.checkpoint_note = logs.copies().front().note;
  const audit::Campaign* const campaign = logs.board().FindCampaign(thread.campaign_id);
  if (campaign == nullptr) return out;
  const auto at = campaign->submissions.find(out.submission_hash);
  if (at == campaign->submissions.end()) return out;
  CANDOR_ASSIGN_OR_RETURN(out.place, PlaceOf(*campaign, at->second.index, logs));
  return out;
}

absl::StatusOr<Evidence> GatherEvidence(const crypto::ReceiptCode& code, const Logs& logs) {
  for (const auto& campaign : logs.board().campaigns()) {
    for (const auto purpose : {crypto::Purpose::kVoice, crypto::Purpose::kContribute}) {
      const auto keys = crypto::DeriveThreadKeys(code, campaign.id, purpose);
      const auto thread = campaign.threads.find(keys.signing.verify_key());
      if (thread == campaign.threads.end()) continue;
      const audit::SealedSubmission& sealed = campaign.submissions.at(thread->second.first);
      Evidence out;
      out.campaign_id = campaign.id;
      out.submission_hash = thread->second.first;
      out.signed_submission = sealed.signed_submission;
      out.checkpoint_note = logs.copies().front().note;
      CANDOR_ASSIGN_OR_RETURN(out.place, PlaceOf(campaign, sealed.index, logs));
      return out;
    }
  }
  return absl::NotFoundError(
      "The public log on this machine holds no text with this receipt code. It may not be sealed "
      "yet, or the code is of another organisation: run `candor sync` and try again.");
}

absl::Status Forget(Wallet& wallet, const crypto::Hash& submission_hash) {
  const Thread* const found = wallet.FindThread(submission_hash);
  if (found == nullptr) return absl::NotFoundError("there is no such text in this wallet");
  // A withdrawal is of the same thread.
  const auto key = found->submission.body.thread_key;
  for (const auto& thread : wallet.threads) {
    if (thread.submission.body.thread_key == key) wallet.DropFromOutbox(thread.hash());
  }
  std::erase_if(wallet.threads, [&](const Thread& thread) { return thread.submission.body.thread_key == key; });
  return absl::OkStatus();
}

}  // namespace candor::services::member

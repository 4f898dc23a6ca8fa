// The acts of people with a role.
#include <utility>

#include "audit/acts.h"
#include "base/status.h"
#include "services/board/answers.h"
#include "services/board/board.h"
#include "services/board/governance.h"
#include "services/runtime/event_log.h"

namespace candor::services::board {
namespace {

using records::AppendedReply;
using runtime::Event;
using runtime::Log;

absl::Status NoSuchCampaign() {
  return absl::NotFoundError("the board knows no campaign of that id");
}

}  // namespace

std::set<records::Role> Board::RolesOf(const records::VerifyKey& key) const {
  const MutexLock lock(state_);
  return ledger_.view().RolesAt(key, parts_.bundle.board.origin);
}

bool Board::IsOperatorOfAnyServer(const records::VerifyKey& key) const {
  const MutexLock lock(state_);
  return ledger_.view().Holds(key, records::Role::kOperator);
}

absl::StatusOr<AppendedReply> Board::SubmitGovernance(const records::Governance& record) {
  const MutexLock writing(writing_);
  if (const auto index = ledger_.IndexOf(record)) return AppendedReply{*index};
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  CANDOR_RETURN_IF_ERROR(audit::CheckGovernance(ledger_.view(), record, time_.Today()));
  CANDOR_ASSIGN_OR_RETURN(const AppendedReply reply, Append({time_.Today(), records::kNoCampaign,
                                                             records::GovernanceEntry{record}}));
  Log(Event::kGovernanceAccepted, {ledger_.view().size()});
  return reply;
}

absl::StatusOr<AppendedReply> Board::OpenCampaign(const records::VerifyKey& caller,
                                                  const records::OpenCampaignCall& call) {
  // Before the lock: dozens of signatures.
  CANDOR_RETURN_IF_ERROR(CheckOpeningAlone(call, caller));
  const records::CampaignId id = call.manifest.Id();
  const MutexLock writing(writing_);
  if (const auto* campaign = ledger_.view().FindCampaign(id)) {
    return AppendedReply{campaign->open_index};
  }
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  const Day today = time_.Today();
  CANDOR_RETURN_IF_ERROR(CheckOpeningInLog(call.manifest, ledger_.view(), today));
  store::Content content{parts_.random.Array<32>(), call.manifest.Encode()};
  const records::Hash commitment = records::ContentCommitment(content.salt, content.bytes);
  CANDOR_ASSIGN_OR_RETURN(
      const AppendedReply reply,
      Append({today, id, records::MakeCampaignOpen(call.manifest, commitment, call.opening)},
             std::move(content)));
  CANDOR_RETURN_IF_ERROR(ServeCampaigns());
  Log(Event::kCampaignOpened, {ledger_.view().campaigns().size()});
  return reply;
}

absl::StatusOr<AppendedReply> Board::CloseCampaign(const records::VerifyKey& caller,
                                                   const records::CloseCampaignCall& call) {
  const MutexLock writing(writing_);
  const audit::Campaign* const campaign = ledger_.view().FindCampaign(call.campaign_id);
  if (campaign == nullptr) return NoSuchCampaign();
  std::optional<records::SlotNumber> processed;
  {
    const MutexLock lock(state_);
    const auto at = processed_.find(call.campaign_id);
    if (at != processed_.end()) processed = at->second;
  }
  const bool over = SpeechIsOver(campaign->open.phases, campaign->open.slots, campaign->grace(), processed);
  CANDOR_ASSIGN_OR_RETURN(const auto close, CloseOf(*campaign, caller, over));
  if (const auto index = ledger_.IndexOfClose(call.campaign_id)) return AppendedReply{*index};
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  CANDOR_ASSIGN_OR_RETURN(const AppendedReply reply,
                          Append({time_.Today(), call.campaign_id, close}));
  Log(Event::kCampaignClosed, {ledger_.view().campaigns().size()});
  return reply;
}

absl::StatusOr<AppendedReply> Board::PostAnswer(const records::VerifyKey& caller,
                                                const records::PostAnswerCall& call) {
  CANDOR_ASSIGN_OR_RETURN(const records::Answer answer, OpenAnswer(call, caller));
  const MutexLock writing(writing_);
  const audit::Campaign* const campaign = ledger_.view().FindCampaign(answer.campaign_id);
  if (campaign == nullptr) return NoSuchCampaign();
  if (const auto index = FindAnswer(*campaign, caller, answer)) return AppendedReply{*index};
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  CANDOR_RETURN_IF_ERROR(audit::CheckAnswer(ledger_.view(), *campaign, caller, answer, time_.Today()));
  return Append({time_.Today(), answer.campaign_id, records::AnswerEntry{call.answer}},
                store::Content{call.content_salt, call.content.Encode()});
}

absl::StatusOr<AppendedReply> Board::PostAct(const records::VerifyKey& caller,
                                             const records::PostActCall& call) {
  CANDOR_ASSIGN_OR_RETURN(const records::Act act, OpenAct(call, caller));
  const MutexLock writing(writing_);
  const audit::Campaign* const campaign = ledger_.view().FindCampaign(act.campaign_id);
  if (campaign == nullptr) return NoSuchCampaign();
  if (const auto* made = campaign->acts.Find(records::ActId(call.act))) return AppendedReply{made->index};
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  const Day today = time_.Today();
  CANDOR_RETURN_IF_ERROR(audit::CheckAct(ledger_.view(), *campaign, call.act, act, today));
  std::optional<store::Content> content;
  if (act.ContentCommitment().has_value()) {
    CANDOR_RETURN_IF_ERROR(audit::CheckActContent(*campaign, act, call.content));
    content = store::Content{call.content_salt, call.content};
  }
  return Append({today, act.campaign_id, records::ActEntry{call.act}}, std::move(content));
}

absl::StatusOr<ReadableBatch> Board::FindBatch(const records::VerifyKey& reader,
                                               const records::FetchBatchCall& call) const {
  const MutexLock lock(state_);
  const audit::Campaign* const campaign = ledger_.view().FindCampaign(call.campaign_id);
  if (campaign == nullptr) return NoSuchCampaign();
  return FindReadableBatch(*campaign, call.batch_index, reader);
}

absl::StatusOr<records::FetchBatchReply> Board::FetchBatch(const records::VerifyKey& caller,
                                                           const records::FetchBatchCall& call) {
  CANDOR_ASSIGN_OR_RETURN(const ReadableBatch batch, FindBatch(caller, call));
  // Without the writers' lock: a batch may be large, and submissions go on meanwhile.
  CANDOR_ASSIGN_OR_RETURN(auto items, parts_.store.ReadBatch(batch.index, batch.erased));
  records::FetchBatchReply reply{SelectFor(batch, std::move(items))};
  // Where no envelope is for this reader, none is read.
  if (reply.items.empty()) return reply;
  const MutexLock writing(writing_);
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  // In the log before a byte of ciphertext leaves.
  CANDOR_RETURN_IF_ERROR(
      Append({time_.Today(), call.campaign_id, records::Access{caller, call.batch_index}})
          .status());
  return reply;
}

}  // namespace candor::services::board

#include "services/board/board_history.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "services/board/admission.h"

namespace candor::services::board {
namespace {

constexpr std::uint64_t kPieceSize = 256;

// The store's own content first: the mirror may be older than an answer's erasure, or newer.
absl::StatusOr<audit::EntryContent> ContentOf(const publish::RecoveryPlan& plan,
                                              const store::LogStore& log, std::uint64_t index) {
  if (index < log.size()) {
    CANDOR_ASSIGN_OR_RETURN(auto content, log.ContentOf(index));
    if (content.has_value()) return audit::EntryContent{content->salt, std::move(content->bytes)};
  }
  return index < plan.contents.size() ? plan.contents[index] : audit::EntryContent{};
}

// Submissions of withheld batches: their texts were destroyed when they were sealed.
std::set<std::uint64_t> Withheld(const audit::BoardView& view) {
  std::set<std::uint64_t> out;
  for (const auto& campaign : view.campaigns()) {
    for (const auto& batch : campaign.batches) {
      if (!batch.seal.withheld) continue;
      for (std::uint64_t i = 1; i <= batch.seal.count; ++i) out.insert(batch.index + i);
    }
  }
  return out;
}

absl::Status Describe(const records::LogEntry& entry, std::uint64_t index, bool keep,
                      store::BoardPiece& piece) {
  if (const auto* seal = std::get_if<records::SealBatch>(&entry.body)) {
    piece.batches.push_back({index, entry.campaign_id, seal->slot, seal->count, seal->withheld});
  }
  if (const auto* submission = std::get_if<records::SubmissionEntry>(&entry.body)) {
    CANDOR_ASSIGN_OR_RETURN(const auto decoded,
                            records::SignedSubmission::Decode(submission->signed_submission));
    piece.submissions.push_back(
        {index, decoded.body.SubmissionHash(), MarksOf(decoded.body), keep});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<BoardHistory> ReplayHistory(const records::TrustBundle& bundle,
                                           const publish::RecoveryPlan& plan,
                                           const store::LogStore& log) {
  BoardHistory out{audit::BoardView(bundle), {}, 0};
  const std::uint64_t size = plan.entries.empty() ? log.size() : plan.entries.size();
  for (std::uint64_t i = 0; i < size; ++i) {
    Bytes entry;
    if (plan.entries.empty()) {
      CANDOR_ASSIGN_OR_RETURN(entry, log.Entry(i));
    } else {
      entry = plan.entries[i];
    }
    CANDOR_ASSIGN_OR_RETURN(const auto content, ContentOf(plan, log, i));
    const absl::Status applied = out.view.Apply(entry, content);
    if (!applied.ok()) {
      return absl::DataLossError(Cat("The mirror's entries lead to the signed root and do not replay: ",
                                     applied.message(), ". Nothing was changed. Take another mirror."));
    }
    if (i < plan.recovery.found_size) out.copy_day = out.view.last_day();
  }
  for (const auto& campaign : out.view.campaigns()) {
    for (const auto& erasing : campaign.erasures) {
      out.erased.insert(erasing.entries.begin(), erasing.entries.end());
    }
  }
  return out;
}

absl::StatusOr<std::vector<store::BoardPiece>> PiecesOf(const publish::RecoveryPlan& plan,
                                                        const BoardHistory& history,
                                                        std::uint64_t begin) {
  const std::set<std::uint64_t> withheld = Withheld(history.view);
  std::vector<store::BoardPiece> out;
  for (std::uint64_t index = begin; index < plan.entries.size(); ++index) {
    if ((index - begin) % kPieceSize == 0) out.emplace_back();
    const bool erased = history.erased.contains(index);
    store::NewEntry entry{plan.entries[index], std::nullopt};
    const audit::EntryText& text = plan.contents[index];
    if (!text.empty() && !erased) entry.content = store::Content{text.salt, text.content};
    out.back().entries.push_back(std::move(entry));
    CANDOR_ASSIGN_OR_RETURN(const auto decoded, records::LogEntry::Decode(plan.entries[index]));
    CANDOR_RETURN_IF_ERROR(
        Describe(decoded, index, !erased && !withheld.contains(index), out.back()));
  }
  return out;
}

std::vector<records::CampaignId> LostCampaigns(const BoardHistory& history, Day today) {
  std::vector<records::CampaignId> out;
  for (const auto& campaign : history.view.campaigns()) {
    const records::Phases& phases = campaign.open.phases;
    // Withdrawals are taken to the end of retention, and the last ones sealed on that day.
    if (phases.speaking_opens <= today && history.copy_day <= phases.retention_ends) {
      out.push_back(campaign.id);
    }
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace candor::services::board

// Answers, reading, erasure; and what is overdue or missing at the end.
#include <algorithm>

#include "audit/verify/board_check.h"
#include "base/text.h"

namespace candor::audit {
namespace {

using records::Role;

constexpr auto kRule = Severity::kBroken;
// How long a board may take from a Tombstone to its ErasureDone, and to begin when retention ends.
constexpr Day kErasureLimit = 2;

bool WasRevoked(const BoardView& view, const records::VerifyKey& key, Role role) {
  const auto actor = view.actors().find(key);
  return actor != view.actors().end() && actor->second.revoked.contains(role) &&
         !view.Holds(key, role);
}

bool IsWithheld(const Campaign& campaign, const crypto::Hash& submission) {
  return std::ranges::any_of(campaign.batches, [&](const Batch& batch) {
    return batch.seal.withheld &&
           std::ranges::find(batch.submissions, submission) != batch.submissions.end();
  });
}

bool IsOpinion(const SealedSubmission& sealed) {
  const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
  return decoded.ok() && decoded->body.kind == records::Kind::kOpinion;
}

bool HasText(const SealedSubmission& sealed) {
  const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
  return decoded.ok() && records::HasEnvelope(decoded->body.kind);
}

}  // namespace

void BoardCheck::CheckAnswer(const At& at, const records::AnswerEntry& answer) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  const auto decoded = records::Answer::Decode(answer.record.body);
  if (campaign == nullptr || !decoded.ok() || decoded->campaign_id != campaign->id ||
      !campaign->submissions.contains(decoded->target)) {
    return Add(InvariantId::kTargets, kRule, at.index,
               "an answer to something that is not in its campaign");
  }
  if (!answer.record.Verify(crypto::Label::kAnswer).ok()) {
    Add(InvariantId::kEntries, Severity::kCryptographic, at.index,
        "an answer that its leader has not signed");
  }
  if (WasRevoked(view_, answer.record.signer, Role::kReader)) {
    return Add(InvariantId::kRevoked, kRule, at.index, "an answer under a role that was revoked");
  }
  if (campaign->manifest->draft.FindReader(answer.record.signer) == nullptr) {
    Add(InvariantId::kAnswers, kRule, at.index,
        "an answer by somebody who is no reader of the campaign");
  }
  const auto earlier = campaign->answers.find(decoded->target);
  const std::size_t next = earlier == campaign->answers.end() ? 0 : earlier->second.size();
  if (decoded->revision != next) {
    Add(InvariantId::kAnswers, kRule, at.index, "an answer's revisions leave a gap, or one is replaced");
  }
}

void BoardCheck::CheckAccess(const At& at, const records::Access& access) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  const bool batch = campaign != nullptr &&
                     std::ranges::any_of(campaign->batches, [&](const Batch& each) {
                       return each.index == access.batch_index;
                     });
  if (!batch) {
    return Add(InvariantId::kAccess, kRule, at.index,
               "an access to something that is no batch of the campaign, or not yet");
  }
  if (WasRevoked(view_, access.reader, Role::kReader)) {
    return Add(InvariantId::kRevoked, kRule, at.index, "an access under a role that was revoked");
  }
  if (campaign->manifest->draft.FindReader(access.reader) == nullptr) {
    Add(InvariantId::kAccess, kRule, at.index, "an access by somebody who is no reader");
  }
}

void BoardCheck::CheckTombstoneEntry(const At& at, const records::Tombstone& tombstone) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  if (campaign == nullptr) {
    return Add(InvariantId::kTargets, kRule, at.index, "a tombstone of a campaign that was not opened");
  }
  const auto* retention = std::get_if<records::RetentionCause>(&tombstone.cause);
  if (retention != nullptr && at.entry.day < campaign->open.phases.retention_ends) {
    return Add(InvariantId::kRetention, kRule, at.index,
               "a batch was erased before its retention had ended");
  }
  const auto entries = CheckTombstone(view_, *campaign, at.entry.day, tombstone);
  if (!entries.ok()) {
    Add(InvariantId::kTombstones, kRule, at.index, std::string(entries.status().message()));
  }
}

void BoardCheck::CheckDone(const At& at, const records::ErasureDone& done) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  const Erasing* erasing = nullptr;
  if (campaign != nullptr) {
    const auto found = std::ranges::find(campaign->erasures, done.tombstone, &Erasing::index);
    if (found != campaign->erasures.end()) erasing = &*found;
  }
  if (erasing == nullptr || erasing->done.has_value()) {
    return Add(InvariantId::kTombstones, kRule, at.index,
               "an erasure without a tombstone that waits for it");
  }
  if (at.entry.day > erasing->day + kErasureLimit) {
    Add(InvariantId::kTombstones, kRule, at.index, "an erasure that took longer than it may");
  }
}

void BoardCheck::FinishCampaign(const Campaign& campaign, Day as_of) {
  FinishContents(campaign);
  FinishErasures(campaign, as_of);
  FinishAnswers(campaign, as_of);
}

void BoardCheck::FinishContents(const Campaign& campaign) {
  for (const auto& [target, revisions] : campaign.answers) {
    for (const auto& answer : revisions) {
      const bool there = contents_.contains(answer.index);
      if (!there && !answer.tombstone.has_value()) {
        Add(InvariantId::kContents, Severity::kIncomplete, answer.index,
            "an answer whose text is missing, without a tombstone");
      }
      const auto erased = std::ranges::any_of(campaign.erasures, [&](const Erasing& each) {
        return answer.tombstone == each.index && each.done.has_value();
      });
      if (there && erased) {
        Add(InvariantId::kTombstones, kRule, answer.index,
            "a text that the log calls erased is still beside it");
      }
    }
  }
}

void BoardCheck::FinishErasures(const Campaign& campaign, Day as_of) {
  for (const Erasing& erasing : campaign.erasures) {
    if (!erasing.done.has_value() && as_of > erasing.day + kErasureLimit) {
      Add(InvariantId::kTombstones, kRule, erasing.index,
          "a tombstone whose erasure has not followed within two days");
    }
  }
  if (as_of <= campaign.open.phases.retention_ends + kErasureLimit) return;
  for (const Batch& batch : campaign.batches) {
    const bool kept = !batch.seal.withheld &&
                      std::ranges::any_of(batch.submissions, [&](const crypto::Hash& hash) {
                        const SealedSubmission& sealed = campaign.submissions.at(hash);
                        return HasText(sealed) && !sealed.tombstone.has_value();
                      });
    if (kept) {
      Add(InvariantId::kRetention, kRule, batch.index,
          "retention has ended, and no tombstone names this batch");
    }
  }
}

// One finding for each campaign: the list itself is the report's.
void BoardCheck::FinishAnswers(const Campaign& campaign, Day as_of) {
  const Day clock = campaign.manifest->draft.clocks.answer;
  if (clock == 0) return;
  std::size_t late = 0;
  std::size_t opinions = 0;
  for (const Batch& batch : campaign.batches) {
    for (const auto& hash : batch.submissions) {
      const SealedSubmission& sealed = campaign.submissions.at(hash);
      if (!IsOpinion(sealed) || IsWithheld(campaign, hash) || sealed.tombstone.has_value()) continue;
      ++opinions;
      const auto answers = campaign.answers.find(hash);
      const Day answered =
          answers == campaign.answers.end() ? as_of : answers->second.front().day;
      if (answered > batch.day + clock) ++late;
    }
  }
  if (late == 0) return;
  Add(InvariantId::kClocks, Severity::kOverdue, campaign.open_index,
      Cat(late, " of ", opinions, " opinions had no answer within the ", clock,
          " days that the campaign promised"));
}

}  // namespace candor::audit

#include "audit/verify/board_end.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"

namespace candor::audit {
namespace {

constexpr auto kRule = Severity::kBroken;

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

class End {
 public:
  End(const BoardView& board, const EntriesWithContent& contents, Day as_of, Findings& findings)
      : board_(board), contents_(contents), as_of_(as_of), findings_(findings) {}

  void JudgeOpenBatch() {
    if (board_.OpenBatch() == nullptr) return;
    Add(InvariantId::kBatches, kRule, board_.size(), "the log ends within a batch");
  }

  void JudgeContents(const Campaign& campaign) {
    for (const auto& [target, revisions] : campaign.answers) {
      for (const auto& answer : revisions) JudgeContent(campaign, answer);
    }
  }

  void JudgeErasures(const Campaign& campaign) {
    for (const Erasing& erasing : campaign.erasures) {
      if (!erasing.done.has_value() && as_of_ > erasing.day + kErasureLimit) {
        Add(InvariantId::kTombstones, kRule, erasing.index,
            "a tombstone whose erasure has not followed within two days");
      }
    }
  }

  void JudgeRetention(const Campaign& campaign) {
    if (as_of_ <= campaign.open.phases.retention_ends + kErasureLimit) return;
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
  void JudgeAnswers(const Campaign& campaign) {
    const Day clock = campaign.manifest->draft.clocks.answer;
    if (clock == 0) return;
    std::size_t late = 0;
    std::size_t opinions = 0;
    for (const Batch& batch : campaign.batches) {
      for (const auto& hash : batch.submissions) {
        const SealedSubmission& sealed = campaign.submissions.at(hash);
        if (!IsOpinion(sealed) || IsWithheld(campaign, hash) || sealed.tombstone.has_value()) {
          continue;
        }
        ++opinions;
        const auto answers = campaign.answers.find(hash);
        const Day answered =
            answers == campaign.answers.end() ? as_of_ : answers->second.front().day;
        if (answered > batch.day + clock) ++late;
      }
    }
    if (late == 0) return;
    Add(InvariantId::kClocks, Severity::kOverdue, campaign.open_index,
        Cat(late, " of ", opinions, " opinions had no answer within the ", clock,
            " days that the campaign promised"));
  }

 private:
  void Add(InvariantId id, Severity severity, std::uint64_t index, std::string why) {
    findings_.Add({id, severity, board_.bundle().board.origin, index, std::move(why)});
  }

  void JudgeContent(const Campaign& campaign, const PublicAnswer& answer) {
    const bool there = contents_.contains(answer.index);
    if (!there && !answer.tombstone.has_value()) {
      Add(InvariantId::kContents, Severity::kIncomplete, answer.index,
          "an answer whose text is missing, without a tombstone");
    }
    const bool erased = std::ranges::any_of(campaign.erasures, [&](const Erasing& each) {
      return answer.tombstone == each.index && each.done.has_value();
    });
    if (there && erased) {
      Add(InvariantId::kTombstones, kRule, answer.index,
          "a text that the log calls erased is still beside it");
    }
  }

  const BoardView& board_;
  const EntriesWithContent& contents_;
  const Day as_of_;
  Findings& findings_;
};

}  // namespace

void JudgeBoardEnd(const BoardView& board, const EntriesWithContent& contents, Level level, Day as_of,
                   Findings& findings) {
  End end(board, contents, as_of, findings);
  end.JudgeOpenBatch();
  for (const Campaign& campaign : board.campaigns()) {
    end.JudgeContents(campaign);
    if (level != Level::kFull) continue;
    end.JudgeErasures(campaign);
    end.JudgeRetention(campaign);
    end.JudgeAnswers(campaign);
  }
}

std::set<std::uint64_t> UnsettledContents(const BoardView& board,
                                          const EntriesWithContent& contents) {
  std::set<std::uint64_t> out;
  for (const Campaign& campaign : board.campaigns()) {
    for (const auto& [target, revisions] : campaign.answers) {
      for (const auto& answer : revisions) {
        if (contents.contains(answer.index) == answer.tombstone.has_value()) out.insert(answer.index);
      }
    }
  }
  return out;
}

}  // namespace candor::audit

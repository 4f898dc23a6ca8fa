#include "audit/verify/board_end.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "audit/overdue.h"
#include "base/text.h"

namespace candor::audit {
namespace {

constexpr auto kRule = Severity::kBroken;

bool HasText(const SealedSubmission& sealed) {
  const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
  return decoded.ok() && records::HasEnvelope(decoded->body.kind);
}

// Of texts without a number: it may tell about fewer than k people, and what is found here is read aloud.
std::string WhatIsLate(ClockKind clock, std::size_t count) {
  const bool one = count == 1;
  switch (clock) {
    case ClockKind::kAcknowledge: return "not every opinion was acknowledged in the time that the campaign promised";
    case ClockKind::kAnswer: return "not every opinion had an answer within the time that the campaign promised";
    case ClockKind::kPublish: return "not every text was published, or declined, in the time that the campaign promised";
    case ClockKind::kPledge: return Cat(count, one ? " person" : " people", " did not renew the pledge in time");
    case ClockKind::kDecision:
      return Cat(count, one ? " theme" : " themes", " had no decision on the day that the campaign promised");
    case ClockKind::kAction:
      return Cat(count, one ? " action was" : " actions were", " not done on the day that was promised");
  }
  return "";
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
      for (const auto& answer : revisions) JudgeContent(campaign, answer.index, answer.tombstone);
    }
    for (const auto& act : campaign.acts.all) {
      if (act.act.ContentCommitment().has_value()) JudgeContent(campaign, act.index, act.tombstone);
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

  // One finding for each clock of a campaign: the list itself is the report's.
  void JudgeClocks(const Campaign& campaign) {
    std::map<ClockKind, std::size_t> late;
    for (const Overdue& each : OverdueOf(campaign, as_of_)) ++late[each.clock];
    for (const auto& [clock, count] : late) {
      // What was consented to is published or declined in time: that clock has an invariant of its own.
      const InvariantId id = clock == ClockKind::kPublish ? InvariantId::kPublished : InvariantId::kClocks;
      Add(id, Severity::kOverdue, campaign.open_index, Cat(WhatIsLate(clock, count), ", in the campaign that this entry opened; the report on what is overdue says more"));
    }
  }

 private:
  void Add(InvariantId id, Severity severity, std::uint64_t index, std::string why) {
    findings_.Add({id, severity, board_.bundle().board.origin, index, std::move(why)});
  }

  void JudgeContent(const Campaign& campaign, std::uint64_t index,
                    std::optional<std::uint64_t> tombstone) {
    const bool there = contents_.contains(index);
    if (!there && !tombstone.has_value()) {
      Add(InvariantId::kContents, Severity::kIncomplete, index,
          "a public text is missing, without a tombstone");
    }
    const bool erased = std::ranges::any_of(campaign.erasures, [&](const Erasing& each) {
      return tombstone == each.index && each.done.has_value();
    });
    if (there && erased) {
      Add(InvariantId::kTombstones, kRule, index,
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
    end.JudgeClocks(campaign);
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
    for (const auto& act : campaign.acts.all) {
      if (!act.act.ContentCommitment().has_value()) continue;
      if (contents.contains(act.index) == act.tombstone.has_value()) out.insert(act.index);
    }
  }
  return out;
}

}  // namespace candor::audit

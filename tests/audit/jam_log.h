// The board's log of a small jam, as a list of entries that a test can spoil before it is replayed.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/board_view.h"
#include "audit/merkle.h"
#include "tests/records/bodies.h"
#include "tests/support/jam_fixture.h"

namespace candor::audit::testing {

struct Written {
  records::LogEntry entry;
  EntryContent content;
};
using WrittenLog = std::vector<Written>;

// Where the replay ended, and why.
struct Broken {
  std::size_t index = 0;
  absl::Status status;
};

class JamLog {
 public:
  // Indices of the good log. Governance: sponsor, facilitator, operator, two readers, roster.
  static constexpr std::size_t kGrant = 1;
  static constexpr std::size_t kRoster = 6;
  static constexpr std::size_t kOpen = 7;
  static constexpr std::size_t kFirstBatch = 8;
  static constexpr std::size_t kFirstBatchSize = 5;
  static constexpr std::size_t kAccess = kFirstBatch + kFirstBatchSize + 1;
  static constexpr std::size_t kAnswer = kAccess + 1;
  static constexpr std::size_t kRevision = kAnswer + 1;
  static constexpr std::size_t kLastBatch = kRevision + 1;
  static constexpr std::size_t kLastBatchSize = 6;
  static constexpr std::size_t kClose = kLastBatch + kLastBatchSize + 1;
  static constexpr std::size_t kSize = kClose + 1;

  JamLog() : organisation_({.issuers = 2, .readers = 2}), jam_(organisation_) {}

  const candor::testing::Organisation& organisation() const { return organisation_; }
  const candor::testing::Jam& jam() const { return jam_; }

  WrittenLog Good() const {
    WrittenLog log;
    log.push_back(Plain(candor::testing::kOpeningDay, records::kNoCampaign, Genesis()));
    for (const auto& record : organisation_.AllGovernance()) {
      log.push_back(Plain(candor::testing::kOpeningDay, records::kNoCampaign,
                          records::GovernanceEntry{record}));
    }
    log.push_back(Open(jam_));
    AddBatch(log, 3, kFirstBatchSize, {});
    const Day day = log.back().entry.day;
    log.push_back(Plain(day, jam_.id(),
                        records::Access{organisation_.reader(0).public_key(), kFirstBatch}));
    log.push_back(Answer(day, Target(log), 0, organisation_.reader(0)));
    log.push_back(Answer(day, Target(log), 1, organisation_.reader(1)));
    AddBatch(log, 12, kLastBatchSize, {.final = true});
    log.push_back(Plain(log.back().entry.day + 1, jam_.id(), records::CampaignClose{11, 2, false}));
    return log;
  }

  records::Genesis Genesis() const {
    return {.fingerprint = organisation_.bundle().Fingerprint(),
            .policy_hash = {},
            .trial = true,
            .origin = organisation_.bundle().board.origin};
  }

  static Written Plain(Day day, const records::CampaignId& campaign, records::EntryBody body) {
    return {{day, campaign, std::move(body)}, {}};
  }

  Written Open(const candor::testing::Jam& jam) const {
    Written out;
    out.content = {organisation_.random().Array<32>(), jam.manifest().Encode()};
    const auto commitment = records::ContentCommitment(out.content.salt, out.content.content);
    out.entry = {candor::testing::kOpeningDay + 1, jam.id(),
                 records::MakeCampaignOpen(jam.manifest(), commitment, jam.opening())};
    return out;
  }

  struct BatchOptions {
    bool final = false;
    bool withheld = false;
    records::Pool pool = records::Pool::kOpinions;
    records::Kind kind = records::Kind::kOpinion;
  };
  void AddBatch(WrittenLog& log, records::SlotNumber slot, std::size_t count,
                const BatchOptions& options) const {
    const Day day = jam_.draft().slots.DayOfSlot(slot);
    log.push_back(Plain(day, jam_.id(),
                        records::SealBatch{options.pool,
                                           slot,
                                           static_cast<std::uint32_t>(count),
                                           options.final,
                                           options.withheld,
                                           {{0, 30, {1}}, {1, 31, {2}}}}));
    WrittenLog batch;
    for (std::size_t i = 0; i < count; ++i) {
      batch.push_back(Plain(day, jam_.id(), Submission(options.kind)));
    }
    std::ranges::sort(batch, {}, [](const Written& each) { return LeafHash(each.entry.Encode()); });
    log.insert(log.end(), batch.begin(), batch.end());
  }

  records::SubmissionEntry Submission(
      records::Kind kind = records::Kind::kOpinion,
      std::optional<records::CampaignId> campaign = std::nullopt) const {
    auto body = candor::testing::BodyOf(kind, organisation_.random(), 2);
    body.campaign_id = campaign.value_or(jam_.id());
    const auto key = crypto::SigningKey::Generate(organisation_.random());
    body.thread_key = key.verify_key();
    return {records::SignedSubmission::Make(std::move(body), key).Encode()};
  }

  // The first opinion of the first batch.
  static crypto::Hash Target(const WrittenLog& log) { return HashOf(log[kFirstBatch + 1]); }
  static crypto::Hash HashOf(const Written& written) {
    const auto& entry = std::get<records::SubmissionEntry>(written.entry.body);
    return records::SignedSubmission::Decode(entry.signed_submission)->body.SubmissionHash();
  }

  Written Answer(Day day, const crypto::Hash& target, std::uint32_t revision,
                 const candor::testing::Actor& leader) const {
    Written out;
    const records::AnswerContent content{"The night crane.", "It is ordered."};
    out.content = {organisation_.random().Array<32>(), content.Encode()};
    const records::Answer answer{jam_.id(), target, records::AnswerStatus::kPlanned, revision,
                                 records::ContentCommitment(out.content.salt, out.content.content)};
    out.entry = {day, jam_.id(),
                 records::AnswerEntry{records::Signed::Make(leader.key, crypto::Label::kAnswer,
                                                            answer.Encode())}};
    return out;
  }

  BoardView NewView() const { return BoardView(organisation_.bundle()); }

  // Replays all of it, or up to the first entry that the view refuses.
  static Broken Replay(BoardView& view, const WrittenLog& log) {
    for (std::size_t i = 0; i < log.size(); ++i) {
      const auto status = view.Apply(log[i].entry.Encode(), log[i].content);
      if (!status.ok()) return {i, status};
    }
    return {log.size(), absl::OkStatus()};
  }
  Broken Replay(const WrittenLog& log) const {
    BoardView view = NewView();
    return Replay(view, log);
  }

 private:
  candor::testing::Organisation organisation_;
  candor::testing::Jam jam_;
};

}  // namespace candor::audit::testing

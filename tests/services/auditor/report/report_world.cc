#include "tests/services/auditor/report/report_world.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor::testing {
namespace {

using audit::testing::EvidenceWorld;
using audit::testing::JamLog;
using records::AnswerStatus;

constexpr std::array<std::size_t, 4> kBatches = {8, 7, 9, 6};
constexpr std::array<records::SlotNumber, 4> kSlots = {3, 6, 9, 12};
constexpr records::SlotNumber kWithdrawalSlot = 13;

std::vector<Planned> Plan() {
  std::vector<Planned> out;
  for (std::size_t batch = 0; batch < kBatches.size(); ++batch) {
    for (std::size_t i = 0; i < kBatches[batch]; ++i) out.push_back({.batch = batch});
  }
  const Day first = candor::testing::kSpeakingCloses + 1;
  const auto answer = [&](const std::vector<std::size_t>& places, AnswerStatus status, Day day) {
    for (const std::size_t i : places) {
      out[i].status = status;
      out[i].answered = day;
      out[i].reader = i % 4 == 3 ? 1 : 0;
    }
  };
  answer({0, 1, 2, 3, 8, 9, 10}, AnswerStatus::kPlanned, first);
  answer({15, 16, 17, 18, 24, 25}, AnswerStatus::kDone, first + 1);
  answer({19, 21, 26}, AnswerStatus::kDeclined, first + 8);
  out[20].withdrawn = out[27].withdrawn = true;
  return out;
}

audit::testing::Written AnswerEntryOf(const EvidenceWorld& world, const crypto::Hash& target,
                                      const Planned& planned) {
  const records::AnswerContent content{"The night crane.", "It is ordered."};
  audit::EntryContent beside{world.organisation().random().Array<32>(), content.Encode()};
  const records::Answer body{world.id(), target, *planned.status, 0,
                             records::ContentCommitment(beside.salt, beside.content)};
  const auto& reader = world.organisation().reader(planned.reader);
  return {{planned.answered, world.id(),
           records::AnswerEntry{
               records::Signed::Make(reader.key, crypto::Label::kAnswer, body.Encode())}},
          std::move(beside)};
}

}  // namespace

AnsweredWorld::AnsweredWorld()
    : world_({.members = 60, .drawn = 50, .issuers = 1}), plan_(Plan()) {
  auto& board = world_.board();
  board.erase(board.begin() + static_cast<std::ptrdiff_t>(world_.open) + 1, board.end());
  Speak();
  Withdraw();
  Answer();
  world_.RelyOnIssuers();
}

void AnsweredWorld::Speak() {
  for (std::size_t batch = 0; batch < kBatches.size(); ++batch) {
    std::map<crypto::Hash, EvidenceWorld::Spoken> by_hash;
    std::vector<records::SubmissionEntry> entries;
    for (std::size_t i = 0; i < kBatches[batch]; ++i) {
      EvidenceWorld::Spoken one = world_.Speak();
      entries.push_back(one.entry);
      by_hash.emplace(one.body.SubmissionHash(), std::move(one));
    }
    const bool last = batch + 1 == kBatches.size();
    const std::size_t seal = world_.AddBatch(
        {.pool = records::Pool::kOpinions, .slot = kSlots[batch], .count = 0, .final = last,
         .relied_on = {}},
        std::move(entries));
    for (std::size_t i = seal + 1; i < world_.board().size(); ++i) {
      spoken_.push_back(std::move(by_hash.at(JamLog::HashOf(world_.board()[i]))));
      places_.push_back(i);
    }
    if (batch == 0) {
      world_.AddToBoard(world_.board().back().entry.day,
                        records::Access{world_.organisation().reader(0).public_key(), seal});
    }
  }
  world_.AddToBoard(world_.board().back().entry.day, records::CampaignClose{30, 4, false});
}

void AnsweredWorld::Withdraw() {
  std::map<crypto::Hash, std::size_t> of;  // opinion, by the withdrawal's hash
  std::vector<records::SubmissionEntry> entries;
  for (std::size_t i = 0; i < plan_.size(); ++i) {
    if (!plan_[i].withdrawn) continue;
    const auto& first = spoken_[i];
    records::SubmissionBody next = candor::testing::BodyOf(records::Kind::kWithdrawal,
                                                           world_.organisation().random());
    next.campaign_id = world_.id();
    next.thread_key = first.body.thread_key;
    next.thread_kem_key = first.body.thread_kem_key;
    next.previous = first.body.SubmissionHash();
    of.emplace(next.SubmissionHash(), i);
    entries.push_back(EvidenceWorld::SignedBy(next, first.author.keys.signing));
  }
  const std::size_t seal = world_.AddBatch(
      {.pool = records::Pool::kThreadActs, .slot = kWithdrawalSlot, .count = 0, .relied_on = {}},
      std::move(entries));
  const std::size_t end = world_.board().size();
  for (std::size_t i = seal + 1; i < end; ++i) {
    const std::size_t opinion = places_[of.at(JamLog::HashOf(world_.board()[i]))];
    const Day day = world_.board().back().entry.day;
    const std::size_t tombstone =
        world_.AddToBoard(day, records::Tombstone{records::WithdrawnCause{opinion, i}});
    world_.AddToBoard(day, records::ErasureDone{tombstone, 1});
  }
}

void AnsweredWorld::Answer() {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < plan_.size(); ++i) {
    if (plan_[i].status.has_value()) order.push_back(i);
  }
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return plan_[i].answered; });
  for (const std::size_t i : order) {
    world_.board().push_back(AnswerEntryOf(world_, spoken_[i].body.SubmissionHash(), plan_[i]));
  }
}

ReportSource AnsweredWorld::Source(std::optional<NoDisclosureControl> off) const {
  return SourceOf(world_, off);
}

ReportSource SourceOf(const EvidenceWorld& world, std::optional<NoDisclosureControl> off) {
  const auto logs = world.Publish();
  audit::Evidence evidence{
      .bundle = world.organisation().bundle(), .board = {}, .issuers = {}, .promises = {}};
  evidence.board.files = &logs.front();
  for (std::size_t i = 1; i < logs.size(); ++i) evidence.issuers.push_back({&logs[i], {}});
  return ReportSource::Make(evidence, audit::Serially(), off);
}

void WritePack(const EvidenceWorld& world, const runtime::Path& folder) {
  const auto put = [](const runtime::Path& file, ByteView bytes) {
    EXPECT_OK(runtime::MakeFolder(file.parent_path()));
    EXPECT_OK(runtime::WriteFileAtomically(file, bytes, 0600, runtime::Durability::kUnsynced));
  };
  const auto& bundle = world.organisation().bundle();
  put(folder / "pack" / "bundle", bundle.Encode());
  std::string publication = "The fingerprint of our organisation\n";
  int number = 0;
  for (const auto& group : records::FingerprintGroups(bundle.Fingerprint())) {
    publication += Cat(++number, " ", group, "\n");
  }
  put(folder / "fingerprint.txt", AsBytes(publication));
  const auto logs = world.Publish();
  for (std::size_t i = 0; i < logs.size(); ++i) {
    const std::string name = i == 0 ? "board" : Cat("issuer-", i);
    for (const auto& [path, bytes] : logs[i].files) put(folder / "pack" / "logs" / name / path, bytes);
  }
}

}  // namespace candor::services::auditor::testing

// A board in process, on the memory engine, with the usual organisation and jam.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "records/answer.h"
#include "services/board/board.h"
#include "services/publish/policy.h"
#include "store/memory/faulty_engine.h"
#include "store/memory/memory_engine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::services::board {

using candor::testing::Author;
using candor::testing::FakeClock;
using candor::testing::IsOk;
using candor::testing::IsOkAndHolds;
using candor::testing::Jam;
using candor::testing::JamOptions;
using candor::testing::Organisation;
using candor::testing::OrganisationOptions;
using candor::testing::StatusIs;
using records::RefusalCode;
using records::SubmitReply;
using records::SubmitRequest;

// Says what it was told. Thread-safe.
class FixedDraws final : public DrawCounter {
 public:
  explicit FixedDraws(std::vector<IssuerDraws> draws) : draws_(std::move(draws)) {}
  void Set(std::vector<IssuerDraws> draws) {
    const MutexLock lock(mutex_);
    draws_ = std::move(draws);
  }
  void Refresh() override {
    if (on_refresh) on_refresh();
  }
  std::vector<IssuerDraws> Draws(const records::CampaignId&,
                                 const std::vector<std::string>& origins) const override {
    const MutexLock lock(mutex_);
    EXPECT_EQ(origins.size(), draws_.size());
    return draws_;
  }

  std::function<void()> on_refresh;  // what happens while the issuers are asked

 private:
  mutable Mutex mutex_;
  std::vector<IssuerDraws> draws_ ABSL_GUARDED_BY(mutex_);
};

inline IssuerDraws DrawsOf(std::uint32_t draws) {
  return {.known = true, .current = true, .size = 100 + draws, .root = {7}, .draws = draws};
}
inline IssuerDraws UnreachableAfter(std::uint32_t draws) {
  IssuerDraws out = DrawsOf(draws);
  out.current = false;
  return out;
}

inline records::Answer MakeAnswer(const Jam& jam, const records::Hash& target,
                                  const records::PostAnswerCall& call, std::uint32_t revision = 0) {
  return {.campaign_id = jam.id(),
          .target = target,
          .status = records::AnswerStatus::kPlanned,
          .revision = revision,
          .content = records::ContentCommitment(call.content_salt, call.content.Encode())};
}

inline records::PostAnswerCall SignedAnswer(const Jam& jam, const candor::testing::Actor& leader,
                                            const records::Hash& target,
                                            std::uint32_t revision = 0) {
  records::PostAnswerCall call;
  call.content_salt = {1, 2, 3};
  call.content = {.about = "parking", .text = "We will open the second gate in May."};
  call.answer = records::Signed::Make(leader.key, crypto::Label::kAnswer,
                                      MakeAnswer(jam, target, call, revision).Encode());
  return call;
}

class BoardHarness {
 public:
  explicit BoardHarness(OrganisationOptions organisation = {}, JamOptions jam = {})
      : organisation_(std::move(organisation)),
        jam_(organisation_, std::move(jam)),
        clock_(StartOf(candor::testing::kOpeningDay) + 3600),
        draws_(std::vector<IssuerDraws>(jam_.draft().issuers.size(), DrawsOf(24))) {
    Start();
  }
  ~BoardHarness() { Shutdown(); }

  void Start() {
    auto engine = std::make_unique<store::FaultyEngine>(
        std::make_unique<store::MemoryEngine>(disk_, engine_random_), faults_);
    store_ = store::BoardStore::Open(std::move(engine), store_random_).value();
    board_ = Board::Open(Parts()).value();
  }
  void Shutdown() {
    board_.reset();
    store_.reset();
  }
  void Restart() {
    Shutdown();
    Start();
  }

  BoardParts Parts() {
    return {
        .bundle = organisation_.bundle(),
        .genesis = publish::GenesisOf(organisation_.bundle(), organisation_.bundle().board).value(),
        .store = *store_,
        .promise_key = organisation_.promise_key(),
        .clock = clock_,
        .random = board_random_,
        .draws = draws_,
        .writable = [this] { return writable_; },
        .published_size = [this] { return published_; },
        .gateway_key = gateway_keys_ == nullptr ? nullptr : &organisation_.gateway_key(),
        .gateway_keys = gateway_keys_.get()};
  }

  // Everything up to the opening of the jam.
  void OpenJam() {
    for (const auto& record : organisation_.AllGovernance()) {
      ASSERT_OK(board_->SubmitGovernance(record));
    }
    ASSERT_OK(Open(jam_));
  }
  absl::StatusOr<records::AppendedReply> Open(const Jam& jam) {
    return board_->OpenCampaign(organisation_.facilitator().public_key(),
                                {jam.manifest(), jam.opening()});
  }
  // The jam open, and its members speaking.
  void LetSpeak() {
    OpenJam();
    clock_.Set(jam_.WhileSpeaking());
  }

  std::future<absl::StatusOr<SubmitReply>> SubmitLater(const SubmitRequest& request) {
    // Shared: std::function asks for what can be copied, and a promise cannot.
    auto promise = std::make_shared<std::promise<absl::StatusOr<SubmitReply>>>();
    auto future = promise->get_future();
    board_->Submit(request, [promise](absl::StatusOr<SubmitReply> reply) {
      promise->set_value(std::move(reply));
    });
    return future;
  }
  absl::StatusOr<SubmitReply> Submit(const SubmitRequest& request) {
    return SubmitLater(request).get();
  }
  // Speaks and is promised; the submission's hash.
  crypto::Hash Speak(std::string_view text = "The gate opens too late.",
                     std::uint8_t audience = 0) {
    const auto request = jam_.Opinion(jam_.NewAuthor(), text, audience);
    const auto reply = Submit(request);
    EXPECT_TRUE(reply.ok() && reply->type == SubmitReply::Type::kPromise);
    return request.submission.body.SubmissionHash();
  }
  // Signed by the author's thread key, after the opinion.
  static SubmitRequest Withdrawal(const Author& author, const SubmitRequest& opinion) {
    const records::SubmissionBody& first = opinion.submission.body;
    SubmitRequest out;
    records::SubmissionBody& body = out.submission.body;
    body.kind = records::Kind::kWithdrawal;
    body.campaign_id = first.campaign_id;
    body.thread_key = first.thread_key;
    body.thread_kem_key = first.thread_kem_key;
    body.sequence = 1;
    body.previous = first.SubmissionHash();
    Jam::Sign(out, author.keys.signing);
    return out;
  }
  struct Spoken {
    Author author;
    SubmitRequest opinion;
    crypto::Hash hash{};
  };
  Spoken SpeakAs(std::string_view text = "The gate opens too late.") {
    auto author = jam_.NewAuthor();
    auto opinion = jam_.Opinion(author, text);
    const auto reply = Submit(opinion);
    EXPECT_TRUE(reply.ok() && reply->type == SubmitReply::Type::kPromise);
    const crypto::Hash hash = opinion.submission.body.SubmissionHash();
    return {std::move(author), std::move(opinion), hash};
  }
  // Sends the withdrawal, which is promised.
  void Withdraw(const Spoken& spoken) {
    const auto reply = Submit(Withdrawal(spoken.author, spoken.opinion));
    EXPECT_TRUE(reply.ok() && reply->type == SubmitReply::Type::kPromise);
  }
  void SpeakTimes(int times) {
    for (int i = 0; i < times; ++i) Speak();
  }

  // The code of a refusal that verifies; fails the test for anything else.
  RefusalCode RefusalOf(const SubmitRequest& request) {
    const auto reply = Submit(request);
    EXPECT_OK(reply);
    if (!reply.ok()) return {};
    const auto refusal =
        records::VerifyRefusal(*reply, request, organisation_.bundle().promise_key);
    EXPECT_OK(refusal);
    return refusal.ok() ? refusal->code : RefusalCode{};
  }

  absl::Status TickAt(UnixSeconds now) {
    clock_.Set(now);
    return board_->Tick(now);
  }
  records::SlotNumber LastSlot() const {
    const records::Draft& draft = jam_.draft();
    return records::LastSlotOf(records::Kind::kOpinion, draft.phases, draft.slots, records::Grace::kNotTaken);
  }
  absl::Status TickLastSlot() { return TickAt(jam_.SlotTime(LastSlot())); }

  // What a stranger sees: the log, replayed from its bytes.
  audit::BoardView View() const {
    audit::BoardView view(organisation_.bundle());
    const auto& log = store_->log();
    for (std::uint64_t i = 0; i < log.size(); ++i) {
      const auto content = log.ContentOf(i).value();
      audit::EntryContent beside;
      if (content.has_value()) beside = {content->salt, content->bytes};
      EXPECT_OK(view.Apply(log.Entry(i).value(), beside));
    }
    return view;
  }
  std::vector<audit::Batch> Batches() const {
    const auto view = View();
    const auto* campaign = view.FindCampaign(jam_.id());
    return campaign == nullptr ? std::vector<audit::Batch>() : campaign->batches;
  }
  std::size_t Pooled() const {
    return store_->Pooled(jam_.id(), records::Pool::kOpinions).value().size();
  }
  records::LogEntry Entry(std::uint64_t index) const {
    return records::LogEntry::Decode(store_->log().Entry(index).value()).value();
  }

  Organisation organisation_;
  Jam jam_;
  FakeClock clock_;
  FixedDraws draws_;
  store::FaultPlan faults_;
  absl::Status writable_;
  std::uint64_t published_ = 0;  // what the witnesses have cosigned
  std::shared_ptr<store::MemoryDisk> disk_ = std::make_shared<store::MemoryDisk>();
  crypto::DeterministicRandomForTesting engine_random_{11}, store_random_{12}, board_random_{13};
  std::unique_ptr<GatewayKeys> gateway_keys_;  // none, unless a test puts them in before a restart
  std::unique_ptr<store::BoardStore> store_;
  std::unique_ptr<Board> board_;
};

}  // namespace candor::services::board

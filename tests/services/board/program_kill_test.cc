// SIGKILL of the real board program at any moment under load, and a start: over gRPC and TLS, on
// RocksDB, with a witness and an issuer. No promised text is lost, none is accepted twice, and no
// token lets two in.
//
// CANDOR_KILL_ROUNDS is the number of lives (24 without it), CANDOR_KILL_SEED the seed of every
// draw; the seed is printed. The same seed draws the same moments; what the board does in them is
// up to the machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <thread>

#include "base/text.h"
#include "records/calls.h"
#include "services/clients/board_client.h"
#include "services/runtime/clock.h"
#include "services/runtime/event_log.h"
#include "services/runtime/ticker.h"
#include "tests/services/board/board_deployment.h"
#include "tests/services/board/promise_ledger.h"
#include "tests/services/board/submission_load.h"
#include "tests/services/issuer/child_process.h"
#include "tests/support/matchers.h"

namespace candor::services::board {
namespace {

using candor::testing::ChildProcess;
using candor::testing::kOpeningDay;
using candor::testing::SomebodyListens;
using clients::BoardMethod;
using std::chrono::microseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr std::size_t kAuthorsALife = 40;
constexpr std::size_t kOldAuthorsALife = 20;  // of all earlier lives, sent again
constexpr std::size_t kSentTwice = 30;        // texts of a life that a relay sends again
constexpr Day kDaysOfSlots = 24;              // slots a day: an hour each
constexpr int kKilled = 128 + SIGKILL;
constexpr std::chrono::seconds kPatience{60};

std::uint64_t NumberFrom(const char* variable, std::uint64_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::size_t Rounds() { return NumberFrom("CANDOR_KILL_ROUNDS", 24); }

BoardDeploymentOptions OptionsFor(int port, std::size_t authors) {
  BoardDeploymentOptions out;
  out.members = authors;
  out.drawn = authors;
  out.port = port;
  out.files_port = port + 1;
  out.gateway_port = port + 2;
  // A slot an hour, and enough of them.
  out.jam.adjust = [](records::Draft& draft) {
    const auto more = static_cast<Day>(Rounds() / kDaysOfSlots);
    auto& phases = draft.phases;
    for (Day* day : {&phases.speaking_closes, &phases.converge_ends, &phases.answers_due,
                     &phases.conversation_ends, &phases.retention_ends}) {
      *day += more;
    }
    draft.slots.slots_per_day = kDaysOfSlots;
  };
  return out;
}

class BoardProgramKilled : public ::testing::Test {
 protected:
  BoardProgramKilled()
      : seed_(NumberFrom("CANDOR_KILL_SEED", crypto::SystemRandom().Uniform(1'000'000'000))),
        draws_(seed_),
        port_(candor::testing::FreePorts(3)),
        deployment_(OptionsFor(port_, (Rounds() + 2) * kAuthorsALife)),
        board_(deployment_.BoardAt(port_, port_ + 1)),
        ledger_(deployment_.organisation_->bundle().promise_key,
                records::PromisedDay(records::Kind::kOpinion, draft().phases, draft().slots)) {
    std::cout << "CANDOR_KILL_SEED=" << seed_ << '\n';
    SetClock(StartOf(kOpeningDay) + 3600);
  }

  const records::Draft& draft() const { return deployment_.jam_->draft(); }
  std::filesystem::path At(const char* name) const { return deployment_.folder_ / name; }

  // ---- the program ----

  void Start() {
    program_ = std::make_unique<ChildProcess>(
        std::vector<std::string>{CANDORD_SIM, "--clock", At("clock"), "board", "--config",
                                 At("board.toml")},
        At("board.log"));
  }
  // Returns once the board takes calls.
  void AwaitService() {
    const auto began = std::chrono::steady_clock::now();
    while (!SomebodyListens(port_)) {
      ASSERT_TRUE(program_->running()) << program_->Output();
      ASSERT_LT(std::chrono::steady_clock::now(), began + kPatience) << program_->Output();
      // Until the port answers, or the patience ends: the program tells nobody that it listens.
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  void Kill() {
    program_->Signal(SIGKILL);
    ASSERT_EQ(program_->Wait(), kKilled) << "it ended by itself\n" << program_->Output();
  }
  void Stop() {
    program_->Signal(SIGTERM);
    ASSERT_EQ(program_->Wait(), 0) << program_->Output();
  }

  // ---- time ----

  void SetClock(UnixSeconds now) {
    ASSERT_OK(runtime::WriteFileAtomically(At("clock"), AsBytes(Cat(now, "\n")), 0600,
                                           runtime::Durability::kUnsynced));
  }
  // Returns when the board has acted on it.
  void Advance(UnixSeconds now) {
    const runtime::Path acknowledgement = At("sim-ack");
    ASSERT_OK(runtime::AdvanceClock(At("clock"), now, {&acknowledgement, 1}, kPatience))
        << program_->Output();
  }
  void PassASlot() { SetClock(deployment_.jam_->SlotTime(++slot_)); }
  UnixSeconds LastSlotTime() const {
    return deployment_.jam_->SlotTime(records::LastSlotOf(records::Kind::kOpinion, draft().phases, draft().slots, records::Grace::kNotTaken));
  }
  // A random moment of the next `at_most`.
  void LetTimePass(microseconds at_most) {
    std::this_thread::sleep_for(microseconds(
        draws_.Uniform(static_cast<std::uint64_t>(std::max<std::int64_t>(at_most.count(), 1)))));
  }

  // ---- what is said ----

  void OpenJam() {
    const auto& organisation = *deployment_.organisation_;
    const auto& jam = *deployment_.jam_;
    const auto client = clients::BoardClient::Open(board_).value();
    for (const auto& record : organisation.AllGovernance()) {
      ASSERT_OK(client->Call(BoardMethod::kSubmitGovernance, organisation.charter(),
                             record.Encode()));
    }
    ASSERT_OK(client->Call(BoardMethod::kOpenCampaign, organisation.facilitator().key,
                           records::OpenCampaignCall{jam.manifest(), jam.opening()}.Encode()));
    Advance(jam.SlotTime(slot_) + 60);
  }
  void AddAuthors(std::size_t count) {
    const auto& jam = *deployment_.jam_;
    for (std::size_t i = 0; i < count; ++i) {
      const auto author = jam.NewAuthor();
      ledger_.Add(jam.Opinion(author, "one"), jam.Opinion(author, "another"));
    }
  }
  // One that the board did not give.
  Bytes ForgedPromise(TextId id) const {
    const records::Promise promise{
        deployment_.jam_->id(), ledger_.Request(id).submission.body.SubmissionHash(),
        records::PromisedDay(records::Kind::kOpinion, draft().phases, draft().slots)};
    records::SubmitReply reply;
    reply.type = records::SubmitReply::Type::kPromise;
    reply.record = records::Signed::Make(deployment_.organisation_->promise_key(),
                                         crypto::Label::kPromise, promise.Encode());
    return reply.Encode();
  }
  // Both texts of these authors, in a random order.
  std::vector<TextId> TextsOf(const std::vector<std::size_t>& authors) {
    std::vector<TextId> out;
    for (const std::size_t author : authors) {
      for (const std::size_t text : {0, 1}) out.push_back({author, text});
    }
    draws_.Shuffle(out);
    return out;
  }
  static std::vector<std::size_t> Range(std::size_t begin, std::size_t end) {
    std::vector<std::size_t> out;
    for (std::size_t i = begin; i < end; ++i) out.push_back(i);
    return out;
  }
  // The new ones, all of the life before, some of earlier ones, and some texts twice.
  std::vector<TextId> TextsOfALife() {
    const std::size_t authors = ledger_.authors();
    const std::size_t recent = authors - std::min(authors, 2 * kAuthorsALife);
    auto chosen = Range(recent, authors);
    for (std::size_t i = 0; recent > 0 && i < kOldAuthorsALife; ++i) {
      chosen.push_back(static_cast<std::size_t>(draws_.Uniform(recent)));
    }
    auto out = TextsOf(chosen);
    out.insert(out.end(), out.begin(), out.begin() + kSentTwice);
    draws_.Shuffle(out);
    return out;
  }

  // ---- lives ----

  // Killed before, or shortly after, it serves; in some of them while it seals what was due.
  void DieWhileStarting(bool with_slot) {
    if (with_slot) PassASlot();
    Start();
    LetTimePass(start_takes_ + start_takes_ / 4);
    Kill();
  }
  // Killed under load, a random moment after a random number of answers; in some of them a random
  // moment after a slot began.
  void DieUnderLoad(bool with_slot) {
    const auto began = std::chrono::steady_clock::now();
    Start();
    AddAuthors(kAuthorsALife);
    AwaitService();
    const auto took = std::chrono::steady_clock::now() - began;
    start_takes_ = std::chrono::duration_cast<microseconds>(took);
    const auto texts = TextsOfALife();
    SubmissionLoad load(Connecting(), KeyOfToday(), ledger_, texts);
    load.WaitForAnswers(1 + static_cast<std::size_t>(draws_.Uniform(texts.size())));
    if (with_slot) PassASlot();
    LetTimePass(with_slot ? std::chrono::milliseconds(300) : std::chrono::milliseconds(20));
    load.ExpectTheEnd();
    Kill();
    if (with_slot && !Sealed(program_->Output())) ++cut_short_;
  }
  static bool Sealed(const std::string& output) {
    return output.find(runtime::Describe(runtime::Event::kSealDone)) != std::string::npos;
  }
  void SendAll(std::vector<TextId> texts) {
    SubmissionLoad(Connecting(), KeyOfToday(), ledger_, std::move(texts));
  }
  SubmissionLoad::Connect Connecting() {
    return [this] {
      return std::make_unique<GatewayCaller>(deployment_.GatewayAt(port_ + 2), deployment_.random_);
    };
  }
  // As the public log names it: a board that has just begun a day publishes it first.
  records::GatewayKey KeyOfToday() {
    const Day today = DayOf(runtime::ReadClockFile(At("clock")).value());
    const auto began = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() < began + kPatience) {
      const auto view = deployment_.Follow(board_);
      if (const auto* key = view.GatewayKeyOn(today); key != nullptr) return *key;
      // Until it is published, or the patience ends.
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ADD_FAILURE() << "no gateway key of today\n" << program_->Output();
    return {};
  }

  const std::uint64_t seed_;
  crypto::DeterministicRandomForTesting draws_;
  const int port_;
  BoardDeployment deployment_;
  const records::LogIdentity board_;
  PromiseLedger ledger_;
  records::SlotNumber slot_ = 0;  // the last one that has begun
  std::size_t cut_short_ = 0;     // slots that had begun and were not sealed when the board died
  microseconds start_takes_{1'000'000};
  std::unique_ptr<ChildProcess> program_;
};

TEST_F(BoardProgramKilled, LosesNoPromiseAndAcceptsNoTokenTwice) {
  Start();
  AwaitService();
  OpenJam();
  Kill();
  for (std::size_t round = 0; round < Rounds(); ++round) {
    SCOPED_TRACE(Cat("round ", round));
    const bool with_slot = round % 2 == 1;
    round % 6 == 5 ? DieWhileStarting(with_slot) : DieUnderLoad(with_slot);
    ASSERT_FALSE(HasFatalFailure());
    ASSERT_THAT(ledger_.Contradictions(), IsEmpty());
  }
  const std::size_t told = ledger_.promised();

  // A life that nobody ends: everything once more, then the close of speaking.
  Start();
  AwaitService();
  SendAll(TextsOf(Range(0, ledger_.authors())));
  ASSERT_THAT(ledger_.Contradictions(), IsEmpty());
  Advance(LastSlotTime());
  Advance(LastSlotTime() + 1);
  const auto log = deployment_.FetchLog(board_);
  EXPECT_THAT(ledger_.CompareWithLog(log), IsEmpty());
  const auto view = deployment_.Follow(board_);
  const auto* campaign = view.FindCampaign(deployment_.jam_->id());
  ASSERT_NE(campaign, nullptr);
  EXPECT_EQ(campaign->opinions, ledger_.authors());
  for (const auto& batch : campaign->batches) EXPECT_GE(batch.submissions.size(), draft().k);
  Stop();

  std::cout << Rounds() << " lives, " << ledger_.authors() << " authors, " << told
            << " promises before the last life, " << campaign->batches.size() << " batches, "
            << cut_short_ << " slots cut short\n";
  EXPECT_GT(told, Rounds()) << "the load was too light to mean anything";
  EXPECT_GE(campaign->batches.size(), Rounds() / 4) << "too few slots to mean anything";

  // The control: a promise that the board never gave is found to be lost, by the same comparison.
  AddAuthors(1);
  const TextId false_one{ledger_.authors() - 1, 0};
  ledger_.Take(false_one, ForgedPromise(false_one));
  EXPECT_THAT(ledger_.CompareWithLog(log),
              ElementsAre(Finding{Fault::kLost, false_one.author}));
}

// The control of everything above: a store that goes back to what it was before the promises.
TEST_F(BoardProgramKilled, ABoardThatForgetsIsFoundOut) {
  const auto copy = [&](const char* from, const char* to) {
    std::filesystem::remove_all(At(to));
    std::filesystem::copy(At(from), At(to), std::filesystem::copy_options::recursive);
  };
  Start();
  AwaitService();
  OpenJam();
  Stop();
  copy("store", "store.before");

  AddAuthors(3);
  Start();
  AwaitService();
  SendAll({{0, 0}, {1, 0}, {2, 0}});
  ASSERT_EQ(ledger_.promised(), 3u);
  Kill();
  copy("store.before", "store");
  Start();
  AwaitService();
  SendAll({{0, 1}, {2, 1}});
  EXPECT_THAT(ledger_.Contradictions(),
              UnorderedElementsAre(Finding{Fault::kBothAccepted, 0},
                                   Finding{Fault::kBothAccepted, 2}));
}

}  // namespace
}  // namespace candor::services::board

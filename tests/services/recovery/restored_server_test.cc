// A board that really runs, RocksDB, gRPC, HTTPS and a witness, whose store and lock are put back from an
// older copy: it notices, serves read-only, and comes back. And the fork that comes without the witness.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "audit/checkpoint.h"
#include "base/text.h"
#include "services/board/board_export.h"
#include "services/board/board_recovery.h"
#include "services/follow/pack_folder.h"
#include "services/publish/frozen_log.h"
#include "store/key_space.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "tests/services/board/board_harness.h"
#include "tests/services/board/server_harness.h"

namespace candor::services::board {
namespace {

namespace fs = std::filesystem;
using absl::StatusCode;
using clients::BoardMethod;
using ::testing::HasSubstr;

struct Said {
  Author author;
  SubmitRequest request;
};

class RestoredServer : public ::testing::Test {
 protected:
  BoardConfig Config() const { return LoadBoardConfig(h_.folder_ / "board.toml").value(); }
  fs::path At(const char* name) const { return h_.folder_ / name; }

  Said Speak(std::string_view text) {
    Said out{h_.jam_->NewAuthor(), {}};
    out.request = h_.jam_->Opinion(out.author, text);
    const auto reply = h_.Submit(out.request);
    EXPECT_TRUE(reply.ok() && reply->type == SubmitReply::Type::kPromise);
    return out;
  }
  // The whole of what a board has on disk.
  void CopyTo(const char* name) {
    fs::create_directories(At(name));
    for (const char* part : {"store", "log.lock", "follow"}) {
      fs::copy(At(part), At(name) / part, fs::copy_options::recursive);
    }
  }
  void PutBack(const char* name) {
    for (const char* part : {"store", "log.lock", "follow"}) {
      fs::remove_all(At(part));
      fs::copy(At(name) / part, At(part), fs::copy_options::recursive);
    }
  }
  int FoundInStore(ByteView needle) const {
    int found = 0;
    for (const auto& file : fs::recursive_directory_iterator(At("store"))) {
      if (!file.is_regular_file()) continue;
      std::ifstream in(file.path(), std::ios::binary);
      const Bytes bytes(std::istreambuf_iterator<char>(in), {});
      found += std::ranges::search(bytes, needle).empty() ? 0 : 1;
    }
    return found;
  }
  // What lies on disk of a sealed text: its key, and 64 bytes of its ciphertext.
  std::pair<Bytes, Bytes> OnDisk(const fs::path& store, std::uint64_t index) {
    const auto engine = store::RocksDbEngine::Open(store.string(), h_.random_).value();
    const Bytes record =
        engine->Get(store::KeyOf(store::Table::kVaultRecord, index)).value().value();
    return {ToBytes(engine->ReadKey(index).value()),
            Bytes(record.begin() + 200, record.begin() + 264)};
  }
  std::string NoteIn(const char* pack) const {
    return std::string(AsText(follow::PackFolder(At(pack)).Read("logs/board/checkpoint").value()));
  }
  audit::Checkpoint Opened(const std::string& note) const {
    const auto& bundle = h_.organisation_->bundle();
    const auto opened = audit::OpenCheckpoint(note, publish::LogKeyOf(bundle.board).value(),
                                              publish::WitnessPolicyOf(bundle).value());
    EXPECT_OK(opened);
    return opened.ok() ? opened->checkpoint : audit::Checkpoint{};
  }
  // The log as a stranger gets it who knows nothing of it yet.
  std::vector<Bytes> Fetched() {
    fs::remove_all(At("copy"));
    return h_.FetchLog(h_.identity_);
  }
  absl::StatusOr<Bytes> Grant(const candor::testing::Actor& actor) {
    return h_.client_->Call(BoardMethod::kSubmitGovernance, h_.organisation_->charter(),
                            h_.organisation_->Grant(actor, records::Role::kAuditor).Encode());
  }
  records::SlotNumber NextSlot() const {
    return h_.jam_->draft().slots.FirstAtOrAfter(h_.clock_.Now() + 1);
  }
  void PassSlot() { h_.TickAt(h_.jam_->SlotTime(NextSlot())); }

  ServerHarness h_;
};

TEST_F(RestoredServer, NoticesServesReadOnlyAndComesBack) {
  h_.LetSpeak();
  std::vector<Said> early, late;
  for (int i = 0; i < 12; ++i) early.push_back(Speak("before the copy"));
  PassSlot();
  h_.Stop();
  CopyTo("old");
  CopyTo("peek");

  h_.Start();
  const auto sealed_in_copy = h_.Followed().FindCampaign(h_.jam_->id())->submissions;
  ASSERT_EQ(sealed_in_copy.size(), 7u);
  const auto& withdrawn = *std::ranges::find_if(early, [&](const Said& each) {
    return sealed_in_copy.contains(each.request.submission.body.SubmissionHash());
  });
  const std::uint64_t text =
      sealed_in_copy.at(withdrawn.request.submission.body.SubmissionHash()).index;
  for (int i = 0; i < 5; ++i) late.push_back(Speak("after the copy"));
  PassSlot();
  ASSERT_OK(h_.Submit(BoardHarness::Withdrawal(withdrawn.author, withdrawn.request)));
  PassSlot();
  h_.TickAt(h_.clock_.Now());
  const auto sealed = h_.Followed().FindCampaign(h_.jam_->id())->submissions;
  const auto spent = std::ranges::find_if(late, [&](const Said& each) {
    return sealed.contains(each.request.submission.body.SubmissionHash());
  });
  ASSERT_NE(spent, late.end());
  const auto promise = h_.Submit(spent->request);
  ASSERT_OK(promise);
  h_.Stop();
  ASSERT_OK(ExportBoard(Config(), At("pack")));
  const audit::Checkpoint target = Opened(NoteIn("pack"));

  // The old copy, store and lock together, in its place.
  PutBack("old");
  const auto [key, ciphertext] = OnDisk(At("peek") / "store", text);
  EXPECT_GT(FoundInStore(key), 0) << "the control";
  EXPECT_GT(FoundInStore(ciphertext), 0) << "the control";
  h_.Start();
  const auto refused = h_.Submit(h_.jam_->Opinion(h_.jam_->NewAuthor(), "Is anybody there?"));
  // Anonymous calls are answered without details; who acts under a role hears the sentence.
  EXPECT_THAT(refused, StatusIs(StatusCode::kUnavailable));
  const auto told = Grant(h_.organisation_->stranger());
  EXPECT_THAT(told, StatusIs(StatusCode::kUnavailable, HasSubstr("read-only")));
  EXPECT_THAT(told, StatusIs(StatusCode::kUnavailable, HasSubstr("candord recover")));
  const std::size_t behind = Fetched().size();
  EXPECT_GT(behind, 0u);
  EXPECT_LT(behind, target.size);
  // Not beside a server that runs.
  EXPECT_THAT(RecoverBoard(Config(), At("pack"), h_.clock_),
              StatusIs(StatusCode::kFailedPrecondition));
  h_.Stop();

  ASSERT_OK(RecoverBoard(Config(), At("pack"), h_.clock_));
  EXPECT_EQ(FoundInStore(key), 0);
  EXPECT_EQ(FoundInStore(ciphertext), 0);
  h_.Start();
  h_.TickAt(h_.clock_.Now());
  const auto entries = Fetched();
  ASSERT_EQ(entries.size(), target.size + 1);
  audit::CompactRange range;
  for (std::size_t i = 0; i < target.size; ++i) range.Append(audit::LeafHash(entries[i]));
  EXPECT_EQ(range.Root(), target.root);
  EXPECT_EQ(h_.Followed().incidents().size(), 1u);
  // Spent is spent, and the same text again gets the promise that it had.
  EXPECT_EQ(h_.Submit(spent->request)->Encode(), promise->Encode());
  const auto other = h_.jam_->Opinion(spent->author, "another text");
  const auto answer = h_.Submit(other);
  ASSERT_OK(answer);
  const auto refusal =
      records::VerifyRefusal(*answer, other, h_.organisation_->bundle().promise_key);
  ASSERT_OK(refusal);
  EXPECT_EQ(refusal->code, RefusalCode::kSpent);
  // And it goes on.
  EXPECT_OK(Grant(h_.organisation_->stranger()));
  h_.TickAt(h_.clock_.Now());
  h_.Stop();
  ASSERT_OK(ExportBoard(Config(), At("pack")));
}

// The control: what the witness's memory keeps from coming.
TEST_F(RestoredServer, BesideAWitnessThatForgetsItSignsAForkWhichTwoNotesProve) {
  h_.LetSpeak();
  h_.Stop();
  CopyTo("old");
  const auto remembered = h_.witness_state_.Copy();
  h_.Start();
  ASSERT_OK(Grant(h_.organisation_->stranger()));
  h_.TickAt(h_.clock_.Now());
  h_.Stop();
  ASSERT_OK(ExportBoard(Config(), At("pack")));
  const audit::Checkpoint first = Opened(NoteIn("pack"));

  PutBack("old");
  h_.witness_state_.SetBack(remembered);
  h_.Start();
  ASSERT_OK(Grant(h_.organisation_->reader()));
  h_.TickAt(h_.clock_.Now());
  h_.Stop();
  ASSERT_OK(ExportBoard(Config(), At("second")));
  const audit::Checkpoint second = Opened(NoteIn("second"));
  EXPECT_EQ(first.size, second.size);
  EXPECT_NE(first.root, second.root);
  // Whoever kept the first pack sees it, and has both notes.
  EXPECT_THAT(ExportBoard(Config(), At("pack")),
              StatusIs(StatusCode::kDataLoss, HasSubstr("rewritten")));
  const follow::PackFolder pack(At("pack"));
  EXPECT_EQ(Opened(NoteIn("pack")), first);
  EXPECT_THAT(*pack.Earlier(0), ::testing::Contains(NoteIn("second")));
  // And there is no way back from that: recovery refuses.
  EXPECT_THAT(RecoverBoard(Config(), At("pack"), h_.clock_),
              StatusIs(StatusCode::kDataLoss, HasSubstr("Nothing was changed")));
}

TEST_F(RestoredServer, WhatIsFrozenIsServedAndSignsNothing) {
  h_.LetSpeak();
  h_.Stop();
  CopyTo("old");
  h_.Start();
  ASSERT_OK(Grant(h_.organisation_->stranger()));
  h_.TickAt(h_.clock_.Now());
  h_.Stop();
  EXPECT_THAT(FreezeBoard(Config()), StatusIs(StatusCode::kFailedPrecondition));
  PutBack("old");
  const auto frozen = FreezeBoard(Config());
  ASSERT_OK(frozen);
  h_.Start();
  EXPECT_THAT(Grant(h_.organisation_->reader()),
              StatusIs(StatusCode::kUnavailable, HasSubstr("frozen")));
  EXPECT_LT(Fetched().size(), frozen->size);
  EXPECT_GT(Fetched().size(), 0u);
  h_.Stop();
  EXPECT_THAT(RecoverBoard(Config(), At("old"), h_.clock_),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("frozen")));
}

}  // namespace
}  // namespace candor::services::board

#include "audit/witness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "base/text.h"
#include "tests/audit/log_fixture.h"
#include "tests/support/fake_clock.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::audit {
namespace {

using ::candor::testing::FakeClock;
using ::candor::testing::Hex;
using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using testing::KeyOf;
using testing::TestLog;
using testing::WitnessVkey;

class MemoryState final : public WitnessState {
 public:
  absl::StatusOr<std::optional<WitnessedCheckpoint>> Load(const std::string& origin) override {
    if (unreadable) return absl::UnavailableError("unreadable");
    const auto at = known.find(origin);
    if (at == known.end()) return std::nullopt;
    return at->second;
  }
  absl::Status CompareAndSet(const std::string& origin,
                             const std::optional<WitnessedCheckpoint>& expected,
                             const WitnessedCheckpoint& next) override {
    if (before_set) std::exchange(before_set, nullptr)();
    if (unwritable) return absl::UnavailableError("unwritable");
    const auto now = Load(origin);
    if (!now.ok() || *now != expected) return absl::AbortedError("changed");
    known[origin] = next;
    return absl::OkStatus();
  }

  std::map<std::string, WitnessedCheckpoint> known;
  bool unreadable = false;
  bool unwritable = false;
  std::function<void()> before_set;
};

// A witness of one log, and the log.
struct Bench {
  Bench() { log.Grow(300); }

  std::vector<Hash> Proof(std::uint64_t from, std::uint64_t to) {
    if (from == 0 || from > to) return {};
    return testing::NaiveConsistency(from, log.Hashes(to));
  }
  WitnessAnswer Add(std::uint64_t from, std::uint64_t to) {
    return witness.AddCheckpoint(FormatAddCheckpointRequest(from, Proof(from, to), log.Note(to)));
  }
  // Whether the answer is a cosignature that completes the note of this size.
  bool Cosigned(const WitnessAnswer& answer, std::uint64_t size) {
    if (answer.http_status != 200) return false;
    const auto note = AddSignatureLine(log.Note(size), answer.body);
    return note.ok() && OpenCheckpoint(*note, log.vkey(), {1, {witness.verifier_key()}}).ok();
  }

  TestLog log;
  crypto::SigningKey key = KeyOf(40);
  MemoryState state;
  FakeClock clock{1700000000};
  Witness witness = *Witness::Create("w.example", key, {{log.origin, log.vkey()}}, state, clock);
};

TEST(Witness, CosignsALogAsItGrows) {
  Bench bench;
  EXPECT_TRUE(bench.Cosigned(bench.Add(0, 0), 0));
  EXPECT_TRUE(bench.Cosigned(bench.Add(0, 5), 5));
  EXPECT_TRUE(bench.Cosigned(bench.Add(5, 5), 5));
  EXPECT_TRUE(bench.Cosigned(bench.Add(5, 64), 64));
  EXPECT_TRUE(bench.Cosigned(bench.Add(64, 300), 300));
  EXPECT_EQ(bench.state.known.at(bench.log.origin).size, 300u);
}

TEST(Witness, AnswersAnOldSizeThatIsNotItsOwnWithItsOwn) {
  Bench bench;
  const auto first = bench.Add(3, 5);
  EXPECT_EQ(first.http_status, 409);
  EXPECT_EQ(first.body, "0\n");
  EXPECT_EQ(first.content_type, "text/x.tlog.size");
  ASSERT_EQ(bench.Add(0, 100).http_status, 200);
  for (const std::uint64_t old_size : {0, 1, 99, 101}) {
    const auto answer = bench.Add(old_size, 200);
    EXPECT_EQ(answer.http_status, 409) << old_size;
    EXPECT_EQ(answer.body, "100\n");
    EXPECT_EQ(answer.content_type, "text/x.tlog.size");
  }
}

TEST(Witness, ARollbackIsAConflict) {
  Bench bench;
  ASSERT_EQ(bench.Add(0, 100).http_status, 200);
  const auto rollback = bench.Add(50, 80);
  EXPECT_EQ(rollback.http_status, 409);
  EXPECT_EQ(rollback.body, "100\n");
  EXPECT_EQ(bench.Add(100, 80).http_status, 400);
  EXPECT_EQ(bench.state.known.at(bench.log.origin).size, 100u);
}

TEST(Witness, AForkIsNotProcessable) {
  Bench bench;
  ASSERT_EQ(bench.Add(0, 100).http_status, 200);
  TestLog fork;
  fork.entries = bench.log.entries;
  fork.entries[17] = {0xff};
  // At the same size, and further on, with the fork's own proof.
  EXPECT_EQ(
      bench.witness.AddCheckpoint(FormatAddCheckpointRequest(100, {}, fork.Note(100))).http_status,
      422);
  const auto proof = testing::NaiveConsistency(100, fork.Hashes(200));
  EXPECT_EQ(bench.witness.AddCheckpoint(FormatAddCheckpointRequest(100, proof, fork.Note(200)))
                .http_status,
            422);
  EXPECT_EQ(bench.state.known.at(bench.log.origin).size, 100u);
  EXPECT_TRUE(bench.Cosigned(bench.Add(100, 200), 200));
}

TEST(Witness, AProofThatDoesNotVerifyIsNotProcessable) {
  Bench bench;
  const std::vector<Hash> one(1);
  EXPECT_EQ(bench.witness.AddCheckpoint(FormatAddCheckpointRequest(0, one, bench.log.Note(5)))
                .http_status,
            422);
  ASSERT_EQ(bench.Add(0, 100).http_status, 200);
  auto proof = bench.Proof(100, 200);
  proof[0][0] ^= 1;
  EXPECT_EQ(bench.witness.AddCheckpoint(FormatAddCheckpointRequest(100, proof, bench.log.Note(200)))
                .http_status,
            422);
  EXPECT_EQ(bench.witness.AddCheckpoint(FormatAddCheckpointRequest(100, {}, bench.log.Note(200)))
                .http_status,
            422);
  EXPECT_EQ(bench.witness.AddCheckpoint(FormatAddCheckpointRequest(100, one, bench.log.Note(100)))
                .http_status,
            422);
}

TEST(Witness, AnEmptyTreeHasOneRoot) {
  Bench bench;
  const auto signer = *NoteSigner::Create(bench.log.origin, bench.log.key);
  const std::string text = Cat(bench.log.origin, "\n0\n", Base64Encode(Hash{}), "\n");
  EXPECT_EQ(bench.witness.AddCheckpoint(FormatAddCheckpointRequest(0, {}, *SignNote(text, signer)))
                .http_status,
            422);
}

TEST(Witness, AnUnknownOriginIsNotFound) {
  Bench bench;
  TestLog other;
  other.origin = "log.example/unknown";
  other.Grow(5);
  EXPECT_EQ(
      bench.witness.AddCheckpoint(FormatAddCheckpointRequest(0, {}, other.Note(5))).http_status,
      404);
}

TEST(Witness, WithoutAValidSignatureOfTheLogItIsForbidden) {
  Bench bench;
  TestLog impostor;
  impostor.key = KeyOf(2);
  impostor.Grow(5);
  EXPECT_EQ(
      bench.witness.AddCheckpoint(FormatAddCheckpointRequest(0, {}, impostor.Note(5))).http_status,
      403);
  // The log's name and id over a signature of something else.
  const std::string text = *FormatCheckpoint(bench.log.At(5));
  const std::string forged = Cat(
      text, "\n", FormatSignatureLine(bench.log.vkey(), bench.log.key.SignRaw(AsBytes("other\n"))));
  EXPECT_EQ(bench.witness.AddCheckpoint(FormatAddCheckpointRequest(0, {}, forged)).http_status,
            403);
  // The size is not told to somebody without a signature.
  ASSERT_EQ(bench.Add(0, 100).http_status, 200);
  EXPECT_EQ(
      bench.witness.AddCheckpoint(FormatAddCheckpointRequest(7, {}, impostor.Note(5))).http_status,
      403);
  EXPECT_EQ(
      bench.witness.AddCheckpoint(FormatAddCheckpointRequest(3, {}, impostor.Note(5))).http_status,
      403);
}

TEST(Witness, AMalformedRequestIsABadRequest) {
  Bench bench;
  const std::string note = bench.log.Note(5);
  const std::string line = Base64Encode(Hash{});
  std::string too_many = "old 0\n";
  for (int i = 0; i < 64; ++i) too_many += line + "\n";
  const std::string extended = *SignNote(*FormatCheckpoint(bench.log.At(5)) + "extension\n",
                                         *NoteSigner::Create(bench.log.origin, bench.log.key));
  for (const std::string& body :
       std::vector<std::string>{"",
                                "\n",
                                "old 0",
                                "old 0\n",
                                "old\n\n" + note,
                                "old \n\n" + note,
                                "old 00\n\n" + note,
                                "old 01\n\n" + note,
                                "old -1\n\n" + note,
                                "old 0 \n\n" + note,
                                "Old 0\n\n" + note,
                                "old  0\n\n" + note,
                                "old 9223372036854775808\n\n" + note,
                                "new 0\n\n" + note,
                                note,
                                "old 0\r\n\r\n" + note,
                                "old 0\n" + line.substr(1) + "\n\n" + note,
                                "old 0\n " + line + "\n\n" + note,
                                "old 0\n" + Base64Encode(Bytes(31)) + "\n\n" + note,
                                "old 0\n" + Base64Encode(Bytes(33)) + "\n\n" + note,
                                too_many + "\n" + note,
                                "old 0\n\n" + note.substr(0, note.size() - 1),
                                "old 0\n\n" + note + "trailing\n",
                                "old 0\n\n" + extended,
                                "old 0\n\n" + bench.log.origin + "\n",
                                "old 0\n\n" + note + std::string(kMaxAddCheckpointBody, 'a')}) {
    EXPECT_EQ(bench.witness.AddCheckpoint(body).http_status, 400) << body.substr(0, 80);
  }
  EXPECT_TRUE(bench.state.known.empty());
}

TEST(Witness, AReplayedRequestRollsNothingBack) {
  Bench bench;
  const std::string first = FormatAddCheckpointRequest(0, {}, bench.log.Note(5));
  ASSERT_EQ(bench.witness.AddCheckpoint(first).http_status, 200);
  ASSERT_EQ(bench.Add(5, 100).http_status, 200);
  const auto replayed = bench.witness.AddCheckpoint(first);
  EXPECT_EQ(replayed.http_status, 409);
  EXPECT_EQ(replayed.body, "100\n");
  EXPECT_EQ(bench.state.known.at(bench.log.origin).size, 100u);
}

TEST(Witness, OfTwoRequestsAtOnceTheSlowerIsAConflict) {
  Bench bench;
  ASSERT_EQ(bench.Add(0, 5).http_status, 200);
  WitnessAnswer faster;
  bench.state.before_set = [&] { faster = bench.Add(5, 200); };
  const auto slower = bench.Add(5, 100);
  EXPECT_EQ(faster.http_status, 200);
  EXPECT_EQ(slower.http_status, 409);
  EXPECT_EQ(slower.body, "200\n");
  EXPECT_EQ(bench.state.known.at(bench.log.origin).size, 200u);
}

TEST(Witness, DoesNotAnswerWhatItCannotRemember) {
  Bench bench;
  bench.state.unwritable = true;
  EXPECT_EQ(bench.Add(0, 5).http_status, 500);
  bench.state.unreadable = true;
  EXPECT_EQ(bench.Add(0, 5).http_status, 500);
  bench.state.unreadable = bench.state.unwritable = false;
  EXPECT_EQ(bench.Add(0, 5).http_status, 200);
}

TEST(Witness, NeverDatesACosignatureBeforeAnEarlierOne) {
  Bench bench;
  ASSERT_EQ(bench.Add(0, 5).http_status, 200);
  bench.clock.Advance(-86400);
  const auto answer = bench.Add(5, 9);
  ASSERT_EQ(answer.http_status, 200);
  const auto note = *AddSignatureLine(bench.log.Note(9), answer.body);
  const auto opened = OpenCheckpoint(note, bench.log.vkey(), {1, {bench.witness.verifier_key()}});
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->witnesses[0].time, 1700000000);
}

TEST(Witness, ShowsTheLatestCheckpointWithBothSignaturesAndNoStrangersLine) {
  Bench bench;
  const std::string hash = HexEncode(crypto::Sha256({AsBytes(bench.log.origin)}));
  EXPECT_EQ(bench.witness.LatestCheckpoint(hash).http_status, 404);
  const std::string note =
      testing::WithCosignature(bench.log.Note(5), "stranger.example", KeyOf(50), 77);
  ASSERT_EQ(bench.witness.AddCheckpoint(FormatAddCheckpointRequest(0, {}, note)).http_status, 200);
  const auto latest = bench.witness.LatestCheckpoint(hash);
  ASSERT_EQ(latest.http_status, 200);
  EXPECT_THAT(latest.body, ::testing::Not(::testing::HasSubstr("stranger")));
  EXPECT_OK(OpenCheckpoint(latest.body, bench.log.vkey(), {1, {bench.witness.verifier_key()}}));
  EXPECT_EQ(bench.witness.LatestCheckpoint("").http_status, 404);
  EXPECT_EQ(bench.witness.LatestCheckpoint(std::string(64, '0')).http_status, 404);
}

TEST(Witness, IsNotMadeOfALogNamedTwiceOrOfItsOwnKey) {
  Bench bench;
  const WitnessedLog log{bench.log.origin, bench.log.vkey()};
  const auto create = [&](const std::string& name, const std::vector<WitnessedLog>& logs) {
    return Witness::Create(name, bench.key, logs, bench.state, bench.clock);
  };
  EXPECT_THAT(create("w.example", {log, log}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(create("w example", {log}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(create("w.example", {{"o", testing::LogVkey("o", bench.key)}}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Witness, ProofsForARequestComeFromTheLogsTiles) {
  Bench bench;
  testing::MemoryTiles tiles;
  tiles.Append(0, bench.log.Hashes(300));
  const TileHashReader reader(tiles, 300);
  EXPECT_TRUE(BuildWitnessProof(reader, 0, 300)->empty());
  EXPECT_EQ(*BuildWitnessProof(reader, 77, 300), bench.Proof(77, 300));
  EXPECT_THAT(BuildWitnessProof(reader, 300, 77), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Witness, TakesThePublishedLitewitnessSequence) {
  CANDOR_VECTORS_OR_RETURN(vectors, "c2sp/c2sp_notes.json");
  const auto& notes = vectors.at("litewitness");
  const auto first = notes.at(0).at("note").get<std::string>();
  const std::string origin = first.substr(0, first.find('\n'));
  crypto::VerifyKey log_key;
  log_key.bytes = *ToArray<32>(Hex(notes.at(0).at("pk")));
  const auto vkey = *NoteVerifierKey::Create(origin, NoteKeyType::kEd25519, log_key);
  Bench bench;
  Witness witness =
      *Witness::Create("w.example", bench.key, {{origin, vkey}}, bench.state, bench.clock);
  std::vector<Hash> proof;
  for (const auto& line : vectors.at("litewitness_consistency").at("proof")) {
    proof.push_back(*ToHash(*Base64Decode(line.get<std::string>())));
  }
  const auto add = [&](std::uint64_t from, std::span<const Hash> with, std::size_t note) {
    return witness.AddCheckpoint(
        FormatAddCheckpointRequest(from, with, notes.at(note).at("note").get<std::string>()));
  };
  EXPECT_EQ(add(0, {}, 0).http_status, 200);
  // Its signature is not even canonical base64.
  EXPECT_EQ(add(1, proof, 2).http_status, 400);
  EXPECT_EQ(add(1, proof, 1).http_status, 200);
  EXPECT_EQ(add(1, proof, 1).http_status, 409);
}

}  // namespace
}  // namespace candor::audit

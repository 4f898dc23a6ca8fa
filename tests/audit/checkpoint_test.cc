#include "audit/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/audit/log_fixture.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::audit {
namespace {

using ::candor::testing::Hex;
using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;
using testing::KeyOf;
using testing::LogVkey;
using testing::TestLog;
using testing::WithCosignature;
using testing::WitnessVkey;

constexpr auto kMalformed = absl::StatusCode::kInvalidArgument;
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;
constexpr auto kFailedPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr std::string_view kRootText = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

crypto::SigningKey SeededKey(const nlohmann::json& hex) {
  return crypto::SigningKey::FromSeed(*ToArray<32>(Hex(hex)));
}

// Signs and cosigns again what an independent program signed, and compares every byte.
void ReproduceNote(const nlohmann::json& entry, const char* log_seed, const char* witness_seed,
                   const char* time) {
  const auto expected = entry.at("note").get<std::string>();
  const auto log_key = SeededKey(entry.at(log_seed));
  const auto witness_key = SeededKey(entry.at(witness_seed));
  ASSERT_OK_AND_ASSIGN(const auto log,
                       NoteVerifierKey::Parse(entry.at("log_vkey").get<std::string>()));
  ASSERT_OK_AND_ASSIGN(const auto witness,
                       NoteVerifierKey::Parse(entry.at("witness_vkey").get<std::string>()));
  EXPECT_EQ(log, LogVkey(log.name(), log_key));
  EXPECT_EQ(witness, WitnessVkey(witness.name(), witness_key));

  ASSERT_OK_AND_ASSIGN(const auto opened, OpenCheckpoint(expected, log, {1, {witness}}));
  const auto at = entry.at(time).get<UnixSeconds>();
  ASSERT_EQ(opened.witnesses.size(), 1u);
  EXPECT_EQ(opened.witnesses[0].time, at);

  ASSERT_OK_AND_ASSIGN(const auto text, FormatCheckpoint(opened.checkpoint));
  ASSERT_OK_AND_ASSIGN(std::string note, SignCheckpoint(opened.checkpoint, log.name(), log_key));
  ASSERT_OK_AND_ASSIGN(const auto line, Cosign(text, witness.name(), witness_key, at));
  ASSERT_OK_AND_ASSIGN(note, AddSignatureLine(note, line));
  EXPECT_EQ(note, expected);
}

TEST(Checkpoint, TheDerivedKnownAnswerIsReproducedByteForByte) {
  CANDOR_VECTORS_OR_RETURN(vectors, "tlog/derived_kat.json");
  ReproduceNote(vectors, "log_seed_hex", "witness_seed_hex", "cosig_time");
}

TEST(Checkpoint, TheGeneratedCheckpointIsReproducedByteForByte) {
  CANDOR_VECTORS_OR_RETURN(vectors, "c2sp/c2sp_notes.json");
  ReproduceNote(vectors.at("generated_checkpoint_with_cosignature"), "log_seed", "witness_seed",
                "timestamp");
}

TEST(Checkpoint, TheSpecificationsExampleHasItsPublishedParts) {
  CANDOR_VECTORS_OR_RETURN(vectors, "c2sp/c2sp_notes.json");
  const auto& entry = vectors.at("checkpoint_syntax");
  const auto note = entry.at("note").get<std::string>();
  const std::string text = note.substr(0, note.find("\n\n") + 1);
  ASSERT_OK_AND_ASSIGN(const auto checkpoint, ParseCheckpoint(text));
  EXPECT_EQ(checkpoint.origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint.size, 20852163u);
  EXPECT_EQ(Base64Encode(checkpoint.root), kRootText);
  EXPECT_EQ(*FormatCheckpoint(checkpoint), text);
  EXPECT_EQ(CosignedMessage(text, entry.at("cosig_timestamp").get<UnixSeconds>()),
            entry.at("cosig_signed_message").get<std::string>());
  // Its keys are not published: the cosignature line carries the key id and the time.
  const auto blob =
      *Base64Decode(note.substr(note.rfind(' ') + 1, note.size() - note.rfind(' ') - 2));
  EXPECT_EQ(HexEncode(ByteView(blob).first(4)), entry.at("cosig_key_id").get<std::string>());
  // So nobody opens it.
  const auto log = LogVkey(checkpoint.origin, KeyOf(1));
  EXPECT_THAT(OpenLogCheckpoint(note, log), StatusIs(kUnauthenticated));
}

TEST(Checkpoint, TheLitewitnessNotesAreCheckpointsOfTheirLog) {
  CANDOR_VECTORS_OR_RETURN(vectors, "c2sp/c2sp_notes.json");
  for (const auto& entry : vectors.at("litewitness")) {
    const auto note = entry.at("note").get<std::string>();
    crypto::VerifyKey key;
    key.bytes = *ToArray<32>(Hex(entry.at("pk")));
    const auto vkey =
        *NoteVerifierKey::Create(note.substr(0, note.find('\n')), NoteKeyType::kEd25519, key);
    EXPECT_EQ(OpenLogCheckpoint(note, vkey).ok(), entry.at("valid").get<bool>());
  }
}

TEST(Checkpoint, HasOneForm) {
  const std::string good = Cat("a.example\n17\n", kRootText, "\n");
  ASSERT_THAT(ParseCheckpoint(good), IsOk());
  std::string trailing_bits(kRootText);
  trailing_bits[42] = 'J';
  for (const std::string& text :
       std::vector<std::string>{"",
                                "\n",
                                "a.example\n17\n",
                                Cat("a.example\n17\n", kRootText),
                                good + "\n",
                                good + "extension\n",
                                good + "x",
                                Cat("\n17\n", kRootText, "\n"),
                                Cat("a.example\n017\n", kRootText, "\n"),
                                Cat("a.example\n+17\n", kRootText, "\n"),
                                Cat("a.example\n-17\n", kRootText, "\n"),
                                Cat("a.example\n 17\n", kRootText, "\n"),
                                Cat("a.example\n17 \n", kRootText, "\n"),
                                Cat("a.example\n\n", kRootText, "\n"),
                                Cat("a.example\n0x11\n", kRootText, "\n"),
                                Cat("a.example\n1e3\n", kRootText, "\n"),
                                Cat("a.example\n00\n", kRootText, "\n"),
                                Cat("a.example\n9223372036854775808\n", kRootText, "\n"),
                                Cat("a.example\n99999999999999999999999\n", kRootText, "\n"),
                                Cat("a.example\r\n17\r\n", kRootText, "\r\n"),
                                Cat("a.example\n17\n", trailing_bits, "\n"),
                                Cat("a.example\n17\n", kRootText.substr(0, 43), "\n"),
                                Cat("a.example\n17\n ", kRootText, "\n"),
                                Cat("a.example\n17\n", Base64Encode(Bytes(31)), "\n"),
                                Cat("a.example\n17\n", Base64Encode(Bytes(33)), "\n"),
                                Cat("a.example\n17\n", Base64Encode(Bytes(64)), "\n"),
                                "a.example\n17\n\n"}) {
    EXPECT_THAT(ParseCheckpoint(text), StatusIs(kMalformed)) << text;
  }
  EXPECT_THAT(ParseCheckpoint(Cat("a.example\n9223372036854775807\n", kRootText, "\n")), IsOk());
}

TEST(Checkpoint, OnlyWhatCanBeReadBackIsWritten) {
  EXPECT_THAT(FormatCheckpoint({"", 1, Hash{}}), StatusIs(kMalformed));
  EXPECT_THAT(FormatCheckpoint({"two\nlines", 1, Hash{}}), StatusIs(kMalformed));
  EXPECT_THAT(FormatCheckpoint({"a", 1ull << 63, Hash{}}), StatusIs(kMalformed));
  EXPECT_THAT(FormatCheckpoint({"a", 0, Hash{}}), StatusIs(kMalformed));
  EXPECT_THAT(FormatCheckpoint({"a", 0, EmptyRoot()}), IsOk());
}

TEST(OpenCheckpoint, TakesTheLogsSignatureWithTheQuorum) {
  TestLog log;
  log.Grow(9);
  const auto w1 = KeyOf(21);
  const auto w2 = KeyOf(22);
  const auto w3 = KeyOf(23);
  const WitnessPolicy policy{2,
                             {WitnessVkey("w1", w1), WitnessVkey("w2", w2), WitnessVkey("w3", w3)}};
  const std::string bare = log.Note(9);
  EXPECT_THAT(OpenCheckpoint(bare, log.vkey(), policy),
              StatusIs(kFailedPrecondition, HasSubstr("0 of the 2 witness cosignatures")));
  const std::string one = WithCosignature(bare, "w1", w1, 100);
  EXPECT_THAT(OpenCheckpoint(one, log.vkey(), policy),
              StatusIs(kFailedPrecondition, HasSubstr("1 of the 2 witness cosignatures")));
  const std::string two = WithCosignature(one, "w3", w3, 200);
  ASSERT_OK_AND_ASSIGN(const auto opened, OpenCheckpoint(two, log.vkey(), policy));
  EXPECT_EQ(opened.checkpoint, log.At(9));
  ASSERT_EQ(opened.witnesses.size(), 2u);
  EXPECT_EQ(opened.witnesses[0].witness, "w1");
  EXPECT_EQ(opened.witnesses[0].time, 100);
  EXPECT_EQ(opened.witnesses[1].witness, "w3");
  EXPECT_EQ(opened.witnesses[1].time, 200);
}

TEST(OpenCheckpoint, AWitnessCountsOnceHoweverOftenItSigned) {
  TestLog log;
  log.Grow(3);
  const auto w1 = KeyOf(21);
  const WitnessPolicy policy{2, {WitnessVkey("w1", w1), WitnessVkey("w2", KeyOf(22))}};
  std::string note = WithCosignature(log.Note(3), "w1", w1, 300);
  note = WithCosignature(note, "w1", w1, 100);
  EXPECT_THAT(OpenCheckpoint(note, log.vkey(), policy), StatusIs(kFailedPrecondition));
  const WitnessPolicy of_one{1, policy.witnesses};
  ASSERT_OK_AND_ASSIGN(const auto opened, OpenCheckpoint(note, log.vkey(), of_one));
  ASSERT_EQ(opened.witnesses.size(), 1u);
  EXPECT_EQ(opened.witnesses[0].time, 300);
}

TEST(OpenCheckpoint, UnknownWitnessesDoNotCountAndDoNotHurt) {
  TestLog log;
  log.Grow(3);
  const auto w1 = KeyOf(21);
  const WitnessPolicy policy{1, {WitnessVkey("w1", w1)}};
  const std::string stranger = WithCosignature(log.Note(3), "stranger", KeyOf(30), 100);
  EXPECT_THAT(OpenCheckpoint(stranger, log.vkey(), policy), StatusIs(kFailedPrecondition));
  EXPECT_OK(OpenCheckpoint(WithCosignature(stranger, "w1", w1, 100), log.vkey(), policy));
  // A witness's key under another name is another key.
  EXPECT_THAT(OpenCheckpoint(WithCosignature(log.Note(3), "w2", w1, 100), log.vkey(), policy),
              StatusIs(kFailedPrecondition));
}

TEST(OpenCheckpoint, ABadCosignatureOfAKnownWitnessRefusesTheNote) {
  TestLog log;
  log.Grow(5);
  const auto w1 = KeyOf(21);
  const auto w2 = KeyOf(22);
  const WitnessPolicy policy{1, {WitnessVkey("w1", w1), WitnessVkey("w2", w2)}};
  const std::string good = WithCosignature(log.Note(5), "w1", w1, 100);
  // The cosignature of another tree of the same log.
  const auto other = *Cosign(*FormatCheckpoint(log.At(4)), "w2", w2, 100);
  EXPECT_THAT(OpenCheckpoint(*AddSignatureLine(good, other), log.vkey(), policy),
              StatusIs(kUnauthenticated));
  // A cosignature whose time was altered.
  const auto line = *Cosign(*FormatCheckpoint(log.At(5)), "w2", w2, 100);
  const auto space = line.rfind(' ');
  Bytes blob = *Base64Decode(std::string_view(line).substr(space + 1, line.size() - space - 2));
  blob[11] ^= 1;
  const std::string altered =
      Cat(std::string_view(line).substr(0, space + 1), Base64Encode(blob), "\n");
  EXPECT_THAT(OpenCheckpoint(*AddSignatureLine(good, altered), log.vkey(), policy),
              StatusIs(kUnauthenticated));
  blob[11] ^= 1;
  blob[4] ^= 0x80;  // a time beyond 2^63 - 1
  const std::string huge =
      Cat(std::string_view(line).substr(0, space + 1), Base64Encode(blob), "\n");
  EXPECT_THAT(OpenCheckpoint(*AddSignatureLine(good, huge), log.vkey(), policy),
              StatusIs(kUnauthenticated));
}

TEST(OpenCheckpoint, CosignaturesAloneDoNotMakeACheckpoint) {
  TestLog log;
  log.Grow(5);
  const auto w1 = KeyOf(21);
  const WitnessPolicy policy{1, {WitnessVkey("w1", w1)}};
  const std::string text = *FormatCheckpoint(log.At(5));
  const std::string note = Cat(text, "\n", *Cosign(text, "w1", w1, 100));
  EXPECT_THAT(OpenCheckpoint(note, log.vkey(), policy), StatusIs(kUnauthenticated));
  EXPECT_THAT(OpenLogCheckpoint(note, log.vkey()), StatusIs(kUnauthenticated));
}

TEST(OpenCheckpoint, AnotherLogsCheckpointIsRefusedEvenUnderTheRightKey) {
  TestLog log;
  log.Grow(5);
  Checkpoint foreign = log.At(5);
  foreign.origin = "log.example/other";
  const std::string note = *SignCheckpoint(foreign, log.origin, log.key);
  EXPECT_THAT(OpenLogCheckpoint(note, log.vkey()), StatusIs(kMalformed, HasSubstr("another log")));
}

TEST(OpenCheckpoint, ExtensionLinesAndAFalseEmptyRootAreRefused) {
  TestLog log;
  log.Grow(5);
  const auto signer = *NoteSigner::Create(log.origin, log.key);
  const std::string extended = *SignNote(*FormatCheckpoint(log.At(5)) + "extension\n", signer);
  EXPECT_THAT(OpenLogCheckpoint(extended, log.vkey()), StatusIs(kMalformed));
  const std::string false_empty = *SignNote(Cat(log.origin, "\n0\n", kRootText, "\n"), signer);
  EXPECT_THAT(OpenLogCheckpoint(false_empty, log.vkey()), StatusIs(kMalformed));
  EXPECT_OK(OpenLogCheckpoint(log.Note(0), log.vkey()));
}

TEST(WitnessPolicy, MustBeMeetableAndCountEachWitnessOnce) {
  const auto log = LogVkey("log", KeyOf(1));
  const auto w1 = WitnessVkey("w1", KeyOf(21));
  const auto w2 = WitnessVkey("w2", KeyOf(22));
  EXPECT_OK(CheckWitnessPolicy({1, {w1}}, log));
  EXPECT_OK(CheckWitnessPolicy({2, {w1, w2}}, log));
  const auto refused = [&](const WitnessPolicy& policy) {
    EXPECT_THAT(CheckWitnessPolicy(policy, log), StatusIs(kMalformed));
    TestLog real;
    real.Grow(1);
    EXPECT_FALSE(OpenCheckpoint(real.Note(1), real.vkey(), policy).ok());
  };
  refused({0, {w1}});
  refused({0, {}});
  refused({2, {w1}});
  refused({2, {w1, w1}});
  refused({2, {w1, WitnessVkey("alias", KeyOf(21))}});
  refused({2, {w1, WitnessVkey("w1", KeyOf(22))}});
  refused({1, {WitnessVkey("self", KeyOf(1))}});
  refused({1, {LogVkey("w1", KeyOf(21))}});
  EXPECT_THAT(CheckWitnessPolicy({1, {w1}}, WitnessVkey("log", KeyOf(1))), StatusIs(kMalformed));
}

TEST(Cosign, SignsCheckpointsOnlyAndPositiveTimesOnly) {
  const auto key = KeyOf(21);
  const std::string text = *FormatCheckpoint({"a", 0, EmptyRoot()});
  EXPECT_OK(Cosign(text, "w", key, 1));
  EXPECT_THAT(Cosign(text, "w", key, 0), StatusIs(kMalformed));
  EXPECT_THAT(Cosign(text, "w", key, -1), StatusIs(kMalformed));
  EXPECT_THAT(Cosign("hello\n", "w", key, 1), StatusIs(kMalformed));
  EXPECT_THAT(Cosign(text, "w w", key, 1), StatusIs(kMalformed));
}

}  // namespace
}  // namespace candor::audit

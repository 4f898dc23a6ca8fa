#include "audit/note.h"

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
using testing::KeyOf;
using testing::LogVkey;
using testing::WitnessVkey;

constexpr auto kMalformed = absl::StatusCode::kInvalidArgument;
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;

absl::StatusOr<OpenedNote> Open(std::string_view note, const NoteVerifierKey& key) {
  return OpenNote(note, {&key, 1});
}

std::string Signed(std::string_view text, const std::string& name, const crypto::SigningKey& key) {
  return *SignNote(text, *NoteSigner::Create(name, key));
}

TEST(VerifierKey, ReadsAndWritesThePublishedOne) {
  CANDOR_VECTORS_OR_RETURN(vectors, "c2sp/c2sp_notes.json");
  const auto& entry = vectors.at("signed_note");
  const auto text = entry.at("vkey").get<std::string>();
  ASSERT_OK_AND_ASSIGN(const auto key, NoteVerifierKey::Parse(text));
  EXPECT_EQ(key.name(), "example.com/foo");
  EXPECT_EQ(key.type(), NoteKeyType::kEd25519);
  EXPECT_EQ(HexEncode(key.id()), entry.at("key_id").get<std::string>());
  EXPECT_EQ(HexEncode(key.key().bytes), entry.at("pk").get<std::string>());
  EXPECT_EQ(key.Format(), text);
}

TEST(VerifierKey, PartsAtItsFirstTwoPlusSignsOnly) {
  // Base64 may contain '+': look for keys whose encoding does.
  std::size_t seen = 0;
  for (std::uint8_t seed = 0; seed < 64; ++seed) {
    for (const auto type : {NoteKeyType::kEd25519, NoteKeyType::kCosignatureV1}) {
      const auto key = *NoteVerifierKey::Create("a.example/log", type, KeyOf(seed).verify_key());
      const std::string text = key.Format();
      if (std::count(text.begin(), text.end(), '+') > 2) ++seen;
      ASSERT_OK_AND_ASSIGN(const auto parsed, NoteVerifierKey::Parse(text));
      EXPECT_EQ(parsed, key);
    }
  }
  EXPECT_GT(seen, 10u);
}

TEST(VerifierKey, RefusesEverythingThatIsNotOne) {
  const std::string good = LogVkey("a.example", KeyOf(3)).Format();
  ASSERT_THAT(NoteVerifierKey::Parse(good), IsOk());
  const auto second = good.find('+', good.find('+') + 1);
  const std::string id = good.substr(good.find('+') + 1, 8);
  const std::string key = good.substr(second + 1);
  std::string upper_id = id;
  for (auto& c : upper_id) c = static_cast<char>(std::toupper(c));
  std::vector<std::string> bad = {"",
                                  "+",
                                  "++",
                                  "a.example",
                                  "a.example+" + id,
                                  "+" + id + "+" + key,
                                  "b.example+" + id + "+" + key,  // the id is not this name's
                                  "a.example+00000000+" + key,
                                  "a.example+" + id.substr(1) + "+" + key,
                                  "a.example+" + id + "0+" + key,
                                  "a example+" + id + "+" + key,
                                  good + "=",
                                  good + " ",
                                  good + "\n",
                                  " " + good,
                                  "a.example+" + id + "+" + key.substr(0, key.size() - 4),
                                  "a.example+" + id + "++" + key};
  if (upper_id != id) bad.push_back("a.example+" + upper_id + "+" + key);
  for (const auto& text : bad)
    EXPECT_THAT(NoteVerifierKey::Parse(text), StatusIs(kMalformed)) << text;
  // A type that this project does not verify.
  Bytes other = *Base64Decode(key);
  other[0] = 0x02;
  EXPECT_THAT(NoteVerifierKey::Parse("a.example+" + id + "+" + Base64Encode(other)),
              StatusIs(kMalformed));
}

TEST(VerifierKey, NamesHaveNoSpacesPlusSignsOrControlCharacters) {
  const auto key = KeyOf(1).verify_key();
  for (const char* name : {"", " ", "a b", "a+b", "a\tb", "a\nb", "a\u00a0b", "a\u2003b",
                           "a\u3000b", "a\u2028b", "a\u0085b", "\xff", "\xc3"}) {
    EXPECT_THAT(NoteVerifierKey::Create(name, NoteKeyType::kEd25519, key), StatusIs(kMalformed));
  }
  EXPECT_THAT(NoteVerifierKey::Create(std::string(256, 'a'), NoteKeyType::kEd25519, key),
              StatusIs(kMalformed));
  for (const char* name : {"a", "a.example/log-1", "Ärger.example/日誌", "\u2014"}) {
    EXPECT_THAT(NoteVerifierKey::Create(name, NoteKeyType::kEd25519, key), IsOk());
  }
}

TEST(VerifierKey, TheIdDependsOnNameTypeAndKey) {
  const auto one = KeyOf(1);
  EXPECT_NE(LogVkey("a", one).id(), LogVkey("b", one).id());
  EXPECT_NE(LogVkey("a", one).id(), WitnessVkey("a", one).id());
  EXPECT_NE(LogVkey("a", one).id(), LogVkey("a", KeyOf(2)).id());
}

TEST(SignedNote, OpensThePublishedOne) {
  CANDOR_VECTORS_OR_RETURN(vectors, "c2sp/c2sp_notes.json");
  const auto& entry = vectors.at("signed_note");
  ASSERT_TRUE(entry.at("valid").get<bool>());
  ASSERT_OK_AND_ASSIGN(const auto key, NoteVerifierKey::Parse(entry.at("vkey").get<std::string>()));
  ASSERT_OK_AND_ASSIGN(const auto opened, Open(entry.at("note").get<std::string>(), key));
  EXPECT_EQ(opened.text, entry.at("signed_text").get<std::string>());
  ASSERT_EQ(opened.signatures.size(), 1u);
  EXPECT_EQ(opened.signatures[0].key, key);
}

TEST(SignedNote, TheLitewitnessNotesHaveTheirExpectedOutcomes) {
  CANDOR_VECTORS_OR_RETURN(vectors, "c2sp/c2sp_notes.json");
  std::size_t cases = 0;
  std::size_t refused = 0;
  for (const auto& entry : vectors.at("litewitness")) {
    const auto note = entry.at("note").get<std::string>();
    const std::string name = note.substr(0, note.find('\n'));
    crypto::VerifyKey key;
    key.bytes = *ToArray<32>(Hex(entry.at("pk")));
    const auto vkey = *NoteVerifierKey::Create(name, NoteKeyType::kEd25519, key);
    EXPECT_EQ(Open(note, vkey).ok(), entry.at("valid").get<bool>()) << cases;
    if (!entry.at("valid").get<bool>()) ++refused;
    ++cases;
  }
  EXPECT_GT(cases, 0u);
  EXPECT_GT(refused, 0u);
}

TEST(SignedNote, PartsAtTheLastBlankLine) {
  const auto key = KeyOf(4);
  const std::string text =
      "a paragraph\n\nanother, with\n\n\u2014 what.looks like+asignature=\n\nend\n";
  const std::string note = Signed(text, "n.example", key);
  ASSERT_OK_AND_ASSIGN(const auto opened, Open(note, LogVkey("n.example", key)));
  EXPECT_EQ(opened.text, text);
  // A text that is nothing but its newline is as good.
  EXPECT_OK(Open(Signed("\n", "n.example", key), LogVkey("n.example", key)));
}

TEST(SignedNote, ABadSignatureOfAKnownKeyRefusesTheWholeNote) {
  const auto good = KeyOf(5);
  const auto other = KeyOf(6);
  const auto good_vkey = LogVkey("good.example", good);
  const auto other_vkey = LogVkey("other.example", other);
  const std::string note = Signed("hello\n", "good.example", good);
  const std::string bad_line = FormatSignatureLine(other_vkey, good.SignRaw(AsBytes("hello\n")));
  ASSERT_OK_AND_ASSIGN(const std::string both, AddSignatureLine(note, bad_line));
  // Unknown, the bad line is nothing; known, it is a reason to refuse.
  EXPECT_OK(Open(both, good_vkey));
  EXPECT_THAT(OpenNote(both, std::vector{good_vkey, other_vkey}), StatusIs(kUnauthenticated));
  // Also when the same key has a good line before it.
  ASSERT_OK_AND_ASSIGN(const std::string twice,
                       AddSignatureLine(note, FormatSignatureLine(good_vkey, Bytes(64, 7))));
  EXPECT_THAT(Open(twice, good_vkey), StatusIs(kUnauthenticated));
  // Or is of the wrong length.
  for (const std::size_t length : {1, 63, 65, 72}) {
    ASSERT_OK_AND_ASSIGN(const std::string odd,
                         AddSignatureLine(note, FormatSignatureLine(good_vkey, Bytes(length, 7))));
    EXPECT_THAT(Open(odd, good_vkey), StatusIs(kUnauthenticated)) << length;
  }
}

TEST(SignedNote, WithoutAKnownKeysSignatureIsRefused) {
  const std::string note = Signed("hello\n", "good.example", KeyOf(5));
  EXPECT_THAT(Open(note, LogVkey("good.example", KeyOf(6))), StatusIs(kUnauthenticated));
  EXPECT_THAT(Open(note, LogVkey("another.example", KeyOf(5))), StatusIs(kUnauthenticated));
  EXPECT_THAT(OpenNote(note, {}), StatusIs(kUnauthenticated));
}

TEST(SignedNote, EveryBitFlipOfTheNoteIsRefused) {
  const auto key = KeyOf(7);
  const auto vkey = LogVkey("flip.example", key);
  const std::string note = Signed("some text\nof two lines\n", "flip.example", key);
  for (std::size_t at = 0; at < note.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = note;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      EXPECT_FALSE(Open(flipped, vkey).ok()) << at << " " << bit;
    }
  }
  for (std::size_t length = 0; length < note.size(); ++length) {
    EXPECT_FALSE(Open(std::string_view(note).substr(0, length), vkey).ok()) << length;
  }
}

TEST(SignedNote, MalformedNotesAreRefused) {
  const auto key = KeyOf(8);
  const auto vkey = LogVkey("m.example", key);
  const std::string line = NoteSigner::Create("m.example", key)->SignatureLine("text\n");
  const std::string blob = line.substr(line.rfind(' ') + 1);
  ASSERT_THAT(Open("text\n\n" + line, vkey), IsOk());
  for (const std::string& note : std::vector<std::string>{
           "",
           "\n",
           "\n\n",
           "text",
           "text\n",
           "text\n\n",
           "text\n" + line,
           line,
           "\n" + line,
           "text\n\n" + line.substr(0, line.size() - 1),
           "text\n\n" + line + "\n",
           "text\n\n" + line + "trailing",
           "text\n\n" + line + "trailing\n",
           "text\n\n- m.example " + blob,
           "text\n\n\u2014m.example " + blob,
           "text\n\n\u2014  m.example " + blob,
           "text\n\n\u2014 m.example  " + blob,
           "text\n\n\u2014 " + blob,
           "text\n\n\u2014 m.example\n",
           "text\n\n\u2014 m.example \n",
           "text\n\n\u2014 m.example AAAA\n",
           "text\n\n\u2014 m.example AAAAAA==\n",
           "text\n\n\u2014 m+x " + blob,
           "text\n\n\u2014 m.example x" + blob,
           "text\r\n\r\n" + line,
           "text\n\n\u2014 m.example " + blob.substr(0, blob.size() - 2) + "\n",
           "te\txt\n\n" + line,
           "te\x01xt\n\n" + line,
           "te\xffxt\n\n" + line,
           "te\xc0\xafxt\n\n" + line,
           std::string("te\0xt\n\n", 8) + line}) {
    EXPECT_THAT(Open(note, vkey), StatusIs(kMalformed)) << note;
  }
}

TEST(SignedNote, SizeAndNumberOfSignaturesAreCapped) {
  const auto key = KeyOf(9);
  const auto vkey = LogVkey("cap.example", key);
  std::string note = Signed("text\n", "cap.example", key);
  std::string line = FormatSignatureLine(LogVkey("x.example", KeyOf(10)), Bytes(1));
  while (static_cast<std::size_t>(std::count(note.begin(), note.end(), '\n')) - 2 < 100) {
    ASSERT_OK_AND_ASSIGN(note, AddSignatureLine(note, line));
  }
  EXPECT_OK(Open(note, vkey));
  EXPECT_THAT(AddSignatureLine(note, line), StatusIs(kMalformed));
  EXPECT_THAT(Open(note + line, vkey), StatusIs(kMalformed));

  const std::string large = std::string(kMaxNoteSize, 'a') + "\n";
  const auto signer = *NoteSigner::Create("cap.example", key);
  EXPECT_THAT(SignNote(large, signer), StatusIs(kMalformed));
  EXPECT_THAT(Open(Cat(large, "\n", signer.SignatureLine(large)), vkey), StatusIs(kMalformed));
  EXPECT_OK(SignNote(std::string(kMaxNoteSize - 1000, 'a') + "\n", signer));
}

TEST(SignedNote, OnlyPlainTextIsSigned) {
  const auto key = KeyOf(11);
  const auto signer = *NoteSigner::Create("s.example", key);
  for (const char* text : {"", "no newline", "a\tb\n", "a\rb\n", "\xff\n"}) {
    EXPECT_THAT(SignNote(text, signer), StatusIs(kMalformed)) << text;
  }
}

TEST(SignedNote, OnlyWholeSignatureLinesAreAdded) {
  const auto key = KeyOf(12);
  const std::string note = Signed("text\n", "s.example", key);
  const std::string line = NoteSigner::Create("t.example", key)->SignatureLine("text\n");
  EXPECT_OK(AddSignatureLine(note, line));
  for (const std::string& bad : {std::string(), line.substr(0, line.size() - 1), "\n" + line,
                                 std::string("not a line\n"), line + "\n"}) {
    EXPECT_THAT(AddSignatureLine(note, bad), StatusIs(kMalformed)) << bad;
  }
  EXPECT_THAT(AddSignatureLine("text\n", line), StatusIs(kMalformed));
  EXPECT_THAT(AddSignatureLine(note.substr(0, note.size() - 1), line), StatusIs(kMalformed));
}

TEST(SignedNote, TwoKnownKeysOfOneNameAndIdAreAmbiguous) {
  const auto vkey = LogVkey("twin.example", KeyOf(13));
  EXPECT_THAT(OpenNote(Signed("t\n", "twin.example", KeyOf(13)), std::vector{vkey, vkey}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace candor::audit

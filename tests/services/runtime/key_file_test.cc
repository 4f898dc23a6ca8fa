#include "services/runtime/key_file.h"

#include <pty.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "services/runtime/passphrase.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::StatusIs;
using crypto::PassphraseCost;
using crypto::SecretBytes;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

SecretBytes Secret(std::string_view text) { return SecretBytes::Copy(AsBytes(text)); }

std::string Shown(const SecretBytes& secret) { return std::string(AsText(secret.ExposeSecret())); }

void Put(const Path& path, std::string_view text, mode_t mode = 0600) {
  ASSERT_OK(WriteFileAtomically(path, AsBytes(text), mode));
}

TEST(PassphraseFile, OneTrailingNewlineIsNoPartOfThePassphrase) {
  const TemporaryFolder folder;
  const struct {
    std::string_view file;
    std::string_view passphrase;
  } kRows[] = {{"secret", "secret"},
               {"secret\n", "secret"},
               {"secret\r\n", "secret"},
               {"secret\n\n", "secret\n"},
               {"  two words \n", "  two words "}};
  for (const auto& row : kRows) {
    Put(folder / "p", row.file);
    ASSERT_OK_AND_ASSIGN(const SecretBytes passphrase, ReadPassphraseFile(folder / "p"));
    EXPECT_EQ(Shown(passphrase), row.passphrase);
  }
}

TEST(PassphraseFile, IsRefusedWhenGroupOrOthersHaveAnyPermission) {
  const TemporaryFolder folder;
  for (const mode_t mode : {0640, 0604, 0620, 0602, 0610}) {
    Put(folder / "p", "secret\n", mode);
    EXPECT_THAT(ReadPassphraseFile(folder / "p"),
                StatusIs(absl::StatusCode::kPermissionDenied,
                         AllOf(HasSubstr("open to other users"), HasSubstr("chmod 600"))));
  }
  Put(folder / "p", "secret\n", 0400);
  EXPECT_OK(ReadPassphraseFile(folder / "p").status());
}

TEST(PassphraseFile, EmptyOverlongAndMissingOnesAreRefused) {
  const TemporaryFolder folder;
  Put(folder / "empty", "\n");
  Put(folder / "long", std::string(1025, 'x'));
  std::string just_right(1024, 'x');
  just_right.push_back('\n');
  Put(folder / "just right", just_right);
  EXPECT_THAT(ReadPassphraseFile(folder / "empty"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ReadPassphraseFile(folder / "long"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_OK(ReadPassphraseFile(folder / "just right").status());
  EXPECT_THAT(ReadPassphraseFile(folder / "absent"), StatusIs(absl::StatusCode::kNotFound));
}

TEST(Passphrase, FromStandardInputStopsAtTheNewlineAndLeavesTheRestUnread) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(write(ends[1], "secret\nrest", 11), 11);
  close(ends[1]);
  ASSERT_OK_AND_ASSIGN(const SecretBytes passphrase, ReadPassphraseFrom(ends[0]));
  EXPECT_EQ(Shown(passphrase), "secret");
  char rest[8] = {};
  EXPECT_EQ(read(ends[0], rest, sizeof rest), 4);
  EXPECT_STREQ(rest, "rest");
  close(ends[0]);
}

// What the terminal shows while a child of it asks for a passphrase and `typed` is entered. The
// child's exit code says whether it understood.
struct TerminalSession {
  std::string shown;
  int exit_code = -1;
};

TerminalSession Type(std::string_view typed, const std::function<int()>& child) {
  TerminalSession session;
  int terminal = -1;
  const pid_t pid = forkpty(&terminal, nullptr, nullptr, nullptr);
  EXPECT_GE(pid, 0);
  if (pid == 0) _exit(child());
  char piece[256];
  bool answered = false;
  for (ssize_t got; (got = read(terminal, piece, sizeof piece)) > 0;) {
    session.shown.append(piece, static_cast<std::size_t>(got));
    if (!answered && session.shown.find(": ") != std::string::npos) {
      answered = true;
      EXPECT_EQ(write(terminal, typed.data(), typed.size()), static_cast<ssize_t>(typed.size()));
    }
  }
  int status = 0;
  waitpid(pid, &status, 0);
  session.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  close(terminal);
  return session;
}

TEST(Passphrase, TheTerminalDoesNotShowWhatIsTyped) {
  const auto session = Type("hidden words\n", [] {
    const auto passphrase = PromptPassphrase("Passphrase of the wallet:");
    return passphrase.ok() && Shown(*passphrase) == "hidden words" ? 0 : 1;
  });
  EXPECT_EQ(session.exit_code, 0);
  EXPECT_THAT(session.shown,
              AllOf(HasSubstr("Passphrase of the wallet: "), Not(HasSubstr("hidden"))));
}

TEST(Passphrase, ATerminalThatEchoesWouldBeNoticed) {
  const auto session = Type("visible words\n", [] {
    if (write(STDOUT_FILENO, "Name: ", 6) != 6) return 1;
    char line[64];
    return read(STDIN_FILENO, line, sizeof line) > 0 ? 0 : 1;
  });
  EXPECT_THAT(session.shown, HasSubstr("visible"));
}

TEST(Passphrase, WithoutATerminalThePromptNamesTheAlternatives) {
  const pid_t pid = fork();
  ASSERT_GE(pid, 0);
  if (pid == 0) {
    setsid();
    const auto passphrase = PromptPassphrase("Passphrase:");
    const bool clear =
        absl::IsFailedPrecondition(passphrase.status()) &&
        std::string(passphrase.status().message()).find("passphrase file") != std::string::npos;
    _exit(clear ? 0 : 1);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

class KeyFile : public ::testing::Test {
 protected:
  const TemporaryFolder folder_;
  crypto::DeterministicRandomForTesting random_{1};
  const SecretBytes passphrase_ = Secret("correct horse");
};

TEST_F(KeyFile, ASigningKeyComesBackUnderItsPassphrase) {
  const auto key = crypto::SigningKey::Generate(random_);
  ASSERT_OK(SaveSigningKey(folder_ / "k", key, passphrase_, PassphraseCost::kInteractive, random_));
  ASSERT_OK_AND_ASSIGN(const auto loaded, LoadSigningKey(folder_ / "k", passphrase_));
  EXPECT_EQ(loaded.verify_key(), key.verify_key());
  struct stat found {};
  ASSERT_EQ(stat((folder_ / "k").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 07777, 0600u);
}

TEST_F(KeyFile, AWrongPassphraseAndAFlippedBitAreRefusedAlike) {
  ASSERT_OK(SaveSealed(folder_ / "k", Secret("content"), passphrase_, PassphraseCost::kInteractive,
                       random_));
  EXPECT_THAT(LoadSealed(folder_ / "k", Secret("wrong")),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("passphrase is wrong, or")));
  ASSERT_OK_AND_ASSIGN(Bytes bytes, ReadFile(folder_ / "k"));
  bytes.back() ^= 1;
  ASSERT_OK(WriteFileAtomically(folder_ / "k", bytes));
  EXPECT_THAT(LoadSealed(folder_ / "k", passphrase_),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("backup")));
}

TEST_F(KeyFile, WhatIsNoKeyFileIsNamed) {
  Put(folder_ / "k", "not a key file");
  EXPECT_THAT(LoadSealed(folder_ / "k", passphrase_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cannot be used")));
  EXPECT_THAT(LoadSealed(folder_ / "absent", passphrase_), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(KeyFile, ASecretOfAnotherLengthIsNoSigningKey) {
  ASSERT_OK(SaveSealed(folder_ / "k", Secret("31 bytes are not a signing key."), passphrase_,
                       PassphraseCost::kInteractive, random_));
  EXPECT_THAT(LoadSigningKey(folder_ / "k", passphrase_), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(KeyFile, IsRefusedWhenOthersMayReadIt) {
  ASSERT_OK(SaveSealed(folder_ / "k", Secret("content"), passphrase_, PassphraseCost::kInteractive,
                       random_));
  ASSERT_EQ(chmod((folder_ / "k").c_str(), 0640), 0);
  EXPECT_THAT(LoadSealed(folder_ / "k", passphrase_),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(KeyFile, IsNeverOverwritten) {
  ASSERT_OK(SaveSealed(folder_ / "k", Secret("first"), passphrase_, PassphraseCost::kInteractive,
                       random_));
  EXPECT_THAT(SaveSealed(folder_ / "k", Secret("second"), passphrase_, PassphraseCost::kInteractive,
                         random_),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(KeyFile, ARingOpensFilesOfItsOwnSaltAndOfOthers) {
  Put(folder_ / "passphrase", "correct horse\n");
  ASSERT_OK(SaveSealed(folder_ / "other", Secret("other"), passphrase_,
                       PassphraseCost::kInteractive, random_));
  ASSERT_OK_AND_ASSIGN(KeyRing ring, KeyRing::Open(folder_ / "passphrase"));
  const auto key = crypto::SigningKey::Generate(random_);
  ASSERT_OK(ring.SaveSigningKey(folder_ / "a", key, PassphraseCost::kInteractive, random_));
  ASSERT_OK(ring.SaveSealed(folder_ / "b", Secret("b"), PassphraseCost::kInteractive, random_));

  ASSERT_OK_AND_ASSIGN(KeyRing again, KeyRing::Open(folder_ / "passphrase"));
  ASSERT_OK_AND_ASSIGN(const auto loaded, again.LoadSigningKey(folder_ / "a"));
  EXPECT_EQ(loaded.verify_key(), key.verify_key());
  ASSERT_OK_AND_ASSIGN(const SecretBytes b, again.LoadSealed(folder_ / "b"));
  EXPECT_EQ(Shown(b), "b");
  ASSERT_OK_AND_ASSIGN(const SecretBytes other, again.LoadSealed(folder_ / "other"));
  EXPECT_EQ(Shown(other), "other");
}

}  // namespace
}  // namespace candor::runtime

// A terminal at whose other end somebody types: a pseudo-terminal.
#include "services/runtime/typed_lines.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>

#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::IsOkAndHolds;
using candor::testing::StatusIs;
using ::testing::HasSubstr;

// Five times what a terminal holds of one line.
std::string Paragraph() {
  std::string out;
  while (out.size() < 20'000) out += "word ";
  return out;
}

class Typing : public ::testing::Test {
 protected:
  Typing() { EXPECT_EQ(openpty(&near_, &far_, nullptr, nullptr, nullptr), 0); }
  ~Typing() override {
    close(near_);
    close(far_);
  }

  // More than fits into a terminal at once waits until it is read.
  void Type(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = write(near_, text.data(), text.size());
      ASSERT_GT(written, 0);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  tcflag_t Modes() const {
    termios modes{};
    EXPECT_EQ(tcgetattr(far_, &modes), 0);
    return modes.c_lflag;
  }
  // Up to the end of a line.
  std::string Shown() const {
    std::string out;
    for (char byte = 0; !out.ends_with('\n') && read(near_, &byte, 1) == 1;) out += byte;
    return out;
  }

  int near_ = -1;
  int far_ = -1;
};

// What is shown of a long line is nobody's affair here, and must not fill the terminal.
struct Nowhere {
  ~Nowhere() { close(descriptor); }
  int descriptor = open("/dev/null", O_WRONLY | O_CLOEXEC);
};

TEST_F(Typing, ALongLineIsReadWhole) {
  const Nowhere nowhere;
  TypedLines lines(far_, nowhere.descriptor);
  std::thread typist([&] { Type(Cat(Paragraph(), "end\nshort\n")); });
  const auto line = lines.Read("> ");
  const auto next = lines.Read("> ");
  typist.join();
  EXPECT_THAT(line, IsOkAndHolds(Cat(Paragraph(), "end")));
  EXPECT_THAT(next, IsOkAndHolds("short"));
}

// The control: a terminal that is left as it is drops what is beyond its 4095 bytes.
TEST_F(Typing, ATerminalByItselfCutsALongLine) {
  ASSERT_NE(Modes() & ICANON, 0u);
  termios unseen{};
  ASSERT_EQ(tcgetattr(far_, &unseen), 0);
  unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ASSERT_EQ(tcsetattr(far_, TCSANOW, &unseen), 0);
  Type(Cat(Paragraph(), "\n"));
  std::vector<char> line(2 * Paragraph().size());
  EXPECT_LT(read(far_, line.data(), line.size()), 5000);
}

TEST_F(Typing, TheTerminalIsGivenBack) {
  const tcflag_t before = Modes();
  {
    const TypedLines lines(far_, far_);
    EXPECT_EQ(Modes() & ICANON, 0u);
  }
  EXPECT_EQ(Modes(), before);
}

TEST_F(Typing, KeysEraseACharacterAWordAndALine) {
  TypedLines lines(far_, far_);
  Type("Mu\x7f\x7f\x7fNö\x7f\x7fMüll\x7f\x7fn\n");
  EXPECT_THAT(lines.Read("> "), IsOkAndHolds("Mün"));
  Type("one two \x17three\n");
  EXPECT_THAT(lines.Read("> "), IsOkAndHolds("one three"));
  Type("all of it\x15nothing\n");
  EXPECT_THAT(lines.Read("> "), IsOkAndHolds("nothing"));
}

TEST_F(Typing, WhatIsTypedIsShownAndSteersNothing) {
  TypedLines lines(far_, far_);
  Type("a\x1b[2Jb\x7f\n");
  EXPECT_THAT(lines.Read("> "), IsOkAndHolds("a\x1b[2J"));
  EXPECT_EQ(Shown(), "> a^[[2Jb\b \b\r\n");
}

TEST_F(Typing, EndsByItsKeyOnAnEmptyLineAlone) {
  TypedLines lines(far_, far_);
  Type("half\x04 whole\n\x04");
  EXPECT_THAT(lines.Read("> "), IsOkAndHolds("half whole"));
  EXPECT_THAT(lines.Read("> "), StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("ended")));
}

TEST_F(Typing, WhoInterruptsHasTheTerminalBack) {
  const tcflag_t before = Modes();
  EXPECT_EXIT(
      {
        // Tests may run where it is ignored; and who is not interrupted would wait for ever.
        std::signal(SIGINT, SIG_DFL);
        alarm(20);
        TypedLines lines(far_, far_);
        Type("half of a line\x03");
        (void)lines.Read("> ");
      },
      ::testing::KilledBySignal(SIGINT), "");
  EXPECT_EQ(Modes(), before);
}

TEST(PipedLines, AreReadAsTheyAre) {
  int ends[2] = {};
  ASSERT_EQ(pipe(ends), 0);
  const std::string_view text = "one\r\n\ntwo \x7f\x15\nlast";
  ASSERT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  close(ends[1]);
  const Nowhere nowhere;
  TypedLines lines(ends[0], nowhere.descriptor);
  for (const std::string_view line : {"one", "", "two \x7f\x15", "last"}) {
    EXPECT_THAT(lines.Read("> "), IsOkAndHolds(line));
  }
  EXPECT_THAT(lines.Read("> "), StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("ended")));
  close(ends[0]);
}

}  // namespace
}  // namespace candor::runtime

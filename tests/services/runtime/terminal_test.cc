#include "services/runtime/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace candor::runtime {
namespace {

TEST(SafeForTerminal, LeavesReadableTextOfAnyScriptAlone) {
  for (const std::string_view text : {"plain", "two\nlines\tand a tab", "Grüße, 你好, שלום, مرحبا",
                                      "👩‍🔧 ⚠️", "می‌خواهم", ""}) {
    EXPECT_EQ(SafeForTerminal(text), text);
  }
}

TEST(SafeForTerminal, MakesWhatSteersATerminalVisible) {
  const struct {
    std::string_view text;
    std::string_view shown;
  } kRows[] = {
      {"\x1b[2Jgone", "\\u{1B}[2Jgone"},
      {"a\rb", "a\\u{0D}b"},
      {"bell\a", "bell\\u{07}"},
      {"back\b\bspace", "back\\u{08}\\u{08}space"},
      {"\x7f", "\\u{7F}"},
      {"\u009b31m", "\\u{9B}31m"},
      {"\u202egnp.exe", "\\u{202E}gnp.exe"},
      {"\u2066x\u2069", "\\u{2066}x\\u{2069}"},
      {"zero\u200bwidth\ufeff", "zero\\u{200B}width\\u{FEFF}"},
      {"line\u2028separator", "line\\u{2028}separator"},
      {std::string_view("nul\0", 4), "nul\\u{00}"},
  };
  for (const auto& row : kRows) EXPECT_EQ(SafeForTerminal(row.text), row.shown);
}

TEST(SafeForTerminal, ReplacesMalformedUtf8) {
  for (const std::string_view bad : {"\x80", "\xff", "\xc0\x9b", "\xe0\x82\x9b", "\xed\xa0\x80",
                                     "\xf4\x90\x80\x80", "\xe2\x80", "\xf0"}) {
    const std::string shown = SafeForTerminal(bad);
    EXPECT_NE(shown.find("\uFFFD"), std::string::npos);
    for (const char c : bad) EXPECT_EQ(shown.find(std::string(1, c) + "\x9b"), std::string::npos);
    EXPECT_EQ(shown.size() % 3, 0u) << "only replacement characters";
  }
}

// Two ends of a pseudo-terminal, the far one as a stream.
struct Terminal {
  Terminal() {
    int far = -1;
    EXPECT_EQ(openpty(&near, &far, nullptr, nullptr, nullptr), 0);
    stream = fdopen(far, "w");
  }
  ~Terminal() {
    fclose(stream);
    close(near);
  }
  int near = -1;
  std::FILE* stream = nullptr;
};

TEST(Colour, IsForTerminalsOnlyAndNoColorIsHonoured) {
  const Terminal terminal;
  unsetenv("NO_COLOR");
  setenv("TERM", "xterm", 1);
  EXPECT_TRUE(ColourAllowed(terminal.stream));
  setenv("NO_COLOR", "", 1);
  EXPECT_TRUE(ColourAllowed(terminal.stream));
  setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(ColourAllowed(terminal.stream));
  unsetenv("NO_COLOR");
  setenv("TERM", "dumb", 1);
  EXPECT_FALSE(ColourAllowed(terminal.stream));
  setenv("TERM", "xterm", 1);
  std::FILE* file = std::tmpfile();
  EXPECT_FALSE(ColourAllowed(file));
  fclose(file);
}

TEST(ReadableWidth, IsThatOfTheTerminalAndAtMost80) {
  const Terminal terminal;
  const struct {
    unsigned short columns;
    std::size_t width;
  } kRows[] = {{40, 40}, {80, 80}, {200, 80}, {3, 20}, {0, 80}};
  for (const auto& row : kRows) {
    winsize size{};
    size.ws_col = row.columns;
    ASSERT_EQ(ioctl(terminal.near, TIOCSWINSZ, &size), 0);
    EXPECT_EQ(ReadableWidth(terminal.stream), row.width) << row.columns;
  }
  std::FILE* file = std::tmpfile();
  EXPECT_EQ(ReadableWidth(file), 80u);
  fclose(file);
}

TEST(ProgressBar, DrawsOnATerminal) {
  const Terminal terminal;
  {
    ProgressBar bar("reading", 200, terminal.stream);
    bar.Update(50);
  }
  char shown[256] = {};
  ASSERT_GT(read(terminal.near, shown, sizeof shown - 1), 0);
  EXPECT_THAT(shown, ::testing::HasSubstr("reading  25%  50/200"));
}

TEST(ProgressBar, IsSilentElsewhere) {
  std::FILE* file = std::tmpfile();
  {
    ProgressBar bar("reading", 200, file);
    bar.Update(50);
  }
  EXPECT_EQ(std::ftell(file), 0);
  fclose(file);
}

}  // namespace
}  // namespace candor::runtime

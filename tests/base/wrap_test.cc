#include "base/wrap.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace candor {
namespace {

TEST(Wrapped, BreaksBetweenWordsAtTheWidth) {
  EXPECT_EQ(Wrapped("one two three", {.width = 80}), "one two three");
  EXPECT_EQ(Wrapped("one two three", {.width = 7}), "one two\nthree");
  EXPECT_EQ(Wrapped("one two three", {.width = 6}), "one\ntwo\nthree");
  EXPECT_EQ(Wrapped("", {.width = 6}), "");
}

TEST(Wrapped, CountsTheMargins) {
  EXPECT_EQ(Wrapped("one two three", {.first = "1  ", .rest = "   ", .width = 10}), "1  one two\n   three");
  EXPECT_EQ(Wrapped("one two three", {.first = "1  ", .rest = "   ", .width = 9}), "1  one\n   two\n   three");
  EXPECT_EQ(Wrapped("", {.first = "# ", .rest = "# "}), "# ");
}

TEST(Wrapped, CutsNoWord) {
  EXPECT_EQ(Wrapped("a Widerspruchsverfahren b", {.width = 10}), "a\nWiderspruchsverfahren\nb");
}

TEST(Wrapped, CountsCharactersAndNotBytes) {
  EXPECT_EQ(ColumnsOf("Führungskräfte"), 14u);
  EXPECT_EQ(Wrapped("für äußere", {.width = 10}), "für äußere");
  EXPECT_EQ(Wrapped("für äußere", {.width = 9}), "für\näußere");
}

TEST(Wrapped, KeepsLinesAndBlanks) {
  EXPECT_EQ(Wrapped("one twos\n\n  three", {.first = "> ", .rest = "> ", .width = 9}), "> one\n> twos\n> \n>   three");
  EXPECT_EQ(Wrapped("a  b", {.width = 10}), "a  b");
  EXPECT_EQ(Wrapped("end\n", {.width = 10}), "end\n");
}

TEST(Wrapped, KeepsACommandInOnePiece) {
  const std::string command = "`candor jam draft --ask jam.toml`";
  EXPECT_EQ(Wrapped(Cat("Then: ", command, ", once."), {.width = 12}), Cat("Then:\n", command, ",\nonce."));
  EXPECT_EQ(Wrapped("a lone ` breaks as usual", {.width = 8}), "a lone `\nbreaks\nas usual");
}

TEST(Fitted, IndentsWhatItBreaksOff) {
  EXPECT_EQ(Fitted("one two three", 20), "one two three");
  EXPECT_EQ(Fitted("  one two three", 10), "  one two\n  three");
  EXPECT_EQ(Fitted("9ad4  one two three", 14), "9ad4  one two\n      three");
  EXPECT_EQ(Fitted("  für  one two three", 15), "  für  one two\n       three");
}

TEST(Fitted, LeavesLinesThatFit) {
  EXPECT_EQ(Fitted("a   b\n\nlonger than ten\n", 10), "a   b\n\nlonger\nthan ten\n");
  EXPECT_EQ(Fitted("", 10), "");
}

TEST(Fitted, ALineOfBlanksOrOneWordStays) {
  EXPECT_EQ(Fitted("            ", 10), "            ");
  EXPECT_EQ(Fitted("Widerspruchsverfahren", 10), "Widerspruchsverfahren");
}

}  // namespace
}  // namespace candor

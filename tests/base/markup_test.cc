#include "base/markup.h"

#include <gtest/gtest.h>

namespace candor {
namespace {

TEST(MarkupText, OpensAndClosesNothing) {
  EXPECT_EQ(MarkupText("</title><b a='1' b=\"2\">&amp;"),
            "&lt;/title&gt;&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;amp;");
  EXPECT_EQ(MarkupText("Grüße, 你好\n"), "Grüße, 你好\n");
  EXPECT_EQ(MarkupText(""), "");
}

}  // namespace
}  // namespace candor

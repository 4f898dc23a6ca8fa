#include "services/auditor/report/html.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace candor::services::auditor {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kHostile = "</title><script>alert('x')</script>&\"";

Report Hostile() {
  Report report{.kind = ReportKind::kParticipation, .organisation = kHostile,
                .fingerprint = kHostile, .trial = true, .as_of = kHostile,
                .logs = {{kHostile, 3, kHostile}}, .sections = {}, .limits = {kHostile}};
  report.sections.push_back(
      {.id = kHostile, .title = kHostile, .notes = {kHostile},
       .charts = {{kHostile, kHostile, {{kHostile, std::uint64_t{7}}, {"b", Withheld{}}}}},
       .tables = {{kHostile, kHostile, {{kHostile, kHostile}, {"count", kHostile}},
                   {{std::string(kHostile), std::uint64_t{7}}}}}});
  return report;
}

TEST(Html, EveryTextIsEscapedWhoeverWroteIt) {
  const std::string html = ReportAsHtml(Hostile());
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("alert('x')")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;"))
      << "the text is there, and harmless";
}

TEST(Html, AsksForNothingFromElsewhere) {
  const std::string html = ReportAsHtml(Hostile());
  for (const char* word : {"http:", "https:", "src=", "href=", "url(", "@import", "<link", "<img",
                           "<iframe", " style=", " onload="}) {
    EXPECT_THAT(html, Not(HasSubstr(word)));
  }
  EXPECT_THAT(html, HasSubstr("default-src 'none'"));
  EXPECT_THAT(html, HasSubstr("style-src 'sha256-"));
}

TEST(Html, TablesAndChartsSayWhatTheyAre) {
  Report report = Hostile();
  const std::string html = ReportAsHtml(report);
  EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\""));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\""));
  EXPECT_THAT(html, HasSubstr("<svg viewBox=\"0 0 640 220\" role=\"img\" aria-labelledby="));
  EXPECT_EQ(html, ReportAsHtml(report)) << "the same bytes again";
}

TEST(Chart, AWithheldBarHasNoHeightOfItsOwn) {
  const std::string svg = ChartAsSvg({"t", "d", {{"a", std::uint64_t{9}}, {"b", Withheld{}}}}, 1);
  EXPECT_THAT(svg, HasSubstr("class=\"bar\""));
  EXPECT_THAT(svg, HasSubstr("class=\"gap\""));
  EXPECT_THAT(svg, HasSubstr(">withheld</text>"));
}

}  // namespace
}  // namespace candor::services::auditor

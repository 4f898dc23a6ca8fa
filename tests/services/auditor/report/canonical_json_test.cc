#include "services/auditor/report/canonical_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

using candor::testing::IsOkAndHolds;
using candor::testing::StatusIs;
using nlohmann::json;

TEST(CanonicalJson, WritesTheTextAndLiteralsOfTheStandardsExample) {
  // RFC 8785 §3.2.2, without its floating point numbers.
  const json example = json::parse(R"({
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  })");
  EXPECT_THAT(CanonicalJson(example),
              IsOkAndHolds("{\"literals\":[null,true,false],"
                           "\"string\":\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"));
}

TEST(CanonicalJson, SortsNamesByUtf16AsTheStandardsExample) {
  // RFC 8785 §3.2.3. The smiley is below U+FB33 as UTF-16, and above it as UTF-8.
  const json example = json::parse(R"({
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face",
    "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis"
  })");
  EXPECT_THAT(CanonicalJson(example),
              IsOkAndHolds("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xC2\x80\":\"Control\","
                           "\"\xC3\xB6\":\"Latin Small Letter O With Diaeresis\","
                           "\"\xE2\x82\xAC\":\"Euro Sign\","
                           "\"\xF0\x9F\x98\x80\":\"Emoji: Grinning Face\","
                           "\"\xEF\xAC\xB3\":\"Hebrew Letter Dalet With Dagesh\"}"));
}

TEST(CanonicalJson, WritesWholeNumbersThatEveryReaderKeeps) {
  EXPECT_THAT(CanonicalJson(json::array({0, -1, 333333333, 9007199254740991, -9007199254740991})),
              IsOkAndHolds("[0,-1,333333333,9007199254740991,-9007199254740991]"));
  for (const json& bad : {json(9007199254740992), json(-9007199254740992), json(UINT64_MAX),
                          json(1.5), json(1e30), json(0.0)}) {
    EXPECT_THAT(CanonicalJson(bad), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(CanonicalJson, RefusesWhatIsNotUtf8) {
  for (const std::string bad : {"\xC3", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF",
                                "a\x80"}) {
    EXPECT_THAT(CanonicalJson(json(bad)), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(CanonicalJson(json{{bad, 1}}), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(CanonicalJson(json("\xF4\x8F\xBF\xBF")), IsOkAndHolds("\"\xF4\x8F\xBF\xBF\""));
}

TEST(ReportAsJson, SaysThatAFigureIsWithheldAndHoldsNoNumber) {
  Report report{.kind = ReportKind::kParticipation, .organisation = "acme", .fingerprint = "A B",
                .trial = false, .as_of = "2025-03-09", .logs = {}, .sections = {}, .limits = {}};
  report.sections.push_back(
      {.id = "s", .title = "S", .notes = {}, .charts = {},
       .tables = {{"t", "T", {{"name", "Name"}, {"count", "Count"}},
                   {{"a", std::uint64_t{7}}, {"b", Withheld{}}, {"c", std::monostate{}}}}}});
  EXPECT_THAT(
      ReportAsJson(report),
      IsOkAndHolds(R"({"as_of":"2025-03-09","fingerprint":"A B","limits":[],"logs":[],)"
                   R"("organisation":"acme","report":"participation","sections":[{"id":"s",)"
                   R"("notes":[],"tables":[{"caption":"T","id":"t","rows":[{"count":7,"name":"a"},)"
                   R"({"count":"withheld","name":"b"},{"count":null,"name":"c"}]}],"title":"S"}],)"
                   R"("trial":false,"version":1})"));
}

}  // namespace
}  // namespace candor::services::auditor

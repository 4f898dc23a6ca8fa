// The organisation's list: all of it is good, or nothing is imported and every bad line is named.
#include "records/roster.h"

#include <gtest/gtest.h>

#include <set>

#include "base/text.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

struct GoodCase {
  const char* what;
  std::string_view csv;
  std::vector<RosterEntry> entries;
};

TEST(RosterCsv, ReadsWhatSpreadsheetsWrite) {
  const std::vector<RosterEntry> ann = {{"E1", "Ann", "Yard"}};
  const std::vector<GoodCase> cases = {
      {"plain", "id,name,unit\nE1,Ann,Yard\n", ann},
      {"no line end at the end", "id,name,unit\nE1,Ann,Yard", ann},
      {"CRLF", "id,name,unit\r\nE1,Ann,Yard\r\n", ann},
      {"byte order mark", "\xef\xbb\xbfid,name,unit\nE1,Ann,Yard\n", ann},
      {"byte order mark and quotes", "\xef\xbb\xbf\"id\",name,unit\nE1,Ann,Yard\n", ann},
      {"quoted", "\"id\",\"name\",\"unit\"\n\"E1\",\"Ann\",\"Yard\"\n", ann},
      {"another order", "unit,id,name\nYard,E1,Ann\n", ann},
      {"further columns", "site,id,name,phone,unit\nX,E1,Ann,\"1,2\",Yard\n", ann},
      {"comma inside", "id,name,unit\nE1,\"Ann, B.\",Yard\n", {{"E1", "Ann, B.", "Yard"}}},
      {"doubled quotes",
       "id,name,unit\nE1,\"\"\"Takis\"\" P.\",Yard\n",
       {{"E1", "\"Takis\" P.", "Yard"}}},
      {"only quotes", "id,name,unit\nE1,\"\"\"\"\"\",Yard\n", {{"E1", "\"\"", "Yard"}}},
      {"empty name and unit",
       "id,name,unit\nE1,,\nE2,\"\",\"\"\n",
       {{"E1", "", ""}, {"E2", "", ""}}},
      {"other scripts", "id,name,unit\nE1,תמר אלוני,倉庫\n", {{"E1", "תמר אלוני", "倉庫"}}},
      {"line end inside a field that is read over",
       "id,note,name,unit\r\nE1,\"a\r\nb\",Ann,Yard\r\n", ann},
  };
  for (const auto& each : cases) {
    const auto entries = ParseRosterCsv(each.csv);
    ASSERT_OK(entries) << each.what;
    EXPECT_EQ(*entries, each.entries) << each.what;
  }
}

struct BadCase {
  const char* what;
  std::string csv;
  std::vector<const char*> says;
};

TEST(RosterCsv, SaysWhatIsWrongAndWhere) {
  const std::string head = "id,name,unit\n";
  const std::string long_id(101, 'x');
  const std::string long_name(201, 'x');
  const std::vector<BadCase> cases = {
      {"empty", "", {"is empty"}},
      {"only a byte order mark", "\xef\xbb\xbf", {"is empty"}},
      {"only a header", head, {"header and no people"}},
      {"not UTF-8", head + "E1,M\xfcller,Yard\n", {"not UTF-8", "save it as UTF-8"}},
      {"UTF-16", std::string("\xff\xfei\0d\0", 6), {"not UTF-8"}},
      {"no id column", "number,name,unit\nE1,Ann,Yard\n", {"line 1", "no column \"id\""}},
      {"no unit column", "id,name\nE1,Ann\n", {"no column \"unit\""}},
      {"semicolons", "id;name;unit\nE1;Ann;Yard\n", {"line 1", "no column"}},
      {"no header", "E1,Ann,Yard\nE2,Ben,Yard\n", {"line 1", "no column"}},
      {"column named twice", "id,name,unit,id\nE1,Ann,Yard,E9\n", {"line 1", "column twice"}},
      {"header ends in a lone carriage return",
       "id,name,unit\rE1,Ann,Yard",
       {"line 1", "carriage return"}},
      {"too few fields", head + "E1,Ann\n", {"line 2", "number of fields is 2"}},
      {"too many fields", head + "E1,Ann,Yard,x\n", {"line 2", "number of fields is 4"}},
      {"blank line", head + "E1,Ann,Yard\n\nE2,Ben,Yard\n", {"line 3: is empty"}},
      {"no id", head + ",Ann,Yard\n", {"line 2: has no id"}},
      {"long id", head + long_id + ",Ann,Yard\n", {"line 2", "longer than 100 bytes"}},
      {"long name", head + "E1," + long_name + ",Yard\n", {"line 2", "longer than 200 bytes"}},
      {"space before an id", head + "E1,Ann,Yard\n E1,Ann,Yard\n", {"line 3", "space"}},
      {"space after an id", head + "E1 ,Ann,Yard\n", {"line 2", "space"}},
      {"quote inside", head + "E1,A\"nn,Yard\n", {"line 2", "quotation mark inside"}},
      {"text after a quote",
       head + "E1,\"Ann\"x,Yard\nE2,Ben,Yard\n",
       {"line 2", "after a closing"}},
      {"quote that never ends", head + "E1,\"Ann,Yard\nE2,Ben,Yard\n", {"line 2", "never ends"}},
      {"lone carriage return", head + "E1,Ann,Yard\rE2,Ben,Yard\n", {"line 2", "carriage return"}},
      {"line end in a name",
       head + "E1,\"An\nn\",Yard\nE2\n",
       {"line 2: contains a control", "line 4"}},
      {"zero character", head + std::string("E1,A\0n,Yard\n", 12), {"line 2", "control character"}},
      {"tab in a unit", head + "E1,Ann,\"Ya\trd\"\n", {"line 2", "control character"}},
      {"the same id twice",
       head + "E1,Ann,Yard\nE2,Ben,Yard\nE1,Eve,Office\n",
       {"line 4", "line 2"}},
  };
  for (const auto& each : cases) {
    const auto entries = ParseRosterCsv(each.csv);
    ASSERT_THAT(entries, StatusIs(kInvalid)) << each.what;
    for (const char* const part : each.says) {
      EXPECT_THAT(std::string(entries.status().message()), HasSubstr(part)) << each.what;
    }
  }
}

TEST(RosterCsv, EveryBadLineIsListedWithItsOwnNumberAndNothingIsImported) {
  const auto entries = ParseRosterCsv(
      "id,note,name,unit\n"     // 1
      "E1,\"two\nlines\",Ann,Yard\n"  // 2 and 3
      ",x,Ben,Yard\n"           // 4
      "E3,x,Cas,Yard\n"         // 5
      "E4,x\n"                  // 6
      "E1,x,Dan,Yard\n"         // 7
      "E3,x,Eve,Yard\n");       // 8
  ASSERT_THAT(entries, StatusIs(kInvalid));
  const std::string message(entries.status().message());
  EXPECT_THAT(message,
              AllOf(HasSubstr("4 bad lines; nothing was imported"), HasSubstr("line 4: "),
                    HasSubstr("line 6: "), HasSubstr("line 7: the same id as line 2"),
                    HasSubstr("line 8: the same id as line 5"), Not(HasSubstr("line 5: "))));
}

TEST(RosterCsv, ALongListOfErrorsIsCutOffAndCounted) {
  std::string csv = "id,name,unit\n";
  for (int i = 0; i < 50; ++i) csv += ",nobody,Yard\n";
  const auto entries = ParseRosterCsv(csv);
  ASSERT_THAT(entries, StatusIs(kInvalid));
  const std::string message(entries.status().message());
  EXPECT_THAT(message, AllOf(HasSubstr("50 bad lines"), HasSubstr("line 21: "),
                             Not(HasSubstr("line 22: ")), HasSubstr("and 30 more")));
}

TEST(RosterCsv, NoMessageRepeatsWhatAFieldHolds) {
  const auto entries = ParseRosterCsv("id,name,unit\nE1,Sensitive\tName,Yard\nE1,Secret,Yard\n");
  ASSERT_FALSE(entries.ok());
  EXPECT_THAT(std::string(entries.status().message()),
              AllOf(Not(HasSubstr("Sensitive")), Not(HasSubstr("Secret")), Not(HasSubstr("E1"))));
}

// ---- the file with the salts ----

std::vector<RosterEntry> Entries(std::size_t count) {
  std::vector<RosterEntry> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back({Cat("E", i), "Somebody", "Yard"});
  return out;
}

TEST(RosterFile, GivesEachRowASaltOfItsOwnAndTheListAnOrderOfItsOwn) {
  crypto::DeterministicRandomForTesting random(5);
  const auto file = RosterFile::Make(Entries(64), random);
  ASSERT_EQ(file.rows.size(), 64u);
  std::set<Salt> salts;
  std::set<std::string> ids;
  std::size_t in_place = 0;
  for (std::size_t i = 0; i < file.rows.size(); ++i) {
    salts.insert(file.rows[i].salt);
    ids.insert(file.rows[i].entry.id);
    if (file.rows[i].entry.id == Cat("E", i)) ++in_place;
  }
  EXPECT_EQ(salts.size(), 64u);
  EXPECT_EQ(ids.size(), 64u);
  EXPECT_LT(in_place, 10u);
}

TEST(RosterFile, TwoRowsOfOneIdAreRefused) {
  crypto::DeterministicRandomForTesting random(5);
  auto file = RosterFile::Make(Entries(3), random);
  EXPECT_OK(RosterFile::Decode(file.Encode()));
  file.rows[2].entry.id = file.rows[0].entry.id;
  EXPECT_THAT(RosterFile::Decode(file.Encode()), StatusIs(kInvalid));
}

TEST(RosterFile, ACountThatPromisesMoreThanIsThereCostsNothing) {
  Bytes bytes = {1, 0x00, 0x0f, 0x42, 0x40};
  EXPECT_FALSE(RosterFile::Decode(bytes).ok());
  bytes = {1, 0xff, 0xff, 0xff, 0xff};
  EXPECT_FALSE(RosterFile::Decode(bytes).ok());
}

TEST(RosterLeaf, HidesTheEntryBehindTheSaltAndBindsEveryField) {
  const RosterRow row = {{1}, {"E1", "Ann", "Yard"}};
  const auto other = [&](auto change) {
    RosterRow changed = row;
    change(changed);
    return changed.Leaf();
  };
  EXPECT_NE(other([](RosterRow& r) { r.salt[31] = 1; }), row.Leaf());
  EXPECT_NE(other([](RosterRow& r) { r.entry.id = "E2"; }), row.Leaf());
  EXPECT_NE(other([](RosterRow& r) { r.entry.name = "An"; }), row.Leaf());
  // Field borders are part of what is hashed.
  EXPECT_NE(other([](RosterRow& r) { r.entry = {"E1", "AnnYard", ""}; }), row.Leaf());
}

}  // namespace
}  // namespace candor::records

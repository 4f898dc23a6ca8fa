#include "services/facilitator/draft_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/date.h"
#include "tests/services/people/sealed_jam.h"
#include "tests/support/matchers.h"

namespace candor::services::facilitator {
namespace {

using ::candor::testing::Organisation;
using ::candor::testing::SealedJam;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;

std::string Replace(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

// examples/jam.toml with the fixture's people instead of its own.
std::string ExampleFor(const Organisation& organisation) {
  std::ifstream in(std::string(CANDOR_SOURCE_DIR) + "/examples/jam.toml");
  std::stringstream whole;
  whole << in.rdbuf();
  std::string text = whole.str();
  const std::pair<std::string, std::string> names[] = {
      {"Ines Halvorsen", organisation.sponsor().name},
      {"Tomasz Wrona", organisation.facilitator().name},
      {"Devran Aksoy\", \"Mira Okonkwo", organisation.operator_person().name}};
  for (const auto& [from, to] : names) text = Replace(text, from, to);
  const std::pair<std::string, std::string> readers[] = {
      {"Leonie Brandt", organisation.reader(0).name},
      {"Stavros Mikellis", organisation.reader(1).name},
      {"Ilse Ferber", organisation.stranger().name}};
  for (const auto& [from, to] : readers) {
    while (text.find(from) != std::string::npos) text = Replace(text, from, to);
  }
  return Replace(text, "min_issued = 40 ", "min_issued = 20 ");
}

class DraftFile : public ::testing::Test {
 protected:
  DraftFile() {
    char pattern[] = "/tmp/candor-draft-XXXXXX";
    const int descriptor = mkstemp(pattern);
    if (descriptor >= 0) close(descriptor);
    path_ = pattern;
    // The appeal panel's member.
    const auto& organisation = sealed_.organisation;
    sealed_.Append({sealed_.view->last_day(), records::kNoCampaign,
                    records::GovernanceEntry{organisation.Grant(organisation.stranger(), records::Role::kReader)}});
  }
  ~DraftFile() override { std::filesystem::remove(path_); }

  absl::StatusOr<records::Draft> Read(const std::string& text) {
    std::ofstream(path_) << text;
    return ReadDraftFile(path_, *sealed_.view);
  }

  SealedJam sealed_;
  std::filesystem::path path_;
};

TEST_F(DraftFile, TheExampleBecomesADraft) {
  ASSERT_OK_AND_ASSIGN(const auto draft, Read(ExampleFor(sealed_.organisation)));
  EXPECT_EQ(draft.readers.size(), 3u) << "two leaders and the appeal panel";
  EXPECT_EQ(draft.readers[0].key, sealed_.organisation.reader(0).public_key());
  ASSERT_EQ(draft.audiences.size(), 3u);
  EXPECT_EQ(draft.audiences[2].id, records::kAppealPanel);
  EXPECT_EQ(draft.audiences[2].readers, (std::vector<records::VerifyKey>{sealed_.organisation.stranger().public_key()}));
  ASSERT_EQ(draft.delegates.size(), 1u);
  EXPECT_EQ(draft.delegates[0].delegate, sealed_.organisation.reader(1).public_key());
  EXPECT_EQ(draft.k, 5);
  EXPECT_EQ(FormatDay(draft.phases.speaking_closes), "2026-03-06");
  EXPECT_EQ(draft.roster_root, sealed_.organisation.roster_root());
  EXPECT_OK(records::CheckDraft(draft));
}

TEST_F(DraftFile, EachMistakeIsNamed) {
  const std::string good = ExampleFor(sealed_.organisation);
  const std::pair<std::string, std::string> cases[] = {
      {Replace(good, "kind = \"jam\"", "kind = \"reporting channel\""), "reporting channel is refused"},
      {Replace(good, "kind = \"jam\"", "kind = \"party\""), "write \"jam\""},
      {Replace(good, "k = 5 ", "k = 4 "), "k"},
      {Replace(good, "min_issued = 20 ", "min_issued = 9 "), "min_issued"},
      {Replace(good, "speaking_opens = \"2026-03-03\"", "speaking_opens = \"3 March\""), "2026-03-09"},
      {Replace(good, "speaking_closes = \"2026-03-06\"", "speaking_closes = \"2026-03-01\""), "speaking"},
      {Replace(good, "slots_per_day = 4", "slots_per_day = 5"), "slots"},
      {Replace(good, "slots_per_day = 4", "slots_per_day = 24"), "a number that divides 12"},
      {Replace(good, sealed_.organisation.sponsor().name, "Nobody Known"), "exactly one actor"},
      {Replace(good, "contributions = 3", "contribution = 3"), "contribution"},
      {Replace(good, "delegate = \"" + sealed_.organisation.reader(1).name, "delegate = \"Nobody Known"), "none of the readers"},
      {Replace(good, "delegate = \"" + sealed_.organisation.reader(1).name, "delegate = \"" + sealed_.organisation.reader(0).name),
       "their own delegate"},
      {Replace(good, "readers = [\"" + sealed_.organisation.stranger().name, "readers = [\"" + sealed_.organisation.reader(0).name),
       "no member of the panel"},
      {"question = ", "line 1"},
  };
  for (const auto& [text, expected] : cases) {
    const auto draft = Read(text);
    EXPECT_THAT(draft, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(expected))) << expected;
  }
}

TEST_F(DraftFile, WhoHasTwoRolesIsFoundWhereTheyAreNamed) {
  const auto& organisation = sealed_.organisation;
  sealed_.Append({sealed_.view->last_day(), records::kNoCampaign,
                  records::GovernanceEntry{organisation.Grant(organisation.facilitator(), records::Role::kReader)}});
  const std::string good = ExampleFor(organisation);
  const std::string facilitator = organisation.facilitator().name;
  EXPECT_OK(Read(good)) << "the control: to hold two roles is not to have them in one jam";
  const std::string leader = Replace(good, "readers = [\"" + organisation.reader(0).name, "readers = [\"" + facilitator);
  EXPECT_THAT(Read(leader), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'readers' names somebody whom `facilitators` names too")));
  const std::string panel = Replace(good, "readers = [\"" + organisation.stranger().name, "readers = [\"" + facilitator);
  EXPECT_THAT(Read(panel), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("'readers' names somebody who has another role")));
}

TEST_F(DraftFile, AFileThatIsNotThereIsNamed) {
  const auto draft = ReadDraftFile("/nonexistent/jam.toml", *sealed_.view);
  ASSERT_FALSE(draft.ok());
  EXPECT_THAT(std::string(draft.status().message()), HasSubstr("/nonexistent/jam.toml"));
}

}  // namespace
}  // namespace candor::services::facilitator

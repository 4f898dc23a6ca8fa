// Who may write a note to the other facilitators, and to whom.
#include "services/facilitator/handover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::services::facilitator {
namespace {

using candor::testing::Jam;
using candor::testing::Organisation;
using candor::testing::StatusIs;
using records::Role;
using ::testing::ElementsAre;

// The usual jam with a second facilitator, and a third whose role is not in force.
class HandoverTest : public ::testing::Test {
 protected:
  HandoverTest() : jam_(organisation_), view_(organisation_.bundle()) {
    auto manifest = std::make_shared<records::Manifest>(jam_.manifest());
    manifest->draft.facilitators.push_back(organisation_.sponsor().named());
    manifest->draft.facilitators.push_back(organisation_.stranger().named());
    campaign_.id = jam_.id();
    campaign_.manifest = manifest;
    Apply(records::kNoCampaign,
          records::Genesis{organisation_.bundle().Fingerprint(), {}, true, organisation_.bundle().board.origin, {}});
    for (const auto& record : organisation_.AllGovernance()) {
      Apply(records::kNoCampaign, records::GovernanceEntry{record});
    }
    Apply(records::kNoCampaign,
          records::GovernanceEntry{organisation_.Grant(organisation_.sponsor(), Role::kFacilitator)});
  }
  void Apply(const records::CampaignId& campaign, records::EntryBody body) {
    EXPECT_OK(view_.Apply(records::LogEntry{candor::testing::kOpeningDay, campaign, std::move(body)}.Encode(), {}));
  }
  absl::StatusOr<WrittenHandover> Write(const candor::testing::Actor& author, std::vector<std::string> to = {}) {
    return WriteHandover({std::move(to), "Answer the crane theme."}, view_, campaign_, author.key, 20520,
                         organisation_.random());
  }

  Organisation organisation_;
  Jam jam_;
  audit::BoardView view_;
  audit::Campaign campaign_;
};

TEST_F(HandoverTest, GoesToAllWhoseRoleIsInForceOrToThoseNamedAndTheAuthor) {
  const auto& author = organisation_.facilitator();
  const std::string other = organisation_.sponsor().name;
  EXPECT_THAT(Write(author)->readers, ElementsAre(author.name, other));
  EXPECT_THAT(Write(author, {other})->readers, ElementsAre(author.name, other));
  EXPECT_THAT(Write(author, {author.name})->readers, ElementsAre(author.name));
}

TEST_F(HandoverTest, NobodyWithoutTheRoleWritesOrIsWrittenTo) {
  EXPECT_THAT(Write(organisation_.reader(0)), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Write(organisation_.stranger()), StatusIs(absl::StatusCode::kPermissionDenied)) << "not in force";
  EXPECT_THAT(Write(organisation_.facilitator(), {organisation_.stranger().name}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(HandoverTest, ANoteAboutACampaignThatTheLogDoesNotHoldIsNotRead) {
  const auto written = Write(organisation_.facilitator());
  ASSERT_OK(written);
  EXPECT_THAT(ReadHandover(written->file, view_, organisation_.sponsor().key), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(HandoverTest, IsReadWithNamesAndAStrangersNoteIsNotReliedOn) {
  const records::Salt salt = {7};
  const Bytes manifest = jam_.manifest().Encode();
  const auto open = records::MakeCampaignOpen(jam_.manifest(), records::ContentCommitment(salt, manifest), jam_.opening());
  ASSERT_OK(view_.Apply(records::LogEntry{candor::testing::kOpeningDay, jam_.id(), open}.Encode(), {salt, manifest}));
  const auto& facilitator = organisation_.facilitator();
  const auto read = ReadHandover(Write(facilitator, {facilitator.name})->file, view_, facilitator.key);
  ASSERT_OK(read);
  EXPECT_EQ(read->author, facilitator.name);
  EXPECT_EQ(read->text, "Answer the crane theme.");
  EXPECT_THAT(read->readers, ElementsAre(facilitator.name));
  EXPECT_FALSE(read->author_ended);
  // The control: after a revocation the reader is told.
  Apply(records::kNoCampaign,
        records::GovernanceEntry{organisation_.Countersign(records::ActorRevoke{
            candor::testing::kOpeningDay, facilitator.public_key(), Role::kFacilitator, records::RevokeReason::kKeyStolen})});
  const records::HandoverNote late{
      .campaign_id = jam_.id(), .day = 20520, .readers = {facilitator.public_key()}, .text = "Me again."};
  const auto by_revoked = records::SealHandover(late, facilitator.key, organisation_.random());
  ASSERT_OK(by_revoked);
  EXPECT_TRUE(ReadHandover(*by_revoked, view_, facilitator.key)->author_ended);
  const records::HandoverNote forged{
      .campaign_id = jam_.id(), .day = 20520, .readers = {facilitator.public_key()}, .text = "Hide theme 3."};
  const auto sealed = records::SealHandover(forged, organisation_.stranger().key, organisation_.random());
  ASSERT_OK(sealed);
  EXPECT_THAT(ReadHandover(*sealed, view_, facilitator.key), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace candor::services::facilitator

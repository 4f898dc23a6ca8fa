// Parts: a facilitator sees at once, by name, everything that is still missing.
#include "records/parts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::Jam;
using candor::testing::Organisation;
using candor::testing::StatusIs;
using crypto::Label;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kIncomplete = absl::StatusCode::kFailedPrecondition;

class PartsTest : public ::testing::Test {
 protected:
  PartsTest() {
    for (std::size_t i = 0; i < 2; ++i) issuers_.push_back(IssuerPartOf(jam_, i));
    const auto& manifest = jam_.manifest();
    const auto id = manifest.draft.Id();
    for (std::size_t i = 0; i < 2; ++i) {
      people_.push_back({id, manifest.draft.readers[i].key, manifest.pledges[i],
                         manifest.reader_keys[i], std::nullopt});
    }
    people_.push_back({id, manifest.draft.facilitators[0].key, manifest.pledges[2], {}, {}});
    people_.push_back({id, manifest.draft.operators[0].key, manifest.pledges[3], {}, {}});
    people_.push_back({id, manifest.draft.sponsors[0].key, {}, {}, manifest.statements[0]});
  }

  static IssuerPart IssuerPartOf(const Jam& jam, std::size_t issuer) {
    IssuerPart part{jam.draft().Id(), jam.draft().issuers[issuer], {}};
    for (std::size_t p = 0; p < 3; ++p) {
      const auto& key = jam.token_key(issuer, kPurposes[p]);
      part.keys[p] = {key.public_key().spki(), key.Prove().value()};
    }
    return part;
  }

  absl::StatusOr<Manifest> Assemble() const {
    return AssembleManifest(jam_.draft(), issuers_, people_);
  }

  Organisation organisation_{{.issuers = 2, .readers = 2}};
  Jam jam_{organisation_};
  std::vector<IssuerPart> issuers_;
  std::vector<PersonPart> people_;
};

TEST_F(PartsTest, AllPartsMakeTheManifestInWhateverOrderTheyCome) {
  std::ranges::reverse(people_);
  std::ranges::reverse(issuers_);
  const auto manifest = Assemble();
  ASSERT_OK(manifest);
  EXPECT_EQ(*manifest, jam_.manifest());
}

TEST_F(PartsTest, EverythingMissingIsListedAtOnceByName) {
  const auto nothing = AssembleManifest(jam_.draft(), {}, {});
  ASSERT_THAT(nothing, StatusIs(kIncomplete));
  EXPECT_THAT(
      std::string(nothing.status().message()),
      AllOf(HasSubstr("issuer nordhafen.example/issuer-1"),
            HasSubstr("issuer nordhafen.example/issuer-2"),
            HasSubstr("the reading key of Reader 1"), HasSubstr("the reading key of Reader 2"),
            HasSubstr("the pledge of Reader 1"), HasSubstr("the pledge of Reader 2"),
            HasSubstr("the pledge of Tomasz Nowak"), HasSubstr("the pledge of Aylin Kaya"),
            HasSubstr("the statement of sponsor Ingrid Solheim")));
}

TEST_F(PartsTest, OnlyWhatIsMissingIsListed) {
  people_.erase(people_.begin() + 1);
  const auto manifest = Assemble();
  ASSERT_THAT(manifest, StatusIs(kIncomplete));
  EXPECT_THAT(
      std::string(manifest.status().message()),
      AllOf(HasSubstr("the reading key of Reader 2"), HasSubstr("the pledge of Reader 2"),
            Not(HasSubstr("Reader 1")), Not(HasSubstr("Nowak")), Not(HasSubstr("issuer-"))));
}

TEST_F(PartsTest, APartThatDoesNotVerifyIsAsGoodAsNone) {
  (*people_[0].pledge)[3] ^= 1;
  people_[1].reader_key->kem_key.bytes[0] ^= 1;
  people_[4].statement->text += "?";
  issuers_[1].keys[2].proof.roots[4][200] ^= 1;
  const auto manifest = Assemble();
  ASSERT_THAT(manifest, StatusIs(kIncomplete));
  EXPECT_THAT(std::string(manifest.status().message()),
              AllOf(HasSubstr("the pledge of Reader 1"), HasSubstr("the reading key of Reader 2"),
                    HasSubstr("the statement of sponsor"), HasSubstr("issuer-2"),
                    Not(HasSubstr("issuer-1"))));
}

TEST_F(PartsTest, FilesOfAnEarlierDraftDoNotStandInTheWay) {
  Jam earlier(organisation_, {.question = "An earlier wording?"});
  auto old = people_;
  for (auto& part : old) {
    part.draft_id = earlier.draft().Id();
    if (part.pledge) (*part.pledge)[0] ^= 1;
    if (part.reader_key) part.reader_key->signature[0] ^= 1;
    if (part.statement) part.statement->signature[0] ^= 1;
  }
  people_.insert(people_.begin(), old.begin(), old.end());
  issuers_.insert(issuers_.begin(), IssuerPartOf(earlier, 0));
  EXPECT_OK(Assemble());
}

TEST_F(PartsTest, PledgeAndReadingKeyMayComeInTwoFiles) {
  PersonPart key_only = people_[0];
  key_only.pledge.reset();
  people_[0].reader_key.reset();
  people_.push_back(key_only);
  EXPECT_OK(Assemble());
}

TEST_F(PartsTest, SomebodyElsesPartServesNobody) {
  // The operator hands in the facilitator's pledge under their own key.
  people_[3].pledge = people_[2].pledge;
  const auto manifest = Assemble();
  ASSERT_THAT(manifest, StatusIs(kIncomplete, HasSubstr("Aylin Kaya")));
}

// ---- the opening ----

TEST_F(PartsTest, TheOpeningNeedsOneFacilitatorAndEverySponsor) {
  const auto& facilitator = organisation_.facilitator();
  const auto& sponsor = organisation_.sponsor();
  const auto part = [&](const candor::testing::Actor& actor) {
    return OpeningPart{jam_.id(), actor.public_key(),
                       actor.key.Sign(Label::kCampaignOpen, jam_.id())};
  };
  const auto opening = AssembleOpening(
      jam_.manifest(), {part(sponsor), part(organisation_.stranger()), part(facilitator)});
  ASSERT_OK(opening);
  EXPECT_OK(VerifyOpening(jam_.manifest(), *opening));

  const auto nothing = AssembleOpening(jam_.manifest(), {});
  ASSERT_THAT(nothing, StatusIs(kIncomplete));
  EXPECT_THAT(std::string(nothing.status().message()),
              AllOf(HasSubstr("a facilitator"), HasSubstr("sponsor Ingrid Solheim")));

  auto wrong = part(sponsor);
  wrong.signature[0] ^= 1;
  EXPECT_THAT(AssembleOpening(jam_.manifest(), {wrong, part(facilitator)}),
              StatusIs(kIncomplete, HasSubstr("Ingrid Solheim")));
  auto elsewhere = part(sponsor);
  elsewhere.campaign_id[0] ^= 1;
  EXPECT_THAT(AssembleOpening(jam_.manifest(), {elsewhere, part(facilitator)}),
              StatusIs(kIncomplete));
}

// ---- the public part of an actor key ----

TEST(ActorPublic, IsReadBackAndEverythingElseIsExplained) {
  const ActorPublic actor{{{1, 2, 3}}, "Leonie Brandt"};
  EXPECT_THAT(ActorPublic::Parse(actor.Format() + "\n"), candor::testing::IsOkAndHolds(actor));
  for (const std::string& text : {std::string(), std::string("candor-actor-1:"),
                                 std::string("candor-invite-1:AAAA"),
                                 actor.Format().substr(0, actor.Format().size() - 2)}) {
    EXPECT_THAT(ActorPublic::Parse(text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("candor actor new")));
  }
}

}  // namespace
}  // namespace candor::records

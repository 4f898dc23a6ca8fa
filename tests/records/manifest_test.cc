// Manifest: every part by the one whose part it is, for this draft alone.
#include "records/manifest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::Jam;
using candor::testing::Organisation;
using candor::testing::StatusIs;
using crypto::Label;
using ::testing::HasSubstr;

class ManifestTest : public ::testing::Test {
 protected:
  const Manifest& good() const { return jam_.manifest(); }

  Organisation organisation_{{.issuers = 2, .readers = 3}};
  Jam jam_{organisation_};
};

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;

TEST_F(ManifestTest, AManifestWithAllSignaturesIsAccepted) { EXPECT_OK(VerifyManifest(good())); }

TEST_F(ManifestTest, AReadingKeyThatItsReaderDidNotSignIsNamed) {
  for (std::size_t i = 0; i < 3; ++i) {
    Manifest manifest = good();
    manifest.reader_keys[i].signature[5] ^= 1;
    EXPECT_THAT(VerifyManifest(manifest),
                StatusIs(kUnauthenticated, HasSubstr(good().draft.readers[i].name)));
    manifest = good();
    manifest.reader_keys[i].kem_key.bytes[5] ^= 1;
    EXPECT_THAT(VerifyManifest(manifest),
                StatusIs(kUnauthenticated, HasSubstr(good().draft.readers[i].name)));
  }
  Manifest swapped = good();
  std::swap(swapped.reader_keys[0], swapped.reader_keys[2]);
  EXPECT_THAT(VerifyManifest(swapped), StatusIs(kUnauthenticated, HasSubstr("Reader 1")));
}

TEST_F(ManifestTest, APledgeThatIsNotThatPersonsIsNamed) {
  const char* const names[] = {"Reader 1", "Reader 2", "Reader 3", "Tomasz Nowak", "Aylin Kaya"};
  ASSERT_EQ(good().pledges.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    Manifest manifest = good();
    manifest.pledges[i][0] ^= 1;
    EXPECT_THAT(VerifyManifest(manifest), StatusIs(kUnauthenticated, HasSubstr(names[i])));
    manifest.pledges[i] = good().pledges[(i + 1) % 5];
    EXPECT_THAT(VerifyManifest(manifest), StatusIs(kUnauthenticated, HasSubstr(names[i])));
  }
}

TEST_F(ManifestTest, AStatementThatTheSponsorDidNotSignIsNamed) {
  Manifest manifest = good();
  manifest.statements[0].text += "!";
  EXPECT_THAT(VerifyManifest(manifest), StatusIs(kUnauthenticated, HasSubstr("Ingrid Solheim")));
  manifest = good();
  manifest.statements[0].signature[63] ^= 1;
  EXPECT_THAT(VerifyManifest(manifest), StatusIs(kUnauthenticated, HasSubstr("Ingrid Solheim")));
}

TEST_F(ManifestTest, SignaturesForOneDraftDoNotServeAnother) {
  Manifest manifest = good();
  manifest.draft.k += 1;
  EXPECT_THAT(VerifyManifest(manifest), StatusIs(kUnauthenticated));
}

TEST_F(ManifestTest, SignaturesOfOnePurposeDoNotServeAnother) {
  // The pledge bytes, signed as a statement, by the right person.
  Manifest manifest = good();
  const auto& reader = organisation_.reader(0);
  manifest.pledges[0] = reader.key.Sign(
      Label::kStatement, PledgeBytes(good().draft.Id(), good().draft.PledgeHash()));
  EXPECT_THAT(VerifyManifest(manifest), StatusIs(kUnauthenticated));
}

TEST_F(ManifestTest, PartsMissingOrTooManyAreRefused) {
  const auto refused = [&](auto change) {
    Manifest manifest = good();
    change(manifest);
    EXPECT_THAT(VerifyManifest(manifest), StatusIs(kInvalid, HasSubstr("too few or too many")));
  };
  refused([](Manifest& m) { m.issuer_keys.pop_back(); });
  refused([](Manifest& m) { m.reader_keys.pop_back(); });
  refused([](Manifest& m) { m.pledges.pop_back(); });
  refused([](Manifest& m) { m.statements.pop_back(); });
  refused([](Manifest& m) { m.pledges.push_back(m.pledges[0]); });
  refused([](Manifest& m) { m.statements.push_back(m.statements[0]); });
}

TEST_F(ManifestTest, TwoTokenKeysWithOneModulusAreRefusedWhereverTheyStand) {
  for (std::size_t a = 0; a < 6; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      Manifest manifest = good();
      manifest.issuer_keys[a / 3][a % 3] = good().issuer_keys[b / 3][b % 3];
      EXPECT_THAT(VerifyManifest(manifest), StatusIs(kInvalid, HasSubstr("same modulus")));
    }
  }
}

TEST_F(ManifestTest, ATokenKeyInAnotherEncodingIsRefused) {
  Manifest manifest = good();
  manifest.issuer_keys[1][2][3] ^= 1;
  EXPECT_FALSE(VerifyManifest(manifest).ok());
  manifest = good();
  manifest.issuer_keys[0][0][341] ^= 2;  // another exponent
  EXPECT_FALSE(VerifyManifest(manifest).ok());
}

TEST_F(ManifestTest, AReadingKeyOfAnotherReaderOrOfLowOrderIsRefused) {
  const auto sign = [&](Manifest& manifest, std::size_t i, const crypto::KemPublicKey& key) {
    manifest.reader_keys[i] = {key, organisation_.reader(i).key.Sign(
                                        Label::kReaderKey,
                                        ReaderKeyBytes(good().draft.Id(), key))};
  };
  Manifest manifest = good();
  sign(manifest, 1, good().reader_keys[0].kem_key);
  EXPECT_THAT(VerifyManifest(manifest), StatusIs(kInvalid, HasSubstr("Reader 2")));
  for (const std::uint8_t u : {0, 1}) {
    manifest = good();
    sign(manifest, 2, {{u}});
    EXPECT_THAT(VerifyManifest(manifest), StatusIs(kInvalid, HasSubstr("low order")));
  }
}

TEST_F(ManifestTest, TheDraftsRulesAreChecked) {
  Jam small(organisation_, {.adjust = [](Draft& draft) { draft.k = 4; }});
  EXPECT_THAT(VerifyManifest(small.manifest()), StatusIs(kInvalid, HasSubstr("k, the smallest")));
}

TEST_F(ManifestTest, IdAndHashAreOfTheSameBytesForDifferentPurposes) {
  const CampaignId id = good().Id();
  const Hash hash = good().ManifestHash();
  EXPECT_FALSE(std::equal(id.begin(), id.end(), hash.begin()));
  Manifest manifest = good();
  manifest.pledges[0][0] ^= 1;
  EXPECT_NE(manifest.Id(), id);
  EXPECT_NE(manifest.ManifestHash(), hash);
}

TEST_F(ManifestTest, AudienceKeysComeInTheAudiencesOrder) {
  Audience audience = good().draft.audiences[0];
  std::swap(audience.readers[0], audience.readers[2]);
  const auto keys = good().AudienceKeys(audience);
  ASSERT_EQ(keys.size(), 3u);
  EXPECT_EQ(keys[0], good().reader_keys[2].kem_key);
  EXPECT_EQ(keys[2], good().reader_keys[0].kem_key);
}

TEST_F(ManifestTest, ChallengesDifferByPurposeIssuerBoardAndCampaign) {
  const Hash hash = good().ManifestHash();
  std::set<Hash> digests;
  for (const auto purpose : kPurposes) {
    for (const auto& issuer : good().draft.issuers) {
      digests.insert(crypto::ChallengeDigest(ChallengeFor(hash, purpose, issuer, "a/board")));
      digests.insert(crypto::ChallengeDigest(ChallengeFor(hash, purpose, issuer, "b/board")));
      digests.insert(crypto::ChallengeDigest(ChallengeFor({1}, purpose, issuer, "a/board")));
    }
  }
  EXPECT_EQ(digests.size(), 18u);
}

// ---- the opening ----

TEST_F(ManifestTest, AFacilitatorAndEverySponsorOpenTheCampaign) {
  EXPECT_OK(VerifyOpening(good(), jam_.opening()));
}

TEST_F(ManifestTest, NobodyElseOpensIt) {
  Opening opening = jam_.opening();
  opening.facilitator = organisation_.stranger().public_key();
  opening.facilitator_signature =
      organisation_.stranger().key.Sign(Label::kCampaignOpen, good().Id());
  EXPECT_THAT(VerifyOpening(good(), opening), StatusIs(absl::StatusCode::kPermissionDenied));
  opening = jam_.opening();
  opening.facilitator_signature[0] ^= 1;
  EXPECT_THAT(VerifyOpening(good(), opening), StatusIs(kUnauthenticated, HasSubstr("facilitator")));
  opening = jam_.opening();
  opening.sponsor_signatures[0] = opening.facilitator_signature;
  EXPECT_THAT(VerifyOpening(good(), opening),
              StatusIs(kUnauthenticated, HasSubstr("Ingrid Solheim")));
  opening.sponsor_signatures.clear();
  EXPECT_THAT(VerifyOpening(good(), opening), StatusIs(kInvalid, HasSubstr("every sponsor")));
  opening.sponsor_signatures.assign(2, jam_.opening().sponsor_signatures[0]);
  EXPECT_THAT(VerifyOpening(good(), opening), StatusIs(kInvalid));
}

TEST_F(ManifestTest, AnOpeningOfOneCampaignDoesNotOpenAnother) {
  Manifest other = good();
  other.statements[0].text = "Another word.";
  EXPECT_THAT(VerifyOpening(other, jam_.opening()), StatusIs(kUnauthenticated));
}

}  // namespace
}  // namespace candor::records

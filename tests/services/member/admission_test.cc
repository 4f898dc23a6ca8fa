// Every refusal of PROTOCOL §3, by a world made by hand in which exactly one thing is wrong.
#include "services/member/admission.h"

#include <algorithm>

#include "services/member/checkpoint.h"
#include "tests/services/member/fake_world.h"
#include "tests/support/matchers.h"
#include "tests/support/test_token_keys.h"

namespace candor::testing {
namespace {

using member::CheckCampaign;
using member::CheckWorld;
using member::Objection;
using member::Reason;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A day on which everything is drawn and nothing spoken.
constexpr UnixSeconds kNow = StartOf(kOpeningDay + 1) + 3600;

// An organisation with one good jam, and a member enrolled everywhere.
struct World {
  explicit World(OrganisationOptions options = {.issuers = 2}, JamOptions jam_options = {})
      : organisation(std::move(options)),
        jam(organisation, std::move(jam_options)),
        logs(organisation),
        wallet(EnrolledWallet(organisation)) {}

  void OpenJam() {
    logs.Open(jam);
    logs.LogKeys(jam);
  }
  member::Situation At(UnixSeconds now = kNow) const { return {wallet, logs, now, true}; }
  std::vector<Objection> OfWorld() const { return CheckWorld(At()); }
  std::vector<Objection> OfJam(UnixSeconds now = kNow) const {
    return CheckCampaign(At(now), *logs.board().FindCampaign(jam.id()));
  }

  Organisation organisation;
  Jam jam;
  FakeLogs logs;
  member::Wallet wallet;
};

// An objection for this reason whose sentence says what was found, and that nothing was sent.
auto Says(Reason reason, const std::string& text) {
  return Contains(AllOf(Field(&Objection::reason, reason),
                        Field(&Objection::sentence,
                              AllOf(HasSubstr(text), HasSubstr("Nothing was sent.")))));
}

std::vector<Reason> Reasons(const std::vector<Objection>& objections) {
  std::vector<Reason> out;
  for (const auto& each : objections) out.push_back(each.reason);
  return out;
}

// ---- the control: a good world has no objection ----

TEST(Admission, AWorldInOrderIsAccepted) {
  World world;
  world.OpenJam();
  EXPECT_THAT(world.OfWorld(), IsEmpty()) << world.OfWorld().front().sentence;
  EXPECT_THAT(world.OfJam(), IsEmpty()) << world.OfJam().front().sentence;
}

TEST(Admission, AWorldWithoutAnyJamIsAccepted) { EXPECT_THAT(World().OfWorld(), IsEmpty()); }

// ---- trust ----

TEST(Admission, ATrialIsRefusedUnlessAskedFor) {
  World world;
  member::Situation situation = world.At();
  situation.trial_accepted = false;
  EXPECT_THAT(CheckWorld(situation), Says(Reason::kTrial, "--trial"));
}

TEST(Admission, AWitnessQuorumInTheHandsOfTheOperatorIsRefused) {
  World world({.issuers = 2, .trial = false, .adjust = [](records::TrustBundle& bundle) {
    bundle.witnesses[0].operator_name = bundle.board.operator_name;
  }});
  EXPECT_THAT(world.OfWorld(), Says(Reason::kSeparation, "witness quorum"));
}

TEST(Admission, ACheckpointWithoutTheQuorumIsRefusedForEachLog) {
  for (std::size_t log = 0; log < 3; ++log) {
    World world;
    world.OpenJam();
    world.logs.DropCosignatures(log);
    EXPECT_THAT(world.OfWorld(), Says(Reason::kCheckpoint, log == 0 ? "/board" : "/issuer-"));
    EXPECT_EQ(Reasons(world.OfWorld()), std::vector{Reason::kCheckpoint});
  }
}

TEST(Admission, OneCosignatureOfTwoIsNoQuorum) {
  World world({.issuers = 1, .witnesses = 2, .quorum = 2});
  EXPECT_THAT(world.OfWorld(), IsEmpty());
  world.logs.DropCosignatures(0, 1);
  EXPECT_THAT(world.OfWorld(), Says(Reason::kCheckpoint, "1 of the 2"));
}

TEST(Admission, AnotherBundleThanTheOneInGenesisIsRefused) {
  World world;
  world.OpenJam();
  // Everything else in this bundle is the same, so that nothing but its fingerprint differs.
  world.wallet.bundle.organisation = "nordhafen2.example";
  EXPECT_THAT(world.OfWorld(), Says(Reason::kFingerprint, "fingerprint"));
  EXPECT_EQ(world.OfWorld().size(), 3u) << "the Genesis of every log is asked";
}

TEST(Admission, ALogThatTookSomethingBackIsRefused) {
  World world;
  world.OpenJam();
  ASSERT_OK(member::PinLogs(world.wallet, world.logs));
  EXPECT_THAT(world.OfWorld(), IsEmpty());
  // The same organisation's logs, without the jam: shorter than what was seen.
  const FakeLogs rolled_back(world.organisation);
  EXPECT_THAT(CheckWorld({world.wallet, rolled_back, kNow, true}),
              Says(Reason::kRollback, "continuation"));
}

TEST(Admission, ALogWithAnotherPastIsRefused) {
  World world;
  world.OpenJam();
  ASSERT_OK(member::PinLogs(world.wallet, world.logs));
  FakeLogs fork(world.organisation);
  const Jam other(world.organisation, {.question = "Something else?", .key_set = 1});
  fork.Open(other);
  fork.LogKeys(other);
  fork.LogKeys(world.jam);
  fork.Open(world.jam);
  EXPECT_THAT(CheckWorld({world.wallet, fork, kNow, true}), Says(Reason::kRollback, "/board"));
}

// ---- campaigns together ----

TEST(Admission, MoreOpenCampaignsThanTheRuleAllowsAreRefused) {
  World world({.issuers = 1, .max_open = 1});
  world.OpenJam();
  EXPECT_THAT(world.OfWorld(), IsEmpty());
  const Jam second(world.organisation, {.question = "And what next?", .key_set = 1});
  world.logs.Open(second);
  world.logs.LogKeys(second);
  EXPECT_THAT(world.OfWorld(), Says(Reason::kTooManyOpen, "2 campaigns"));
}

TEST(Admission, ASecondOpenCampaignWithTheSameQuestionIsRefused) {
  World world;
  world.OpenJam();
  const Jam twin(world.organisation,
                 {.question = "what should CHANGE first ?", .min_issued = 22, .key_set = 1});
  world.logs.Open(twin);
  world.logs.LogKeys(twin);
  EXPECT_THAT(world.OfJam(), Says(Reason::kTwin, "same question"));
  EXPECT_THAT(CheckCampaign(world.At(), *world.logs.board().FindCampaign(twin.id())),
              Says(Reason::kTwin, "same question"));
}

TEST(Admission, ASecondOpenCampaignOfTheSameDraftIsRefused) {
  World world;
  world.OpenJam();
  // The same draft with other token keys is another campaign.
  const Jam twin(world.organisation, {.key_set = 1});
  ASSERT_EQ(twin.draft().Id(), world.jam.draft().Id());
  world.logs.Open(twin);
  world.logs.LogKeys(twin);
  EXPECT_THAT(world.OfJam(), Says(Reason::kTwin, "same draft"));
}

TEST(Admission, ACampaignThatFollowsWithTheSameQuestionIsAccepted) {
  World world;
  world.OpenJam();
  const Jam later(world.organisation, {.key_set = 1, .adjust = [](records::Draft& draft) {
                    auto& p = draft.phases;
                    for (Day* day : {&p.issuance_opens, &p.speaking_opens, &p.speaking_closes,
                                     &p.converge_ends, &p.answers_due, &p.conversation_ends,
                                     &p.retention_ends}) {
                      *day += 30;
                    }
                    draft.slots.first_day += 30;
                  }});
  world.logs.Open(later, kOpeningDay + 28);
  world.logs.LogKeys(later);
  const UnixSeconds now = StartOf(kOpeningDay + 31);
  EXPECT_THAT(CheckCampaign(world.At(now), *world.logs.board().FindCampaign(later.id())), IsEmpty());
}

TEST(Admission, OneModulusInTwoPlacesIsRefused) {
  World world({.issuers = 1});
  world.OpenJam();
  // Logged for a campaign that nobody knows of: the same modulus stands in two places all the same.
  world.logs.LogKey(0, records::CampaignId{7}, crypto::Purpose::kVoice,
                    world.jam.token_key(0, crypto::Purpose::kVoice));
  EXPECT_THAT(world.OfWorld(), Says(Reason::kSharedModulus, "same modulus"));
}

TEST(Admission, OneModulusAtTwoIssuersIsRefused) {
  World world;
  world.OpenJam();
  world.logs.LogKey(1, records::CampaignId{7}, crypto::Purpose::kEndorse,
                    world.jam.token_key(0, crypto::Purpose::kEndorse));
  EXPECT_THAT(world.OfWorld(), Says(Reason::kSharedModulus, "same modulus"));
}

TEST(Admission, OneModulusInTwoManifestsIsRefused) {
  World world({.issuers = 1});
  world.OpenJam();
  // Named, though never logged a second time.
  world.logs.Open(Jam(world.organisation, {.question = "And what next?"}));
  EXPECT_THAT(world.OfWorld(), Says(Reason::kSharedModulus, "same modulus"));
}

// ---- token keys ----

TEST(Admission, ASecondKeyForOnePurposeIsRefused) {
  World world;
  world.OpenJam();
  world.logs.LogKey(1, world.jam.id(), crypto::Purpose::kContribute, TestTokenKey(17));
  EXPECT_THAT(world.OfJam(), Says(Reason::kTokenKey, "2 token keys for contributions"));
}

TEST(Admission, AKeyThatIsNotLoggedIsRefused) {
  World world;
  world.logs.Open(world.jam);
  EXPECT_THAT(world.OfJam(), Says(Reason::kTokenKey, "0 token keys for voices"));
}

TEST(Admission, ALoggedKeyThatIsNotTheManifestsIsRefused) {
  World world({.issuers = 1});
  world.logs.Open(world.jam);
  for (std::size_t p = 0; p < 3; ++p) {
    world.logs.LogKey(0, world.jam.id(), records::kPurposes[p], TestTokenKey(15 + p));
  }
  EXPECT_THAT(world.OfJam(), Says(Reason::kTokenKey, "not the one in the manifest"));
}

TEST(Admission, AKeyWhoseProofFailsIsRefused) {
  World world({.issuers = 1});
  world.logs.Open(world.jam);
  for (const auto purpose : records::kPurposes) {
    world.logs.LogKey(0, world.jam.id(), purpose, world.jam.token_key(0, purpose),
                      purpose != crypto::Purpose::kEndorse);
  }
  EXPECT_THAT(world.OfJam(), Says(Reason::kKeyProof, "endorsements"));
  EXPECT_EQ(world.OfJam().size(), 1u);
}

// ---- terms and signatures; the board's view would not replay these, so the campaign is made ----

struct MadeCampaign {
  explicit MadeCampaign(World& world) : campaign(Copy(world)) {}
  static audit::Campaign Copy(World& world) {
    world.OpenJam();
    return *world.logs.board().FindCampaign(world.jam.id());
  }
  void Change(const std::function<void(records::Manifest&)>& change) {
    auto manifest = std::make_shared<records::Manifest>(*campaign.manifest);
    change(*manifest);
    campaign.manifest = manifest;
  }
  audit::Campaign campaign;
};

TEST(Admission, BatchesOfFourAreRefused) {
  World world;
  MadeCampaign made(world);
  made.Change([](records::Manifest& manifest) { manifest.draft.k = 4; });
  EXPECT_THAT(CheckCampaign(world.At(), made.campaign), Says(Reason::kSmallBatch, "batches of 4"));
}

TEST(Admission, AGateOfNineIsRefused) {
  World world;
  MadeCampaign made(world);
  made.campaign.open.min_issued = 9;
  EXPECT_THAT(CheckCampaign(world.At(), made.campaign), Says(Reason::kSmallGate, "9"));
}

TEST(Admission, SlotsBetweenTwoExchangesAreRefused) {
  World world;
  MadeCampaign made(world);
  made.campaign.open.slots.slots_per_day = 24;
  EXPECT_THAT(CheckCampaign(world.At(), made.campaign), Says(Reason::kFineSlots, "12 exchanges a day"));
}

TEST(Admission, AnUnsignedPledgeIsRefused) {
  World world;
  MadeCampaign made(world);
  made.Change([](records::Manifest& manifest) { manifest.pledges[1][5] ^= 1; });
  EXPECT_THAT(CheckCampaign(world.At(), made.campaign), Says(Reason::kManifest, "pledge"));
}

TEST(Admission, AReadingKeyThatItsReaderDidNotSignIsRefused) {
  World world;
  MadeCampaign made(world);
  made.Change([](records::Manifest& manifest) { manifest.reader_keys[0].kem_key.bytes[3] ^= 1; });
  EXPECT_THAT(CheckCampaign(world.At(), made.campaign), Says(Reason::kManifest, "reading key"));
}

TEST(Admission, AnOpeningThatTheSponsorDidNotSignIsRefused) {
  World world;
  MadeCampaign made(world);
  made.campaign.open.opening.sponsor_signatures[0][0] ^= 1;
  EXPECT_THAT(CheckCampaign(world.At(), made.campaign), Says(Reason::kManifest, "sponsor"));
}

TEST(Admission, AManifestThatNamesSomebodyWithoutTheRoleIsRefused) {
  World world;
  MadeCampaign made(world);
  const auto nobody = world.organisation.stranger().named();
  made.Change([&](records::Manifest& manifest) { manifest.draft.operators[0] = nobody; });
  EXPECT_THAT(CheckCampaign(world.At(), made.campaign), Says(Reason::kRoles, nobody.name));
}

// ---- one's own place ----

TEST(Admission, ARosterWithoutOnesOwnLeafIsRefused) {
  World world;
  world.OpenJam();
  world.wallet.enrolments[1].reply.row.salt[0] ^= 1;
  EXPECT_THAT(world.OfJam(), Says(Reason::kNotOnRoster, "list of your own"));
}

TEST(Admission, WhoIsNotEnrolledAtEveryIssuerIsToldWhere) {
  World world;
  world.OpenJam();
  world.wallet.enrolments.pop_back();
  EXPECT_THAT(world.OfJam(), Says(Reason::kNotOnRoster, "nordhafen.example/issuer-2"));
}

TEST(Admission, DifferentRosterEntriesAtTwoIssuersAreRefused) {
  World world;
  world.OpenJam();
  world.wallet.enrolments[1].reply = EnrolmentOf(world.organisation, 4);
  EXPECT_THAT(world.OfJam(), Says(Reason::kNotOnRoster, "different roster entries"));
}

// ---- time ----

TEST(Admission, ACampaignOpenedLessThanADayAgoWaitsButNotInATrial) {
  World real({.issuers = 1, .trial = false});
  real.OpenJam();
  EXPECT_THAT(real.OfJam(StartOf(kOpeningDay + 1)), Says(Reason::kTooYoung, "less than a day"));
  EXPECT_THAT(real.OfJam(StartOf(kOpeningDay + 2)), IsEmpty());
  World trial({.issuers = 1});
  trial.OpenJam();
  EXPECT_THAT(trial.OfJam(StartOf(kOpeningDay)), IsEmpty());
}

TEST(Admission, NothingIsDrawnOnceSpeakingHasClosed) {
  World world;
  world.OpenJam();
  EXPECT_THAT(world.OfJam(StartOf(kSpeakingCloses) - 1), IsEmpty());
  EXPECT_THAT(world.OfJam(StartOf(kSpeakingCloses)), Says(Reason::kClosed, "closed on"));
}

TEST(Admission, NothingIsDrawnBeforeIssuanceOpens) {
  World world({.issuers = 1}, {.adjust = [](records::Draft& draft) {
                draft.phases.issuance_opens = kOpeningDay + 1;
              }});
  world.OpenJam();
  EXPECT_THAT(world.OfJam(StartOf(kOpeningDay)), Says(Reason::kClosed, "from"));
  EXPECT_THAT(world.OfJam(StartOf(kOpeningDay + 1)), IsEmpty());
}

// ---- rosters that subtract ----

// A second jam at the same time, on a roster of its own that says how it differs from the first.
std::vector<Objection> WithSecondRoster(std::uint32_t joiners, std::uint32_t leavers,
                                        std::uint32_t size = 60, bool counted = true,
                                        std::uint16_t k = 5) {
  World world({.members = 60, .issuers = 1});
  world.OpenJam();
  records::RosterRecord second;
  second.day = kOpeningDay;
  second.size = size;
  second.head_count = size;
  second.root.fill(0x5e);
  if (counted) second.in_use = {{world.organisation.roster_root(), joiners, leavers}};
  world.logs.AddToBoard(kOpeningDay, records::kNoCampaign,
                        records::GovernanceEntry{world.organisation.Countersign(second)});
  const Jam other(world.organisation,
                  {.question = "And what next?", .key_set = 1, .adjust = [&](records::Draft& draft) {
                     draft.roster_root = second.root;
                     draft.roster_size = size;
                     draft.k = k;
                   }});
  world.logs.Open(other);
  world.logs.LogKeys(other);
  return world.OfJam();
}

TEST(Admission, RostersThatDifferByOnePersonAreRefused) {
  EXPECT_THAT(WithSecondRoster(0, 1, 59), Says(Reason::kRosterOverlap, "could point at somebody"));
  EXPECT_THAT(WithSecondRoster(1, 0, 61), Says(Reason::kRosterOverlap, "At least 20"));
}

TEST(Admission, RostersMustDifferByEnoughPeopleBothWays) {
  EXPECT_THAT(WithSecondRoster(20, 19, 61), Says(Reason::kRosterOverlap, "both ways"));
  EXPECT_THAT(WithSecondRoster(19, 20, 59), Says(Reason::kRosterOverlap, "both ways"));
  EXPECT_THAT(WithSecondRoster(20, 20), IsEmpty());
}

TEST(Admission, DisjointRostersAreAccepted) {
  // With k = 6 at least 24 must differ both ways; a roster of 20 that shares nobody is safe all the same.
  EXPECT_THAT(WithSecondRoster(19, 59, 20, true, 6), Says(Reason::kRosterOverlap, "At least 24"));
  EXPECT_THAT(WithSecondRoster(20, 60, 20, true, 6), IsEmpty());
}

TEST(Admission, RostersWhoseDifferenceNobodyCountedAreRefused) {
  EXPECT_THAT(WithSecondRoster(0, 0, 60, false), Says(Reason::kRosterOverlap, "nobody counted"));
}

TEST(Admission, ADifferenceThatCannotBeTrueIsNone) {
  EXPECT_THAT(WithSecondRoster(40, 30), Says(Reason::kRosterOverlap, "cannot be true"));
}

}  // namespace
}  // namespace candor::testing

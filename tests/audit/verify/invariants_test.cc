// Every invariant: a fault put into otherwise good evidence, signed anew, is named by exactly that
// invariant, at the right entry, with the right exit code.
#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "audit/tile.h"
#include "records/promise.h"
#include "records/window.h"
#include "tests/audit/verify/evidence_world.h"
#include "tests/audit/verify/fed.h"
#include "tests/support/blank.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

using candor::testing::Jam;
using candor::testing::kOpeningDay;
using records::Role;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Describe(const std::vector<Finding>& findings) {
  std::string out;
  for (const auto& each : findings) {
    out += "\n  " + InvariantName(each.id) + " " + std::string(SeverityName(each.severity)) + " " +
           each.log + " " + (each.index ? std::to_string(*each.index) : "-") + ": " +
           each.explanation;
  }
  return out;
}

// What a test expects of the one finding.
struct Expected {
  InvariantId id;
  int exit = 3;
  std::optional<std::uint64_t> index;
};

void ExpectOnly(const VerifyResult& result, const Expected& expected) {
  std::set<std::string> ids;
  for (const auto& each : result.findings) ids.insert(InvariantName(each.id));
  EXPECT_THAT(ids, ElementsAre(InvariantName(expected.id))) << Describe(result.findings);
  EXPECT_EQ(ExitCodeOf(result.findings, true), expected.exit) << Describe(result.findings);
  if (result.findings.empty()) return;
  EXPECT_EQ(result.findings.front().index, expected.index) << Describe(result.findings);
}

// Making a world costs some fifty RSA signatures; spoiling a copy of its logs costs nothing.
class InvariantsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<EvidenceWorld>(); }
  static void TearDownTestSuite() { shared_.reset(); }

  InvariantsTest() : board_(world().board()) {
    for (std::size_t i = 0; i < 2; ++i) issuers_.push_back(world().issuer(i));
  }
  ~InvariantsTest() override {
    world().board() = board_;
    for (std::size_t i = 0; i < 2; ++i) world().issuer(i) = issuers_[i];
  }

  EvidenceWorld& world() { return *shared_; }
  template <class Body>
  Body& At(std::size_t index) {
    return std::get<Body>(world().board()[index].entry.body);
  }
  template <class Body>
  Body& AtIssuer(std::size_t issuer, std::size_t index) {
    return std::get<Body>(world().issuer(issuer)[index].entry.body);
  }
  const candor::testing::Organisation& organisation() { return world().organisation(); }
  // Blanks are taken from the close of speaking, at slot 12, until the end of the conversation.
  records::SlotNumber BlankSlot(records::SlotNumber number) { return 12 + number; }
  records::SlotNumber LastBlankSlot() {
    const auto& draft = world().jam().draft();
    return records::LastSlotOf(records::Kind::kBlank, draft.phases, draft.slots, records::Grace::kNotTaken);
  }
  // As of the close: whether the opinions were answered in time is not what is asked here.
  VerifyResult VerifyBlanks() {
    VerifyOptions options;
    options.as_of = world().jam().draft().phases.speaking_closes;
    return Verify(options);
  }
  // Where a batch holds a submission.
  std::uint64_t IndexOf(std::size_t batch, const crypto::Hash& submission) {
    for (std::size_t i = batch + 1; i < world().board().size(); ++i) {
      if (JamLog::HashOf(world().board()[i]) == submission) return i;
    }
    return 0;
  }
  Day LastDay() { return world().board().back().entry.day; }
  // Each of them also feeds the logs in random cuts, and expects to be told the same at each.
  VerifyResult Verify(const VerifyOptions& options = {}) {
    return VerifyFiles(world().Publish(), options);
  }
  VerifyResult VerifyFiles(const std::vector<MapFiles>& files, const VerifyOptions& options = {},
                           std::vector<std::string> earlier = {},
                           std::vector<PromiseEvidence> promises = {}) {
    Evidence evidence{.bundle = organisation().bundle(),
                      .board = {nullptr, std::move(earlier)},
                      .issuers = {},
                      .promises = std::move(promises)};
    ExpectSameInCuts(world(), evidence, files, options);
    evidence.board.files = &files[0];
    for (std::size_t i = 1; i < files.size(); ++i) evidence.issuers.push_back({&files[i], {}});
    return audit::Verify(evidence, options);
  }
  static std::unique_ptr<EvidenceWorld> shared_;

 private:
  std::vector<Written> board_;
  std::vector<std::vector<Written>> issuers_;
};
std::unique_ptr<EvidenceWorld> InvariantsTest::shared_;

TEST_F(InvariantsTest, GoodEvidenceHasNoFindingAndIsCounted) {
  const VerifyResult result = Verify();
  EXPECT_THAT(result.findings, IsEmpty()) << Describe(result.findings);
  EXPECT_EQ(ExitCodeOf(result.findings, true), 0);
  ASSERT_EQ(result.campaigns.size(), 1u);
  const CampaignCounts& counts = result.campaigns[0];
  EXPECT_EQ(counts.roster, 24u);
  EXPECT_EQ(counts.draws, 22u);
  EXPECT_EQ(counts.opinions, 11u);
  EXPECT_EQ(counts.slack, 11u);
  EXPECT_EQ(result.logs.size(), 3u);
}

TEST_F(InvariantsTest, WhatIsNotCheckedYetSaysSo) {
  int number = 0;
  for (const auto& invariant : Invariants()) {
    EXPECT_EQ(static_cast<int>(invariant.id), ++number);
    EXPECT_EQ(invariant.coverage == Coverage::kChecked, invariant.missing.empty())
        << InvariantName(invariant.id);
  }
  EXPECT_EQ(number, kInvariants);
  for (const auto id :
       {InvariantId::kReports, InvariantId::kReleases}) {
    EXPECT_EQ(InvariantOf(id).coverage, Coverage::kNotYetChecked);
  }
  EXPECT_EQ(InvariantOf(InvariantId::kOpenings).coverage, Coverage::kNotChecked);
}

TEST_F(InvariantsTest, I01ATileThatIsNotWhatTheEntriesHashTo) {
  auto files = world().Publish();
  files[0].files.at(TilePath({0, 0, static_cast<std::uint32_t>(world().board().size())}))[40] ^= 1;
  ExpectOnly(VerifyFiles(files), {InvariantId::kRoot, 2, {}});
}

TEST_F(InvariantsTest, I01EntriesThatDoNotLeadToTheSignedRoot) {
  auto files = world().Publish();
  // Another log's content under this log's checkpoint: tiles and entries agree with one another.
  std::swap(world().issuer(0)[world().first_issuance].entry.body,
            world().issuer(0)[world().first_issuance + 1].entry.body);
  const auto other = world().Publish();
  for (const auto& [path, bytes] : other[1].files) {
    if (path != "checkpoint") files[1].files[path] = bytes;
  }
  VerifyOptions merkle;
  merkle.level = Level::kMerkle;
  ExpectOnly(VerifyFiles(files, merkle), {InvariantId::kRoot, 2, {}});
}

TEST_F(InvariantsTest, I02ACheckpointThatAnotherKeySigned) {
  auto files = world().Publish();
  files[1].files.at("checkpoint") = files[2].files.at("checkpoint");
  VerifyOptions merkle;
  merkle.level = Level::kMerkle;
  ExpectOnly(VerifyFiles(files, merkle), {InvariantId::kLogSignature, 2, {}});
}

TEST_F(InvariantsTest, I03ALogThatWasRewritten) {
  const std::string earlier = world().NoteOf(0, world().board().size(), 1'700'000'000);
  At<records::Access>(world().access).reader = organisation().reader(1).public_key();
  ExpectOnly(VerifyFiles(world().Publish(), {}, {earlier}), {InvariantId::kConsistency, 2, {}});
}

TEST_F(InvariantsTest, I03ALogThatTookEntriesBack) {
  const std::string earlier = world().NoteOf(0, world().board().size(), 1'900'000'000);
  world().board().resize(world().withdrawal);
  ExpectOnly(VerifyFiles(world().Publish(), {}, {earlier}), {InvariantId::kConsistency, 2, {}});
}

TEST_F(InvariantsTest, I04AQuorumThatIsMissing) {
  auto files = world().Publish();
  std::string note(AsText(files[0].files.at("checkpoint")));
  note.resize(note.rfind("\xe2\x80\x94"));  // without the last witness's line
  files[0].files.at("checkpoint") = ToBytes(AsBytes(note));
  ExpectOnly(VerifyFiles(files), {InvariantId::kWitnesses, 2, {}});
}

TEST_F(InvariantsTest, I04ACheckpointThatIsTooOld) {
  VerifyOptions options;
  options.not_older_than = 1'800'000'000;
  EXPECT_THAT(VerifyFiles(world().Publish(1'800'000'000), options).findings, IsEmpty());
  ExpectOnly(VerifyFiles(world().Publish(1'799'999'999), options), {InvariantId::kWitnesses, 5, {}});
}

TEST_F(InvariantsTest, I04AWitnessWhoseTimeRanBackwards) {
  const std::string earlier = world().NoteOf(0, 5, 1'900'000'000);
  ExpectOnly(VerifyFiles(world().Publish(), {}, {earlier}), {InvariantId::kWitnesses, 3, {}});
}

TEST_F(InvariantsTest, I05AGovernanceRecordThatOneSideDidNotSign) {
  At<records::GovernanceEntry>(1).record.body_signature[5] ^= 1;
  const auto result = Verify();
  EXPECT_EQ(result.findings.front().id, InvariantId::kEntries) << Describe(result.findings);
  EXPECT_EQ(result.findings.front().index, 1u);
  EXPECT_EQ(ExitCodeOf(result.findings, false), 2);
}

TEST_F(InvariantsTest, I05AGatewayKeyThatTheGatewayDidNotSign) {
  const records::GatewayKey key{
      crypto::KemPrivateKey::Generate(organisation().random()).public_key(), LastDay(), LastDay()};
  const auto sign = [&](const crypto::SigningKey& by) {
    return records::GatewayKeyEntry{records::SignGatewayKey(key, by)};
  };
  const auto at = world().AddToBoard(LastDay(), sign(organisation().gateway_key()), false);
  EXPECT_THAT(Verify().findings, IsEmpty()) << "the control: the gateway's own";
  At<records::GatewayKeyEntry>(at) = sign(organisation().promise_key());
  ExpectOnly(Verify(), {InvariantId::kEntries, 2, at});
}

TEST_F(InvariantsTest, I05AnEntryOfNoKnownType) {
  // A stranger's type, at the end, where nothing refers to it.
  auto files = world().Publish();
  world().AddToBoard(LastDay(), records::Access{organisation().reader(1).public_key(),
                                                world().first_batch});
  files = world().Publish();
  const auto size = static_cast<std::uint32_t>(world().board().size());
  const std::string path = EntryBundlePath({0, size});
  auto entries = DecodeEntryBundle(files[0].files.at(path), size).value();
  entries.back()[0] = 99;
  files[0].files.at(path) = EncodeEntryBundle(entries).value();
  const auto result = VerifyFiles(files);
  const auto found = std::ranges::find(result.findings, InvariantId::kEntries, &Finding::id);
  ASSERT_NE(found, result.findings.end()) << Describe(result.findings);
  EXPECT_EQ(found->index, size - 1);
}

TEST_F(InvariantsTest, I06DaysThatGoBack) {
  auto& log = world().issuer(0);
  log[world().issuance_total].entry.day = kOpeningDay + 1;
  log[world().enrolment_total].entry.day = kOpeningDay + 2;
  world().RelyOnIssuers();
  ExpectOnly(Verify(), {InvariantId::kDays, 3, world().issuance_total});
}

TEST_F(InvariantsTest, I07ASecondGenesis) {
  const auto genesis = At<records::Genesis>(0);
  const auto at = world().AddToBoard(LastDay(), genesis, false);
  ExpectOnly(Verify(), {InvariantId::kGenesis, 3, at});
}

TEST_F(InvariantsTest, I08MoreIssuancesThanPeople) {
  auto& log = world().issuer(0);
  const auto one = log[world().first_issuance];
  log.insert(log.begin() + static_cast<std::ptrdiff_t>(world().first_issuance), 3, one);
  std::get<records::IssuanceTotal>(log[world().issuance_total + 3].entry.body).count += 3;
  world().RelyOnIssuers();
  ExpectOnly(Verify(), {InvariantId::kVoices, 3, world().open});
}

// Whoever hands the evidence on may leave a log out: then nothing is said against its issuer.
TEST_F(InvariantsTest, AnIssuersLogThatIsMissingIsMissingAndNobodysFault) {
  std::vector<MapFiles> files = world().Publish();
  files[2] = MapFiles();
  const VerifyResult result = VerifyFiles(files);
  EXPECT_FALSE(result.findings.empty());
  for (const auto& each : result.findings) EXPECT_EQ(each.severity, Severity::kIncomplete) << each.explanation;
  EXPECT_EQ(ExitCodeOf(result.findings, true), 5) << Describe(result.findings);
  ASSERT_EQ(result.campaigns.size(), 1u);
  EXPECT_FALSE(result.campaigns[0].complete);
}

TEST_F(InvariantsTest, AnIssuersLogThatEndsEarlyIsHeldAgainstNobody) {
  const auto& relied = At<records::SealBatch>(world().first_batch).relied_on;
  ASSERT_EQ(relied.back().issuer, 1);
  world().issuer(1).resize(relied.back().size - 1);
  const VerifyResult result = Verify();
  std::set<std::string> broken;
  for (const auto& each : result.findings) {
    if (each.severity != Severity::kIncomplete) broken.insert(InvariantName(each.id));
  }
  // Its own totals are owed all the same: witnesses have cosigned this length after the day.
  EXPECT_THAT(broken, ElementsAre("I09")) << Describe(result.findings);
  EXPECT_FALSE(result.campaigns.at(0).complete);
}

TEST_F(InvariantsTest, I09ADailyTotalThatIsWrong) {
  AtIssuer<records::IssuanceTotal>(1, world().issuance_total).count += 1;
  world().RelyOnIssuers();
  ExpectOnly(Verify(), {InvariantId::kDailyTotals, 3, world().issuance_total});
}

TEST_F(InvariantsTest, I09ADayWithoutItsTotal) {
  auto& log = world().issuer(1);
  log.erase(log.begin() + static_cast<std::ptrdiff_t>(world().enrolment_total));
  world().RelyOnIssuers();
  ExpectOnly(Verify(), {InvariantId::kDailyTotals, 3, {}});
}

// Whoever brings a stopped issuer back appends the Incident; the issuer tells its totals at the next start.
TEST_F(InvariantsTest, I09AnIncidentComesBeforeTheTotalOfTheDayThatWasCutShort) {
  auto& log = world().issuer(0);
  const Day day = log.back().entry.day;
  const auto add = [&](Day on, records::EntryBody body) {
    log.push_back({{on, records::kNoCampaign, std::move(body)}, {}});
  };
  add(day, records::Enrolment{organisation().random().Array<32>()});
  CompactRange range;
  for (const auto& written : log) range.Append(LeafHash(written.entry.Encode()));
  add(day + 1, records::Incident{2, range.size(), range.Root(), {}});
  EXPECT_THAT(Verify().findings, IsEmpty()) << "nothing but the Incident is of a later day";
  const auto incident_last = log;
  add(day + 1, records::Enrolment{organisation().random().Array<32>()});
  ExpectOnly(Verify(), {InvariantId::kDailyTotals, 3, std::nullopt});
  log = incident_last;
  add(day + 1, records::EnrolmentTotal{day, 0, 1});
  add(day + 1, records::Enrolment{organisation().random().Array<32>()});
  EXPECT_THAT(Verify().findings, IsEmpty());
}

TEST_F(InvariantsTest, I10AnIssuanceUnderARetiredKey) {
  auto& log = world().issuer(0);
  const auto key = std::get<records::TokenKeyEntry>(log[EvidenceWorld::kFirstKey].entry.body);
  log.push_back({{log.back().entry.day, world().id(),
                  records::TokenKeyRetired{key.purpose, key.token_key_id}},
                 {}});
  EXPECT_THAT(Verify().findings, IsEmpty()) << "the control: retiring is fine";
  log.push_back({{log.back().entry.day, world().id(),
                  records::Issuance{organisation().random().Array<32>()}},
                 {}});
  ExpectOnly(Verify(), {InvariantId::kTokenKeys, 3, log.size() - 1});
}

TEST_F(InvariantsTest, I10ASecondKeyForOnePurpose) {
  auto& log = world().issuer(0);
  log.insert(log.begin() + EvidenceWorld::kFirstKey, log[EvidenceWorld::kFirstKey]);
  world().RelyOnIssuers();
  const auto result = Verify();
  for (const auto& each : result.findings) EXPECT_EQ(each.id, InvariantId::kTokenKeys);
  EXPECT_EQ(result.findings.size(), 2u) << "the modulus, and the purpose" << Describe(result.findings);
  EXPECT_EQ(ExitCodeOf(result.findings, true), 3);
}

TEST_F(InvariantsTest, I11ATokenSpentTwice) {
  // Somebody who knows the thread key puts other words under the same token.
  const auto spoken = world().Speak();
  records::SubmissionBody again = spoken.body;
  again.commitment[0] ^= 1;
  world().board().resize(world().last_batch);
  std::vector<records::SubmissionEntry> batch = {
      spoken.entry, EvidenceWorld::SignedBy(again, spoken.author.keys.signing)};
  for (int i = 0; i < 4; ++i) batch.push_back(world().Speak().entry);
  world().AddBatch({.pool = records::Pool::kOpinions, .slot = 5, .count = 0, .relied_on = {}}, batch);
  const auto result = Verify();
  for (const auto& each : result.findings) EXPECT_EQ(each.id, InvariantId::kUnique);
  EXPECT_FALSE(result.findings.empty());
  EXPECT_EQ(ExitCodeOf(result.findings, true), 3) << Describe(result.findings);
}

TEST_F(InvariantsTest, I12ATokenThatTheIssuerDidNotSign) {
  const auto spoken = world().Speak();
  records::SubmissionBody forged = spoken.body;
  forged.tokens[1].authenticator[100] ^= 1;
  world().board().resize(world().last_batch);
  std::vector<records::SubmissionEntry> batch = {
      EvidenceWorld::SignedBy(forged, spoken.author.keys.signing)};
  for (int i = 0; i < 4; ++i) batch.push_back(world().Speak().entry);
  const auto at = world().AddBatch(
      {.pool = records::Pool::kOpinions, .slot = 5, .count = 0, .relied_on = {}}, batch);
  std::uint64_t index = 0;
  for (std::size_t i = at + 1; i < world().board().size(); ++i) {
    if (JamLog::HashOf(world().board()[i]) == forged.SubmissionHash()) index = i;
  }
  ExpectOnly(Verify(), {InvariantId::kTokens, 2, index});
}

TEST_F(InvariantsTest, I13ASubmissionThatItsAuthorDidNotSign) {
  auto& entry = At<records::SubmissionEntry>(world().last_batch + 5);
  entry.signed_submission.back() ^= 1;
  const auto result = Verify();
  std::set<InvariantId> ids;
  for (const auto& each : result.findings) ids.insert(each.id);
  EXPECT_TRUE(ids.contains(InvariantId::kThreads)) << Describe(result.findings);
  EXPECT_EQ(ExitCodeOf(result.findings, true), 2);
}

TEST_F(InvariantsTest, I13AThreadThatForks) {
  // The withdrawal follows something that its author never signed.
  auto& entry = At<records::SubmissionEntry>(world().withdrawal + 1);
  auto decoded = records::SignedSubmission::Decode(entry.signed_submission).value();
  decoded.body.previous[0] ^= 1;
  const auto stranger = crypto::SigningKey::Generate(organisation().random());
  decoded.body.thread_key = stranger.verify_key();
  entry = EvidenceWorld::SignedBy(decoded.body, stranger);
  world().board().resize(world().tombstone);
  ExpectOnly(Verify(), {InvariantId::kThreads, 3, world().withdrawal + 1});
}

TEST_F(InvariantsTest, I14ABatchInAnotherOrder) {
  auto& board = world().board();
  std::swap(board[world().last_batch + 1], board[world().last_batch + 2]);
  ExpectOnly(Verify(), {InvariantId::kBatches, 3, world().last_batch + 2});
}

TEST_F(InvariantsTest, I14ABatchThatIsCutShort) {
  world().board().resize(world().last_batch + 5);
  ExpectOnly(Verify(), {InvariantId::kBatches, 3, world().last_batch + 5});
}

TEST_F(InvariantsTest, I15ABatchOfFewerThanK) {
  world().board().resize(world().last_batch);
  std::vector<records::SubmissionEntry> batch;
  for (int i = 0; i < 4; ++i) batch.push_back(world().Speak().entry);
  const auto at = world().AddBatch(
      {.pool = records::Pool::kOpinions, .slot = 5, .count = 0, .relied_on = {}}, batch);
  ExpectOnly(Verify(), {InvariantId::kBatchSizes, 3, at});
}

TEST_F(InvariantsTest, I15AWithheldBatchBesideAnother) {
  At<records::SealBatch>(world().last_batch).withheld = true;
  At<records::CampaignClose>(world().close).withheld = true;
  ExpectOnly(Verify(), {InvariantId::kBatchSizes, 3, world().last_batch});
}

// ---- blanks: pool 5, whose last slot is at the end of the conversation ----

TEST_F(InvariantsTest, BlanksHoldEveryInvariantAndTakeUpTheSlack) {
  world().AddBlanks(BlankSlot(1), 5);
  world().AddBlanks(BlankSlot(2), 5);
  world().AddBlanks(LastBlankSlot(), 1, Final::kYes);
  const auto result = VerifyBlanks();
  EXPECT_THAT(result.findings, IsEmpty()) << Describe(result.findings);
  EXPECT_EQ(result.campaigns[0].opinions, 11u);
  EXPECT_EQ(result.campaigns[0].blanks, 11u);
  EXPECT_EQ(result.campaigns[0].slack, 0u);
}

TEST_F(InvariantsTest, I08MoreOpinionsAndBlanksThanDraws) {
  world().AddBlanks(BlankSlot(1), 11);
  EXPECT_THAT(VerifyBlanks().findings, IsEmpty()) << "the control: each draw once";
  world().AddBlanks(LastBlankSlot(), 1, Final::kYes);
  ExpectOnly(VerifyBlanks(), {InvariantId::kVoices, 3, world().open});
}

TEST_F(InvariantsTest, I11AVoiceThatIsSpokenAndBlank) {
  // Somebody who knows the thread key of an opinion in the log blanks its token too.
  const auto spoken = world().Speak();
  world().board().resize(world().last_batch);
  std::vector<records::SubmissionEntry> batch = {spoken.entry};
  for (int i = 0; i < 4; ++i) batch.push_back(world().Speak().entry);
  world().AddBatch(
      {.pool = records::Pool::kOpinions, .slot = 12, .count = 0, .final = true, .relied_on = {}}, batch);
  world().AddBlankBatch(BlankSlot(1),
                        {{candor::testing::BlankOf(world().jam(), spoken.author).submission.Encode()},
                         world().Blank(), world().Blank(), world().Blank(), world().Blank()});
  const auto result = VerifyBlanks();
  std::set<InvariantId> ids;
  for (const auto& each : result.findings) ids.insert(each.id);
  // The replay refuses it as well: its thread key begins two threads.
  EXPECT_TRUE(ids.contains(InvariantId::kUnique)) << Describe(result.findings);
  EXPECT_EQ(ExitCodeOf(result.findings, true), 3);
}

TEST_F(InvariantsTest, I12ABlankThatAContributionsTokenPaidFor) {
  auto author = world().jam().NewAuthor();
  for (std::size_t i = 0; i < 2; ++i) {
    author.tokens[i] = world().jam().Draw(i, crypto::Purpose::kContribute,
                                         author.keys.signing.verify_key());
  }
  const auto body = candor::testing::BlankOf(world().jam(), author).submission.body;
  const auto at = world().AddBlankBatch(
      BlankSlot(1), {EvidenceWorld::SignedBy(body, author.keys.signing), world().Blank(),
                     world().Blank(), world().Blank(), world().Blank()});
  ExpectOnly(VerifyBlanks(), {InvariantId::kTokens, 2, IndexOf(at, body.SubmissionHash())});
}

TEST_F(InvariantsTest, I13ABlankWhoseTokenIsOfAnotherThreadKey) {
  const auto author = world().jam().NewAuthor();
  auto body = candor::testing::BlankOf(world().jam(), author).submission.body;
  const auto stranger = crypto::SigningKey::Generate(organisation().random());
  body.thread_key = stranger.verify_key();
  const auto at = world().AddBlankBatch(
      BlankSlot(1), {EvidenceWorld::SignedBy(body, stranger), world().Blank(), world().Blank(),
                     world().Blank(), world().Blank()});
  ExpectOnly(VerifyBlanks(), {InvariantId::kThreads, 2, IndexOf(at, body.SubmissionHash())});
}

TEST_F(InvariantsTest, I14BlanksInTheOrderInWhichTheyCame) {
  const auto at = world().AddBlanks(BlankSlot(1), 6);
  std::swap(world().board()[at + 2], world().board()[at + 3]);
  ExpectOnly(VerifyBlanks(), {InvariantId::kBatches, 3, at + 3});
}

TEST_F(InvariantsTest, I14AnOpinionAmongBlanks) {
  world().board().resize(world().close);
  const auto opinion = world().Speak();
  const auto at = world().AddBlankBatch(
      BlankSlot(1), {opinion.entry, world().Blank(), world().Blank(), world().Blank(), world().Blank()});
  const auto result = VerifyBlanks();
  std::set<InvariantId> ids;
  for (const auto& each : result.findings) {
    if (each.index == IndexOf(at, opinion.body.SubmissionHash())) ids.insert(each.id);
  }
  EXPECT_TRUE(ids.contains(InvariantId::kBatches)) << Describe(result.findings);
}

TEST_F(InvariantsTest, I15FewerThanKBlanksBeforeTheLastSlot) {
  const auto at = world().AddBlanks(BlankSlot(1), 4);
  ExpectOnly(VerifyBlanks(), {InvariantId::kBatchSizes, 3, at});
}

TEST_F(InvariantsTest, I15BlanksThatAreWithheld) {
  const auto at = world().AddBlanks(LastBlankSlot(), 6, Final::kYes);
  EXPECT_THAT(VerifyBlanks().findings, IsEmpty()) << "the control: sealed as they are";
  At<records::SealBatch>(at).withheld = true;
  ExpectOnly(VerifyBlanks(), {InvariantId::kBatchSizes, 3, at});
}

TEST_F(InvariantsTest, I16BlanksAtTheSameSlotTwice) {
  world().AddBlanks(BlankSlot(1), 5);
  const auto at = world().AddBlanks(BlankSlot(1), 5);
  ExpectOnly(VerifyBlanks(), {InvariantId::kSlots, 3, at});
}

TEST_F(InvariantsTest, I17BlanksWhileThereIsSpeaking) {
  world().board().resize(world().last_batch);
  const auto at = world().AddBlanks(5, 5);
  const auto result = VerifyBlanks();
  for (const auto& each : result.findings) EXPECT_EQ(each.id, InvariantId::kWindows);
  EXPECT_EQ(result.findings.size(), 5u) << Describe(result.findings);
  EXPECT_EQ(result.findings.front().index, at + 1);
}

TEST_F(InvariantsTest, I17AFinalBatchOfBlanksBeforeTheirLastSlot) {
  // What is called the last batch may be small: so that is not for the board to call.
  const auto at = world().AddBlanks(BlankSlot(1), 1, Final::kYes);
  ExpectOnly(VerifyBlanks(), {InvariantId::kWindows, 3, at});
}

TEST_F(InvariantsTest, I17BlanksAfterTheirLastSlot) {
  const auto made_up = world().AddBlanks(LastBlankSlot() + 1, 1, Final::kYes);
  EXPECT_THAT(VerifyBlanks().findings, IsEmpty()) << "the control: a board that was down makes up for it";
  world().board().resize(made_up);
  ExpectOnly((world().AddBlanks(LastBlankSlot() + 1, 5), VerifyBlanks()),
             {InvariantId::kWindows, 3, made_up});
  world().board().resize(made_up);
  world().AddBlanks(LastBlankSlot() + 8, 5, Final::kYes);
  const auto late = VerifyBlanks();
  EXPECT_FALSE(late.findings.empty());
  for (const auto& each : late.findings) EXPECT_EQ(each.id, InvariantId::kWindows);
}

TEST_F(InvariantsTest, I16TheSameSlotTwice) {
  world().board().resize(world().last_batch);
  std::vector<records::SubmissionEntry> batch;
  for (int i = 0; i < 5; ++i) batch.push_back(world().Speak().entry);
  const auto at = world().AddBatch(
      {.pool = records::Pool::kOpinions, .slot = 3, .count = 0, .relied_on = {}}, batch);
  ExpectOnly(Verify(), {InvariantId::kSlots, 3, at});
}

TEST_F(InvariantsTest, I17SpeechAfterTheLastSlot) {
  world().board().resize(world().close);
  std::vector<records::SubmissionEntry> batch;
  for (int i = 0; i < 5; ++i) batch.push_back(world().Speak().entry);
  world().AddBatch({.pool = records::Pool::kOpinions, .slot = 20, .count = 0, .relied_on = {}}, batch);
  const auto result = Verify();
  for (const auto& each : result.findings) EXPECT_EQ(each.id, InvariantId::kWindows);
  EXPECT_FALSE(result.findings.empty());
  EXPECT_EQ(ExitCodeOf(result.findings, true), 3) << Describe(result.findings);
}

TEST_F(InvariantsTest, I17ABoardThatWasDownOverTheLastSlotMakesUpForItTheSameDay) {
  world().board().resize(world().last_batch);
  std::vector<records::SubmissionEntry> batch;
  for (int i = 0; i < 5; ++i) batch.push_back(world().Speak().entry);
  // The last slot is 12, at 00:00; 17 is at 06:00 of the day that promises name.
  const auto at = world().AddBatch(
      {.pool = records::Pool::kOpinions, .slot = 17, .count = 0, .final = true, .relied_on = {}}, batch);
  const auto made_up = Verify();
  EXPECT_TRUE(made_up.findings.empty()) << Describe(made_up.findings);
  At<records::SealBatch>(at).final = false;
  ExpectOnly(Verify(), {InvariantId::kWindows, 3, at});
}

TEST_F(InvariantsTest, I18AnAnswerToNothing) {
  const auto at = world().board().size();
  world().board().push_back(
      world().AnswerTo(LastDay(), crypto::Hash{7}, 0, organisation().reader(0)));
  ExpectOnly(Verify(), {InvariantId::kTargets, 3, at});
}

TEST_F(InvariantsTest, I19AnAnswerByAStranger) {
  const auto target = JamLog::HashOf(world().board()[world().last_batch + 1]);
  const auto at = world().board().size();
  world().board().push_back(world().AnswerTo(LastDay(), target, 0, organisation().stranger()));
  ExpectOnly(Verify(), {InvariantId::kAnswers, 3, at});
}

TEST_F(InvariantsTest, I19AnAnswerWhoseTextIsNone) {
  const auto target = JamLog::HashOf(world().board()[world().last_batch + 1]);
  const auto at = world().board().size();
  auto answer = world().AnswerTo(LastDay(), target, 0, organisation().reader(0));
  auto& record = std::get<records::AnswerEntry>(answer.entry.body).record;
  auto body = records::Answer::Decode(record.body).value();
  answer.content.content = {1};
  body.content = records::ContentCommitment(answer.content.salt, answer.content.content);
  record = records::Signed::Make(organisation().reader(0).key, crypto::Label::kAnswer, body.Encode());
  world().board().push_back(answer);
  ExpectOnly(Verify(), {InvariantId::kAnswers, 3, at});
}

TEST_F(InvariantsTest, I19ARevisionThatLeavesAGap) {
  const auto target = JamLog::HashOf(world().board()[world().last_batch + 1]);
  const auto at = world().board().size();
  world().board().push_back(world().AnswerTo(LastDay(), target, 1, organisation().reader(0)));
  ExpectOnly(Verify(), {InvariantId::kAnswers, 3, at});
}

TEST(AnswersToOthers, I19ByAReaderToWhomTheTextWasNotAddressed) {
  EvidenceWorld world({.adjust = [](records::Draft& draft) {
    draft.audiences = {{0, "one", {draft.readers[0].key}}, {1, "other", {draft.readers[1].key}}};
  }});
  ASSERT_THAT(world.Verify().findings, IsEmpty());
  const auto target = JamLog::HashOf(world.board()[world.last_batch + 1]);
  const auto at = world.board().size();
  const Day day = world.board().back().entry.day;
  world.board().push_back(world.AnswerTo(day, target, 0, world.organisation().reader(1)));
  const auto found = world.Verify().findings;
  ASSERT_EQ(found.size(), 1u) << Describe(found);
  EXPECT_EQ(found[0].id, InvariantId::kAnswers);
  EXPECT_EQ(found[0].index, at);
  world.board().back() = world.AnswerTo(day, target, 0, world.organisation().reader(0));
  EXPECT_THAT(world.Verify().findings, IsEmpty()) << "the control: by the one to whom it was";
}

TEST_F(InvariantsTest, I20AnswersThatAreOverdue) {
  VerifyOptions options;
  const Day clock = world().jam().draft().clocks.answer;
  ASSERT_GT(clock, 0);
  options.as_of = LastDay() + clock + 1;
  ExpectOnly(Verify(options), {InvariantId::kClocks, 4, world().open});
  EXPECT_EQ(ExitCodeOf(Verify(options).findings, false), 0) << "overdue counts where it is asked for";
}

TEST_F(InvariantsTest, I21AContentThatIsMissingOrAnother) {
  auto& answer = world().board()[world().answer];
  answer.content.content.back() ^= 1;
  ExpectOnly(Verify(), {InvariantId::kContents, 2, world().answer});
  answer.content = {};
  ExpectOnly(Verify(), {InvariantId::kContents, 5, world().answer});
}

TEST_F(InvariantsTest, I21ATokenKeyThatIsMissingAccusesNobody) {
  for (std::size_t i = 0; i < 3; ++i) {
    world().issuer(1)[EvidenceWorld::kFirstKey + i].content = {};
  }
  ExpectOnly(Verify(), {InvariantId::kContents, 5, EvidenceWorld::kFirstKey});
}

TEST_F(InvariantsTest, I22ATombstoneThatNobodyAuthorised) {
  At<records::Tombstone>(world().tombstone) =
      records::Tombstone{records::WithdrawnCause{world().last_batch + 1, world().withdrawal + 1}};
  world().board().resize(world().done);
  ExpectOnly(Verify(), {InvariantId::kTombstones, 3, world().tombstone});
}

TEST_F(InvariantsTest, I22AnErasureThatDoesNotFollow) {
  world().board().resize(world().done);
  VerifyOptions options;
  options.as_of = LastDay() + 2;
  EXPECT_THAT(Verify(options).findings, IsEmpty());
  options.as_of = LastDay() + 3;
  ExpectOnly(Verify(options), {InvariantId::kTombstones, 3, world().tombstone});
}

TEST_F(InvariantsTest, I23ABatchErasedEarlyOrKeptTooLong) {
  const auto good = world().board();
  const auto at = world().AddToBoard(LastDay(),
                                     records::Tombstone{records::RetentionCause{world().last_batch}});
  ExpectOnly(Verify(), {InvariantId::kRetention, 3, at});
  world().board() = good;
  VerifyOptions options;
  options.as_of = world().jam().draft().phases.retention_ends + 3;
  const auto result = Verify(options);
  std::set<std::uint64_t> batches;
  for (const auto& each : result.findings) {
    if (each.id == InvariantId::kRetention) batches.insert(each.index.value_or(0));
  }
  EXPECT_THAT(batches, ElementsAre(world().first_batch, world().last_batch));
}

TEST_F(InvariantsTest, I24AnAccessByAStrangerOrToNothing) {
  auto at = world().AddToBoard(
      LastDay(), records::Access{organisation().stranger().public_key(), world().first_batch});
  ExpectOnly(Verify(), {InvariantId::kAccess, 3, at});
  world().board().pop_back();
  at = world().AddToBoard(LastDay(),
                          records::Access{organisation().reader(1).public_key(), at + 5});
  ExpectOnly(Verify(), {InvariantId::kAccess, 3, at});
}

TEST_F(InvariantsTest, I25AnAccessUnderARevokedRole) {
  const auto& reader = organisation().reader(1).public_key();
  const auto revoke = organisation().Countersign(records::ActorRevoke{
      LastDay(), reader, Role::kReader, records::RevokeReason::kKeyStolen});
  world().AddToBoard(LastDay(), records::GovernanceEntry{revoke}, false);
  EXPECT_THAT(Verify().findings, IsEmpty()) << "the control: the revocation itself";
  const auto at = world().AddToBoard(LastDay(), records::Access{reader, world().first_batch});
  ExpectOnly(Verify(), {InvariantId::kRevoked, 3, at});
}

TEST_F(InvariantsTest, I26ACloseWithOtherTotals) {
  At<records::CampaignClose>(world().close).opinions += 1;
  ExpectOnly(Verify(), {InvariantId::kCloseTotals, 3, world().close});
}

TEST_F(InvariantsTest, I27ASubmissionWithADayOfItsOwn) {
  // The last one of the first batch: a later day for it breaks no order of days.
  auto& entry = world().board()[world().first_batch + 6].entry;
  const auto& next = world().board()[world().access].entry;
  ASSERT_EQ(entry.day, next.day);
  for (std::size_t i = world().first_batch + 6; i < world().last_batch; ++i) {
    world().board()[i].entry.day += 1;
  }
  const auto result = Verify();
  std::set<InvariantId> ids;
  for (const auto& each : result.findings) {
    if (each.index == world().first_batch + 6) ids.insert(each.id);
  }
  EXPECT_TRUE(ids.contains(InvariantId::kGranularity)) << Describe(result.findings);
  EXPECT_EQ(ExitCodeOf(result.findings, true), 3);
}

TEST_F(InvariantsTest, I29AnIncidentThatExplainsNothing) {
  const auto at = world().AddToBoard(
      LastDay(), records::Incident{3, world().board().size() + 9, {}, {}}, false);
  ExpectOnly(Verify(), {InvariantId::kGaps, 3, at});
}

TEST_F(InvariantsTest, I29ADrawAtAnIssuerThatNoLongerKnowsWhoHasDrawn) {
  auto& log = world().issuer(0);
  const Day day = log.back().entry.day;
  CompactRange range;
  for (std::size_t i = 0; i < 3; ++i) range.Append(LeafHash(log[i].entry.Encode()));
  log.push_back(
      {{day, records::kNoCampaign, records::Incident{2, 3, range.Root(), {world().id()}}}, {}});
  EXPECT_THAT(Verify().findings, IsEmpty()) << "the control: an incident alone is fine";
  log.push_back({{day, world().id(), records::Issuance{organisation().random().Array<32>()}}, {}});
  ExpectOnly(Verify(), {InvariantId::kGaps, 3, log.size() - 1});
}

TEST_F(InvariantsTest, I29AnIncidentThatNamesAnotherRoot) {
  const auto at = world().AddToBoard(LastDay(), records::Incident{3, 9, {7}, {}}, false);
  ExpectOnly(Verify(), {InvariantId::kGaps, 3, at});
}

TEST_F(InvariantsTest, I30ATotalAboutAFew) {
  world().board().resize(world().first_batch);
  world().AddBatch(
      {.pool = records::Pool::kOpinions, .slot = 12, .count = 0, .final = true, .relied_on = {}},
      {world().Speak().entry, world().Speak().entry});
  world().AddToBoard(LastDay(), records::CampaignClose{2, 1, false});
  std::set<InvariantId> ids;
  for (const auto& each : Verify().findings) ids.insert(each.id);
  EXPECT_THAT(ids, ElementsAre(InvariantId::kBatchSizes, InvariantId::kSmallGroups));
}

TEST_F(InvariantsTest, I34SpeechSealedBeforeEnoughHadDrawn) {
  auto& seal = At<records::SealBatch>(world().first_batch);
  const std::size_t size = world().first_issuance + 19;  // 19 draws, and min_issued is 20
  CompactRange range;
  for (std::size_t i = 0; i < size; ++i) {
    range.Append(LeafHash(world().issuer(0)[i].entry.Encode()));
  }
  seal.relied_on[0] = {0, size, range.Root()};
  ExpectOnly(Verify(), {InvariantId::kGate, 3, world().first_batch});
  seal.relied_on[0].root[0] ^= 1;
  ExpectOnly(Verify(), {InvariantId::kGate, 2, world().first_batch});
}

TEST_F(InvariantsTest, I35ATwinCampaign) {
  const Jam twin(organisation(), {.question = world().jam().draft().question, .key_set = 1});
  EntryContent content{organisation().random().Array<32>(), twin.manifest().Encode()};
  const auto commitment = records::ContentCommitment(content.salt, content.content);
  auto& board = world().board();
  const auto at = world().open + 1;
  board.resize(at);
  board.push_back({{kOpeningDay, twin.id(),
                    records::MakeCampaignOpen(twin.manifest(), commitment, twin.opening())},
                   content});
  ExpectOnly(Verify(), {InvariantId::kCampaigns, 3, at});
}

// ---- levels ----

TEST_F(InvariantsTest, SignaturesAreLookedAtBeforeTokensAndClocksAre) {
  VerifyOptions at_merkle, at_signatures;
  at_merkle.level = Level::kMerkle;
  at_signatures.level = Level::kSignatures;
  EXPECT_THAT(Verify(at_signatures).findings, IsEmpty());

  // An actor who did not sign.
  auto& answer = At<records::AnswerEntry>(world().answer);
  answer.record.signature[7] ^= 1;
  EXPECT_THAT(Verify(at_merkle).findings, IsEmpty());
  ExpectOnly(Verify(at_signatures), {InvariantId::kEntries, 2, world().answer});
  answer.record.signature[7] ^= 1;

  // A role that was taken, at that index.
  const auto& reader = organisation().reader(1).public_key();
  world().AddToBoard(LastDay(),
                     records::GovernanceEntry{organisation().Countersign(records::ActorRevoke{
                         LastDay(), reader, Role::kReader, records::RevokeReason::kKeyStolen})},
                     false);
  const auto at = world().AddToBoard(LastDay(), records::Access{reader, world().first_batch});
  EXPECT_THAT(Verify(at_merkle).findings, IsEmpty());
  ExpectOnly(Verify(at_signatures), {InvariantId::kRevoked, 3, at});
  world().board().resize(at - 1);

  // What clocks say.
  at_signatures.as_of = world().jam().draft().phases.retention_ends + 3;
  EXPECT_THAT(Verify(at_signatures).findings, IsEmpty());
  VerifyOptions full;
  full.as_of = at_signatures.as_of;
  EXPECT_FALSE(Verify(full).findings.empty());
}

TEST_F(InvariantsTest, AForgedTokenIsFoundAtFullAndNotLookedAtBelow) {
  const auto spoken = world().Speak();
  records::SubmissionBody forged = spoken.body;
  forged.tokens[1].authenticator[100] ^= 1;
  world().board().resize(world().last_batch);
  std::vector<records::SubmissionEntry> batch = {
      EvidenceWorld::SignedBy(forged, spoken.author.keys.signing)};
  for (int i = 0; i < 4; ++i) batch.push_back(world().Speak().entry);
  world().AddBatch({.pool = records::Pool::kOpinions, .slot = 5, .count = 0, .relied_on = {}}, batch);
  VerifyOptions options;
  options.level = Level::kSignatures;
  EXPECT_THAT(Verify(options).findings, IsEmpty());
  options.level = Level::kFull;
  const auto result = Verify(options);
  ASSERT_EQ(result.findings.size(), 1u) << Describe(result.findings);
  EXPECT_EQ(result.findings.front().id, InvariantId::kTokens);
}

// ---- promises and refusals ----

TEST_F(InvariantsTest, I31APromiseThatTheLogDoesNotHonour) {
  const auto spoken = world().Speak();
  const Day due = records::PromisedDay(records::Kind::kOpinion, world().jam().draft().phases,
                                                   world().jam().draft().slots);
  const records::Promise promise{world().id(), spoken.body.SubmissionHash(), due};
  const records::SubmitReply reply{
      records::SubmitReply::Type::kPromise,
      records::Signed::Make(organisation().promise_key(), crypto::Label::kPromise, promise.Encode()),
      {}};
  const auto files = world().Publish();
  const PromiseEvidence evidence{spoken.entry.signed_submission, reply.Encode()};
  VerifyOptions options;
  options.as_of = due + 1;
  ExpectOnly(VerifyFiles(files, options, {}, {evidence}),
             {InvariantId::kPromises, 3, {}});
  options.as_of = due;
  EXPECT_THAT(VerifyFiles(files, options, {}, {evidence}).findings,
              IsEmpty())
      << "the control: the day has not passed";
  // A kept one.
  const PromiseEvidence kept{At<records::SubmissionEntry>(world().first_batch + 1).signed_submission,
                             {}};
  const auto body = records::SignedSubmission::Decode(kept.signed_submission)->body;
  const records::SubmitReply good{
      records::SubmitReply::Type::kPromise,
      records::Signed::Make(organisation().promise_key(), crypto::Label::kPromise,
                            records::Promise{world().id(), body.SubmissionHash(), due}.Encode()),
      {}};
  options.as_of = due + 1;
  EXPECT_THAT(VerifyFiles(files, options, {}, {{kept.signed_submission, good.Encode()}})
                  .findings,
              IsEmpty());
}

TEST_F(InvariantsTest, I31ABlankThatWasRefusedInItsWindow) {
  const auto blank = world().Blank();
  const auto hash = records::SignedSubmission::Decode(blank.signed_submission)->body.SubmissionHash();
  const auto files = world().Publish();
  const auto verify = [&](Day day) {
    const records::Refusal refusal{records::RefusalCode::kWindowClosed, world().id(), hash, {}, {}, day};
    const records::SubmitReply reply{records::SubmitReply::Type::kRefusal,
                                     records::Signed::Make(organisation().promise_key(),
                                                           crypto::Label::kRefusal, refusal.Encode()),
                                     {}};
    return EvidenceWorld::Verify(organisation().bundle(), files, {},
                                 {{blank.signed_submission, reply.Encode()}});
  };
  const auto& phases = world().jam().draft().phases;
  EXPECT_THAT(verify(phases.speaking_closes - 1).findings, IsEmpty());
  ExpectOnly(verify(phases.speaking_closes), {InvariantId::kPromises, 3, {}});
  ExpectOnly(verify(phases.conversation_ends - 1), {InvariantId::kPromises, 3, {}});
  EXPECT_THAT(verify(phases.conversation_ends).findings, IsEmpty());
}

TEST_F(InvariantsTest, I31ARefusalThatIsFalse) {
  const auto spoken = world().Speak();
  const auto files = world().Publish();
  const auto verify = [&](records::RefusalCode code, Day day) {
    const records::Refusal refusal{code, world().id(), spoken.body.SubmissionHash(), {}, {}, day};
    const records::SubmitReply reply{records::SubmitReply::Type::kRefusal,
                                     records::Signed::Make(organisation().promise_key(),
                                                           crypto::Label::kRefusal,
                                                           refusal.Encode()),
                                     {}};
    return VerifyFiles(files, {}, {}, {{spoken.entry.signed_submission, reply.Encode()}});
  };
  const Day speaking = world().jam().draft().phases.speaking_opens;
  const Day closes = world().jam().draft().phases.speaking_closes;
  using records::RefusalCode;
  for (const auto code : {RefusalCode::kToken, RefusalCode::kWindowClosed, RefusalCode::kAudience,
                          RefusalCode::kUnknownCampaign, RefusalCode::kQuota,
                          RefusalCode::kSpent}) {
    ExpectOnly(verify(code, speaking), {InvariantId::kPromises, 3, {}});
  }
  EXPECT_THAT(verify(RefusalCode::kWindowClosed, closes).findings, IsEmpty());
  EXPECT_THAT(verify(RefusalCode::kUnknownCampaign, kOpeningDay).findings, IsEmpty());
  EXPECT_THAT(verify(RefusalCode::kThreadSignature, speaking).findings, IsEmpty());
}

}  // namespace
}  // namespace candor::audit::testing

#include "services/auditor/verify_pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "records/promise.h"
#include "tests/services/auditor/pack_fixture.h"

namespace candor::services::auditor {
namespace {

using audit::InvariantId;
using audit::Severity;
using ::candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

PackVerifyOptions Of(const PackOnDisk& disk) {
  return {.packs = {disk.path().string()}, .fingerprint_groups = disk.groups(), .jobs = 2};
}

std::vector<audit::Finding> FindingsOf(const PackVerifyOptions& options) {
  const auto reports = VerifyPacks(options);
  EXPECT_OK(reports.status());
  return reports.ok() ? reports->front().result.findings : std::vector<audit::Finding>{};
}

auto Is(InvariantId id, Severity severity) {
  return AllOf(Field("id", &audit::Finding::id, id),
               Field("severity", &audit::Finding::severity, severity));
}

TEST(VerifyPack, AGoodPackHasNoFindingOnAnyLevelAndAnyNumberOfThreads) {
  const PackOnDisk disk;
  for (const Level level : {Level::kStructure, Level::kMerkle, Level::kSignatures, Level::kFull}) {
    for (const std::size_t jobs : {1, 3}) {
      PackVerifyOptions options = Of(disk);
      options.level = level;
      options.jobs = jobs;
      EXPECT_THAT(FindingsOf(options), IsEmpty());
    }
  }
  const auto reports = VerifyPacks(Of(disk));
  ASSERT_OK(reports.status());
  ASSERT_EQ(reports->front().result.campaigns.size(), 1u);
  EXPECT_EQ(reports->front().result.campaigns.front().opinions, 11u);
  EXPECT_EQ(reports->front().result.logs.size(), 3u);
}

TEST(VerifyPack, NothingIsBelievedWithoutAnAnchorFromElsewhere) {
  const PackOnDisk disk;
  PackVerifyOptions options = Of(disk);
  options.fingerprint_groups.clear();
  EXPECT_THAT(VerifyPacks(options).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("does not vouch for itself")));
  const audit::testing::EvidenceWorld other({.issuers = 1});
  options.fingerprint_groups = GroupsOf(other.organisation().bundle());
  EXPECT_THAT(VerifyPacks(options).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("independent body")));
}

TEST(VerifyPack, AFlippedBitIsFoundTwiceAsDamageAndAsForgery) {
  const PackOnDisk disk;
  disk.Flip("logs/board/tile/0/000.p/" +
                std::to_string(VerifyPacks(Of(disk))->front().result.logs.back().size),
            5);
  const auto findings = FindingsOf(Of(disk));
  EXPECT_THAT(findings, Contains(Is(InvariantId::kRoot, Severity::kIncomplete)));
  EXPECT_THAT(findings, Contains(Is(InvariantId::kRoot, Severity::kCryptographic)));
  EXPECT_EQ(audit::ExitCodeOf(findings, false), 2);
  // A new list does not help whoever changed the file.
  ASSERT_OK(disk.pack().Seal());
  const auto resealed = FindingsOf(Of(disk));
  EXPECT_THAT(resealed, Contains(Is(InvariantId::kRoot, Severity::kCryptographic)));
  EXPECT_EQ(resealed.size() + 1, findings.size());
}

TEST(VerifyPack, AMissingFileAndAnUnlistedOneAreIncompleteOnEveryLevel) {
  const PackOnDisk disk;
  ASSERT_OK(disk.pack().Remove("logs/issuer-1/text/000"));
  ASSERT_OK(disk.pack().Write("note.txt", AsBytes("left behind")));
  for (const Level level : {Level::kStructure, Level::kMerkle, Level::kFull}) {
    PackVerifyOptions options = Of(disk);
    options.level = level;
    const auto findings = FindingsOf(options);
    EXPECT_THAT(findings, Contains(Field(&audit::Finding::explanation, HasSubstr("note.txt"))));
    EXPECT_THAT(findings, Contains(Field(&audit::Finding::explanation, HasSubstr("text/000"))));
    EXPECT_EQ(audit::ExitCodeOf(findings, false), 5);
  }
}

TEST(VerifyPack, APackWithoutItsListIsNotFinished) {
  const PackOnDisk disk;
  ASSERT_OK(disk.pack().Unseal());
  EXPECT_THAT(FindingsOf(Of(disk)),
              Contains(Field(&audit::Finding::explanation, HasSubstr("not finished"))));
}

TEST(VerifyPack, ALinkOutOfThePackIsNotFollowed) {
  const PackOnDisk disk;
  ASSERT_OK(disk.pack().Remove("logs/board/checkpoint"));
  std::filesystem::create_symlink(disk.path() / "logs/issuer-1/checkpoint",
                                  disk.path() / "logs/board/checkpoint");
  const auto findings = FindingsOf(Of(disk));
  EXPECT_THAT(findings, Contains(Is(InvariantId::kLogSignature, Severity::kIncomplete)));
  EXPECT_THAT(findings, Contains(Field(&audit::Finding::explanation, HasSubstr("neither a file"))));
}

TEST(VerifyPack, TheStructureLooksAtFormAndTheTreeAtHashes) {
  const PackOnDisk disk;
  disk.Flip("logs/board/tile/0/000.p/" +
                std::to_string(VerifyPacks(Of(disk))->front().result.logs.back().size),
            5);
  ASSERT_OK(disk.pack().Seal());
  PackVerifyOptions options = Of(disk);
  options.level = Level::kStructure;
  EXPECT_THAT(FindingsOf(options), IsEmpty());
  options.level = Level::kMerkle;
  EXPECT_THAT(FindingsOf(options), Contains(Is(InvariantId::kRoot, Severity::kCryptographic)));
}

TEST(VerifyPack, WhatALevelLeavesOutIsNeverCalledChecked) {
  constexpr Level kLevels[] = {Level::kStructure, Level::kMerkle, Level::kSignatures, Level::kFull};
  for (const auto& invariant : audit::Invariants()) {
    EXPECT_EQ(CoverageAt(invariant, Level::kFull), invariant.coverage);
    for (const Level level : kLevels) {
      EXPECT_EQ(CoverageAt(invariant, level) == audit::Coverage::kChecked,
                MissingAt(invariant, level).empty())
          << audit::InvariantName(invariant.id) << " at " << LevelName(level);
    }
  }
  const auto at = [](InvariantId id, Level level) {
    return CoverageAt(audit::InvariantOf(id), level);
  };
  using audit::Coverage;
  EXPECT_EQ(at(InvariantId::kRoot, Level::kStructure), Coverage::kPartly);
  EXPECT_EQ(at(InvariantId::kRoot, Level::kMerkle), Coverage::kChecked);
  EXPECT_EQ(at(InvariantId::kWitnesses, Level::kStructure), Coverage::kNotChecked);
  EXPECT_EQ(at(InvariantId::kEntries, Level::kMerkle), Coverage::kPartly);
  for (const auto id : {InvariantId::kEntries, InvariantId::kGenesis, InvariantId::kThreads,
                        InvariantId::kRevoked}) {
    EXPECT_NE(at(id, Level::kMerkle), Coverage::kChecked);
    EXPECT_EQ(at(id, Level::kSignatures), Coverage::kChecked);
  }
  for (const auto id : {InvariantId::kVoices, InvariantId::kTokens, InvariantId::kClocks,
                        InvariantId::kGate, InvariantId::kOpenings}) {
    EXPECT_EQ(at(id, Level::kSignatures), Coverage::kNotChecked);
  }
  EXPECT_EQ(at(InvariantId::kReleases, Level::kStructure), Coverage::kNotYetChecked)
      << "no level's fault";
}

// A forged token in the last batch of speech, in a pack that is sealed.
std::unique_ptr<PackOnDisk> WithAForgedToken() {
  auto disk = std::make_unique<PackOnDisk>();
  auto& world = disk->world;
  const auto spoken = world.Speak();
  records::SubmissionBody forged = spoken.body;
  forged.tokens[0].authenticator[9] ^= 1;
  world.board().resize(world.last_batch);
  std::vector<records::SubmissionEntry> batch = {
      audit::testing::EvidenceWorld::SignedBy(forged, spoken.author.keys.signing)};
  for (int i = 0; i < 4; ++i) batch.push_back(world.Speak().entry);
  world.AddBatch({.pool = records::Pool::kOpinions, .slot = 5, .count = 0, .relied_on = {}}, batch);
  std::filesystem::remove_all(disk->path());
  WritePack(world, disk->path());
  return disk;
}

TEST(VerifyPack, AForgedTokenIsFoundAtFullAndListedAsNotLookedAtBelow) {
  const auto disk = WithAForgedToken();
  PackVerifyOptions options = Of(*disk);
  EXPECT_THAT(FindingsOf(options), Contains(Is(InvariantId::kTokens, Severity::kCryptographic)));
  options.level = Level::kSignatures;
  const auto reports = VerifyPacks(options);
  ASSERT_OK(reports.status());
  const PackReport& report = reports->front();
  EXPECT_THAT(report.result.findings, IsEmpty());
  const auto& tokens = audit::InvariantOf(InvariantId::kTokens);
  EXPECT_EQ(CoverageIn(tokens, report), audit::Coverage::kNotChecked);
  EXPECT_EQ(MissingIn(tokens, report), "not looked at on this level");
}

TEST(VerifyPack, AnActWithoutItsSignatureIsFoundAtSignaturesAndNotBelow) {
  PackOnDisk disk;
  auto& answer = std::get<records::AnswerEntry>(disk.world.board()[disk.world.answer].entry.body);
  answer.record.signature[0] ^= 1;
  std::filesystem::remove_all(disk.path());
  WritePack(disk.world, disk.path());
  PackVerifyOptions options = Of(disk);
  options.level = Level::kMerkle;
  EXPECT_THAT(FindingsOf(options), IsEmpty());
  options.level = Level::kSignatures;
  EXPECT_THAT(FindingsOf(options), Contains(Is(InvariantId::kEntries, Severity::kCryptographic)));
}

TEST(VerifyPack, ReceiptsAndOpeningsAreForTheFullLevel) {
  const PackOnDisk disk;
  PackVerifyOptions options = Of(disk);
  options.level = Level::kSignatures;
  options.receipt_files = {"receipt.json"};
  EXPECT_THAT(VerifyPacks(options).status(), StatusIs(absl::StatusCode::kInvalidArgument));
  options.receipt_files.clear();
  options.openings.resize(1);
  EXPECT_THAT(VerifyPacks(options).status(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(VerifyPack, OpeningsRaiseTheirRuleToWhatWasReallyGiven) {
  const auto& rule = audit::InvariantOf(InvariantId::kOpenings);
  const auto& another = audit::InvariantOf(InvariantId::kClocks);
  PackReport report;
  report.issuers_without_openings = {"a/issuer-1", "a/issuer-2"};
  EXPECT_EQ(CoverageIn(rule, report), audit::Coverage::kNotChecked);
  EXPECT_EQ(MissingIn(rule, report), "no openings given");
  report.issuers_without_openings = {"a/issuer-2"};
  report.result.openings.push_back({.origin = "a/issuer-1"});
  EXPECT_EQ(CoverageIn(rule, report), audit::Coverage::kPartly);
  EXPECT_EQ(MissingIn(rule, report), "no openings given of a/issuer-2");
  report.issuers_without_openings.clear();
  EXPECT_EQ(CoverageIn(rule, report), audit::Coverage::kChecked);
  EXPECT_EQ(MissingIn(rule, report), "");
  EXPECT_EQ(CoverageIn(another, report), another.coverage);
  EXPECT_EQ(MissingIn(another, report), another.missing);
}

TEST(VerifyPack, ACheckpointThatWasKeptMustBeExtended) {
  const PackOnDisk disk;
  const runtime::Path kept = disk.folder.path() / "kept";
  PackVerifyOptions options = Of(disk);
  options.since_files = {kept.string()};
  ASSERT_OK(runtime::WriteFileAtomically(kept, AsBytes(disk.world.NoteOf(0, 9, 1'700'000'000))));
  EXPECT_THAT(FindingsOf(options), IsEmpty());
  // The same log with another past.
  audit::testing::EvidenceWorld other;
  other.board()[1].entry.day -= 1;
  ASSERT_OK(runtime::WriteFileAtomically(kept, AsBytes(other.NoteOf(0, 9, 1'700'000'000))));
  EXPECT_THAT(FindingsOf(options),
              Contains(Is(InvariantId::kConsistency, Severity::kCryptographic)));
  ASSERT_OK(runtime::WriteFileAtomically(kept, AsBytes("nobody's\n")));
  EXPECT_THAT(VerifyPacks(options).status(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(VerifyPack, TwoPacksOfOneLogMustTellOneHistory) {
  const PackOnDisk disk;
  audit::testing::EvidenceWorld other;
  const runtime::Path second = disk.folder.path() / "second";
  WritePack(other, second);
  PackVerifyOptions options = Of(disk);
  options.packs.push_back(second.string());
  EXPECT_THAT(FindingsOf(options), IsEmpty()) << "the control: the same history twice";
  other.board().pop_back();
  other.board().back().entry.day += 1;
  const runtime::Path third = disk.folder.path() / "third";
  WritePack(other, third);
  options.packs.back() = third.string();
  EXPECT_THAT(FindingsOf(options),
              Contains(Is(InvariantId::kConsistency, Severity::kCryptographic)));
}

// The deployment of a world goes on in the place of another's, whose board was frozen four entries after what
// its server still gives out.
class VerifyNextDeployment : public ::testing::Test {
 protected:
  VerifyNextDeployment() {
    full_size_ = old_.board().size();
    last_note_ = old_.NoteOf(0, full_size_, 1'800'000'000);
    records::PreviousLog frozen{old_.organisation().bundle().board.origin, full_size_, {}};
    audit::CompactRange range;
    for (const auto& written : old_.board()) range.Append(audit::LeafHash(written.entry.Encode()));
    frozen.root = range.Root();
    old_.board().resize(old_.close + 1);
    WritePack(old_, Old());
    Claim(frozen);
    frozen_ = frozen;
  }

  runtime::Path Old() const { return folder_.path() / "old"; }
  runtime::Path Next() const { return folder_.path() / "next"; }
  void Claim(const records::PreviousLog& claimed) {
    std::get<records::Genesis>(next_.board()[0].entry.body).continues = claimed;
    std::filesystem::remove_all(Next());
    WritePack(next_, Next());
  }
  PackVerifyOptions Both() const {
    return {.packs = {Next().string()},
            .fingerprint_groups = GroupsOf(next_.organisation().bundle()),
            .previous = Old().string(),
            .previous_fingerprint_groups = GroupsOf(old_.organisation().bundle()),
            .jobs = 2};
  }
  std::string Keep(const std::string& note) const {
    const runtime::Path file = folder_.path() / "kept";
    EXPECT_OK(runtime::WriteFileAtomically(file, AsBytes(note)));
    return file.string();
  }
  static audit::Compared ComparedIn(const std::vector<PackReport>& reports) {
    EXPECT_EQ(reports.size(), 2u);
    EXPECT_THAT(reports[0].result.findings, IsEmpty());
    EXPECT_THAT(reports[1].result.findings, IsEmpty());
    return reports[0].result.continued.at(0).compared;
  }

  runtime::TemporaryFolder folder_;
  audit::testing::EvidenceWorld old_;
  audit::testing::EvidenceWorld next_{{.adjust_bundle = [](records::TrustBundle& bundle) {
    bundle.board.origin = "nordhafen.example/2/board";
    for (auto& issuer : bundle.issuers) issuer.origin = "nordhafen.example/2" + issuer.origin.substr(17);
  }}};
  std::uint64_t full_size_ = 0;
  std::string last_note_;
  records::PreviousLog frozen_;
};

TEST_F(VerifyNextDeployment, IsComparedAsFarAsTheOldEvidenceGoes) {
  PackVerifyOptions options = Both();
  const auto below = VerifyPacks(options);
  ASSERT_OK(below.status());
  EXPECT_EQ(ComparedIn(*below), audit::Compared::kBelow);
  // What somebody kept from before the loss says the rest; that its entries are gone is no finding then.
  options.since_files = {Keep(last_note_)};
  const auto equal = VerifyPacks(options);
  ASSERT_OK(equal.status());
  EXPECT_EQ(ComparedIn(*equal), audit::Compared::kEqual);
  // The control: of the old pack by itself it is one.
  options.packs = {Old().string()};
  options.fingerprint_groups = options.previous_fingerprint_groups;
  options.previous = options.previous_fingerprint_groups = "";
  EXPECT_THAT(FindingsOf(options), Contains(Is(InvariantId::kConsistency, Severity::kCryptographic)));
}

TEST_F(VerifyNextDeployment, AMarkThatWasChangedIsNamed) {
  PackVerifyOptions options = Both();
  options.since_files = {Keep(last_note_)};
  records::PreviousLog changed = frozen_;
  changed.root[31] ^= 1;
  Claim(changed);
  EXPECT_THAT(FindingsOf(options), Contains(Is(InvariantId::kGaps, Severity::kBroken)));
  changed = frozen_;
  changed.size = old_.close;  // as if nothing were known of the entry after it
  Claim(changed);
  EXPECT_THAT(FindingsOf(options), Contains(Is(InvariantId::kGaps, Severity::kBroken)));
}

TEST_F(VerifyNextDeployment, AKeptCheckpointOfALogThatWasNotFrozenStillConvicts) {
  PackVerifyOptions options = Both();
  options.since_files = {Keep(old_.NoteOf(1, old_.issuer(0).size(), 1'800'000'000))};
  old_.issuer(0).pop_back();
  std::filesystem::remove_all(Old());
  WritePack(old_, Old());
  const auto reports = VerifyPacks(options);
  ASSERT_OK(reports.status());
  EXPECT_THAT(reports->at(1).result.findings,
              Contains(Is(InvariantId::kConsistency, Severity::kCryptographic)));
}

TEST_F(VerifyNextDeployment, TheDeploymentBeforeHasAnAnchorOfItsOwn) {
  PackVerifyOptions options = Both();
  options.previous_fingerprint_groups.clear();
  EXPECT_THAT(VerifyPacks(options).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("a fingerprint of its own")));
  options.previous_fingerprint_groups = options.fingerprint_groups;
  EXPECT_THAT(VerifyPacks(options).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("independent body")));
  options = Both();
  options.level = Level::kMerkle;
  EXPECT_THAT(VerifyPacks(options).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--level full")));
}

std::string ReceiptOf(const Bytes& submission, const Bytes& promise) {
  const nlohmann::json json = {{"version", 1},
                               {"signed_submission", HexEncode(submission)},
                               {"promise", HexEncode(promise)},
                               {"refusal", ""}};
  return json.dump();
}

// A submission in the log, and a promise of the board for it that ends on this day.
std::string PromisedBy(PackOnDisk& disk, Day due) {
  const auto& world = disk.world;
  const auto& sealed = std::get<records::SubmissionEntry>(
      disk.world.board()[world.first_batch + 1].entry.body);
  const auto submission = records::SignedSubmission::Decode(sealed.signed_submission).value();
  const records::Promise promise{world.id(), submission.body.SubmissionHash(), due};
  const records::SubmitReply reply{
      records::SubmitReply::Type::kPromise,
      records::Signed::Make(world.organisation().promise_key(), crypto::Label::kPromise,
                            promise.Encode()),
      {}};
  return ReceiptOf(sealed.signed_submission, reply.Encode());
}

TEST(VerifyPack, AKeptPromiseIsNoFindingAndABrokenOneIs) {
  PackOnDisk disk;
  const Day sealed = disk.world.board()[disk.world.first_batch].entry.day;
  ASSERT_OK(disk.pack().Write("receipts/kept.json", AsBytes(PromisedBy(disk, sealed))));
  ASSERT_OK(disk.pack().Seal());
  const auto reports = VerifyPacks(Of(disk));
  ASSERT_OK(reports.status());
  EXPECT_EQ(reports->front().receipts, 1u);
  EXPECT_THAT(reports->front().result.findings, IsEmpty());

  const runtime::Path late = disk.folder.path() / "late.json";
  ASSERT_OK(runtime::WriteFileAtomically(late, AsBytes(PromisedBy(disk, sealed - 1))));
  PackVerifyOptions options = Of(disk);
  options.receipt_files = {late.string()};
  EXPECT_THAT(FindingsOf(options), Contains(Is(InvariantId::kPromises, Severity::kBroken)));
}

TEST(VerifyPack, AReceiptThatCannotBeReadProvesNothing) {
  const PackOnDisk disk;
  for (const char* text : {"", "[]", "{}", R"({"signed_submission": 7})",
                           R"({"signed_submission": "0g", "promise": "", "refusal": ""})"}) {
    ASSERT_OK(disk.pack().Write("receipts/a.json", AsBytes(text)));
    ASSERT_OK(disk.pack().Seal());
    EXPECT_THAT(FindingsOf(Of(disk)), Contains(Is(InvariantId::kPromises, Severity::kIncomplete)));
  }
}

}  // namespace
}  // namespace candor::services::auditor

// What an issuer keeps opens its own log: from enrolment and draw to the auditor's verdict.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>

#include "audit/verify/opening_check.h"
#include "services/issuer/issuer_openings.h"
#include "tests/services/issuer/issuer_harness.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using services::issuer::AuditorKeyOf;
using services::issuer::CollectOpenings;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kPermissionDenied = absl::StatusCode::kPermissionDenied;

// A jam that three people enrol for, one of them twice; two draw.
struct Scene {
  Organisation organisation;
  Jam jam;
  IssuerHarness harness;
  Member first, lost, found, idle;

  Scene()
      : jam(organisation),
        harness(organisation, {.jams = {&jam}}),
        first(Enrolled("E1001")),
        lost(Enrolled("E1002")),
        found(Enrolled("E1002")),
        idle(Enrolled("E1003")) {
    Draw(first);
    harness.clock().Set(harness.clock().Now() + kSecondsPerDay);
    harness.Follow();  // with the first day's totals
    Draw(found);
    Draw(found);  // the same request again: no second entry
  }


  Member Enrolled(const std::string& id) {
    if (harness.board().view().campaigns().empty()) {
      harness.ImportRoster();
      harness.board().Open(jam);
      harness.Follow();
    }
    return harness.NewMember(id);
  }
  void Draw(const Member& member) {
    auto& call = calls[member.enrolled.leaf_index];
    if (!call.has_value()) call = harness.CallFor(member, jam);
    EXPECT_OK(harness.issuer().Issue(*call));
  }
  records::IssuanceOpenings Collect() const {
    return CollectOpenings(harness.store(), organisation.bundle(), harness.origin()).value();
  }

  std::map<std::uint32_t, std::optional<records::IssueCall>> calls;
};

// As an auditor would see it: the whole log, the board's log, and these openings.
audit::OpeningCounts Judge(const Scene& scene, const records::IssuanceOpenings& openings,
                           audit::Findings& findings) {
  audit::OpeningCheck check(openings);
  const auto entries = scene.harness.Entries();
  const audit::EntryText nothing;
  for (std::uint64_t i = 0; i < entries.size(); ++i) {
    const std::optional<records::LogEntry> entry = entries[i];
    const Bytes raw = entries[i].Encode();
    check.Take({.index = i, .bytes = raw, .entry = entry, .content = nothing});
  }
  const auto root_at = [&](std::uint64_t size) -> absl::StatusOr<crypto::Hash> {
    audit::CompactRange range;
    for (std::uint64_t i = 0; i < size; ++i) range.Append(audit::LeafHash(entries[i].Encode()));
    return range.Root();
  };
  return check.Judge(scene.harness.board().view(), root_at, kOpeningDay + 1, findings);
}

TEST(IssuerOpenings, OfAnHonestIssuerHold) {
  const Scene scene;
  const auto openings = scene.Collect();
  EXPECT_THAT(openings.enrolments, SizeIs(4));
  EXPECT_THAT(openings.issuances, SizeIs(2));
  ASSERT_THAT(openings.rosters, SizeIs(1));
  audit::Findings findings;
  const auto counts = Judge(scene, openings, findings);
  EXPECT_THAT(findings.all(), IsEmpty());
  EXPECT_EQ(counts.enrolments_opened, 4u);
  EXPECT_EQ(counts.in_force, 3u) << "a wallet was lost and replaced";
  EXPECT_EQ(counts.issuances_opened, 2u);
}

TEST(IssuerOpenings, OneThatIsLostIsNamed) {
  const Scene scene;
  auto openings = scene.Collect();
  const auto index = openings.issuances.front().index;
  openings.issuances.erase(openings.issuances.begin());
  audit::Findings findings;
  Judge(scene, openings, findings);
  ASSERT_THAT(findings.all(), SizeIs(1));
  EXPECT_EQ(findings.all()[0].index, index);
  EXPECT_EQ(findings.all()[0].severity, audit::Severity::kIncomplete);
}

TEST(IssuerOpenings, SurviveARestartAndHoldNoNameAndNoSalt) {
  Scene scene;
  const auto before = scene.Collect();
  scene.harness.Restart();
  EXPECT_EQ(scene.Collect(), before);
  const Bytes bytes = before.Encode();
  const Bytes roster = scene.organisation.roster().Encode();
  const auto holds = [](const Bytes& in, ByteView piece) {
    return std::search(in.begin(), in.end(), piece.begin(), piece.end()) != in.end();
  };
  for (const auto& row : scene.organisation.roster().rows) {
    for (const ByteView piece : {ByteView(row.salt), AsBytes(row.entry.name), AsBytes(row.entry.id)}) {
      EXPECT_TRUE(holds(roster, piece)) << "the control";
      EXPECT_FALSE(holds(bytes, piece));
    }
  }
}

TEST(IssuerOpenings, OfDrawsGoOnTheDayThatRetentionEnds) {
  Scene scene;
  const Day ends = scene.jam.draft().phases.retention_ends;
  for (const Day day : {ends - 1, ends}) {
    scene.harness.clock().Set(StartOf(day));
    scene.harness.Follow();
    EXPECT_THAT(scene.Collect().issuances, SizeIs(day < ends ? 2 : 0));
    EXPECT_THAT(scene.Collect().enrolments, SizeIs(4)) << "these are of the roster, not of a jam";
  }
  EXPECT_FALSE(scene.harness.issuer().Issue(*scene.calls.begin()->second).ok())
      << "nobody draws again";
  scene.harness.Restart();
  scene.harness.Follow();
  EXPECT_THAT(scene.Collect().issuances, IsEmpty());
}

// ---- to whom

struct KeyScene {
  Organisation organisation;
  BoardLog board{organisation};
  Actor auditor{"Auditor", crypto::SigningKey::Generate(organisation.random())};
  crypto::KemPrivateKey key = crypto::KemPrivateKey::Generate(organisation.random());

  records::OpeningsKey Record() const {
    return {organisation.bundle().Fingerprint(), key.public_key()};
  }
};

TEST(AuditorKey, IsSignedByAnAuditorOrTheIndependentBody) {
  KeyScene scene;
  const auto by_auditor = scene.Record().SignedBy(scene.auditor.key);
  EXPECT_THAT(AuditorKeyOf(by_auditor, scene.board.view()), StatusIs(kPermissionDenied))
      << "before the role is granted";
  scene.board.AddAllGovernance();
  scene.board.Add(scene.organisation.Grant(scene.auditor, records::Role::kAuditor));
  EXPECT_THAT(AuditorKeyOf(by_auditor, scene.board.view()), IsOkAndHolds(scene.key.public_key()));
  const auto by_body = scene.Record().SignedBy(scene.organisation.independent_body());
  EXPECT_THAT(AuditorKeyOf(by_body, scene.board.view()), IsOkAndHolds(scene.key.public_key()));
}

TEST(AuditorKey, OfAnybodyElseIsRefused) {
  KeyScene scene;
  scene.board.AddAllGovernance();
  const auto& organisation = scene.organisation;
  for (const auto* signer : {&organisation.charter(), &organisation.operator_person().key,
                             &organisation.reader().key, &organisation.stranger().key,
                             &organisation.promise_key()}) {
    EXPECT_THAT(AuditorKeyOf(scene.Record().SignedBy(*signer), scene.board.view()),
                StatusIs(kPermissionDenied));
  }
  auto elsewhere = scene.Record();
  elsewhere.fingerprint[0] ^= 1;
  EXPECT_THAT(AuditorKeyOf(elsewhere.SignedBy(organisation.independent_body()), scene.board.view()),
              StatusIs(kPermissionDenied, ::testing::HasSubstr("another organisation")));
  auto forged = scene.Record().SignedBy(organisation.independent_body());
  forged.body.back() ^= 1;
  EXPECT_THAT(AuditorKeyOf(forged, scene.board.view()), StatusIs(kPermissionDenied));
}

TEST(AuditorKey, OfAnAuditorWhoseRoleWasRevokedIsRefused) {
  KeyScene scene;
  scene.board.AddAllGovernance();
  scene.board.Add(scene.organisation.Grant(scene.auditor, records::Role::kAuditor));
  scene.board.Add(scene.organisation.Countersign(
      records::ActorRevoke{kOpeningDay, scene.auditor.public_key(), records::Role::kAuditor,
                           records::RevokeReason::kKeyStolen}));
  EXPECT_THAT(AuditorKeyOf(scene.Record().SignedBy(scene.auditor.key), scene.board.view()),
              StatusIs(kPermissionDenied));
}

}  // namespace
}  // namespace candor::testing

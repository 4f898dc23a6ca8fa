#include "tests/records/samples.h"

#include <algorithm>

#include "audit/roster_tree.h"
#include "crypto/commitment.h"
#include "records/asked_challenges.h"
#include "records/authorship.h"
#include "records/calls.h"
#include "records/entry.h"
#include "records/frozen_mark.h"
#include "records/handover.h"
#include "records/issuance.h"
#include "records/issuance_openings.h"
#include "records/parts.h"
#include "records/promise.h"
#include "tests/records/bodies.h"
#include "tests/support/jam_fixture.h"

namespace candor::testing {
namespace {

using crypto::Label;
using crypto::Purpose;

template <class T>
absl::StatusOr<Bytes> ReencodeAs(ByteView bytes) {
  auto value = T::Decode(bytes);
  if (!value.ok()) return value.status();
  return value->Encode();
}

class Collection {
 public:
  Collection()
      : organisation_({.seed = 7, .members = 30, .issuers = 2, .readers = 2}),
        jam_(organisation_, {.adjust = TwoAudiences}) {
    AddBundleAndGovernance();
    AddCampaign();
    AddSubmissions();
    AddReplies();
    AddIssuance();
    AddCalls();
    AddEntries();
    AddParts();
  }

  std::vector<Sample> Take() { return std::move(samples_); }

 private:
  static void TwoAudiences(records::Draft& draft) {
    draft.audiences.push_back({1, "without line management", {draft.readers[1].key}});
    draft.audiences.push_back({255, "appeal panel", {draft.readers[0].key}});
    draft.delegates = {{draft.readers[0].key, draft.readers[1].key}};
    draft.out_of_scope = "Pay.";
  }

  template <class T>
  void Add(std::string name, const T& value, bool open_ended = false) {
    samples_.push_back({std::move(name), value.Encode(), ReencodeAs<T>, open_ended});
  }

  template <std::size_t N>
  ByteArray<N> Random() {
    return organisation_.random().Array<N>();
  }

  void AddBundleAndGovernance() {
    Add("TrustBundle", organisation_.bundle());
    Add("FrozenMark", records::FrozenMark{{"nordhafen.example/board", 812, {7}}});
    Add("Governance/ActorGrant", grant());
    Add("Governance/ActorGrant/operator",
        organisation_.Grant(organisation_.operator_person(), records::Role::kOperator));
    Add("Governance/ActorRevoke", revoke());
    Add("Governance/PolicyChange", policy_change());
    Add("Governance/CharterRotate", charter_rotate());
    Add("Governance/Roster", roster_record());
    records::RosterFile roster = organisation_.roster();
    roster.rows.resize(3);
    Add("RosterFile", roster);
    Add("RosterEntry", roster.rows[0].entry);
  }

  records::Governance grant() const {
    return organisation_.Grant(organisation_.reader(), records::Role::kReader);
  }
  records::Governance revoke() const {
    return organisation_.Countersign(
        records::ActorRevoke{kOpeningDay, organisation_.reader().public_key(), records::Role::kReader,
                             records::RevokeReason::kKeyLost});
  }
  records::Governance policy_change() const {
    return organisation_.Countersign(
        records::PolicyChange{kOpeningDay, kOpeningDay + records::kNoticeDays, 3});
  }
  records::Governance charter_rotate() {
    return organisation_.Countersign(
        records::CharterRotate::Make(kOpeningDay, kOpeningDay + records::kNoticeDays,
                                     crypto::SigningKey::Generate(organisation_.random())));
  }
  records::AgreedErasure agreed_erasure() {
    const records::Erasure erasure{jam_.id(), 12, Random<32>(), records::ErasureReason::kUnlawful,
                                   kOpeningDay};
    const auto proposer = crypto::SigningKey::Generate(organisation_.random());
    auto out = records::AgreedErasure::Propose(erasure, proposer);
    out.SignAsAuditor(crypto::SigningKey::Generate(organisation_.random()));
    return out;
  }
  records::Governance roster_record() {
    return organisation_.Countersign(
        records::RosterRecord{kOpeningDay, 30, organisation_.roster_root(), 31,
                              {{Random<32>(), 40, 41}, {Random<32>(), 50, 51}}});
  }

  void AddCampaign() {
    Add("Draft", jam_.draft());
    Add("Manifest", jam_.manifest());
  }

  void AddSubmissions() {
    for (const auto kind : kAllKinds) {
      Add(std::string("SubmissionBody/") + NameOf(kind), BodyOf(kind, organisation_.random()));
    }
    Add("SignedSubmission", submission());
    Add("SubmitRequest", request());
    records::SubmitRequest blank;
    blank.submission.body = BodyOf(records::Kind::kBlank, organisation_.random());
    Add("SubmitRequest/blank", blank);
  }

  records::SignedSubmission submission() {
    auto body = BodyOf(records::Kind::kOpinion, organisation_.random(), 2);
    body.campaign_id = jam_.id();
    const auto key = crypto::SigningKey::Generate(organisation_.random());
    body.thread_key = key.verify_key();
    return records::SignedSubmission::Make(std::move(body), key);
  }
  records::SubmitRequest request() { return {submission(), Random<32>(), ToBytes(Random<100>())}; }

  void AddReplies() {
    const records::Promise promise{jam_.id(), Random<32>(), kSpeakingCloses + 2};
    const records::Refusal refusal{records::RefusalCode::kSpent, jam_.id(), Random<32>(),
                                   Random<32>(), Random<32>(), kSpeakingOpens};
    const auto& key = organisation_.promise_key();
    records::AskedChallenges asked;
    for (Day day = 20520; day < 20523; ++day) (void)asked.Keep(Random<32>(), day);
    (void)asked.Keep({1}, 20520);
    (void)asked.Use({1});
    Add("AskedChallenges", asked);
    Add("AuthorshipChallenge", records::AuthorshipChallenge{jam_.id(), {Random<32>()}, Random<32>(), 20520});
    Add("AuthorshipStatement", records::AuthorshipStatement{jam_.id(), {Random<32>()}, 20520, "I wrote this."});
    Add("HandoverNote", records::HandoverNote{jam_.id(), 20520, {{Random<32>()}, {Random<32>()}}, "Good morning."});
    Add("Promise", promise);
    Add("Refusal", refusal);
    Add("SubmitReply/promise",
        records::SubmitReply{records::SubmitReply::Type::kPromise,
                             records::Signed::Make(key, Label::kPromise, promise.Encode()), {}});
    Add("SubmitReply/refusal",
        records::SubmitReply{records::SubmitReply::Type::kRefusal,
                             records::Signed::Make(key, Label::kRefusal, refusal.Encode()),
                             submission().Encode()});
    Add("Answer", answer());
    Add("AnswerContent", answer_content());
    Add("Signed", signed_answer());
  }

  records::AnswerContent answer_content() const { return {"The night crane.", "It is ordered."}; }
  records::Answer answer() {
    return {jam_.id(), Random<32>(), records::AnswerStatus::kUnderWay, 3, Random<32>()};
  }
  records::Signed signed_answer() {
    return records::Signed::Make(organisation_.reader().key, Label::kAnswer, answer().Encode());
  }

  void AddIssuance() {
    const auto& member = organisation_.stranger();
    Add("EnrolRequest", records::EnrolRequest{organisation_.bundle().Fingerprint(),
                                              "nordhafen.example/issuer-1", Random<16>(),
                                              member.public_key()});
    const auto leaves = organisation_.roster().Leaves();
    Add("EnrolReply",
        records::EnrolReply{organisation_.roster_root(), 30, 11, organisation_.roster().rows[11],
                            audit::RosterPath(leaves, 11), Random<32>()});
    records::IssueRequest issue{organisation_.bundle().Fingerprint(), jam_.id(), Random<32>(), {}};
    for (auto& purpose : issue.purposes) purpose = {Random<32>(), 1, Random<32>()};
    Add("IssueRequest", issue);
    Add("IssueCall",
        records::IssueCall{records::Signed::Make(member.key, Label::kIssueRequest, issue.Encode()),
                           {Random<256>(), Random<256>(), Random<256>()}},
        true);
    Add("IssueReply", records::IssueReply{Random<32>(), {Random<256>(), Random<256>()}});
    Add("OpeningsKey", records::OpeningsKey{organisation_.bundle().Fingerprint(), {Random<32>()}});
    const auto signed_issue =
        records::Signed::Make(member.key, Label::kIssueRequest, issue.Encode());
    const records::Hash low{1}, high{2};
    Add("IssuanceOpenings",
        records::IssuanceOpenings{organisation_.bundle().Fingerprint(),
                                  "nordhafen.example/issuer-1",
                                  9,
                                  Random<32>(),
                                  {{low, {Random<32>(), Random<32>()}}, {high, {}}},
                                  {{4, Random<32>(), low, Random<32>(), member.public_key()},
                                   {5, Random<32>(), low, Random<32>(), member.public_key()}},
                                  {{7, Random<32>(), signed_issue}, {8, Random<32>(), signed_issue}}});
  }

  records::TokenKeyContent token_key_content(std::size_t issuer, Purpose purpose) const {
    const auto& key = jam_.token_key(issuer, purpose);
    return {key.public_key().spki(), key.Prove().value()};
  }
  std::array<records::TokenKeyContent, 3> token_keys() const {
    return {token_key_content(0, Purpose::kVoice), token_key_content(0, Purpose::kContribute),
            token_key_content(0, Purpose::kEndorse)};
  }

  void AddCalls() {
    Add("PrepareKeysCall", records::PrepareKeysCall{jam_.draft()});
    Add("PrepareKeysReply", records::PrepareKeysReply{token_keys()});
    records::RosterFile roster = organisation_.roster();
    roster.rows.resize(2);
    Add("ImportRosterCall", records::ImportRosterCall{roster});
    Add("CreateInvitesCall", records::CreateInvitesCall{Random<32>(), 20100, {"E1000", "E1001"}});
    Add("CreateInvitesReply",
        records::CreateInvitesReply{{{"E1000", Random<16>()}, {"E1001", Random<16>()}}});
    Add("RosterStatusReply", records::RosterStatusReply{Random<32>(), 30, 12});
    Add("OpenCampaignCall", records::OpenCampaignCall{jam_.manifest(), jam_.opening()});
    Add("CloseCampaignCall", records::CloseCampaignCall{jam_.id()});
    Add("PostAnswerCall", records::PostAnswerCall{signed_answer(), Random<32>(), answer_content()});
    Add("FetchBatchCall", records::FetchBatchCall{jam_.id(), 0x0102030405060708});
    Add("FetchBatchReply",
        records::FetchBatchReply{{{Random<32>(), Random<32>(), ToBytes(Random<40>())},
                                  {Random<32>(), Random<32>(), {}}}});
    Add("AppendedReply", records::AppendedReply{77});
  }

  void AddEntry(std::string name, records::CampaignId campaign, records::EntryBody body) {
    Add("LogEntry/" + std::move(name), records::LogEntry{kOpeningDay, campaign, std::move(body)});
  }

  void AddEntries() {
    const auto none = records::kNoCampaign;
    const auto& id = jam_.id();
    const auto voice = token_key_content(0, Purpose::kVoice);
    Add("TokenKeyContent", voice);
    AddEntry("Genesis", none,
             records::Genesis{Random<32>(), Random<32>(), true, "nordhafen.example/board"});
    AddEntry("Genesis/continues", none,
             records::Genesis{Random<32>(), Random<32>(), false, "nordhafen.example/board-2",
                              records::PreviousLog{"nordhafen.example/board", 812, Random<32>()}});
    AddEntry("ActorGrant", none, records::GovernanceEntry{grant()});
    AddEntry("ActorRevoke", none, records::GovernanceEntry{revoke()});
    AddEntry("PolicyChange", none, records::GovernanceEntry{policy_change()});
    AddEntry("CharterRotate", none, records::GovernanceEntry{charter_rotate()});
    AddEntry("Roster", none, records::GovernanceEntry{roster_record()});
    AddEntry("CampaignOpen", id,
             records::MakeCampaignOpen(jam_.manifest(), Random<32>(), jam_.opening()));
    AddEntry("CampaignExtend", id, records::CampaignExtend{20520});
    AddEntry("CampaignClose", id, records::CampaignClose{81, 9, true});
    AddEntry("TokenKey", id,
             records::TokenKeyEntry{Purpose::kEndorse, Random<32>(),
                                    records::KeyProofHash(voice.proof), Random<32>()});
    AddEntry("TokenKeyRetired", id, records::TokenKeyRetired{Purpose::kVoice, Random<32>()});
    AddEntry("Enrolment", none, records::Enrolment{Random<32>()});
    AddEntry("EnrolmentTotal", none, records::EnrolmentTotal{kOpeningDay, 20, 2});
    AddEntry("Issuance", id, records::Issuance{Random<32>()});
    AddEntry("IssuanceTotal", none, records::IssuanceTotal{kOpeningDay, 20});
    AddEntry("SealBatch", id,
             records::SealBatch{records::Pool::kOpinions, 6, 12, true, false,
                                {{0, 40, Random<32>()}, {1, 41, Random<32>()}}});
    AddEntry("Submission", id, records::SubmissionEntry{submission().Encode()});
    AddEntry("Answer", id, records::AnswerEntry{signed_answer()});
    AddActs();
    AddEntry("Access", id, records::Access{organisation_.reader().public_key(), 12});
    AddErasures();
    AddEntry("Incident", none,
             records::Incident{70, 91, Random<32>(), {records::CampaignId{1}, records::CampaignId{2}}});
    AddEntry("Incident/nothing lost", none, records::Incident{70, 70, Random<32>(), {}});
  }

  // One of each type, the texts' commitments and what they refer to at random.
  void AddActs() {
    const auto ascending = [this] {
      std::vector<records::Hash> out = {Random<32>(), Random<32>()};
      std::ranges::sort(out);
      return out;
    };
    const std::vector<std::pair<std::string, records::ActBody>> bodies = {
        {"PledgeRenewal", records::PledgeRenewal{Random<32>()}},
        {"Acknowledgement", records::Acknowledgement{Random<32>(), records::Tone::kLookingIntoIt}},
        {"PrivateNote", records::PrivateNote{Random<32>(), records::NoteForm::kQuestion, Random<32>()}},
        {"Action", records::Action{kOpeningDay + 30, ascending(), Random<32>()}},
        {"ActionOutcome", records::ActionOutcome{Random<32>(), records::Outcome::kMoved,
                                                 kOpeningDay + 60, Random<32>()}},
        {"Decision", records::Decision{Random<32>(), records::Verdict::kInPart, 0, Random<32>()}},
        {"Prompt", records::Prompt{Random<32>()}},
        {"Theme", records::Theme{{}, 0, ascending(), Random<32>()}},
        {"Theme/revised", records::Theme{Random<32>(), 1, {}, Random<32>()}},
        {"Publish", records::Publish{Random<32>(), records::Form::kHeadline, Random<32>()}},
        {"PublishDeclined", records::PublishDeclined{Random<32>(), 1}},
        {"Hide", records::Hide{Random<32>(), 0}},
        {"AppealDecision", records::AppealDecision{Random<32>(), records::Ruling::kShownAgain,
                                                   Random<32>()}},
        {"Merge", records::Merge{Random<32>(), Random<32>()}},
        {"Connect", records::Connect{Random<32>(), Random<32>(), Random<32>()}},
        {"Spotlight", records::Spotlight{Random<32>(), Random<32>()}},
        {"ConflictDeclared", records::ConflictDeclared{{}, Random<32>()}}};
    for (const auto& [name, body] : bodies) {
      const records::Act act{jam_.id(), kOpeningDay + 3, body};
      const auto record = records::Signed::Make(organisation_.facilitator().key, crypto::Label::kAct,
                                                act.Encode());
      Add("Act/" + name, act);
      AddEntry(name, jam_.id(), records::ActEntry{record});
    }
    Add("NoteContent", records::NoteContent{"Badge readers", "Devran Aksoy", "Replaced at gate 2."});
    Add("PublishContent", records::PublishContent{Random<32>(), "The readers at gate 2 fail in rain."});
    Add("PostActCall", records::PostActCall{
                           records::Signed::Make(organisation_.facilitator().key, crypto::Label::kAct,
                                                 records::Act{jam_.id(), kOpeningDay + 3,
                                                              records::Prompt{Random<32>()}}
                                                     .Encode()),
                           Random<32>(), records::NoteContent{"", "", "What works?"}.Encode()});
  }

  void AddErasures() {
    const auto& id = jam_.id();
    Add("AgreedErasure", agreed_erasure());
    AddEntry("Tombstone/withdrawn", id, records::Tombstone{records::WithdrawnCause{12, 30}});
    AddEntry("Tombstone/retention", id, records::Tombstone{records::RetentionCause{11}});
    AddEntry("Tombstone/agreed", id, records::Tombstone{agreed_erasure()});
    AddEntry("ErasureDone", id, records::ErasureDone{31, 5});
  }

  void AddParts() {
    const auto draft = jam_.draft().Id();
    const auto& reader = organisation_.reader();
    const auto& manifest = jam_.manifest();
    Add("IssuerPart", records::IssuerPart{draft, jam_.draft().issuers[0], token_keys()});
    Add("PersonPart/nothing", records::PersonPart{draft, reader.public_key(), {}, {}, {}});
    Add("PersonPart/reader", records::PersonPart{draft, reader.public_key(), manifest.pledges[0],
                                                 manifest.reader_keys[0], {}});
    Add("PersonPart/sponsor", records::PersonPart{draft, organisation_.sponsor().public_key(), {},
                                                  {}, manifest.statements[0]});
    Add("OpeningPart", records::OpeningPart{jam_.id(), reader.public_key(), Random<64>()});
  }

  Organisation organisation_;
  Jam jam_;
  std::vector<Sample> samples_;
};

}  // namespace

const std::vector<Sample>& Samples() {
  static const std::vector<Sample> samples = Collection().Take();
  return samples;
}

}  // namespace candor::testing

#include "tests/services/member/fake_world.h"

#include <algorithm>

#include "audit/checkpoint.h"
#include "audit/merkle.h"
#include "audit/proof.h"
#include "audit/roster_tree.h"
#include "base/status.h"
#include "base/text.h"
#include "records/schedule.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using records::LogEntry;

crypto::Hash PolicyHash() { return crypto::Sha256({AsBytes("the policy")}); }

class LeafReader final : public audit::HashReader {
 public:
  explicit LeafReader(std::span<const Bytes> entries) : entries_(entries) {}
  absl::StatusOr<crypto::Hash> ReadHash(unsigned level, std::uint64_t index) const override {
    audit::CompactRange range;
    const std::uint64_t width = std::uint64_t{1} << level;
    for (const auto& entry : entries_.subspan(index << level, width)) {
      range.Append(audit::LeafHash(entry));
    }
    return range.Root();
  }

 private:
  std::span<const Bytes> entries_;
};

audit::EntryContent ContentOf(const Organisation& organisation, Bytes bytes) {
  return {organisation.random().Array<32>(), std::move(bytes)};
}

}  // namespace

FakeLogs::FakeLogs(const Organisation& organisation)
    : organisation_(organisation), board_(organisation.bundle()), entries_(1) {
  const auto& bundle = organisation.bundle();
  const auto genesis = [&](const std::string& origin) {
    return records::Genesis{bundle.Fingerprint(), PolicyHash(), bundle.trial, origin};
  };
  AddToBoard(kOpeningDay, records::kNoCampaign, genesis(bundle.board.origin));
  for (const auto& record : organisation.AllGovernance()) {
    AddToBoard(kOpeningDay, records::kNoCampaign, records::GovernanceEntry{record});
  }
  for (std::size_t i = 0; i < bundle.issuers.size(); ++i) {
    issuers_.emplace_back(bundle.issuers[i].origin, bundle.Fingerprint());
    entries_.emplace_back();
    AddToIssuer(i, kOpeningDay, records::kNoCampaign, genesis(bundle.issuers[i].origin));
  }
}

void FakeLogs::AddToBoard(Day day, const records::CampaignId& campaign, records::EntryBody body,
                          const audit::EntryContent& content) {
  entries_[0].push_back(LogEntry{day, campaign, std::move(body)}.Encode());
  EXPECT_OK(board_.Apply(entries_[0].back(), content));
}

void FakeLogs::AddToIssuer(std::size_t issuer, Day day, const records::CampaignId& campaign,
                           records::EntryBody body, const audit::EntryContent& content) {
  entries_[issuer + 1].push_back(LogEntry{day, campaign, std::move(body)}.Encode());
  EXPECT_OK(issuers_[issuer].Apply(entries_[issuer + 1].back(), content));
}

void FakeLogs::Open(const Jam& jam, Day day) {
  const auto content = ContentOf(organisation_, jam.manifest().Encode());
  const auto commitment = records::ContentCommitment(content.salt, content.content);
  AddToBoard(day, jam.id(), records::MakeCampaignOpen(jam.manifest(), commitment, jam.opening()),
             content);
}

void FakeLogs::LogKey(std::size_t issuer, const records::CampaignId& campaign,
                      crypto::Purpose purpose, const crypto::TokenPrivateKey& key,
                      bool good_proof) {
  records::TokenKeyContent opened{key.public_key().spki(), key.Prove().value()};
  if (!good_proof) opened.proof.roots[7][255] ^= 1;
  const auto content = ContentOf(organisation_, opened.Encode());
  AddToIssuer(issuer, kOpeningDay, campaign,
              records::TokenKeyEntry{purpose, key.public_key().id(),
                                     records::KeyProofHash(opened.proof),
                                     records::ContentCommitment(content.salt, content.content)},
              content);
}

void FakeLogs::LogKeys(const Jam& jam) {
  for (std::size_t i = 0; i < issuers_.size(); ++i) {
    for (const auto purpose : records::kPurposes) {
      LogKey(i, jam.id(), purpose, jam.token_key(i, purpose));
    }
  }
}

void FakeLogs::Draw(std::size_t issuer, const Jam& jam, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    AddToIssuer(issuer, kOpeningDay, jam.id(),
                records::Issuance{organisation_.random().Array<32>()});
  }
}

void FakeLogs::Seal(const Jam& jam, records::SlotNumber slot,
                    const std::vector<records::SignedSubmission>& submissions, bool withheld) {
  const Day day = jam.draft().slots.DayOfSlot(slot);
  records::SealBatch seal;
  seal.slot = slot;
  seal.count = static_cast<std::uint32_t>(submissions.size());
  seal.final = withheld;
  seal.withheld = withheld;
  AddToBoard(day, jam.id(), seal);
  for (const auto& each : submissions) {
    AddToBoard(day, jam.id(), records::SubmissionEntry{each.Encode()});
  }
}

const audit::IssuerView* FakeLogs::FindIssuer(std::string_view origin) const {
  const auto at = std::ranges::find_if(
      issuers_, [&](const audit::IssuerView& each) { return each.origin() == origin; });
  return at == issuers_.end() ? nullptr : &*at;
}

std::string FakeLogs::NoteOf(std::size_t log) const {
  const auto& bundle = organisation_.bundle();
  const auto& identity = log == 0 ? bundle.board : bundle.issuers[log - 1];
  const auto& key =
      log == 0 ? organisation_.board_log_key() : organisation_.issuer_log_key(log - 1);
  audit::CompactRange range;
  for (const auto& entry : entries_[log]) range.Append(audit::LeafHash(entry));
  const audit::Checkpoint checkpoint{identity.origin, range.size(), range.Root()};
  std::string note = audit::SignCheckpoint(checkpoint, identity.origin, key).value();
  const std::string text = audit::FormatCheckpoint(checkpoint).value();
  const auto kept = kept_.find(log);
  const std::size_t witnesses = kept == kept_.end() ? bundle.witnesses.size() : kept->second;
  for (std::size_t i = 0; i < witnesses; ++i) {
    const auto line = audit::Cosign(text, bundle.witnesses[i].name, organisation_.witness_key(i),
                                    StartOf(kOpeningDay) + 60);
    note = audit::AddSignatureLine(note, line.value()).value();
  }
  return note;
}

std::vector<member::LogCopy> FakeLogs::copies() const {
  const auto& bundle = organisation_.bundle();
  std::vector<member::LogCopy> out;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    out.push_back({i == 0 ? bundle.board : bundle.issuers[i - 1], NoteOf(i), entries_[i]});
  }
  return out;
}

absl::StatusOr<std::vector<crypto::Hash>> FakeLogs::BoardInclusion(std::uint64_t index) const {
  return audit::BuildInclusionProof(LeafReader(entries_[0]), index, entries_[0].size());
}

absl::StatusOr<Bytes> FakeIssuers::Enrol(const std::string& origin, ByteView request) {
  calls.emplace_back(origin, ToBytes(request));
  if (before) CANDOR_RETURN_IF_ERROR(before(origin));
  CANDOR_ASSIGN_OR_RETURN(const auto signed_request, records::Signed::Decode(request));
  CANDOR_RETURN_IF_ERROR(signed_request.Verify(crypto::Label::kEnrolRequest));
  records::EnrolReply reply = EnrolmentOf(organisation_, row);
  if (spoil_enrolment) spoil_enrolment(reply);
  return reply.Encode();
}

absl::StatusOr<Bytes> FakeIssuers::Issue(const std::string& origin, ByteView call_bytes) {
  calls.emplace_back(origin, ToBytes(call_bytes));
  if (before) CANDOR_RETURN_IF_ERROR(before(origin));
  CANDOR_ASSIGN_OR_RETURN(const auto call, records::IssueCall::Decode(call_bytes));
  CANDOR_ASSIGN_OR_RETURN(const auto request, records::VerifyIssueCall(call));
  const auto& origins = jam_->draft().issuers;
  const auto issuer =
      static_cast<std::size_t>(std::ranges::find(origins, origin) - origins.begin());
  records::IssueReply reply;
  reply.issuance_salt.fill(9);
  auto message = call.blinded_messages.begin();
  for (std::size_t p = 0; p < 3; ++p) {
    const auto& key = jam_->token_key(issuer, records::kPurposes[p]);
    for (int n = 0; n < request.purposes[p].count; ++n, ++message) {
      CANDOR_ASSIGN_OR_RETURN(const auto signature, key.BlindSign(*message));
      reply.blind_signatures.push_back(signature);
    }
  }
  if (spoil) spoil(reply);
  return reply.Encode();
}

absl::StatusOr<Bytes> FakeBoard::Submit(ByteView request_bytes) {
  requests.push_back(ToBytes(request_bytes));
  CANDOR_ASSIGN_OR_RETURN(const auto request, records::SubmitRequest::Decode(request_bytes));
  if (answer) return answer(request);
  return Promise(request.submission.body).Encode();
}

records::SubmitReply FakeBoard::Promise(const records::SubmissionBody& body) const {
  const auto& draft = jam_.draft();
  return Promise(body, records::PromisedDay(body.kind, draft.phases, draft.slots));
}

records::SubmitReply FakeBoard::Promise(const records::SubmissionBody& body, Day day) const {
  const records::Promise promise{body.campaign_id, body.SubmissionHash(), day};
  return {records::SubmitReply::Type::kPromise,
          records::Signed::Make(organisation_.promise_key(), crypto::Label::kPromise,
                                promise.Encode()),
          {}};
}

records::SubmitReply FakeBoard::Refuse(const records::SubmitRequest& request,
                                       records::RefusalCode code, Day day, Bytes other) const {
  const records::SubmissionBody& body = request.submission.body;
  const records::Refusal refusal{code,
                                 body.campaign_id,
                                 body.SubmissionHash(),
                                 crypto::Sha256({request.envelope}),
                                 request.salt,
                                 day};
  return {records::SubmitReply::Type::kRefusal,
          records::Signed::Make(organisation_.promise_key(), crypto::Label::kRefusal,
                                refusal.Encode()),
          std::move(other)};
}

records::EnrolReply EnrolmentOf(const Organisation& organisation, std::size_t row) {
  const auto leaves = organisation.roster().Leaves();
  return {organisation.roster_root(),
          static_cast<std::uint32_t>(leaves.size()),
          static_cast<std::uint32_t>(row),
          organisation.roster().rows.at(row),
          audit::RosterPath(leaves, row),
          organisation.random().Array<32>()};
}

member::Wallet EnrolledWallet(const Organisation& organisation, std::size_t row) {
  auto wallet = member::Wallet::Create(organisation.bundle(), organisation.random());
  for (const auto& issuer : organisation.bundle().issuers) {
    wallet.enrolments.push_back({issuer.origin, EnrolmentOf(organisation, row)});
  }
  return wallet;
}

}  // namespace candor::testing

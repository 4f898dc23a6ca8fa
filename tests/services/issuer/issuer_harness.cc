#include "tests/services/issuer/issuer_harness.h"

#include <gtest/gtest.h>

#include <utility>

#include "services/publish/policy.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using services::issuer::Issuer;

crypto::TokenPrivateKey Copy(const crypto::TokenPrivateKey& key) {
  return crypto::TokenPrivateKey::Import(key.Export().ExposeSecret()).value();
}

}  // namespace

BoardLog::BoardLog(const Organisation& organisation)
    : organisation_(organisation), view_(organisation.bundle()) {
  const auto& bundle = organisation.bundle();
  Apply(services::publish::GenesisOf(bundle, bundle.board).value(), records::kNoCampaign,
        std::nullopt);
}

void BoardLog::Apply(records::EntryBody body, const records::CampaignId& campaign,
                     std::optional<store::Content> content) {
  const records::LogEntry entry{
      .day = kOpeningDay, .campaign_id = campaign, .body = std::move(body)};
  store::NewEntry fresh{.entry = entry.Encode(), .content = std::move(content)};
  audit::EntryContent beside;
  if (fresh.content.has_value()) beside = {fresh.content->salt, fresh.content->bytes};
  ASSERT_OK(view_.Apply(fresh.entry, beside));
  entries_.push_back(std::move(fresh));
}

void BoardLog::Add(const records::Governance& record) {
  Apply(records::GovernanceEntry{record}, records::kNoCampaign, std::nullopt);
}

void BoardLog::AddAllGovernance() {
  for (const auto& record : organisation_.AllGovernance()) Add(record);
}

void BoardLog::Open(const Jam& jam) {
  store::Content content{.salt = organisation_.random().Array<32>(),
                         .bytes = jam.manifest().Encode()};
  const auto commitment = records::ContentCommitment(content.salt, content.bytes);
  Apply(records::MakeCampaignOpen(jam.manifest(), commitment, jam.opening()), jam.id(),
        std::move(content));
}

IssuerHarness::IssuerHarness(const Organisation& organisation, IssuerHarnessOptions options)
    : organisation_(organisation),
      which_(options.which),
      origin_(organisation.bundle().issuers.at(options.which).origin),
      random_(77 + options.which),
      clock_(StartOf(kOpeningDay) + 3600),
      board_(organisation),
      disk_(std::make_shared<store::MemoryDisk>()) {
  for (const Jam* jam : options.jams) {
    for (const auto purpose : records::kPurposes) {
      EXPECT_OK(token_keys_.Save({.use = {jam->draft().Id(), purpose},
                                  .delete_on = jam->draft().phases.speaking_closes,
                                  .key = Copy(jam->token_key(which_, purpose))}));
    }
  }
  Restart();
}

void IssuerHarness::Restart() {
  issuer_.reset();
  store_.reset();
  plan_ = std::make_unique<store::FaultPlan>();
  auto engine = std::make_unique<store::FaultyEngine>(
      std::make_unique<store::MemoryEngine>(disk_, random_), *plan_);
  store_ = store::IssuerStore::Open(std::move(engine)).value();
  const auto& bundle = organisation_.bundle();
  auto opened = Issuer::Open(
      bundle, services::publish::GenesisOf(bundle, bundle.issuers.at(which_)).value(),
      {.store = *store_,
       .token_keys = token_keys_,
       .clock = clock_,
       .random = random_,
       .may_write = [this] { return may_write_; }});
  ASSERT_OK(opened);
  issuer_ = *std::move(opened);
  // As the server does: what its copy of the board's log and its own checkpoint say.
  issuer_->Learn(board_.view());
  issuer_->LearnPublished(store_->log().size());
}

void IssuerHarness::FollowUnpublished() {
  issuer_->Learn(board_.view());
  ASSERT_OK(issuer_->Tick(clock_.Now()));
}

void IssuerHarness::Follow() {
  FollowUnpublished();
  issuer_->LearnPublished(log().size());
}

void IssuerHarness::ImportRoster() {
  if (board_.view().rosters().empty()) board_.AddAllGovernance();
  Follow();
  ASSERT_OK(issuer_->ImportRoster(organisation_.roster()));
}

records::CreateInvitesReply IssuerHarness::Invite(std::vector<std::string> ids) {
  return issuer_
      ->CreateInvites({.roster_root = organisation_.roster_root(),
                       .expires = DayOf(clock_.Now()) + 14,
                       .ids = std::move(ids)})
      .value();
}

records::InviteCode IssuerHarness::InviteOne(const std::string& id) {
  return Invite({id}).items.at(0).code;
}

records::EnrolRequest IssuerHarness::EnrolRequestFor(const crypto::SigningKey& key,
                                                     const records::InviteCode& code) const {
  return {.fingerprint = organisation_.bundle().Fingerprint(),
          .issuer_origin = origin_,
          .code = code,
          .member_key = key.verify_key()};
}

absl::StatusOr<records::EnrolReply> IssuerHarness::Enrol(const crypto::SigningKey& key,
                                                         const records::InviteCode& code) {
  return issuer_->Enrol(records::Signed::Make(key, crypto::Label::kEnrolRequest,
                                              EnrolRequestFor(key, code).Encode()));
}

Member IssuerHarness::NewMember(const std::string& id) {
  auto key = crypto::SigningKey::Generate(random_);
  auto reply = Enrol(key, InviteOne(id)).value();
  return {std::move(key), std::move(reply)};
}

records::BlindedMessage IssuerHarness::SmallMessage() const {
  auto message = random_.Array<256>();
  message[0] = 0;  // a token key's modulus has its highest bit set
  return message;
}

records::IssueCall IssuerHarness::CallFor(const Member& member, const Jam& jam) const {
  records::IssueRequest request{.fingerprint = organisation_.bundle().Fingerprint(),
                                .campaign_id = jam.id(),
                                .roster_leaf = member.enrolled.row.Leaf(),
                                .purposes = {}};
  std::vector<records::BlindedMessage> all;
  for (std::size_t i = 0; i < request.purposes.size(); ++i) {
    const auto purpose = records::kPurposes[i];
    std::vector<records::BlindedMessage> messages(jam.draft().quotas.Of(purpose));
    for (auto& message : messages) message = SmallMessage();
    request.purposes[i] = {jam.token_key(which_, purpose).public_key().id(),
                           jam.draft().quotas.Of(purpose),
                           records::BlindedMessagesHash(messages)};
    all.insert(all.end(), messages.begin(), messages.end());
  }
  return Sign(member, request, std::move(all));
}

records::IssueCall IssuerHarness::Sign(const Member& member, const records::IssueRequest& request,
                                       std::vector<records::BlindedMessage> messages) {
  return {.request = records::Signed::Make(member.key, crypto::Label::kIssueRequest,
                                           request.Encode()),
          .blinded_messages = std::move(messages)};
}

audit::IssuerView IssuerHarness::Replayed() const {
  audit::IssuerView view(origin_, organisation_.bundle().Fingerprint());
  for (std::uint64_t i = 0; i < log().size(); ++i) {
    audit::EntryContent beside;
    if (const auto content = log().ContentOf(i).value(); content.has_value()) {
      beside = {content->salt, content->bytes};
    }
    EXPECT_OK(view.Apply(log().Entry(i).value(), beside));
  }
  return view;
}

std::vector<records::LogEntry> IssuerHarness::Entries() const {
  std::vector<records::LogEntry> out;
  const auto all = log().Entries(0, log().size()).value();
  for (const auto& raw : all) {
    out.push_back(records::LogEntry::Decode(raw).value());
  }
  return out;
}

}  // namespace candor::testing

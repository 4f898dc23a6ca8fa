#include "tests/protocol/example_world.h"

#include <algorithm>

#include "audit/roster_tree.h"
#include "base/text.h"
#include "tests/support/test_token_keys.h"

namespace candor::testing {
namespace {

using crypto::Label;

records::Named Person(std::uint8_t byte, std::string name) {
  return {KeyOf(byte).verify_key(), std::move(name)};
}

records::LogIdentity Log(std::string_view name, std::uint8_t key, std::string_view operator_name,
                         int port) {
  return {.origin = Cat("nordhafen.example/", name),
          .key = KeyOf(key).verify_key(),
          .operator_name = std::string(operator_name),
          .files_url = Cat("https://", name, ".nordhafen.example:", port),
          .grpc_address = Cat(name, ".nordhafen.example:", port + 1),
          .tls_anchor = "(PEM of a certificate authority)"};
}

}  // namespace

crypto::SigningKey KeyOf(std::uint8_t byte) {
  return crypto::SigningKey::FromSeed(Repeated<32>(byte));
}

crypto::KemPrivateKey KemKeyOf(std::uint8_t byte) {
  return crypto::KemPrivateKey::FromBytes(Repeated<32>(byte));
}

void CountingRandom::Fill(std::span<std::uint8_t> out) {
  std::ranges::fill(out, next_);
  ++next_;
}

ExampleWorld::ExampleWorld() {
  for (std::size_t issuer = 0; issuer < 2; ++issuer) {
    auto& keys = token_keys.emplace_back();
    for (std::size_t p = 0; p < 3; ++p) keys.push_back(TestTokenKey(issuer * 3 + p));
  }
  MakeBundle();
  MakeRoster();
  MakeDraft();
  MakeParts();
}

void ExampleWorld::MakeBundle() {
  bundle.organisation = "nordhafen.example";
  bundle.charter_key = KeyOf(kCharterByte).verify_key();
  bundle.independent_body_key = KeyOf(kBodyByte).verify_key();
  bundle.board = Log("board", kBoardLogByte, "Nordhafen Works", 7400);
  bundle.issuers = {Log("issuer-1", kIssuerOneByte, "Nordhafen Works", 7410),
                    Log("issuer-2", kIssuerTwoByte, "Works council", 7420)};
  bundle.witnesses = {{.name = "witness.auditors.example",
                       .key = KeyOf(kWitnessByte).verify_key(),
                       .operator_name = "Harbour Auditors",
                       .url = "https://witness.auditors.example",
                       .tls_anchor = "(PEM of a certificate authority)"}};
  bundle.quorum = 1;
  bundle.max_open = 8;
  bundle.promise_key = KeyOf(kPromiseByte).verify_key();
  bundle.gateway_key = KeyOf(kGatewayByte).verify_key();
  bundle.relays = {{.name = "relay.council.example",
                    .operator_name = "Seafarers' union",
                    .files_url = "https://relay.council.example:7491",
                    .grpc_address = "relay.council.example:7490",
                    .tls_anchor = "(PEM of a certificate authority)"}};
}

void ExampleWorld::MakeRoster() {
  for (std::uint8_t i = 0; i < 12; ++i) {
    roster.rows.push_back({.salt = Repeated<32>(static_cast<std::uint8_t>(0xa0 + i)),
                           .entry = {Cat("N-", 1001 + i), Cat("Member ", i + 1), "Quay"}});
  }
}

void ExampleWorld::MakeDraft() {
  records::Draft& draft = manifest.draft;
  draft.question = "What must change before the new crane software goes live?";
  draft.background = "It starts on 1 April.";
  draft.sub_questions = {"What stops your work?", "What must stay?"};
  draft.programme = {"Crane software", "Terminal Operations", "Steering group", 20544};
  draft.out_of_scope = "Pay.";
  draft.what_happens = "The steering group decides on the five strongest points.";
  draft.what_happens_by = 20551;
  draft.sponsors = {Person(kSponsorByte, "Ines Halvorsen")};
  draft.facilitators = {Person(kFacilitatorByte, "Tomasz Wrona")};
  draft.readers = {Person(kReaderOneByte, "Leonie Brandt"),
                   Person(kReaderTwoByte, "Stavros Mikellis")};
  draft.operators = {Person(kOperatorByte, "Devran Aksoy")};
  draft.audiences = {{0, "both leaders", {draft.readers[0].key, draft.readers[1].key}},
                     {1, "without line management", {draft.readers[1].key}}};
  draft.phases = {.issuance_opens = 20514,
                  .speaking_opens = 20516,
                  .speaking_closes = 20519,
                  .converge_ends = 20526,
                  .answers_due = 20533,
                  .conversation_ends = 20547,
                  .retention_ends = 20727,
                  .grace_days = 0};
  draft.slots = {20516, 4};
  draft.k = 5;
  draft.min_issued = 10;
  draft.decoupling_hours = 12;
  draft.quotas = {.contributions = 3, .endorsements = 5, .follow_ups = 10};
  draft.moderation_reasons = {"names a person"};
  draft.clocks = {.acknowledge = 2, .answer = 14, .pledge_renewal = 1, .publish = 3};
  draft.help_contacts = {"Works council, room 2.14"};
  draft.pledge = "I will not try to find out who wrote a text.";
  draft.roster_root = audit::RosterRoot(roster.Leaves());
  draft.roster_size = 12;
  for (const auto& issuer : bundle.issuers) draft.issuers.push_back(issuer.origin);
  draft.promise_key = bundle.promise_key;
  draft.gateway_key = bundle.gateway_key;
}

void ExampleWorld::MakeParts() {
  const records::DraftId id = manifest.draft.Id();
  for (const auto& keys : token_keys) {
    manifest.issuer_keys.push_back({keys[0].public_key().spki(), keys[1].public_key().spki(),
                                    keys[2].public_key().spki()});
  }
  const auto sign_reader_key = [&](std::uint8_t reader, std::uint8_t kem) {
    const auto key = KemKeyOf(kem).public_key();
    manifest.reader_keys.push_back(
        {key, KeyOf(reader).Sign(Label::kReaderKey, records::ReaderKeyBytes(id, key))});
  };
  sign_reader_key(kReaderOneByte, kReaderOneKemByte);
  sign_reader_key(kReaderTwoByte, kReaderTwoKemByte);
  const Bytes pledge = records::PledgeBytes(id, manifest.draft.PledgeHash());
  for (const auto byte : {kReaderOneByte, kReaderTwoByte, kFacilitatorByte, kOperatorByte}) {
    manifest.pledges.push_back(KeyOf(byte).Sign(Label::kPledge, pledge));
  }
  const std::string statement = "I want to hear what does not work.";
  manifest.statements.push_back(
      {statement,
       KeyOf(kSponsorByte).Sign(Label::kStatement, records::StatementBytes(id, statement))});
  campaign_id = manifest.Id();
  opening = {
      .facilitator = KeyOf(kFacilitatorByte).verify_key(),
      .facilitator_signature = KeyOf(kFacilitatorByte).Sign(Label::kCampaignOpen, campaign_id),
      .sponsor_signatures = {KeyOf(kSponsorByte).Sign(Label::kCampaignOpen, campaign_id)}};
}

records::Governance ExampleWorld::Countersigned(const records::GovernanceBody& content) const {
  auto record = records::Governance::Unsigned(content);
  record.SignAsCharter(KeyOf(kCharterByte));
  record.SignAsIndependentBody(KeyOf(kBodyByte));
  return record;
}

records::TokenKeyContent ExampleWorld::TokenKeyContentOf(std::size_t issuer,
                                                         std::size_t purpose) const {
  const auto& key = token_keys.at(issuer).at(purpose);
  return {key.public_key().spki(), key.Prove().value()};
}

}  // namespace candor::testing

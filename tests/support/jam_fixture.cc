#include "tests/support/jam_fixture.h"

#include <algorithm>
#include <utility>

#include "audit/roster_tree.h"
#include "base/text.h"
#include "crypto/commitment.h"
#include "crypto/envelope.h"
#include "crypto/issuance_batch.h"
#include "tests/support/test_token_keys.h"

namespace candor::testing {
namespace {

using crypto::Label;
using crypto::Purpose;

records::LogIdentity LogOf(std::string_view name, const crypto::VerifyKey& key, int port) {
  return {.origin = Cat("nordhafen.example/", name),
          .key = key,
          .operator_name = "Nordhafen Works",
          .files_url = Cat("https://127.0.0.1:", port),
          .grpc_address = Cat("127.0.0.1:", port + 1),
          .tls_anchor = "no anchor: nothing is served"};
}

std::size_t PlaceOf(Purpose purpose) {
  return static_cast<std::size_t>(std::ranges::find(records::kPurposes, purpose) -
                                  records::kPurposes.begin());
}

}  // namespace

Organisation::Organisation(OrganisationOptions options)
    : random_(std::make_unique<crypto::DeterministicRandomForTesting>(options.seed)),
      charter_(Make("Charter")),
      body_(Make("Works council")),
      promise_(Make("Promise key")),
      gateway_(Make("Gateway key")),
      board_log_(Make("Board log")),
      sponsor_(Make("Ingrid Solheim")),
      facilitator_(Make("Tomasz Nowak")),
      operator_(Make("Aylin Kaya")),
      stranger_(Make("Nobody in particular")) {
  for (std::size_t i = 0; i < options.issuers; ++i) issuer_logs_.push_back(Make("Issuer log"));
  for (std::size_t i = 0; i < options.witnesses; ++i) witnesses_.push_back(Make("Witness"));
  for (std::size_t i = 0; i < options.readers; ++i) readers_.push_back(Make(Cat("Reader ", i + 1)));
  std::vector<records::RosterEntry> entries;
  for (std::size_t i = 0; i < options.members; ++i) {
    entries.push_back({Cat("E", 1000 + i), Cat("Member ", i), i % 2 == 0 ? "Yard" : "Office"});
  }
  roster_ = records::RosterFile::Make(std::move(entries), *random_);
  MakeBundle(options);
}

Actor Organisation::Make(std::string name) const {
  return {std::move(name), crypto::SigningKey::Generate(*random_)};
}

void Organisation::MakeBundle(const OrganisationOptions& options) {
  bundle_.organisation = "nordhafen.example";
  bundle_.trial = options.trial;
  bundle_.charter_key = charter_.public_key();
  bundle_.independent_body_key = body_.public_key();
  bundle_.board = LogOf("board", board_log_.public_key(), 7400);
  for (std::size_t i = 0; i < issuer_logs_.size(); ++i) {
    bundle_.issuers.push_back(LogOf(Cat("issuer-", i + 1), issuer_logs_[i].public_key(),
                                    7410 + 10 * static_cast<int>(i)));
  }
  for (std::size_t i = 0; i < witnesses_.size(); ++i) {
    bundle_.witnesses.push_back({.name = Cat("witness-", i + 1, ".example"),
                                 .key = witnesses_[i].public_key(),
                                 .operator_name = "Works council",
                                 .url = Cat("https://127.0.0.1:", 7450 + i),
                                 .tls_anchor = "no anchor: nothing is served"});
  }
  bundle_.quorum = options.quorum;
  bundle_.max_open = options.max_open;
  bundle_.promise_key = promise_.public_key();
  bundle_.gateway_key = gateway_.public_key();
  bundle_.relays = {{.name = "relay.example",
                     .operator_name = "Works council",
                     .files_url = "https://127.0.0.1:7491",
                     .grpc_address = "127.0.0.1:7490",
                     .tls_anchor = "no anchor: nothing is served"}};
  if (options.adjust) options.adjust(bundle_);
}

crypto::Hash Organisation::roster_root() const { return audit::RosterRoot(roster_.Leaves()); }

records::Governance Organisation::Countersign(const records::GovernanceBody& content) const {
  auto record = records::Governance::Unsigned(content);
  record.SignAsCharter(charter());
  record.SignAsIndependentBody(independent_body());
  return record;
}

records::Governance Organisation::Grant(const Actor& actor, records::Role role) const {
  // The one operator of these tests runs the first issuer.
  const bool runs = role == records::Role::kOperator;
  return Countersign(records::ActorGrant{kOpeningDay, actor.public_key(), role, actor.name,
                                         runs ? bundle_.issuers.front().origin : ""});
}

records::Governance Organisation::RosterRecord() const {
  const auto size = static_cast<std::uint32_t>(roster_.rows.size());
  return Countersign(records::RosterRecord{kOpeningDay, size, roster_root(), size, {}});
}

std::vector<records::Governance> Organisation::AllGovernance() const {
  std::vector<records::Governance> out = {Grant(sponsor_, records::Role::kSponsor),
                                          Grant(facilitator_, records::Role::kFacilitator),
                                          Grant(operator_, records::Role::kOperator)};
  for (const auto& reader : readers_) out.push_back(Grant(reader, records::Role::kReader));
  out.push_back(RosterRecord());
  return out;
}

Jam::Jam(const Organisation& organisation, JamOptions options) : organisation_(organisation) {
  const std::size_t issuers = organisation.bundle().issuers.size();
  for (std::size_t i = 0; i < issuers; ++i) {
    auto& keys = token_keys_.emplace_back();
    for (std::size_t p = 0; p < 3; ++p)
      keys.push_back(TestTokenKey(options.key_set * 6 + i * 3 + p));
  }
  MakeDraft(options);
  MakeParts();
}

void Jam::MakeDraft(const JamOptions& options) {
  const auto& bundle = organisation_.bundle();
  records::Draft& draft = manifest_.draft;
  draft.question = options.question;
  draft.background = "The yard moves to a new pier next year.";
  draft.sub_questions = {"What costs you time?"};
  draft.programme = {"New pier", "Ingrid Solheim", "Board of directors", kOpeningDay + 60};
  draft.what_happens = "The directors decide on the five most named points.";
  draft.what_happens_by = kOpeningDay + 60;
  draft.sponsors = {organisation_.sponsor().named()};
  draft.facilitators = {organisation_.facilitator().named()};
  draft.operators = {organisation_.operator_person().named()};
  draft.audiences = {{0, "all leaders", {}}};
  for (std::size_t i = 0; i < organisation_.reader_count(); ++i) {
    draft.readers.push_back(organisation_.reader(i).named());
    draft.audiences[0].readers.push_back(organisation_.reader(i).public_key());
  }
  draft.phases = {.issuance_opens = kOpeningDay,
                  .speaking_opens = kSpeakingOpens,
                  .speaking_closes = kSpeakingCloses,
                  .converge_ends = kSpeakingCloses + 2,
                  .answers_due = kSpeakingCloses + 9,
                  .conversation_ends = kSpeakingCloses + 20,
                  .retention_ends = kSpeakingCloses + 200,
                  .grace_days = options.grace_days};
  draft.slots = {kSpeakingOpens, kSlotsPerDay};
  draft.k = options.k;
  draft.min_issued = options.min_issued;
  draft.quotas = {.contributions = 3, .endorsements = 5, .follow_ups = 10};
  draft.moderation_reasons = {"names a person"};
  draft.clocks = {.acknowledge = 120, .answer = 10, .pledge_renewal = 30, .publish = 120};
  draft.help_contacts = {"works council, room 12"};
  draft.pledge = "I will not try to learn who wrote what, and nobody will suffer for speaking.";
  draft.roster_root = organisation_.roster_root();
  draft.roster_size = static_cast<std::uint32_t>(organisation_.roster().rows.size());
  for (const auto& issuer : bundle.issuers) draft.issuers.push_back(issuer.origin);
  draft.promise_key = bundle.promise_key;
  draft.gateway_key = bundle.gateway_key;
  if (options.adjust) options.adjust(draft);
}

void Jam::MakeParts() {
  const records::DraftId draft_id = draft().Id();
  for (const auto& keys : token_keys_) {
    records::IssuerKeys spkis;
    for (std::size_t p = 0; p < spkis.size(); ++p) spkis[p] = keys[p].public_key().spki();
    manifest_.issuer_keys.push_back(spkis);
  }
  const Bytes pledge = records::PledgeBytes(draft_id, draft().PledgeHash());
  for (std::size_t i = 0; i < organisation_.reader_count(); ++i) {
    const auto& reader = organisation_.reader(i);
    reading_keys_.push_back(crypto::KemPrivateKey::Generate(organisation_.random()));
    const auto& kem = reading_keys_.back().public_key();
    manifest_.reader_keys.push_back(
        {kem, reader.key.Sign(Label::kReaderKey, records::ReaderKeyBytes(draft_id, kem))});
    manifest_.pledges.push_back(reader.key.Sign(Label::kPledge, pledge));
  }
  manifest_.pledges.push_back(organisation_.facilitator().key.Sign(Label::kPledge, pledge));
  manifest_.pledges.push_back(organisation_.operator_person().key.Sign(Label::kPledge, pledge));
  const std::string statement = "I want to hear what does not work, and I will answer.";
  const auto& sponsor = organisation_.sponsor().key;
  manifest_.statements.push_back(
      {statement, sponsor.Sign(Label::kStatement, records::StatementBytes(draft_id, statement))});
  id_ = manifest_.Id();
  const auto& facilitator = organisation_.facilitator();
  opening_ = {.facilitator = facilitator.public_key(),
              .facilitator_signature = facilitator.key.Sign(Label::kCampaignOpen, id_),
              .sponsor_signatures = {sponsor.Sign(Label::kCampaignOpen, id_)}};
}

const crypto::TokenPrivateKey& Jam::token_key(std::size_t issuer, Purpose purpose) const {
  return token_keys_.at(issuer).at(PlaceOf(purpose));
}

UnixSeconds Jam::WhileSpeaking() const {
  return StartOf(draft().phases.speaking_opens) + kSecondsPerDay / 2 + 600;
}

crypto::Token Jam::Draw(std::size_t issuer, Purpose purpose,
                        const crypto::VerifyKey& thread_key) const {
  const auto& key = token_key(issuer, purpose);
  const auto challenge = crypto::ChallengeDigest(
      records::ChallengeFor(manifest_.ManifestHash(), purpose, draft().issuers.at(issuer),
                            organisation_.bundle().board.origin));
  const ByteArray<32> nonce = crypto::NonceOf(thread_key);
  auto blinder =
      crypto::TokenBlinder::Create(key.public_key(), challenge, {&nonce, 1}, organisation_.random())
          .value();
  const auto blind_signature = key.BlindSign(blinder.blinded_messages().front()).value();
  return blinder.Finalize({&blind_signature, 1}).value().front();
}

Author Jam::NewAuthor() const {
  auto code = crypto::ReceiptCode::Generate(organisation_.random());
  auto keys = crypto::DeriveThreadKeys(code, id_, Purpose::kVoice);
  std::vector<crypto::Token> tokens;
  for (std::size_t i = 0; i < draft().issuers.size(); ++i) {
    tokens.push_back(Draw(i, Purpose::kVoice, keys.signing.verify_key()));
  }
  return {std::move(code), std::move(keys), std::move(tokens)};
}

records::SubmitRequest Jam::Opinion(const Author& author, std::string_view text,
                                    std::uint8_t audience) const {
  auto& random = organisation_.random();
  const auto& thread_key = author.keys.signing.verify_key();
  crypto::OpinionPlaintext plaintext;
  plaintext.text = std::string(text);
  plaintext.language = "en";
  plaintext.public_salt = random.Array<32>();

  records::SubmitRequest out;
  records::SubmissionBody& body = out.submission.body;
  body.campaign_id = id_;
  body.tokens = author.tokens;
  body.thread_key = thread_key;
  body.thread_kem_key = author.keys.kem.public_key();
  body.audience = audience;
  body.quote = records::Quote::kParaphrase;
  body.public_commitment = random.Array<32>();
  out.salt = random.Array<32>();
  const auto keys = manifest_.AudienceKeys(*draft().FindAudience(audience));
  out.envelope =
      crypto::SealEnvelope({id_, thread_key, audience}, keys, plaintext.Encode().value(), random)
          .value();
  body.commitment = crypto::EnvelopeCommitment(out.salt, out.envelope);
  Sign(out, author.keys.signing);
  return out;
}

void Jam::Sign(records::SubmitRequest& request, const crypto::SigningKey& thread_key) {
  request.submission =
      records::SignedSubmission::Make(std::move(request.submission.body), thread_key);
}

}  // namespace candor::testing

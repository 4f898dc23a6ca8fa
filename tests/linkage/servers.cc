#include "tests/linkage/servers.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/text.h"
#include "services/publish/policy.h"
#include "store/board_store.h"
#include "store/issuer_store.h"
#include "tests/linkage/must.h"
#include "tests/store/arrival/intervals_in_main.h"

namespace candor::linkage {
namespace {

using candor::testing::Jam;
using candor::testing::Organisation;

constexpr std::uint16_t kK = 5;
constexpr std::uint32_t kMinIssued = 10;

// The adversary has it too.
crypto::SecretBytes Passphrase() { return crypto::SecretBytes(ToBytes(AsBytes("correct horse"))); }

// Fault::kKeptGatewayKeys.
class NothingIsDestroyed final : public board::GatewayKeyStore {
 public:
  explicit NothingIsDestroyed(std::unique_ptr<board::GatewayKeyStore> store)
      : store_(std::move(store)) {}
  absl::StatusOr<std::map<Day, crypto::KemPrivateKey>> LoadAll() override {
    return store_->LoadAll();
  }
  absl::Status Save(Day day, const crypto::KemPrivateKey& key) override {
    return store_->Save(day, key);
  }
  absl::Status Destroy(Day) override { return absl::OkStatus(); }

 private:
  std::unique_ptr<board::GatewayKeyStore> store_;
};

crypto::TokenPrivateKey Copy(const crypto::TokenPrivateKey& key) {
  return Must(crypto::TokenPrivateKey::Import(key.Export().ExposeSecret()), "copying a token key");
}

}  // namespace

// ---- what everybody has

PublicLogs::PublicLogs(const records::TrustBundle& bundle)
    : bundle_(bundle), board_(bundle), applied_(bundle.issuers.size() + 1) {
  for (const auto& each : bundle.issuers) issuers_.emplace_back(each.origin, bundle.Fingerprint());
}

void PublicLogs::Refresh(std::vector<PublishedLog>& logs) {
  logs_ = &logs;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    PublishedLog& log = logs[i];
    const auto note = Must(log.log->PublishedCheckpoint(), "reading a checkpoint");
    if (note.has_value()) log.note = *note;
    for (; log.entries.size() < log.publisher->published_size();) {
      const std::uint64_t index = log.entries.size();
      log.entries.push_back(Must(log.log->Entry(index), "reading an entry"));
      const auto content = Must(log.log->ContentOf(index), "reading a content");
      log.contents.emplace_back();
      if (content.has_value()) log.contents.back() = {content->salt, content->bytes};
    }
    for (std::uint64_t& at = applied_[i]; at < log.entries.size(); ++at) {
      const auto apply = [&](auto& view) { return view.Apply(log.entries[at], log.contents[at]); };
      Must(i == 0 ? apply(board_) : apply(issuers_[i - 1]), "replaying a log");
    }
  }
}

const audit::IssuerView* PublicLogs::FindIssuer(std::string_view origin) const {
  const auto at = std::ranges::find(issuers_, origin, &audit::IssuerView::origin);
  return at == issuers_.end() ? nullptr : &*at;
}

std::vector<services::member::LogCopy> PublicLogs::copies() const {
  std::vector<services::member::LogCopy> out;
  for (std::size_t i = 0; i < logs_->size(); ++i) {
    const auto& log = (*logs_)[i];
    out.push_back({i == 0 ? bundle_.board : bundle_.issuers[i - 1], log.note, log.entries});
  }
  return out;
}

absl::StatusOr<std::vector<crypto::Hash>> PublicLogs::BoardInclusion(std::uint64_t index) const {
  const auto& log = logs_->front();
  return log.log->InclusionProof(index, log.entries.size());
}

// ---- the witness, and the count of draws

class Servers::MemoryWitnessState final : public audit::WitnessState {
 public:
  absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> Load(
      const std::string& origin) override {
    const auto at = latest_.find(origin);
    if (at == latest_.end()) return std::optional<audit::WitnessedCheckpoint>();
    return std::optional(at->second);
  }
  absl::Status CompareAndSet(const std::string& origin,
                             const std::optional<audit::WitnessedCheckpoint>&,
                             const audit::WitnessedCheckpoint& next) override {
    latest_[origin] = next;
    return absl::OkStatus();
  }

 private:
  std::map<std::string, audit::WitnessedCheckpoint> latest_;
};

class Servers::InProcessWitness final : public publish::WitnessLink {
 public:
  explicit InProcessWitness(audit::Witness& witness) : witness_(witness) {}
  absl::StatusOr<publish::WitnessReply> AddCheckpoint(std::string_view body) override {
    return AsReply(witness_.AddCheckpoint(body));
  }
  absl::StatusOr<publish::WitnessReply> LatestCheckpoint(std::string_view origin) override {
    return AsReply(witness_.LatestCheckpoint(HexEncode(crypto::Sha256({AsBytes(origin)}))));
  }

 private:
  static publish::WitnessReply AsReply(const audit::WitnessAnswer& answer) {
    return {answer.http_status, ToBytes(AsBytes(answer.body))};
  }
  audit::Witness& witness_;
};

class Servers::CountedDraws final : public board::DrawCounter {
 public:
  explicit CountedDraws(const Servers& servers) : servers_(servers) {}
  void Refresh() override {}
  std::vector<board::IssuerDraws> Draws(const records::CampaignId& campaign,
                                        const std::vector<std::string>& origins) const override {
    std::vector<board::IssuerDraws> out;
    for (std::size_t i = 0; i < origins.size(); ++i) {
      const auto* const view = servers_.public_logs_->FindIssuer(origins[i]);
      const auto* const log = servers_.published_.at(i + 1).log;
      if (view == nullptr) {
        out.emplace_back();
        continue;
      }
      out.push_back({.known = true,
                     .current = true,
                     .size = log->size(),
                     .root = log->root(),
                     .draws = view->Draws(campaign)});
    }
    return out;
  }

 private:
  const Servers& servers_;
};

// ---- the organisation

Servers::Servers(const ServersOptions& options)
    : options_(options), clock_(StartOf(kOpened) + 3600), random_(options.seed * 1000 + 1) {
  MakeOrganisation();
  MakeWitness();
  OpenBoard();
  issuers_.resize(organisation_->bundle().issuers.size());
  for (std::size_t i = 0; i < issuers_.size(); ++i) OpenIssuer(i);
  public_logs_ = std::make_unique<PublicLogs>(organisation_->bundle());
}

Servers::~Servers() { ShutDown(); }

void Servers::MakeOrganisation() {
  organisation_ = std::make_unique<Organisation>(candor::testing::OrganisationOptions{
      .seed = options_.seed,
      .members = options_.members,
      .issuers = 2,
      .trial = false,
      .adjust = [](records::TrustBundle& bundle) {
        bundle.issuers[1].operator_name = "Works council";
        bundle.witnesses[0].operator_name = "An outside auditor";
        bundle.relays[0].operator_name = "An outside relay";
      }});
  for (std::size_t i = 0; i < options_.jams; ++i) {
    jams_.push_back(std::make_unique<Jam>(
        *organisation_, candor::testing::JamOptions{
                            .question = Cat("What should change first in yard ", i + 1, "?"),
                            .k = kK,
                            .min_issued = kMinIssued,
                            .key_set = i,
                            .adjust = [this, i](records::Draft& draft) { AdjustDraft(draft, i); }}));
  }
}

void Servers::AdjustDraft(records::Draft& draft, std::size_t jam) const {
  // Four exchanges a day: less cover than a jam's twelve.
  draft.kind = records::CampaignKind::kCampaign;
  draft.programme.name = Cat("New pier ", jam + 1);
  draft.phases = {.issuance_opens = kOpened,
                  .speaking_opens = kSpeaking,
                  .speaking_closes = kOver,
                  .converge_ends = kOver + 2,
                  .answers_due = kOver + 9,
                  .conversation_ends = kOver + 20,
                  .retention_ends = kOver + 200,
                  .grace_days = 1};
  draft.slots = {kSpeaking, options_.slots_per_day};
  draft.decoupling_hours = 24;
  draft.quotas = {.contributions = 1, .endorsements = options_.endorsements, .follow_ups = 10};
}

void Servers::MakeWitness() {
  const auto& bundle = organisation_->bundle();
  std::vector<audit::WitnessedLog> logs = {
      {bundle.board.origin, Must(publish::LogKeyOf(bundle.board), "the board's log key")}};
  for (const auto& each : bundle.issuers) {
    logs.push_back({each.origin, Must(publish::LogKeyOf(each), "an issuer's log key")});
  }
  witness_state_ = std::make_unique<MemoryWitnessState>();
  witness_ = std::make_unique<audit::Witness>(
      Must(audit::Witness::Create(bundle.witnesses[0].name, organisation_->witness_key(0),
                                  std::move(logs), *witness_state_, clock_),
           "making the witness"));
}

void Servers::OpenPublisher(store::LogStore& log, const records::LogIdentity& identity,
                            const crypto::SigningKey& key) {
  PublishedLog out;
  out.log = &log;
  out.lock = Must(runtime::LogLock::Create(Cat(options_.folder, "/", published_.size(), ".lock"),
                                           {0, audit::EmptyRoot()}),
                  "making a log's lock");
  const auto log_key = Must(publish::LogKeyOf(identity), "a log's key");
  out.files = std::make_unique<publish::PublicFiles>(log, log_key, Bytes());
  std::vector<std::unique_ptr<publish::WitnessLink>> links;
  links.push_back(std::make_unique<InProcessWitness>(*witness_));
  out.publisher = Must(
      publish::LogPublisher::Create(
          {.log = log,
           .lock = *out.lock,
           .key = key,
           .log_key = log_key,
           .policy = Must(publish::WitnessPolicyOf(organisation_->bundle()), "the witness policy"),
           .links = std::move(links)}),
      "opening a publisher");
  published_.push_back(std::move(out));
}

std::unique_ptr<board::GatewayKeyStore> Servers::OpenGatewayKeyStore() {
  auto files = Must(
      board::GatewayKeyFiles::Open(options_.folder + "/board-keys", runtime::KeyRing(Passphrase()),
                                   crypto::PassphraseCost::kInteractive, random_),
      "opening the folder of gateway keys");
  if (options_.fault != Fault::kKeptGatewayKeys) return files;
  return std::make_unique<NothingIsDestroyed>(std::move(files));
}

void Servers::OpenBoard() {
  const auto& bundle = organisation_->bundle();
  std::unique_ptr<store::Engine> engine =
      Must(store::RocksDbEngine::Open(board_folder(), random_), "opening the board's disk");
  if (options_.fault == Fault::kPoolInMainDatabase) {
    engine = std::make_unique<store::testing::IntervalsInMain>(std::move(engine), random_);
  }
  board_store_ = Must(
      store::BoardStore::Open(
          std::make_unique<store::testing::RecordingEngine>(std::move(engine), recording_), random_),
      "opening the board's store");
  gateway_keys_ =
      Must(board::GatewayKeys::Open(OpenGatewayKeyStore(), random_), "opening the gateway keys");
  draws_ = std::make_unique<CountedDraws>(*this);
  board_ = Must(
      board::Board::Open(
          {.bundle = bundle,
           .genesis = Must(publish::GenesisOf(bundle, bundle.board), "the board's genesis"),
           .store = *board_store_,
           .promise_key = organisation_->promise_key(),
           .clock = clock_,
           .random = random_,
           .draws = *draws_,
           .published_size = [this] { return published_.front().publisher->published_size(); },
           .gateway_key = &organisation_->gateway_key(),
           .gateway_keys = gateway_keys_.get()}),
      "opening the board");
  gateway_ = std::make_unique<board::Gateway>(*gateway_keys_, *board_, random_);
  OpenPublisher(board_store_->log(), bundle.board, organisation_->board_log_key());
}

void Servers::OpenIssuer(std::size_t i) {
  IssuerHouse& house = issuers_[i];
  const auto& identity = organisation_->bundle().issuers[i];
  house.keys = std::make_unique<issuer::MemoryTokenKeyStore>();
  for (const auto& jam : jams_) {
    for (const auto purpose : records::kPurposes) {
      Must(house.keys->Save({.use = {jam->draft().Id(), purpose},
                             .delete_on = jam->draft().phases.speaking_closes,
                             .key = Copy(jam->token_key(i, purpose))}),
           "giving an issuer its token keys");
    }
  }
  auto engine = Must(store::RocksDbEngine::Open(Cat(options_.folder, "/issuer-", i + 1), random_),
                     "opening an issuer's disk");
  house.store = Must(store::IssuerStore::Open(std::move(engine)), "opening an issuer's store");
  house.issuer = Must(
      issuer::Issuer::Open(organisation_->bundle(),
                           Must(publish::GenesisOf(organisation_->bundle(), identity), "a genesis"),
                           {.store = *house.store,
                            .token_keys = *house.keys,
                            .clock = clock_,
                            .random = random_}),
      "opening an issuer");
  OpenPublisher(house.store->log(), identity, organisation_->issuer_log_key(i));
}

void Servers::OpenJams() {
  Tick();
  for (const auto& record : organisation_->AllGovernance()) {
    Must(board_->SubmitGovernance(record), "entering a governance record");
  }
  Follow();
  std::vector<std::string> ids;
  for (std::size_t m = 0; m < options_.members; ++m) ids.push_back(Cat("E", 1000 + m));
  invites_.resize(options_.members);
  for (std::size_t i = 0; i < issuers_.size(); ++i) {
    Must(issuers_[i].issuer->ImportRoster(organisation_->roster()), "importing the roster");
    const auto reply = Must(issuers_[i].issuer->CreateInvites(
                                {.roster_root = organisation_->roster_root(),
                                 .expires = kOpened + 14,
                                 .ids = ids}),
                            "making the invites");
    for (std::size_t m = 0; m < options_.members; ++m) {
      const auto at = std::ranges::find(reply.items, ids[m], &records::CreateInvitesReply::Item::id);
      invites_[m].push_back({organisation_->bundle().issuers[i].origin, "bundle", at->code});
    }
  }
  for (const auto& jam : jams_) {
    Must(board_->OpenCampaign(organisation_->facilitator().public_key(),
                              {jam->manifest(), jam->opening()}),
         "opening a jam");
  }
  // Twice: the issuers log their keys once they see the jam, and sign once that is cosigned.
  Follow();
  Follow();
}

void Servers::Tick() {
  Must(board_->Tick(clock_.Now()), "the board's tick");
  Follow();
}

void Servers::Follow() {
  for (auto& log : published_) Must(log.publisher->PublishOnce(), "publishing a checkpoint");
  public_logs_->Refresh(published_);
  for (std::size_t i = 0; i < issuers_.size(); ++i) {
    issuers_[i].issuer->Learn(public_logs_->board());
    Must(issuers_[i].issuer->Tick(clock_.Now()), "an issuer's tick");
    issuers_[i].issuer->LearnPublished(published_[i + 1].publisher->published_size());
  }
}

std::vector<Bytes> Servers::ReadGatewayKeys() const {
  crypto::DeterministicRandomForTesting random(1);
  auto files = Must(
      board::GatewayKeyFiles::Open(options_.folder + "/board-keys", runtime::KeyRing(Passphrase()),
                                   crypto::PassphraseCost::kInteractive, random),
      "opening the folder of gateway keys");
  std::vector<Bytes> out;
  for (const auto& [day, key] : Must(files->LoadAll(), "reading the gateway keys")) {
    out.push_back(Concat({crypto::Writer().U32(day).Take(), key.Export().ExposeSecret()}));
  }
  return out;
}

void Servers::ShutDown() {
  gateway_.reset();
  board_.reset();
  published_.clear();
  gateway_keys_.reset();
  board_store_.reset();
  issuers_.clear();
}

}  // namespace candor::linkage

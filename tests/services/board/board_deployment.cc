#include "tests/services/board/board_deployment.h"

#include "base/text.h"
#include "crypto/sealed_file.h"
#include "services/follow/log_follower.h"
#include "services/publish/log_publisher.h"
#include "services/publish/policy.h"
#include "services/runtime/key_file.h"
#include "services/runtime/tls_files.h"
#include "store/memory/memory_engine.h"
#include "tests/support/matchers.h"

namespace candor::services::board {
namespace {

follow::LogFollower Synced(const runtime::Path& folder, const records::LogIdentity& board,
                           const records::TrustBundle& bundle) {
  auto follower =
      follow::LogFollower::Open(folder, board, publish::WitnessPolicyOf(bundle).value()).value();
  EXPECT_OK(follower.Sync());
  return follower;
}

}  // namespace

absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> KeptCheckpoints::Load(
    const std::string& origin) {
  const MutexLock lock(mutex_);
  const auto at = latest_.find(origin);
  if (at == latest_.end()) return std::optional<audit::WitnessedCheckpoint>();
  return std::optional(at->second);
}

absl::Status KeptCheckpoints::CompareAndSet(const std::string& origin,
                                            const std::optional<audit::WitnessedCheckpoint>&,
                                            const audit::WitnessedCheckpoint& next) {
  const MutexLock lock(mutex_);
  latest_[origin] = next;
  return absl::OkStatus();
}

BoardDeployment::BoardDeployment(BoardDeploymentOptions options)
    : authority_(
          runtime::MakeCertificateAuthority("Test", runtime::ValidFromYesterday(2)).value()) {
  witness_server_ = ServeFiles([this](std::string_view path) { return LatestAtWitness(path); },
                               {{"/add-checkpoint", [this](ByteView body) {
                                   return AskWitness(body);
                                 }}});
  issuer_server_ =
      ServeFiles([this](std::string_view path) { return issuer_files_->Get(path); }, {});
  organisation_ =
      std::make_unique<candor::testing::Organisation>(candor::testing::OrganisationOptions{
          .members = options.members,
          .readers = options.readers,
          .adjust = [&](records::TrustBundle& bundle) { AdjustBundle(options, bundle); }});
  jam_ = std::make_unique<candor::testing::Jam>(*organisation_, options.jam);
  MakeWitness();
  MakeIssuerLog(options.drawn);
  WriteFolder(options);
}

records::LogIdentity BoardDeployment::BoardAt(int port, int files_port) const {
  records::LogIdentity board = organisation_->bundle().board;
  board.grpc_address = Cat("127.0.0.1:", port);
  board.files_url = Cat("https://127.0.0.1:", files_port);
  return board;
}

relay::GatewayAddress BoardDeployment::GatewayAt(int port) const {
  auto client = runtime::IssueCertificate(
      authority_, {.name = "relay", .use = runtime::CertificateUse::kClient},
      runtime::ValidFromYesterday(2));
  return {.address = Cat("127.0.0.1:", port),
          .anchor_pem = authority_.certificate_pem,
          .client = std::move(client).value()};
}

std::vector<Bytes> BoardDeployment::FetchLog(const records::LogIdentity& board) const {
  const auto follower = Synced(folder_ / "copy", board, organisation_->bundle());
  return {follower.entries().begin(), follower.entries().end()};
}

audit::BoardView BoardDeployment::Follow(const records::LogIdentity& board) const {
  audit::BoardView view(organisation_->bundle());
  const auto follower = Synced(folder_ / "copy", board, organisation_->bundle());
  for (std::size_t i = 0; i < follower.entries().size(); ++i) {
    const auto& text = follower.contents()[i];
    EXPECT_OK(view.Apply(follower.entries()[i], {text.salt, text.content}));
  }
  return view;
}

runtime::TlsIdentity BoardDeployment::ServerCertificate() {
  const std::vector<std::string> addresses = {"127.0.0.1"};
  return runtime::IssueServerCertificate(authority_, {}, addresses, runtime::ValidFromYesterday(2))
      .value();
}

std::unique_ptr<runtime::HttpsServer> BoardDeployment::ServeFiles(
    runtime::HttpsServer::GetHandler get,
    std::map<std::string, runtime::HttpsServer::PostHandler, std::less<>> post) {
  return runtime::HttpsServer::Start({.listen = "127.0.0.1:0",
                                      .tls = ServerCertificate(),
                                      .threads = 2,
                                      .max_body_bytes = audit::kMaxAddCheckpointBody},
                                     {.get = std::move(get), .post = std::move(post)})
      .value();
}

runtime::HttpResponse BoardDeployment::AskWitness(ByteView body) {
  if (witness_down_) return {503, "text/plain", {}};
  const auto answer = witness_->AddCheckpoint(AsText(body));
  return {answer.http_status, answer.content_type, ToBytes(AsBytes(answer.body))};
}

std::optional<Bytes> BoardDeployment::LatestAtWitness(std::string_view path) {
  constexpr std::string_view kEnd = "/checkpoint";
  if (witness_down_ || !path.starts_with('/') || !path.ends_with(kEnd)) return std::nullopt;
  const auto answer = witness_->LatestCheckpoint(path.substr(1, path.size() - 1 - kEnd.size()));
  if (answer.http_status != 200) return std::nullopt;
  return ToBytes(AsBytes(answer.body));
}

void BoardDeployment::AdjustBundle(const BoardDeploymentOptions& options, records::TrustBundle& bundle) const {
  if (options.files_port != 0) bundle.board.files_url = Cat("https://127.0.0.1:", options.files_port);
  bundle.board.tls_anchor = authority_.certificate_pem;
  bundle.issuers[0].tls_anchor = authority_.certificate_pem;
  bundle.issuers[0].files_url = Cat("https://127.0.0.1:", issuer_server_->port());
  bundle.witnesses[0].tls_anchor = authority_.certificate_pem;
  bundle.relays[0].tls_anchor = authority_.certificate_pem;
  bundle.witnesses[0].url = Cat("https://127.0.0.1:", witness_server_->port());
}

void BoardDeployment::MakeWitness() {
  const auto& bundle = organisation_->bundle();
  std::vector<audit::WitnessedLog> logs;
  for (const auto* log : {&bundle.board, &bundle.issuers[0]}) {
    logs.push_back({log->origin, publish::LogKeyOf(*log).value()});
  }
  witness_ = std::make_unique<audit::Witness>(
      audit::Witness::Create(bundle.witnesses[0].name, organisation_->witness_key(0),
                             std::move(logs), witness_state_, witness_clock_)
          .value());
}

// A log of draws, published and served. Any store that holds a log will do.
void BoardDeployment::MakeIssuerLog(std::size_t drawn) {
  const auto& log = organisation_->bundle().issuers[0];
  issuer_store_ = store::BoardStore::Open(std::make_unique<store::MemoryEngine>(
                                              std::make_shared<store::MemoryDisk>(), random_),
                                          random_)
                      .value();
  std::vector<store::NewEntry> entries;
  const auto add = [&](const records::CampaignId& campaign, records::EntryBody body) {
    entries.push_back(
        {records::LogEntry{candor::testing::kOpeningDay, campaign, std::move(body)}.Encode(),
         std::nullopt});
  };
  add(records::kNoCampaign, publish::GenesisOf(organisation_->bundle(), log).value());
  for (std::size_t i = 0; i < drawn; ++i) add(jam_->id(), records::Issuance{random_.Array<32>()});
  EXPECT_OK(issuer_store_->Append(entries));
  issuer_lock_ =
      runtime::LogLock::Create(folder_ / "issuer.lock", {0, audit::EmptyRoot()}).value();
  std::vector<std::unique_ptr<publish::WitnessLink>> links;
  links.push_back(publish::MakeHttpsWitnessLink(organisation_->bundle().witnesses[0]));
  const auto publisher = publish::LogPublisher::Create(
                             {.log = issuer_store_->log(),
                              .lock = *issuer_lock_,
                              .key = organisation_->issuer_log_key(0),
                              .log_key = publish::LogKeyOf(log).value(),
                              .policy = publish::WitnessPolicyOf(organisation_->bundle()).value(),
                              .links = std::move(links)})
                             .value();
  EXPECT_OK(publisher->PublishOnce());
  issuer_files_ = std::make_unique<publish::PublicFiles>(issuer_store_->log(),
                                                         publish::LogKeyOf(log).value(), Bytes());
}

void BoardDeployment::WriteFolder(const BoardDeploymentOptions& options) {
  const auto write = [&](const char* name, std::string_view text) {
    EXPECT_OK(runtime::WriteFileAtomically(folder_ / name, AsBytes(text)));
  };
  write("passphrase", "correct horse");
  auto ring = runtime::KeyRing::Open(folder_ / "passphrase").value();
  const auto cost = crypto::PassphraseCost::kInteractive;
  EXPECT_OK(
      ring.SaveSigningKey(folder_ / "log.key", organisation_->board_log_key(), cost, random_));
  EXPECT_OK(
      ring.SaveSigningKey(folder_ / "promise.key", organisation_->promise_key(), cost, random_));
  EXPECT_OK(
      ring.SaveSigningKey(folder_ / "gateway.key", organisation_->gateway_key(), cost, random_));
  EXPECT_OK(runtime::SaveTlsIdentity(ServerCertificate(), folder_ / "tls.pem", folder_ / "tls.key",
                                     ring, cost, random_));
  EXPECT_OK(runtime::WriteFileAtomically(folder_ / "bundle", organisation_->bundle().Encode()));
  EXPECT_OK(runtime::LogLock::Create(folder_ / "log.lock", {0, audit::EmptyRoot()}).status());
  write("board.toml",
        Cat("origin = \"nordhafen.example/board\"\nlisten = \"127.0.0.1:", options.port,
            "\"\nfiles_listen = \"127.0.0.1:", options.files_port,
            "\"\ngateway_listen = \"127.0.0.1:", options.gateway_port,
            "\"\nbundle = \"bundle\"\npassphrase = \"passphrase\"\nlog_key = \"log.key\"\n"
            "promise_key = \"promise.key\"\n"
            "gateway_key = \"gateway.key\"\ngateway_keys = \"gateway-keys\"\ntls_certificate = \"tls.pem\"\n"
            "tls_key = \"tls.key\"\nlog_lock = \"log.lock\"\nstore = \"store\"\n"
            "follow = \"follow\"\n"));
}

}  // namespace candor::services::board

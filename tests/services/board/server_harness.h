// A board that really runs: RocksDB, TLS, gRPC and HTTPS on loopback, with a witness and an
// issuer's public files beside it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/witness.h"
#include "base/mutex.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/sealed_file.h"
#include "services/board/board_server.h"
#include "services/clients/board_client.h"
#include "services/publish/log_publisher.h"
#include "services/publish/policy.h"
#include "services/publish/public_files.h"
#include "services/runtime/https_server.h"
#include "services/runtime/key_file.h"
#include "services/runtime/log_lock.h"
#include "services/runtime/tls.h"
#include "services/runtime/tls_files.h"
#include "store/board_store.h"
#include "store/memory/memory_engine.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/fake_clock.h"
#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::services::board {

class KeptCheckpoints final : public audit::WitnessState {
 public:
  absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> Load(
      const std::string& origin) override {
    const MutexLock lock(mutex_);
    const auto at = latest_.find(origin);
    if (at == latest_.end()) return std::optional<audit::WitnessedCheckpoint>();
    return std::optional(at->second);
  }
  absl::Status CompareAndSet(const std::string& origin,
                             const std::optional<audit::WitnessedCheckpoint>&,
                             const audit::WitnessedCheckpoint& next) override {
    const MutexLock lock(mutex_);
    latest_[origin] = next;
    return absl::OkStatus();
  }

 private:
  Mutex mutex_;
  std::map<std::string, audit::WitnessedCheckpoint> latest_ ABSL_GUARDED_BY(mutex_);
};

class ServerHarness {
 public:
  ServerHarness()
      : authority_(
            runtime::MakeCertificateAuthority("Test", runtime::ValidFromYesterday(2)).value()),
        clock_(StartOf(candor::testing::kOpeningDay) + 3600) {
    witness_server_ =
        ServeFiles([this](std::string_view path) { return LatestAtWitness(path); },
                   {{"/add-checkpoint", [this](ByteView body) { return AskWitness(body); }}});
    issuer_server_ =
        ServeFiles([this](std::string_view path) { return issuer_files_->Get(path); }, {});
    organisation_ =
        std::make_unique<candor::testing::Organisation>(candor::testing::OrganisationOptions{
            .adjust = [this](records::TrustBundle& bundle) { AdjustBundle(bundle); }});
    jam_ = std::make_unique<candor::testing::Jam>(*organisation_);
    MakeWitness();
    MakeIssuerLog();
    WriteFolder();
    Start();
  }
  ~ServerHarness() { server_.reset(); }

  void Start() {
    server_ = BoardServer::Start(LoadBoardConfig(folder_ / "board.toml").value(), clock_).value();
    records::LogIdentity board = organisation_->bundle().board;
    board.grpc_address = Cat("127.0.0.1:", server_->port());
    board.files_url = Cat("https://127.0.0.1:", server_->files_port());
    identity_ = board;
    client_ = clients::BoardClient::Open(board).value();
  }
  void Stop() {
    client_.reset();
    server_.reset();
  }
  void TickAt(UnixSeconds now) {
    clock_.Set(now);
    server_->Tick(now, std::chrono::seconds(20));
  }

  // Everything up to the opening of the jam, then to the time of speaking.
  void LetSpeak() {
    for (const auto& record : organisation_->AllGovernance()) {
      ASSERT_OK(client_->Call(clients::BoardMethod::kSubmitGovernance, organisation_->charter(),
                              record.Encode()));
    }
    ASSERT_OK(client_->Call(clients::BoardMethod::kOpenCampaign, organisation_->facilitator().key,
                            records::OpenCampaignCall{jam_->manifest(), jam_->opening()}.Encode()));
    TickAt(jam_->WhileSpeaking());
  }
  absl::StatusOr<records::SubmitReply> Submit(const records::SubmitRequest& request) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes reply, client_->Submit(request.Encode()));
    return records::SubmitReply::Decode(reply);
  }

  runtime::TemporaryFolder folder_;
  std::atomic<bool> witness_down_ = false;
  crypto::DeterministicRandomForTesting random_{21};
  runtime::TlsIdentity authority_;
  candor::testing::FakeClock clock_;
  std::unique_ptr<candor::testing::Organisation> organisation_;
  std::unique_ptr<candor::testing::Jam> jam_;
  records::LogIdentity identity_;
  std::unique_ptr<BoardServer> server_;
  std::unique_ptr<clients::BoardClient> client_;

 private:
  runtime::TlsIdentity ServerCertificate() {
    const std::vector<std::string> addresses = {"127.0.0.1"};
    return runtime::IssueServerCertificate(authority_, {}, addresses,
                                           runtime::ValidFromYesterday(2))
        .value();
  }
  std::unique_ptr<runtime::HttpsServer> ServeFiles(
      runtime::HttpsServer::GetHandler get,
      std::map<std::string, runtime::HttpsServer::PostHandler, std::less<>> post) {
    return runtime::HttpsServer::Start({.listen = "127.0.0.1:0",
                                        .tls = ServerCertificate(),
                                        .threads = 2,
                                        .max_body_bytes = audit::kMaxAddCheckpointBody},
                                       {.get = std::move(get), .post = std::move(post)})
        .value();
  }
  runtime::HttpResponse AskWitness(ByteView body) {
    if (witness_down_) return {503, "text/plain", {}};
    const auto answer = witness_->AddCheckpoint(AsText(body));
    return {answer.http_status, answer.content_type, ToBytes(AsBytes(answer.body))};
  }
  std::optional<Bytes> LatestAtWitness(std::string_view path) {
    constexpr std::string_view kEnd = "/checkpoint";
    if (witness_down_ || !path.starts_with('/') || !path.ends_with(kEnd)) return std::nullopt;
    const auto answer = witness_->LatestCheckpoint(path.substr(1, path.size() - 1 - kEnd.size()));
    if (answer.http_status != 200) return std::nullopt;
    return ToBytes(AsBytes(answer.body));
  }
  void AdjustBundle(records::TrustBundle& bundle) {
    bundle.board.tls_anchor = authority_.certificate_pem;
    bundle.issuers[0].tls_anchor = authority_.certificate_pem;
    bundle.issuers[0].files_url = Cat("https://127.0.0.1:", issuer_server_->port());
    bundle.witnesses[0].tls_anchor = authority_.certificate_pem;
    bundle.witnesses[0].url = Cat("https://127.0.0.1:", witness_server_->port());
  }
  void MakeWitness() {
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
  // A log in which 21 have drawn, published and served. Any store that holds a log will do.
  void MakeIssuerLog() {
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
    for (int i = 0; i < 21; ++i) add(jam_->id(), records::Issuance{random_.Array<32>()});
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
  void WriteFolder() {
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
    EXPECT_OK(runtime::SaveTlsIdentity(ServerCertificate(), folder_ / "tls.pem",
                                       folder_ / "tls.key", ring, cost, random_));
    EXPECT_OK(runtime::WriteFileAtomically(folder_ / "bundle", organisation_->bundle().Encode()));
    EXPECT_OK(runtime::LogLock::Create(folder_ / "log.lock", {0, audit::EmptyRoot()}).status());
    write(
        "board.toml",
        "origin = \"nordhafen.example/board\"\nlisten = \"127.0.0.1:0\"\n"
        "files_listen = \"127.0.0.1:0\"\nbundle = \"bundle\"\npassphrase = \"passphrase\"\n"
        "log_key = \"log.key\"\npromise_key = \"promise.key\"\ntls_certificate = \"tls.pem\"\n"
        "tls_key = \"tls.key\"\nlog_lock = \"log.lock\"\nstore = \"store\"\nfollow = \"follow\"\n");
  }

  candor::testing::FakeClock witness_clock_{1'700'000'000};
  KeptCheckpoints witness_state_;
  std::unique_ptr<audit::Witness> witness_;
  std::unique_ptr<store::BoardStore> issuer_store_;
  std::unique_ptr<runtime::LogLock> issuer_lock_;
  std::unique_ptr<publish::PublicFiles> issuer_files_;
  std::unique_ptr<runtime::HttpsServer> witness_server_;
  std::unique_ptr<runtime::HttpsServer> issuer_server_;
};

}  // namespace candor::services::board

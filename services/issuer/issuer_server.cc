#include "services/issuer/issuer_server.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "audit/note.h"
#include "base/status.h"
#include "base/text.h"
#include "services/issuer/board_follower.h"
#include "services/issuer/issuer.h"
#include "services/issuer/issuer_config.h"
#include "services/issuer/issuer_service.h"
#include "services/issuer/token_key_files.h"
#include "services/publish/frozen_log.h"
#include "services/publish/log_publisher.h"
#include "services/publish/policy.h"
#include "services/publish/public_files.h"
#include "services/publish/publisher_thread.h"
#include "services/runtime/clock.h"
#include "services/runtime/event_log.h"
#include "services/runtime/files.h"
#include "services/runtime/grpc_server.h"
#include "services/runtime/https_server.h"
#include "services/runtime/key_file.h"
#include "services/runtime/log_lock.h"
#include "services/runtime/process.h"
#include "services/runtime/ticker.h"
#include "services/runtime/tls_files.h"
#include "services/runtime/worker_pool.h"
#include "store/recovery_state.h"
#include "store/rocksdb/rocksdb_engine.h"

namespace candor::services::issuer {
namespace {

using runtime::Event;

// A roster of 100,000 people fits.
constexpr std::size_t kMaxMessageBytes = std::size_t{32} << 20;
constexpr std::chrono::seconds kStopGrace{20};
// In a simulation a tick ends when what it appended is published, so that the time is acted upon.
constexpr std::chrono::seconds kSettlePatience{20};

struct Identity {
  Bytes bundle_bytes;
  records::TrustBundle bundle;
  records::LogIdentity log;
};

absl::StatusOr<Identity> LoadIdentity(const IssuerConfig& config) {
  Identity out;
  CANDOR_ASSIGN_OR_RETURN(out.bundle_bytes, runtime::ReadFile(config.bundle));
  auto bundle = records::TrustBundle::Decode(out.bundle_bytes);
  if (!bundle.ok()) {
    return absl::InvalidArgumentError(Cat("The file ", config.bundle.string(),
                                          " is not a trust bundle. Copy the organisation's again."));
  }
  out.bundle = *std::move(bundle);
  CANDOR_RETURN_IF_ERROR(out.bundle.CheckSeparation());
  const auto* log = out.bundle.FindIssuer(config.origin);
  if (log == nullptr) {
    return absl::InvalidArgumentError(
        "The trust bundle names no issuer with the 'origin' of the configuration. Correct one of the"
        " two.");
  }
  out.log = *log;
  return out;
}

absl::StatusOr<crypto::SigningKey> LoadLogKey(const IssuerConfig& config, runtime::KeyRing& ring,
                                              const records::LogIdentity& log) {
  CANDOR_ASSIGN_OR_RETURN(auto key, ring.LoadSigningKey(config.log_key));
  if (key.verify_key() != log.key) {
    return absl::InvalidArgumentError(Cat("The key in ", config.log_key.string(),
                                          " is not the one that the trust bundle names for this log."
                                          " Configure the log's own key."));
  }
  return key;
}

// The parts of a running issuer, each before those that use it.
class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Open(const IssuerConfig& config,
                                                      const Clock& clock);

  absl::Status Listen(const IssuerConfig& config);
  void Tick(UnixSeconds now, bool settle);
  void Stop();

  int port() const { return grpc_->port(); }

 private:
  Server(runtime::KeyRing ring, Identity identity, crypto::SigningKey log_key,
         runtime::TlsIdentity tls)
      : ring_(std::move(ring)),
        identity_(std::move(identity)),
        log_key_(std::move(log_key)),
        tls_(std::move(tls)) {}

  absl::Status OpenLog(const IssuerConfig& config);
  absl::Status OpenRule(const IssuerConfig& config, const Clock& clock);
  void FollowBoard();
  void Publish(bool settle);
  void Report(Event event, absl::StatusCode code);

  crypto::SystemRandom random_;
  runtime::KeyRing ring_;
  const Identity identity_;
  const crypto::SigningKey log_key_;
  const runtime::TlsIdentity tls_;
  std::unique_ptr<store::IssuerStore> store_;
  std::unique_ptr<runtime::LogLock> lock_;
  std::unique_ptr<publish::LogPublisher> publisher_;
  std::unique_ptr<TokenKeyFiles> token_keys_;
  std::unique_ptr<Issuer> issuer_;
  std::unique_ptr<BoardFollower> board_;
  std::unique_ptr<runtime::WorkerPool> pool_;
  std::unique_ptr<IssuerService> service_;
  std::unique_ptr<publish::PublicFiles> files_;
  std::unique_ptr<runtime::HttpsServer> https_;
  std::unique_ptr<runtime::GrpcServer> grpc_;
  std::unique_ptr<publish::PublisherThread> publishing_;
  // The tick's own: what it has told already.
  std::uint64_t nudged_size_ = 0;
  std::map<Event, absl::StatusCode> reported_;
};

absl::StatusOr<std::unique_ptr<Server>> Server::Open(const IssuerConfig& config,
                                                     const Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(Identity identity, LoadIdentity(config));
  CANDOR_ASSIGN_OR_RETURN(runtime::KeyRing ring, runtime::KeyRing::Open(config.passphrase));
  CANDOR_ASSIGN_OR_RETURN(auto log_key, LoadLogKey(config, ring, identity.log));
  CANDOR_ASSIGN_OR_RETURN(
      auto tls, runtime::LoadTlsIdentity(config.tls_certificate, config.tls_key, ring));
  std::unique_ptr<Server> server(new Server(std::move(ring), std::move(identity),
                                            std::move(log_key), std::move(tls)));
  CANDOR_RETURN_IF_ERROR(server->OpenLog(config));
  CANDOR_RETURN_IF_ERROR(server->OpenRule(config, clock));
  return server;
}

absl::Status Server::OpenLog(const IssuerConfig& config) {
  CANDOR_ASSIGN_OR_RETURN(lock_, runtime::LogLock::Open(config.log_lock));
  CANDOR_ASSIGN_OR_RETURN(auto frozen, publish::WhyFrozen(config.log_lock));
  CANDOR_ASSIGN_OR_RETURN(auto engine,
                          store::RocksDbEngine::Open(config.store.string(), random_));
  CANDOR_RETURN_IF_ERROR(store::CheckNoRecovery(*engine));
  CANDOR_ASSIGN_OR_RETURN(store_, store::IssuerStore::Open(std::move(engine)));
  runtime::Log(Event::kStoreOpened, {store_->log().size()});
  CANDOR_ASSIGN_OR_RETURN(auto log_key, publish::LogKeyOf(identity_.log));
  CANDOR_ASSIGN_OR_RETURN(auto policy, publish::WitnessPolicyOf(identity_.bundle));
  CANDOR_ASSIGN_OR_RETURN(auto air_gap, publish::AirGap::Open(config.cosign, identity_.bundle,
                                                              identity_.log, store_->log()));
  files_ = std::make_unique<publish::PublicFiles>(store_->log(), log_key, identity_.bundle_bytes);
  CANDOR_ASSIGN_OR_RETURN(publisher_,
                          publish::LogPublisher::Create({.log = store_->log(),
                                                         .lock = *lock_,
                                                         .key = log_key_,
                                                         .log_key = std::move(log_key),
                                                         .policy = std::move(policy),
                                                         .links = publish::MakeHttpsWitnessLinks(identity_.bundle),
                                                         .air_gap = std::move(air_gap),
                                                         .frozen = std::move(frozen)}));
  return absl::OkStatus();
}

absl::Status Server::OpenRule(const IssuerConfig& config, const Clock& clock) {
  // What a trial protects is nothing; what a deployment protects is worth a slower start.
  const auto cost = identity_.bundle.trial ? crypto::PassphraseCost::kInteractive
                                           : crypto::PassphraseCost::kModerate;
  CANDOR_ASSIGN_OR_RETURN(token_keys_,
                          TokenKeyFiles::Open(config.token_keys, ring_, cost, random_));
  CANDOR_ASSIGN_OR_RETURN(auto genesis, publish::GenesisOf(identity_.bundle, identity_.log));
  if (config.continues.has_value()) {
    CANDOR_ASSIGN_OR_RETURN(genesis.continues,
                            publish::ContinuedLog(*config.continues, config.origin));
  }
  CANDOR_ASSIGN_OR_RETURN(issuer_,
                          Issuer::Open(identity_.bundle, genesis,
                                       {.store = *store_,
                                        .token_keys = *token_keys_,
                                        .clock = clock,
                                        .random = random_,
                                        .may_write = [this] { return publisher_->Writable(); }}));
  CANDOR_ASSIGN_OR_RETURN(board_, BoardFollower::Open(config.follow, identity_.bundle));
  issuer_->Learn(board_->view());
  issuer_->LearnPublished(publisher_->published_size());
  return absl::OkStatus();
}

absl::Status Server::Listen(const IssuerConfig& config) {
  pool_ = std::make_unique<runtime::WorkerPool>(
      runtime::WorkerPool::Options{.threads = config.workers});
  service_ = std::make_unique<IssuerService>(identity_.log.origin, *issuer_, *pool_, random_);
  runtime::HttpsServer::Handlers handlers;
  handlers.get = [this](std::string_view path) { return files_->Get(path); };
  CANDOR_ASSIGN_OR_RETURN(
      https_, runtime::HttpsServer::Start({.listen = config.files_listen, .tls = tls_.Clone()},
                                          std::move(handlers)));
  runtime::GrpcServer::Options options;
  options.listen = config.listen;
  options.tls = tls_.Clone();
  options.max_message_bytes = kMaxMessageBytes;
  options.reflection = config.reflection ? runtime::Reflection::kOn : runtime::Reflection::kOff;
  grpc::Service* const services[] = {service_->service()};
  CANDOR_ASSIGN_OR_RETURN(grpc_, runtime::GrpcServer::Start(options, services));
  publishing_ = std::make_unique<publish::PublisherThread>(*publisher_);
  return absl::OkStatus();
}

// One line when something begins to fail, not one a second.
void Server::Report(Event event, absl::StatusCode code) {
  absl::StatusCode& last = reported_[event];
  if (code != last && code != absl::StatusCode::kOk) {
    if (event == Event::kTickFailed) {
      runtime::Log(event, {static_cast<int>(code)});
    } else {
      runtime::Log(event);
    }
  }
  last = code;
}

void Server::FollowBoard() {
  const absl::Status status = board_->Sync();
  Report(Event::kBoardNotFollowed, status.code());
  // What was replayed before an error is cosigned all the same.
  issuer_->Learn(board_->view());
}

void Server::Publish(bool settle) {
  const std::uint64_t size = store_->log().size();
  if (settle) {
    if (publisher_->published_size() < size) publishing_->Settle(kSettlePatience);
  } else if (size != nudged_size_) {
    publishing_->Nudge();
  }
  nudged_size_ = size;
  issuer_->LearnPublished(publisher_->published_size());
}

void Server::Tick(UnixSeconds now, bool settle) {
  FollowBoard();
  if (publisher_->Writable().ok()) {
    const absl::Status status = issuer_->Tick(now);
    const bool storage = absl::IsUnavailable(status);
    Report(Event::kStorageFailure, storage ? status.code() : absl::StatusCode::kOk);
    Report(Event::kTickFailed, storage ? absl::StatusCode::kOk : status.code());
  }
  Publish(settle);
}

// Callers first, then what they use: what was accepted is finished.
void Server::Stop() {
  grpc_->Stop(kStopGrace);
  pool_->Stop();
  publishing_->Stop();
  https_->Stop();
}

}  // namespace

absl::Status RunIssuer(const ServerOptions& options) {
  runtime::StopSignal stop;
  CANDOR_ASSIGN_OR_RETURN(const IssuerConfig config, LoadIssuerConfig(options.config_path));
  CANDOR_ASSIGN_OR_RETURN(const auto clock, runtime::OpenClock(options.sim_clock_file));
  CANDOR_ASSIGN_OR_RETURN(const auto server, Server::Open(config, *clock));
  CANDOR_RETURN_IF_ERROR(server->Listen(config));
  runtime::Log(Event::kServerStarted, {server->port()});

  const bool simulated = options.sim_clock_file.has_value();
  runtime::Ticker::Options ticking;
  if (simulated) {
    ticking.interval = runtime::kSimulatedTick;
    ticking.acknowledgement = config.acknowledgement;
  }
  const auto ticker = runtime::Ticker::Start(
      *clock, ticking, [&](UnixSeconds now) { server->Tick(now, simulated); });
  stop.Wait();
  runtime::Log(Event::kServerStopping);
  ticker->Stop();
  server->Stop();
  runtime::Log(Event::kServerStopped);
  return absl::OkStatus();
}

}  // namespace candor::services::issuer

#include "services/board/board_server.h"

#include <utility>
#include <vector>

#include "base/status.h"
#include "base/text.h"
#include "services/board/board.h"
#include "services/board/board_service.h"
#include "services/board/followed_draws.h"
#include "services/board/gateway.h"
#include "services/board/gateway_key_files.h"
#include "services/board/gateway_service.h"
#include "services/publish/frozen_log.h"
#include "services/publish/log_publisher.h"
#include "services/publish/policy.h"
#include "services/publish/public_files.h"
#include "services/publish/publisher_thread.h"
#include "services/runtime/clock.h"
#include "services/runtime/event_log.h"
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

namespace candor::services::board {
namespace {

using runtime::Event;

// A manifest of 64 readers fits; a batch of envelopes is some hundred times larger.
constexpr std::size_t kMaxMessageBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxReplyBytes = std::size_t{64} << 20;
// One size goes either way, and the few bytes around it.
constexpr std::size_t kMaxGatewayMessageBytes = 2 * crypto::kObliviousRequestSize;
constexpr std::chrono::seconds kStopGrace{20};
constexpr std::chrono::seconds kSimulationPatience{20};
constexpr std::chrono::seconds kRetentionPatience{20};
// Keeps the copies of the issuers' logs warm, so that a slot has little to fetch.
constexpr std::chrono::seconds kFollowInterval{30};

struct Identity {
  Bytes bundle_bytes;
  records::TrustBundle bundle;
};

absl::StatusOr<Identity> LoadIdentity(const BoardConfig& config) {
  Identity out;
  CANDOR_ASSIGN_OR_RETURN(out.bundle_bytes, runtime::ReadFile(config.bundle));
  auto bundle = records::TrustBundle::Decode(out.bundle_bytes);
  if (!bundle.ok()) {
    return absl::InvalidArgumentError(
        Cat("The file ", config.bundle.string(),
            " is not a trust bundle. Copy the organisation's again."));
  }
  out.bundle = *std::move(bundle);
  CANDOR_RETURN_IF_ERROR(out.bundle.CheckSeparation());
  if (out.bundle.board.origin != config.origin) {
    return absl::InvalidArgumentError(
        "The trust bundle names another board than the 'origin' of the configuration. Correct one "
        "of"
        " the two.");
  }
  return out;
}

absl::StatusOr<crypto::SigningKey> LoadKey(runtime::KeyRing& ring, const runtime::Path& path,
                                           const crypto::VerifyKey& expected) {
  CANDOR_ASSIGN_OR_RETURN(auto key, ring.LoadSigningKey(path));
  if (key.verify_key() != expected) {
    return absl::InvalidArgumentError(
        Cat("The key in ", path.string(),
            " is not the one that the trust bundle names. Configure the"
            " board's own key."));
  }
  return key;
}

}  // namespace

// Each part stands before those that use it, so that they are destroyed first.
struct BoardServer::Parts {
  Parts(Identity who, crypto::SigningKey log, crypto::SigningKey promise,
        crypto::SigningKey gateway_signing, runtime::TlsIdentity server)
      : identity(std::move(who)),
        log_key(std::move(log)),
        promise_key(std::move(promise)),
        gateway_key(std::move(gateway_signing)),
        tls(std::move(server)) {}

  absl::Status OpenLog(const BoardConfig& config);
  absl::Status OpenGatewayKeys(const BoardConfig& config, runtime::KeyRing ring);
  absl::Status OpenRule(const BoardConfig& config, const Clock& clock);
  absl::Status Listen(const BoardConfig& config);
  absl::Status ListenToRelays(const BoardConfig& config);
  // One line when ticks begin to fail, not one a second.
  void Report(const absl::Status& status);

  crypto::SystemRandom random;
  const Identity identity;
  const crypto::SigningKey log_key;
  const crypto::SigningKey promise_key;
  const crypto::SigningKey gateway_key;
  const runtime::TlsIdentity tls;
  std::unique_ptr<store::BoardStore> store;
  std::unique_ptr<runtime::LogLock> lock;
  std::unique_ptr<publish::LogPublisher> publisher;
  std::unique_ptr<publish::PublicFiles> files;
  std::unique_ptr<publish::PublisherThread> publishing;
  std::unique_ptr<FollowedDraws> draws;
  std::unique_ptr<GatewayKeys> gateway_keys;
  std::unique_ptr<Board> board;
  std::unique_ptr<Gateway> gateway;
  std::unique_ptr<runtime::WorkerPool> pool;
  std::unique_ptr<BoardService> service;
  std::unique_ptr<GatewayService> gateway_service;
  std::unique_ptr<runtime::HttpsServer> https;
  std::unique_ptr<runtime::GrpcServer> grpc;
  std::unique_ptr<runtime::GrpcServer> relays;  // who listens to relays alone
  // The ticking thread's own.
  std::chrono::steady_clock::time_point next_follow{};
  absl::StatusCode last_tick = absl::StatusCode::kOk;
};

absl::Status BoardServer::Parts::OpenLog(const BoardConfig& config) {
  CANDOR_ASSIGN_OR_RETURN(lock, runtime::LogLock::Open(config.log_lock));
  CANDOR_ASSIGN_OR_RETURN(auto frozen, publish::WhyFrozen(config.log_lock));
  CANDOR_ASSIGN_OR_RETURN(auto engine, store::RocksDbEngine::Open(config.store.string(), random));
  CANDOR_RETURN_IF_ERROR(store::CheckNoRecovery(*engine));
  CANDOR_ASSIGN_OR_RETURN(store, store::BoardStore::Open(std::move(engine), random));
  runtime::Log(Event::kStoreOpened, {store->log().size()});
  const auto& bundle = identity.bundle;
  CANDOR_ASSIGN_OR_RETURN(auto public_key, publish::LogKeyOf(bundle.board));
  CANDOR_ASSIGN_OR_RETURN(auto policy, publish::WitnessPolicyOf(bundle));
  CANDOR_ASSIGN_OR_RETURN(
      auto air_gap, publish::AirGap::Open(config.cosign, bundle, bundle.board, store->log()));
  files = std::make_unique<publish::PublicFiles>(store->log(), public_key, identity.bundle_bytes);
  CANDOR_ASSIGN_OR_RETURN(publisher,
                          publish::LogPublisher::Create({.log = store->log(),
                                                         .lock = *lock,
                                                         .key = log_key,
                                                         .log_key = std::move(public_key),
                                                         .policy = std::move(policy),
                                                         .links = publish::MakeHttpsWitnessLinks(bundle),
                                                         .air_gap = std::move(air_gap),
                                                         .frozen = std::move(frozen)}));
  publishing = std::make_unique<publish::PublisherThread>(*publisher);
  return absl::OkStatus();
}

absl::Status BoardServer::Parts::OpenGatewayKeys(const BoardConfig& config, runtime::KeyRing ring) {
  const auto cost = identity.bundle.trial ? crypto::PassphraseCost::kInteractive
                                          : crypto::PassphraseCost::kModerate;
  CANDOR_ASSIGN_OR_RETURN(
      auto kept, GatewayKeyFiles::Open(config.gateway_keys, std::move(ring), cost, random));
  CANDOR_ASSIGN_OR_RETURN(gateway_keys, GatewayKeys::Open(std::move(kept), random));
  return absl::OkStatus();
}

absl::Status BoardServer::Parts::OpenRule(const BoardConfig& config, const Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(draws, FollowedDraws::Open(config.follow, identity.bundle));
  CANDOR_ASSIGN_OR_RETURN(auto genesis, publish::GenesisOf(identity.bundle, identity.bundle.board));
  if (config.continues.has_value()) {
    CANDOR_ASSIGN_OR_RETURN(genesis.continues,
                            publish::ContinuedLog(*config.continues, config.origin));
  }
  CANDOR_ASSIGN_OR_RETURN(board, Board::Open({.bundle = identity.bundle,
                                              .genesis = std::move(genesis),
                                              .store = *store,
                                              .promise_key = promise_key,
                                              .clock = clock,
                                              .random = random,
                                              .draws = *draws,
                                              .writable = [this] { return publisher->Writable(); },
                                              .appended = [this] { publishing->Nudge(); },
                                              .published_size =
                                                  [this] { return publisher->published_size(); },
                                              .max_waiting = config.max_waiting,
                                              .gateway_key = &gateway_key,
                                              .gateway_keys = gateway_keys.get()}));
  return absl::OkStatus();
}

absl::Status BoardServer::Parts::ListenToRelays(const BoardConfig& config) {
  gateway = std::make_unique<Gateway>(*gateway_keys, *board, random);
  gateway_service = std::make_unique<GatewayService>(*gateway, *pool);
  std::string anchors;
  for (const auto& relay : identity.bundle.relays) anchors += relay.tls_anchor;
  grpc::Service* const services[] = {gateway_service->service()};
  CANDOR_ASSIGN_OR_RETURN(
      relays, runtime::GrpcServer::Start({.listen = config.gateway_listen,
                                          .tls = tls.Clone(),
                                          .client_anchor_pem = std::move(anchors),
                                          .max_message_bytes = kMaxGatewayMessageBytes},
                                         services));
  return absl::OkStatus();
}

absl::Status BoardServer::Parts::Listen(const BoardConfig& config) {
  pool = std::make_unique<runtime::WorkerPool>(
      runtime::WorkerPool::Options{.threads = config.workers, .max_waiting = config.max_waiting});
  service = std::make_unique<BoardService>(identity.bundle.board.origin, *board, *pool, random);
  runtime::HttpsServer::Handlers handlers;
  handlers.get = [this](std::string_view path) { return files->Get(path); };
  CANDOR_ASSIGN_OR_RETURN(
      https, runtime::HttpsServer::Start({.listen = config.files_listen, .tls = tls.Clone()},
                                         std::move(handlers)));
  runtime::GrpcServer::Options options;
  options.listen = config.listen;
  options.tls = tls.Clone();
  options.max_message_bytes = kMaxMessageBytes;
  options.max_reply_bytes = kMaxReplyBytes;
  options.reflection = config.reflection ? runtime::Reflection::kOn : runtime::Reflection::kOff;
  grpc::Service* const services[] = {service->service()};
  CANDOR_ASSIGN_OR_RETURN(grpc, runtime::GrpcServer::Start(options, services));
  return ListenToRelays(config);
}

void BoardServer::Parts::Report(const absl::Status& status) {
  const absl::StatusCode before = std::exchange(last_tick, status.code());
  if (!status.ok() && status.code() != before) {
    runtime::Log(Event::kTickFailed, {static_cast<int>(status.code())});
  }
}

BoardServer::BoardServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

BoardServer::~BoardServer() { Stop(); }

absl::StatusOr<std::unique_ptr<BoardServer>> BoardServer::Start(const BoardConfig& config,
                                                                const Clock& clock,
                                                                Listening listening) {
  CANDOR_ASSIGN_OR_RETURN(Identity identity, LoadIdentity(config));
  CANDOR_ASSIGN_OR_RETURN(auto ring, runtime::KeyRing::Open(config.passphrase));
  CANDOR_ASSIGN_OR_RETURN(auto log_key, LoadKey(ring, config.log_key, identity.bundle.board.key));
  CANDOR_ASSIGN_OR_RETURN(auto promise_key,
                          LoadKey(ring, config.promise_key, identity.bundle.promise_key));
  CANDOR_ASSIGN_OR_RETURN(auto gateway_key,
                          LoadKey(ring, config.gateway_key, identity.bundle.gateway_key));
  CANDOR_ASSIGN_OR_RETURN(auto tls,
                          runtime::LoadTlsIdentity(config.tls_certificate, config.tls_key, ring));
  auto parts =
      std::make_unique<Parts>(std::move(identity), std::move(log_key), std::move(promise_key),
                              std::move(gateway_key), std::move(tls));
  CANDOR_RETURN_IF_ERROR(parts->OpenGatewayKeys(config, std::move(ring)));
  CANDOR_RETURN_IF_ERROR(parts->OpenLog(config));
  CANDOR_RETURN_IF_ERROR(parts->OpenRule(config, clock));
  if (listening == Listening::kOn) CANDOR_RETURN_IF_ERROR(parts->Listen(config));
  return std::unique_ptr<BoardServer>(new BoardServer(std::move(parts)));
}

absl::Status BoardServer::Tick(UnixSeconds now, std::chrono::milliseconds patience) {
  const auto steady = std::chrono::steady_clock::now();
  if (steady >= parts_->next_follow) {
    parts_->draws->Refresh();
    parts_->next_follow = steady + kFollowInterval;
  }
  absl::Status status = parts_->board->Tick(now);
  parts_->Report(status);
  if (patience.count() == 0 || !parts_->publisher->Writable().ok()) return status;
  if (parts_->publisher->published_size() < parts_->store->log().size()) {
    parts_->publishing->Settle(patience);
  }
  return status;
}

Erasures BoardServer::erasures() const { return parts_->board->CountErasures(); }

// Callers first, then what they use: what was accepted is committed and answered.
void BoardServer::Stop() {
  if (parts_->grpc != nullptr) {
    parts_->relays->Stop(kStopGrace);
    parts_->grpc->Stop(kStopGrace);
    parts_->pool->Stop();
    parts_->gateway->Stop();
  }
  parts_->board->Stop();
  parts_->publishing->Stop();
  if (parts_->https != nullptr) parts_->https->Stop();
}

int BoardServer::port() const { return parts_->grpc->port(); }
int BoardServer::gateway_port() const { return parts_->relays->port(); }
int BoardServer::files_port() const { return parts_->https->port(); }

absl::Status RunBoard(const ServerOptions& options) {
  runtime::StopSignal stop;
  CANDOR_ASSIGN_OR_RETURN(const BoardConfig config, LoadBoardConfig(options.config_path));
  CANDOR_ASSIGN_OR_RETURN(const auto clock, runtime::OpenClock(options.sim_clock_file));
  CANDOR_ASSIGN_OR_RETURN(const auto server, BoardServer::Start(config, *clock));
  runtime::Log(Event::kServerStarted, {server->port()});

  const bool simulated = options.sim_clock_file.has_value();
  runtime::Ticker::Options ticking;
  if (simulated) {
    ticking.interval = runtime::kSimulatedTick;
    ticking.acknowledgement = config.acknowledgement;
  }
  const std::chrono::milliseconds patience =
      simulated ? kSimulationPatience : std::chrono::seconds(0);
  const auto ticker = runtime::Ticker::Start(*clock, ticking,
                                             [&](UnixSeconds now) { (void)server->Tick(now, patience); });
  stop.Wait();
  runtime::Log(Event::kServerStopping);
  ticker->Stop();
  server->Stop();
  runtime::Log(Event::kServerStopped);
  return absl::OkStatus();
}

absl::StatusOr<Erasures> RunRetention(const ServerOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const BoardConfig config, LoadBoardConfig(options.config_path));
  CANDOR_ASSIGN_OR_RETURN(const auto clock, runtime::OpenClock(options.sim_clock_file));
  CANDOR_ASSIGN_OR_RETURN(const auto server, BoardServer::Start(config, *clock, Listening::kOff));
  // The first tick names, and waits for the quorum; the second destroys, and waits for it again.
  CANDOR_RETURN_IF_ERROR(server->Tick(clock->Now(), kRetentionPatience));
  CANDOR_RETURN_IF_ERROR(server->Tick(clock->Now(), kRetentionPatience));
  const Erasures erasures = server->erasures();
  server->Stop();
  if (erasures.done < erasures.tombstones) {
    return absl::UnavailableError(
        Cat(erasures.tombstones - erasures.done, " of ", erasures.tombstones,
            " tombstones are in the log and not carried out: nothing is destroyed before the witnesses"
            " have cosigned that it has to be. Run this again, or start the board, when they answer."));
  }
  return erasures;
}

}  // namespace candor::services::board

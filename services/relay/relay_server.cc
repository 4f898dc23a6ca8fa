#include "services/relay/relay_server.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "audit/pack.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/oblivious_message.h"
#include "crypto/random.h"
#include "services/follow/policy.h"
#include "services/relay/gateway_client.h"
#include "services/relay/log_mirror.h"
#include "services/relay/relay.h"
#include "services/relay/relay_service.h"
#include "services/runtime/clock.h"
#include "services/runtime/event_log.h"
#include "services/runtime/grpc_server.h"
#include "services/runtime/https_server.h"
#include "services/runtime/key_file.h"
#include "services/runtime/process.h"
#include "services/runtime/ticker.h"
#include "services/runtime/tls_files.h"

namespace candor::services::relay {
namespace {

using runtime::Event;

// One size goes either way, and the few bytes around it.
constexpr std::size_t kMaxMessageBytes = 2 * crypto::kObliviousRequestSize;
constexpr std::chrono::seconds kStopGrace{20};
constexpr std::chrono::seconds kFollowInterval{30};

struct Identity {
  Bytes bundle_bytes;
  records::TrustBundle bundle;
};

absl::StatusOr<Identity> LoadIdentity(const RelayConfig& config) {
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
  if (std::ranges::find(out.bundle.relays, config.name, &records::RelayIdentity::name) ==
      out.bundle.relays.end()) {
    return absl::InvalidArgumentError(
        "The trust bundle names no relay with the 'name' of the configuration. Correct one of the two.");
  }
  return out;
}

}  // namespace

// Each part stands before those that use it, so that they are destroyed first.
struct RelayServer::Parts {
  explicit Parts(Identity who) : identity(std::move(who)) {}

  absl::Status OpenMirrors(const RelayConfig& config);
  absl::Status OpenRelay(const RelayConfig& config, const Clock& clock, runtime::KeyRing& ring);
  absl::Status Listen(const RelayConfig& config, runtime::KeyRing& ring);
  std::optional<Bytes> Get(std::string_view path) const;

  crypto::SystemRandom random;
  const Identity identity;
  std::vector<std::unique_ptr<LogMirror>> mirrors;  // the board's, then the issuers'
  std::unique_ptr<GatewayClient> gateway;
  std::unique_ptr<Relay> relay;
  std::unique_ptr<RelayService> service;
  std::unique_ptr<runtime::HttpsServer> https;
  std::unique_ptr<runtime::GrpcServer> grpc;
  std::vector<absl::StatusCode> last_follow;  // the following thread's own
};

absl::Status RelayServer::Parts::OpenMirrors(const RelayConfig& config) {
  const auto& bundle = identity.bundle;
  CANDOR_ASSIGN_OR_RETURN(const auto policy, follow::PolicyOf(bundle));
  for (std::size_t number = 0; number <= bundle.issuers.size(); ++number) {
    const auto& log = number == 0 ? bundle.board : bundle.issuers[number - 1];
    CANDOR_ASSIGN_OR_RETURN(
        auto mirror, LogMirror::Open(config.mirror / audit::PackLogName(number), log, policy));
    mirrors.push_back(std::move(mirror));
  }
  last_follow.assign(mirrors.size(), absl::StatusCode::kOk);
  return absl::OkStatus();
}

absl::Status RelayServer::Parts::OpenRelay(const RelayConfig& config, const Clock& clock,
                                           runtime::KeyRing& ring) {
  CANDOR_ASSIGN_OR_RETURN(
      auto client, runtime::LoadTlsIdentity(config.client_certificate, config.client_key, ring));
  CANDOR_ASSIGN_OR_RETURN(gateway,
                          GatewayClient::Open({.address = config.board_gateway,
                                               .anchor_pem = identity.bundle.board.tls_anchor,
                                               .client = std::move(client)}));
  RelayOptions options;
  options.max_held = config.max_held;
  relay = std::make_unique<Relay>(options, *gateway, clock, random);
  return absl::OkStatus();
}

// "/<log>/<file>", and the bundle, which says what the logs are.
std::optional<Bytes> RelayServer::Parts::Get(std::string_view path) const {
  if (path == "/bundle") return identity.bundle_bytes;
  for (std::size_t number = 0; number < mirrors.size(); ++number) {
    const std::string before = Cat("/", audit::PackLogName(number));
    if (path.starts_with(before) && path.substr(before.size()).starts_with('/')) {
      return mirrors[number]->Get(path.substr(before.size()));
    }
  }
  return std::nullopt;
}

absl::Status RelayServer::Parts::Listen(const RelayConfig& config, runtime::KeyRing& ring) {
  CANDOR_ASSIGN_OR_RETURN(auto tls,
                          runtime::LoadTlsIdentity(config.tls_certificate, config.tls_key, ring));
  service = std::make_unique<RelayService>(*relay, random);
  runtime::HttpsServer::Handlers handlers;
  handlers.get = [this](std::string_view path) { return Get(path); };
  CANDOR_ASSIGN_OR_RETURN(
      https, runtime::HttpsServer::Start({.listen = config.files_listen, .tls = tls.Clone()},
                                         std::move(handlers)));
  grpc::Service* const services[] = {service->service()};
  CANDOR_ASSIGN_OR_RETURN(
      grpc, runtime::GrpcServer::Start({.listen = config.listen,
                                        .tls = std::move(tls),
                                        .max_message_bytes = kMaxMessageBytes},
                                       services));
  return absl::OkStatus();
}

RelayServer::RelayServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

RelayServer::~RelayServer() { Stop(); }

absl::StatusOr<std::unique_ptr<RelayServer>> RelayServer::Start(const RelayConfig& config,
                                                                const Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(Identity identity, LoadIdentity(config));
  CANDOR_ASSIGN_OR_RETURN(auto ring, runtime::KeyRing::Open(config.passphrase));
  auto parts = std::make_unique<Parts>(std::move(identity));
  CANDOR_RETURN_IF_ERROR(parts->OpenMirrors(config));
  CANDOR_RETURN_IF_ERROR(parts->OpenRelay(config, clock, ring));
  CANDOR_RETURN_IF_ERROR(parts->Listen(config, ring));
  return std::unique_ptr<RelayServer>(new RelayServer(std::move(parts)));
}

void RelayServer::Tick(UnixSeconds now) { parts_->relay->Tick(now); }

void RelayServer::Follow() {
  for (std::size_t number = 0; number < parts_->mirrors.size(); ++number) {
    const absl::Status status = parts_->mirrors[number]->Follow();
    const auto before = std::exchange(parts_->last_follow[number], status.code());
    if (!status.ok() && status.code() != before) runtime::Log(Event::kLogNotMirrored, {number});
  }
}

// Whoever waits is answered before the server waits for its calls to end.
void RelayServer::Stop() {
  if (parts_->grpc == nullptr) return;
  parts_->relay->Stop();
  parts_->grpc->Stop(kStopGrace);
  parts_->https->Stop();
}

int RelayServer::port() const { return parts_->grpc->port(); }
int RelayServer::files_port() const { return parts_->https->port(); }

absl::Status RunRelay(const ServerOptions& options) {
  runtime::StopSignal stop;
  CANDOR_ASSIGN_OR_RETURN(const RelayConfig config, LoadRelayConfig(options.config_path));
  CANDOR_ASSIGN_OR_RETURN(const auto clock, runtime::OpenClock(options.sim_clock_file));
  CANDOR_ASSIGN_OR_RETURN(const auto server, RelayServer::Start(config, *clock));
  runtime::Log(Event::kServerStarted, {server->port()});

  const bool simulated = options.sim_clock_file.has_value();
  runtime::Ticker::Options ticking;
  if (simulated) {
    ticking.interval = runtime::kSimulatedTick;
    ticking.acknowledgement = config.acknowledgement;
  }
  const auto ticker = runtime::Ticker::Start(*clock, ticking, [&](UnixSeconds now) {
    server->Tick(now);
    // A simulation has acted on a time when both are done.
    if (simulated) server->Follow();
  });
  // In earnest on a thread of its own: a log's server that is slow to answer must not hold back what members
  // have sent.
  std::unique_ptr<runtime::Ticker> follower;
  if (!simulated) {
    follower = runtime::Ticker::Start(*clock, {.interval = kFollowInterval},
                                      [&](UnixSeconds) { server->Follow(); });
  }
  stop.Wait();
  runtime::Log(Event::kServerStopping);
  ticker->Stop();
  server->Stop();
  if (follower != nullptr) follower->Stop();
  runtime::Log(Event::kServerStopped);
  return absl::OkStatus();
}

}  // namespace candor::services::relay

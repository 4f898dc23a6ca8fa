#include "services/auditor/witness_server.h"

#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "services/runtime/clock.h"
#include "services/runtime/event_log.h"
#include "services/runtime/key_file.h"
#include "services/runtime/process.h"
#include "services/runtime/tls_files.h"

namespace candor::services::auditor {
namespace {

using runtime::Event;

constexpr std::string_view kCheckpointSuffix = "/checkpoint";

runtime::HttpResponse AsResponse(audit::WitnessAnswer answer) {
  if (answer.http_status == 500) runtime::Log(Event::kStorageFailure);
  return {.status = answer.http_status,
          .content_type = std::move(answer.content_type),
          .body = ToBytes(AsBytes(answer.body))};
}

}  // namespace

absl::StatusOr<std::unique_ptr<WitnessServer>> WitnessServer::Start(const WitnessConfig& config,
                                                                    const Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(runtime::KeyRing ring, runtime::KeyRing::Open(config.passphrase));
  CANDOR_ASSIGN_OR_RETURN(auto key, ring.LoadSigningKey(config.signing_key));
  CANDOR_ASSIGN_OR_RETURN(auto tls,
                          runtime::LoadTlsIdentity(config.tls_certificate, config.tls_key, ring));
  CANDOR_ASSIGN_OR_RETURN(auto state, WitnessStateFiles::Open(config.state, config.logs));
  std::unique_ptr<WitnessServer> server(new WitnessServer(std::move(key), std::move(state)));
  CANDOR_ASSIGN_OR_RETURN(
      server->witness_,
      audit::Witness::Create(config.name, server->key_, config.logs, *server->state_, clock));
  CANDOR_ASSIGN_OR_RETURN(
      server->https_, runtime::HttpsServer::Start({.listen = config.listen,
                                                   .tls = std::move(tls),
                                                   .max_body_bytes = audit::kMaxAddCheckpointBody},
                                                  server->Handlers()));
  return server;
}

WitnessServer::~WitnessServer() {
  if (https_ != nullptr) https_->Stop();
}

runtime::HttpsServer::Handlers WitnessServer::Handlers() {
  runtime::HttpsServer::Handlers handlers;
  handlers.post["/add-checkpoint"] = [this](ByteView body) {
    return AsResponse(witness_->AddCheckpoint(AsText(body)));
  };
  handlers.get = [this](std::string_view path) -> std::optional<Bytes> {
    if (!path.starts_with('/') || !path.ends_with(kCheckpointSuffix)) return std::nullopt;
    path.remove_prefix(1);
    if (path.size() < kCheckpointSuffix.size()) return std::nullopt;
    path.remove_suffix(kCheckpointSuffix.size());
    const auto answer = witness_->LatestCheckpoint(path);
    if (answer.http_status != 200) return std::nullopt;
    return ToBytes(AsBytes(answer.body));
  };
  return handlers;
}

absl::Status RunWitness(const WitnessOptions& options) {
  runtime::StopSignal stop;
  CANDOR_ASSIGN_OR_RETURN(const WitnessConfig config, LoadWitnessConfig(options.config_path));
  CANDOR_ASSIGN_OR_RETURN(const auto clock, runtime::OpenClock(options.sim_clock_file));
  CANDOR_ASSIGN_OR_RETURN(const auto server, WitnessServer::Start(config, *clock));
  runtime::Log(Event::kServerStarted, {server->port()});
  stop.Wait();
  runtime::Log(Event::kServerStopping);
  server->Stop();
  runtime::Log(Event::kServerStopped);
  return absl::OkStatus();
}

}  // namespace candor::services::auditor

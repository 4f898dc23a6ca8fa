#include "services/runtime/grpc_server.h"

#include <grpc/grpc_security_constants.h>
#include <grpc/impl/codegen/grpc_types.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <grpcpp/resource_quota.h>
#include <openssl/crypto.h>

#include <utility>
#include <vector>

#include "base/status.h"
#include "base/text.h"
#include "services/runtime/address.h"
#include "services/runtime/process.h"

namespace candor::runtime {
namespace {

// gRPC's plug-ins (reflection is one) belong to the process and join every server once they are
// linked. This option takes them out of a server again.
class WithoutPlugins final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->clear();
  }
};

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> Credentials(
    const GrpcServer::Options& options) {
  CANDOR_RETURN_IF_ERROR(CheckTlsIdentity(options.tls));
  if (options.client_anchor_pem.has_value()) {
    CANDOR_RETURN_IF_ERROR(CheckAnchor(*options.client_anchor_pem));
  }
  ConfigureTlsOnly13();
  grpc::SslServerCredentialsOptions tls(
      options.client_anchor_pem.has_value()
          ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
          : GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  tls.pem_root_certs = options.client_anchor_pem.value_or("");
  tls.pem_key_cert_pairs.push_back(
      {.private_key = std::string(AsText(options.tls.key_pem.ExposeSecret())),
       .cert_chain = options.tls.certificate_pem});
  auto credentials = grpc::SslServerCredentials(tls);
  for (auto& pair : tls.pem_key_cert_pairs) {
    OPENSSL_cleanse(pair.private_key.data(), pair.private_key.size());
  }
  return credentials;
}

void SetArguments(const GrpcServer::Options& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(static_cast<int>(options.max_message_bytes));
  builder.SetMaxSendMessageSize(
      static_cast<int>(options.max_reply_bytes.value_or(options.max_message_bytes)));
  builder.SetResourceQuota(grpc::ResourceQuota("server").Resize(options.max_buffer_bytes));
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CENSUS, 0);
  // With it a second server could take the same port and half of its calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 10000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1024);
  if (options.reflection == Reflection::kOff) {
    builder.SetOption(std::make_unique<WithoutPlugins>());
  } else {
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(
    const Options& options, std::span<grpc::Service* const> services) {
  CANDOR_ASSIGN_OR_RETURN(const HostPort address, ParseHostPort(options.listen));
  CANDOR_ASSIGN_OR_RETURN(const auto credentials, Credentials(options));
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  SetArguments(options, builder);
  int port = 0;
  builder.AddListeningPort(address.Text(), credentials, &port);
  for (grpc::Service* service : services) builder.RegisterService(service);
  auto server = builder.BuildAndStart();
  if (server == nullptr || port == 0) return WhyNotListening(address);
  return std::unique_ptr<GrpcServer>(new GrpcServer(std::move(server), port));
}

GrpcServer::GrpcServer(std::unique_ptr<grpc::Server> server, int port)
    : server_(std::move(server)), port_(port) {}

GrpcServer::~GrpcServer() { Stop(std::chrono::milliseconds(0)); }

void GrpcServer::Stop(std::chrono::milliseconds grace) {
  if (auto* health = server_->GetHealthCheckService(); health != nullptr) health->Shutdown();
  server_->Shutdown(std::chrono::system_clock::now() + grace);
}

}  // namespace candor::runtime

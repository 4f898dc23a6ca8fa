#include "services/runtime/grpc_channel.h"

#include <grpc/impl/codegen/grpc_types.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <openssl/crypto.h>

#include <string_view>

#include "base/status.h"
#include "base/text.h"
#include "services/runtime/address.h"
#include "services/runtime/process.h"

namespace candor::runtime {
namespace {

grpc::ChannelArguments Arguments(const ChannelOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(static_cast<int>(options.max_message_bytes));
  arguments.SetMaxSendMessageSize(static_cast<int>(options.max_message_bytes));
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_CHANNELZ, 0);
  arguments.SetInt(GRPC_ARG_ENABLE_CENSUS, 0);
  // A name server has no say in how calls are made.
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5000);
  return arguments;
}

// What a person can do with a failure that gRPC found by itself; empty where its text may stand.
std::string_view Explanation(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::UNAVAILABLE:
      return "The server cannot be reached, or the connection to it broke.";
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return "The server did not answer in time.";
    case grpc::StatusCode::CANCELLED:
      return "The call was cancelled.";
    case grpc::StatusCode::UNIMPLEMENTED:
      return "The server does not know this call: it is another kind of server, or another "
             "version.";
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return "The message is larger than allowed, or the server has more to do than it can.";
    case grpc::StatusCode::INTERNAL:
    case grpc::StatusCode::UNKNOWN:
      return "The server failed while it worked on the call.";
    default:
      return "";
  }
}

// By the texts of gRPC 1.51: OpenSSL's reason, or its own comparison of the host's name.
bool IsAboutTheCertificate(const grpc::Status& status) {
  const std::string& text = status.error_message();
  return status.error_code() == grpc::StatusCode::UNAVAILABLE &&
         text.starts_with("failed to connect to all addresses") &&
         (text.find("certificate verify failed") != std::string::npos ||
          text.find("is not in peer certificate") != std::string::npos);
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const ChannelOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const HostPort address, ParseHostPort(options.address));
  // An empty anchor would make gRPC trust the system's authorities.
  CANDOR_RETURN_IF_ERROR(CheckAnchor(options.anchor_pem));
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = options.anchor_pem;
  if (options.client.has_value()) {
    CANDOR_RETURN_IF_ERROR(CheckTlsIdentity(*options.client));
    tls.pem_cert_chain = options.client->certificate_pem;
    tls.pem_private_key = std::string(AsText(options.client->key_pem.ExposeSecret()));
  }
  ConfigureTlsOnly13();
  const auto credentials = grpc::SslCredentials(tls);
  OPENSSL_cleanse(tls.pem_private_key.data(), tls.pem_private_key.size());
  return grpc::CreateCustomChannel(address.Text(), credentials, Arguments(options));
}

void SetDeadline(grpc::ClientContext& context, std::chrono::milliseconds from_now) {
  context.set_deadline(std::chrono::system_clock::now() + from_now);
}

absl::Status FromGrpc(const grpc::Status& status, std::string_view server) {
  if (status.ok()) return absl::OkStatus();
  if (IsAboutTheCertificate(status)) return NotThePinnedServer(server);
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  // Our servers answer in sentences, which end in a full stop; gRPC's own texts do not.
  const bool is_sentence = status.error_message().ends_with('.');
  const std::string_view explanation = Explanation(status.error_code());
  if (is_sentence || explanation.empty()) return absl::Status(code, status.error_message());
  return absl::Status(code, std::string(explanation));
}

}  // namespace candor::runtime

#include "services/runtime/https_client.h"

#include <arpa/inet.h>
#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "services/runtime/address.h"
#include "services/runtime/openssl_objects.h"
#include "services/runtime/tls.h"

namespace candor::runtime {
namespace {

// Servers close what was idle for a second (https_server.cc), and the library only notices when it has sent
// a request into the void.
constexpr std::chrono::milliseconds kReusedWithin{500};

absl::StatusOr<HostPort> ParseBaseUrl(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) {
    return absl::InvalidArgumentError(
        "An address does not begin with https://. Only encrypted connections are made.");
  }
  url.remove_prefix(kScheme.size());
  if (url.ends_with('/')) url.remove_suffix(1);
  const bool has_port = !url.ends_with(']') && url.find(':') != std::string_view::npos;
  return ParseHostPort(has_port ? std::string(url) : Cat(url, ":443"));
}

bool IsPath(std::string_view path) {
  return path.starts_with('/') &&
         std::ranges::all_of(path, [](char c) { return c > 0x20 && c < 0x7f; });
}

bool IsIpAddress(const std::string& host) {
  in6_addr parsed;
  return inet_pton(AF_INET, host.c_str(), &parsed) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &parsed) == 1;
}

// Remembers that it was the certificate that failed: the library reports any failed handshake
// alike.
int NoteVerification(int ok, X509_STORE_CTX* store) {
  const auto* ssl = static_cast<const SSL*>(
      X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* refused = static_cast<bool*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)));
  if (ok == 0 && refused != nullptr) *refused = true;
  return ok;
}

// OpenSSL itself verifies chain and name, within the handshake. The library's own verification
// stays off: in this version it adds the system's authorities to whatever store it was given.
absl::Status PinAnchor(SSL_CTX* context, std::string_view anchor_pem, const std::string& host,
                       bool* refused) {
  CANDOR_ASSIGN_OR_RETURN(StorePointer store, StoreOf(anchor_pem));
  SSL_CTX_set_cert_store(context, store.release());
  X509_VERIFY_PARAM* rules = SSL_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_hostflags(
      rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
  const int named = IsIpAddress(host)
                        ? X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str())
                        : X509_VERIFY_PARAM_set1_host(rules, host.data(), host.size());
  if (named != 1) return absl::InternalError("OpenSSL does not take the host's name.");
  SSL_CTX_set_app_data(context, refused);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, &NoteVerification);
  return absl::OkStatus();
}

}  // namespace

class HttpsConnection::Impl {
 public:
  // Without an anchor: whoever answers is believed.
  static absl::StatusOr<std::unique_ptr<Impl>> Make(std::string_view base_url,
                                                    std::optional<std::string_view> anchor_pem,
                                                    HttpsLimits limits) {
    CANDOR_ASSIGN_OR_RETURN(HostPort address, ParseBaseUrl(base_url));
    auto impl = std::unique_ptr<Impl>(new Impl(std::move(address), limits));
    SSL_CTX* context = impl->client_.ssl_context();
    if (context == nullptr || SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1) {
      return absl::InternalError("OpenSSL does not offer TLS 1.3.");
    }
    impl->client_.enable_server_certificate_verification(false);
    if (anchor_pem.has_value()) {
      CANDOR_RETURN_IF_ERROR(PinAnchor(context, *anchor_pem, impl->address_.host, &impl->refused_));
    }
    return impl;
  }

  absl::StatusOr<HttpReply> Send(std::string_view method, std::string_view path, ByteView body,
                                 std::string_view content_type) {
    if (!IsPath(path)) {
      return absl::InvalidArgumentError("A path of a public file is not a path.");
    }
    Receiver receiver(limits_);
    httplib::Request request;
    request.method = std::string(method);
    request.path = std::string(path);
    request.body = std::string(AsText(body));
    request.headers.emplace("User-Agent", "candor");
    request.headers.emplace("Accept-Encoding", "identity");
    if (!content_type.empty()) request.headers.emplace("Content-Type", std::string(content_type));
    request.content_receiver = [&](const char* data, std::size_t size, std::uint64_t,
                                   std::uint64_t) {
      return receiver.Take({data, size});
    };
    refused_ = false;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_used_ > kReusedWithin) client_.stop();
    const httplib::Result result = client_.send(request);
    last_used_ = std::chrono::steady_clock::now();
    CANDOR_RETURN_IF_ERROR(receiver.status());
    if (!result) return Failed(result.error());
    return HttpReply{.status = result->status, .body = receiver.Body()};
  }

 private:
  // Takes a body in, within the limits.
  class Receiver {
   public:
    explicit Receiver(const HttpsLimits& limits)
        : limits_(limits), deadline_(std::chrono::steady_clock::now() + limits.body_timeout) {}

    bool Take(std::string_view piece) {
      if (piece.size() > limits_.max_body_bytes - body_.size()) {
        status_ = absl::ResourceExhaustedError(
            Cat("The server's answer is longer than ", limits_.max_body_bytes, " bytes."));
      } else if (std::chrono::steady_clock::now() > deadline_) {
        status_ = absl::UnavailableError("The server's answer takes too long. Try again later.");
      } else {
        Append(body_, AsBytes(piece));
      }
      return status_.ok();
    }

    const absl::Status& status() const { return status_; }
    Bytes Body() { return std::move(body_); }

   private:
    const HttpsLimits& limits_;
    const std::chrono::steady_clock::time_point deadline_;
    Bytes body_;
    absl::Status status_;
  };

  Impl(HostPort address, HttpsLimits limits)
      : address_(std::move(address)), limits_(limits), client_(address_.host, address_.port) {
    client_.set_keep_alive(true);
    client_.set_follow_location(false);
    client_.set_decompress(false);
    client_.set_tcp_nodelay(true);
    client_.set_connection_timeout(limits.connect_timeout);
    client_.set_read_timeout(limits.read_timeout);
    client_.set_write_timeout(limits.read_timeout);
  }

  absl::Status Failed(httplib::Error error) const {
    const std::string server = Cat("The server at ", address_.Text());
    if (refused_) return NotThePinnedServer(server);
    switch (error) {
      case httplib::Error::SSLConnection:
        return absl::UnavailableError(
            Cat(server, " could not agree on TLS 1.3. Check that the address is the right one."));
      case httplib::Error::Connection:
      case httplib::Error::ConnectionTimeout:
      case httplib::Error::BindIPAddress:
        return absl::UnavailableError(
            Cat(server, " cannot be reached. Check the address and the network, and try again."));
      default:
        return absl::UnavailableError(
            Cat(server, " broke the connection or did not answer in time. Try again later."));
    }
  }

  const HostPort address_;
  const HttpsLimits limits_;
  bool refused_ = false;
  std::chrono::steady_clock::time_point last_used_{};
  httplib::SSLClient client_;
};

HttpsConnection::HttpsConnection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpsConnection::HttpsConnection(HttpsConnection&&) noexcept = default;
HttpsConnection& HttpsConnection::operator=(HttpsConnection&&) noexcept = default;
HttpsConnection::~HttpsConnection() = default;

absl::StatusOr<HttpsConnection> HttpsConnection::Open(std::string_view base_url,
                                                      std::string_view anchor_pem,
                                                      HttpsLimits limits) {
  CANDOR_ASSIGN_OR_RETURN(auto impl, Impl::Make(base_url, anchor_pem, limits));
  return HttpsConnection(std::move(impl));
}

absl::StatusOr<HttpReply> HttpsConnection::Get(std::string_view path) {
  return impl_->Send("GET", path, {}, "");
}

absl::StatusOr<HttpReply> HttpsConnection::Post(std::string_view path, ByteView body,
                                                std::string_view content_type) {
  return impl_->Send("POST", path, body, content_type);
}

absl::StatusOr<HttpReply> HttpsGet(std::string_view base_url, std::string_view path,
                                   std::string_view anchor_pem, HttpsLimits limits) {
  CANDOR_ASSIGN_OR_RETURN(auto connection, HttpsConnection::Open(base_url, anchor_pem, limits));
  return connection.Get(path);
}

absl::StatusOr<HttpReply> HttpsPost(std::string_view base_url, std::string_view path, ByteView body,
                                    std::string_view content_type, std::string_view anchor_pem,
                                    HttpsLimits limits) {
  CANDOR_ASSIGN_OR_RETURN(auto connection, HttpsConnection::Open(base_url, anchor_pem, limits));
  return connection.Post(path, body, content_type);
}

absl::StatusOr<HttpReply> GetUnverified(std::string_view base_url, std::string_view path,
                                        HttpsLimits limits) {
  CANDOR_ASSIGN_OR_RETURN(auto impl, HttpsConnection::Impl::Make(base_url, std::nullopt, limits));
  return HttpsConnection(std::move(impl)).Get(path);
}

}  // namespace candor::runtime

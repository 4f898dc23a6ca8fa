#include "services/runtime/https_server.h"

#include <httplib.h>
#include <openssl/err.h>

#include <algorithm>
#include <deque>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/status.h"
#include "base/text.h"
#include "services/runtime/address.h"
#include "services/runtime/openssl_objects.h"

namespace candor::runtime {
namespace {

constexpr std::size_t kMaxWaitingConnections = 256;

// The library's own queue grows without bound. This one makes the accepting thread wait when it is
// full, so that further connections stay in the kernel's backlog, which is bounded.
class ConnectionQueue final : public httplib::TaskQueue {
 public:
  explicit ConnectionQueue(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
  }

  void enqueue(std::function<void()> connection) override {
    {
      const MutexLock lock(mutex_);
      while (waiting_.size() >= kMaxWaitingConnections) changed_.wait(mutex_);
      waiting_.push_back(std::move(connection));
    }
    changed_.notify_all();
  }

  void shutdown() override {
    {
      const MutexLock lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

 private:
  void Work() {
    while (true) {
      std::function<void()> connection;
      {
        const MutexLock lock(mutex_);
        while (waiting_.empty() && !stopping_) changed_.wait(mutex_);
        if (waiting_.empty()) return;
        connection = std::move(waiting_.front());
        waiting_.pop_front();
      }
      changed_.notify_all();
      connection();
    }
  }

  Mutex mutex_;  // held to move one connection in or out
  ConditionVariable changed_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

bool SetUpTls(const TlsIdentity& identity, SSL_CTX& context) {
  auto certificates = ParseCertificates(identity.certificate_pem);
  const auto key = ParsePrivateKey(identity.key_pem);
  if (!certificates.ok() || !key.ok()) return false;
  bool ok = SSL_CTX_set_min_proto_version(&context, TLS1_3_VERSION) == 1 &&
            SSL_CTX_use_certificate(&context, certificates->front().get()) == 1 &&
            SSL_CTX_use_PrivateKey(&context, key->get()) == 1;
  for (std::size_t i = 1; ok && i < certificates->size(); ++i) {
    ok = SSL_CTX_add1_chain_cert(&context, (*certificates)[i].get()) == 1;
  }
  // Tickets would let the server tell that two connections are of one client.
  SSL_CTX_set_num_tickets(&context, 0);
  SSL_CTX_set_session_cache_mode(&context, SSL_SESS_CACHE_OFF);
  return ok;
}

void Answer(int status, std::string_view content_type, std::string_view body,
            httplib::Response& response) {
  response.status = status;
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_content(body.data(), body.size(), std::string(content_type));
}

void AnswerText(int status, std::string_view text, httplib::Response& response) {
  Answer(status, "text/plain; charset=utf-8", text, response);
}

}  // namespace

class HttpsServer::Impl {
 public:
  Impl(const Options& options, Handlers handlers)
      : max_body_(options.max_body_bytes),
        handlers_(std::move(handlers)),
        server_([&](SSL_CTX& context) { return SetUpTls(options.tls, context); }) {
    const std::size_t threads = std::max<std::size_t>(options.threads, 1);
    server_.new_task_queue = [threads] { return new ConnectionQueue(threads); };
    // Instead of the library's SO_REUSEPORT, with which a second server could take the same port.
    server_.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server_.set_tcp_nodelay(true);
    server_.set_read_timeout(std::chrono::seconds(5));
    server_.set_write_timeout(std::chrono::seconds(5));
    // An idle connection holds a thread, and a stop waits for it.
    server_.set_keep_alive_timeout(1);
    server_.set_keep_alive_max_count(10000);
    server_.set_payload_max_length(max_body_);
    server_.set_pre_routing_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          return Route(request, response);
        });
    for (const auto& [path, handler] : handlers_.post) AddPost(path, handler);
    server_.set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
          AnswerText(500, "The server failed while it worked on the request.\n", response);
        });
  }

  absl::Status Listen(const HostPort& address) {
    if (!server_.is_valid()) {
      return absl::InvalidArgumentError("The TLS certificate or its key cannot be used.");
    }
    port_ = address.port;
    if (address.port == 0) port_ = server_.bind_to_any_port(address.host);
    const bool bound = address.port == 0 ? port_ > 0 : server_.bind_to_port(address.host, port_);
    if (!bound) return WhyNotListening(address);
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    // The library's stop() does nothing before this.
    while (!server_.is_running()) std::this_thread::yield();
    return absl::OkStatus();
  }

  void Stop() {
    if (!thread_.joinable()) return;
    server_.stop();
    thread_.join();
  }

  int port() const { return port_; }

 private:
  using Routed = httplib::Server::HandlerResponse;

  // Before the library reads a body or matches a pattern: its patterns are regular expressions,
  // which recurse once a character.
  Routed Route(const httplib::Request& request, httplib::Response& response) const {
    if (request.method == "POST" && handlers_.post.contains(request.path)) {
      return Routed::Unhandled;
    }
    if (request.method != "GET" && request.method != "HEAD") {
      AnswerText(404, "There is nothing at this address.\n", response);
      return Routed::Handled;
    }
    const auto file = handlers_.get ? handlers_.get(request.path) : std::nullopt;
    if (file.has_value()) {
      Answer(200, "application/octet-stream", AsText(*file), response);
    } else {
      AnswerText(404, "There is nothing at this address.\n", response);
    }
    return Routed::Handled;
  }

  void AddPost(const std::string& path, const PostHandler& handler) {
    std::string pattern;
    for (const char c : path) {
      if (std::string_view(".^$|()[]{}*+?\\").find(c) != std::string_view::npos) pattern += '\\';
      pattern += c;
    }
    server_.Post(pattern, [this, &handler](const httplib::Request&, httplib::Response& response,
                                           const httplib::ContentReader& reader) {
      // Counted here: the library's limit knows nothing of bodies without a Content-Length.
      Bytes body;
      const bool whole = reader([&](const char* data, std::size_t size) {
        if (size > max_body_ - body.size()) return false;
        Append(body, AsBytes({data, size}));
        return true;
      });
      if (!whole) {
        return AnswerText(413, "The body is too large, or broke off.\n", response);
      }
      const HttpResponse made = handler(body);
      Answer(made.status, made.content_type, AsText(made.body), response);
    });
  }

  const std::size_t max_body_;
  const Handlers handlers_;
  httplib::SSLServer server_;
  int port_ = 0;
  std::thread thread_;
};

absl::StatusOr<std::unique_ptr<HttpsServer>> HttpsServer::Start(const Options& options,
                                                                Handlers handlers) {
  CANDOR_ASSIGN_OR_RETURN(const HostPort address, ParseHostPort(options.listen));
  CANDOR_RETURN_IF_ERROR(CheckTlsIdentity(options.tls));
  auto impl = std::make_unique<Impl>(options, std::move(handlers));
  CANDOR_RETURN_IF_ERROR(impl->Listen(address));
  return std::unique_ptr<HttpsServer>(new HttpsServer(std::move(impl)));
}

HttpsServer::HttpsServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpsServer::~HttpsServer() { Stop(); }
int HttpsServer::port() const { return impl_->port(); }
void HttpsServer::Stop() { impl_->Stop(); }

}  // namespace candor::runtime

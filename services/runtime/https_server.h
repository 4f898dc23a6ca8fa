// HttpsServer: public files and small POSTs over HTTPS, TLS 1.3 alone.
//
// It serves the log's public files (AUDIT §1), and the witness's add-checkpoint. It keeps no log,
// sets no cookie, sends no date, and looks at no header. Thread-safe after Start; handlers run at
// the same time on several threads.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "services/runtime/tls.h"

namespace candor::runtime {

struct HttpResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  Bytes body = {};
};

class HttpsServer {
 public:
  // The file at a path ("/checkpoint", "/tile/0/x001/067"), or nothing: 404. The path is as it came
  // in, percent-decoded, without the query; whoever maps it to a file must not trust it.
  using GetHandler = std::function<std::optional<Bytes>(std::string_view path)>;
  using PostHandler = std::function<HttpResponse(ByteView body)>;

  struct Options {
    std::string listen;  // "host:port"; port 0 lets the system choose
    TlsIdentity tls;
    std::size_t threads = 8;  // as many connections at a time; others wait in a bounded queue
    std::size_t max_body_bytes = std::size_t{64} << 10;
  };

  struct Handlers {
    GetHandler get = nullptr;                                   // none: every GET is 404
    std::map<std::string, PostHandler, std::less<>> post = {};  // by exact path
  };

  // Binds and serves. Errors as for GrpcServer.
  static absl::StatusOr<std::unique_ptr<HttpsServer>> Start(const Options& options,
                                                            Handlers handlers);
  // Stops.
  ~HttpsServer();
  HttpsServer(const HttpsServer&) = delete;
  HttpsServer& operator=(const HttpsServer&) = delete;

  int port() const;
  // Accepts nothing new, finishes the requests under way, and returns. Idempotent.
  void Stop();

 private:
  class Impl;
  explicit HttpsServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candor::runtime

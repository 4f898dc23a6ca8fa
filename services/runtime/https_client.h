// HTTPS for clients: TLS 1.3, one pinned anchor, host name or address checked, sizes and times
// bounded; no redirects, no proxy, no cookies, no compression, nothing of the system's trust store.
//
// Errors: InvalidArgument (the URL or anchor), Unavailable (cannot be reached, or the connection
// broke, or was silent for too long), Unauthenticated (the certificate is not of this anchor or not
// of this host), ResourceExhausted (a longer body than allowed). An HTTP status other than 200 is
// no error here: it is in the reply.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::runtime {

struct HttpsLimits {
  std::size_t max_body_bytes = std::size_t{16} << 20;
  std::chrono::milliseconds connect_timeout{5000};
  std::chrono::milliseconds read_timeout{30000};   // between two pieces of an answer
  std::chrono::milliseconds body_timeout{300000};  // for a whole body: against one that drips
};

struct HttpReply {
  int status = 0;
  Bytes body;
};

// A connection to one server that is kept open between requests: for many GETs. Connects at the
// first request, and again when the server has closed it. Not thread-safe.
class HttpsConnection {
 public:
  // `base_url` is "https://host:port" or "https://host"; nothing else is accepted.
  static absl::StatusOr<HttpsConnection> Open(std::string_view base_url,
                                              std::string_view anchor_pem, HttpsLimits limits = {});
  HttpsConnection(HttpsConnection&&) noexcept;
  HttpsConnection& operator=(HttpsConnection&&) noexcept;
  ~HttpsConnection();

  // `path` begins with "/".
  absl::StatusOr<HttpReply> Get(std::string_view path);
  absl::StatusOr<HttpReply> Post(std::string_view path, ByteView body,
                                 std::string_view content_type);

 private:
  friend absl::StatusOr<HttpReply> GetUnverified(std::string_view base_url, std::string_view path,
                                                 HttpsLimits limits);
  class Impl;
  explicit HttpsConnection(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// One request on a connection of its own.
absl::StatusOr<HttpReply> HttpsGet(std::string_view base_url, std::string_view path,
                                   std::string_view anchor_pem, HttpsLimits limits = {});
absl::StatusOr<HttpReply> HttpsPost(std::string_view base_url, std::string_view path, ByteView body,
                                    std::string_view content_type, std::string_view anchor_pem,
                                    HttpsLimits limits = {});

// A GET that believes whoever answers. For one purpose: the trust bundle, which holds the anchors
// and so cannot be fetched under one. What comes back proves nothing and must not be used before
// its hash has been compared with the organisation fingerprint, which the member read elsewhere. It
// is still TLS 1.3, against those who only listen.
absl::StatusOr<HttpReply> GetUnverified(std::string_view base_url, std::string_view path,
                                        HttpsLimits limits = {});

}  // namespace candor::runtime

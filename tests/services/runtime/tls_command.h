// The openssl command as a peer that is not ours: what a TLS port really accepts.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "services/runtime/tls.h"
#include "tests/services/runtime/temporary_folder.h"

namespace candor::runtime {

// What `openssl s_client` negotiated with 127.0.0.1:port: "TLSv1.2", "TLSv1.3", or "" when the
// handshake failed. `version` is its option, "-tls1_2" or "-tls1_3".
std::string NegotiatedTls(int port, std::string_view version);

// `openssl s_server` on a port of its own, answering GETs, until the end of its life.
class OpensslServer {
 public:
  OpensslServer(const TlsIdentity& identity, std::string_view version);
  ~OpensslServer();
  OpensslServer(const OpensslServer&) = delete;
  OpensslServer& operator=(const OpensslServer&) = delete;

  int port() const { return port_; }

 private:
  TemporaryFolder folder_;
  pid_t pid_ = -1;
  int output_ = -1;
  int port_ = 0;
};

// An authority, and identities under it for 127.0.0.1 and localhost.
struct TestAuthority {
  TestAuthority();
  TlsIdentity Server() const;
  TlsIdentity ServerNamed(const std::string& dns_name) const;
  TlsIdentity Client() const;
  const std::string& anchor() const { return authority.certificate_pem; }

  TlsIdentity authority;
};

}  // namespace candor::runtime

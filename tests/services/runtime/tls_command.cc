#include "tests/services/runtime/tls_command.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/text.h"
#include "services/runtime/files.h"
#include "tests/support/matchers.h"

namespace candor::runtime {

std::string NegotiatedTls(int port, std::string_view version) {
  // Closing the input ends the client after the handshake; -alpn is what gRPC asks for.
  const std::string command =
      Cat("openssl s_client -connect 127.0.0.1:", port, " -alpn h2 ", version, " </dev/null 2>&1");
  std::FILE* pipe = popen(command.c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  std::string output;
  char piece[4096];
  for (std::size_t got; (got = fread(piece, 1, sizeof piece, pipe)) > 0;) output.append(piece, got);
  pclose(pipe);
  for (const std::string_view known : {"TLSv1.2", "TLSv1.3"}) {
    if (output.find(Cat("New, ", known, ", Cipher is ")) != std::string::npos) {
      return std::string(known);
    }
  }
  EXPECT_NE(output.find("CONNECTED("), std::string::npos) << output;
  return "";
}

OpensslServer::OpensslServer(const TlsIdentity& identity, std::string_view version) {
  EXPECT_OK(WriteFileAtomically(folder_ / "certificate", AsBytes(identity.certificate_pem)));
  EXPECT_OK(WriteFileAtomically(folder_ / "key", identity.key_pem.ExposeSecret()));
  const std::string certificate = folder_ / "certificate";
  const std::string key = folder_ / "key";
  const std::string option(version);
  int ends[2];
  EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
  pid_ = fork();
  if (pid_ == 0) {
    dup2(ends[1], STDOUT_FILENO);
    dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-www", option.c_str(),
           "-cert", certificate.c_str(), "-key", key.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  close(ends[1]);
  output_ = ends[0];
  // "ACCEPT 127.0.0.1:12345\n"
  std::string shown;
  char c = 0;
  while (read(output_, &c, 1) == 1) {
    shown += c;
    const auto at = shown.find("ACCEPT 127.0.0.1:");
    if (c == '\n' && at != std::string::npos) {
      port_ = std::atoi(shown.c_str() + at + 17);
      break;
    }
  }
  EXPECT_NE(port_, 0) << "openssl s_server did not start";
}

OpensslServer::~OpensslServer() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(output_);
}

namespace {

TlsIdentity Issue(const TlsIdentity& authority, const CertificateRequest& request) {
  auto identity = IssueCertificate(authority, request, ValidFromYesterday(30));
  EXPECT_OK(identity.status());
  return identity.ok() ? *std::move(identity) : TlsIdentity();
}

}  // namespace

TestAuthority::TestAuthority() {
  auto made = MakeCertificateAuthority("test authority", ValidFromYesterday(30));
  EXPECT_OK(made.status());
  if (made.ok()) authority = *std::move(made);
}

TlsIdentity TestAuthority::Server() const {
  return Issue(authority,
               {.name = "server", .dns_names = {"localhost"}, .ip_addresses = {"127.0.0.1"}});
}

TlsIdentity TestAuthority::ServerNamed(const std::string& dns_name) const {
  return Issue(authority, {.name = "server", .dns_names = {dns_name}});
}

TlsIdentity TestAuthority::Client() const {
  return Issue(authority, {.name = "client", .use = CertificateUse::kClient});
}

}  // namespace candor::runtime

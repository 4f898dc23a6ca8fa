#include "services/runtime/address.h"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <memory>

#include "base/text.h"
#include "services/runtime/system_error.h"

namespace candor::runtime {
namespace {

absl::Status BadAddress() {
  return absl::InvalidArgumentError(
      "An address is not in the form host:port. Write for instance 127.0.0.1:7443 or [::1]:7443.");
}

bool IsHost(std::string_view text, bool bracketed) {
  for (const char c : text) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '-' || c == '.' || (bracketed && c == ':');
    if (!allowed) return false;
  }
  return !text.empty() && text.size() <= 253;
}

struct FreeAddresses {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

// 0, or the error number.
int TryToBind(const addrinfo& address) {
  const int descriptor = socket(address.ai_family, address.ai_socktype, address.ai_protocol);
  if (descriptor < 0) return errno;
  const int yes = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  int error = 0;
  if (bind(descriptor, address.ai_addr, address.ai_addrlen) != 0) error = errno;
  if (error == 0 && listen(descriptor, 1) != 0) error = errno;
  close(descriptor);
  return error;
}

}  // namespace

std::string HostPort::Text() const {
  const bool bracketed = host.find(':') != std::string::npos;
  return Cat(bracketed ? "[" : "", host, bracketed ? "]" : "", ":", port);
}

absl::StatusOr<HostPort> ParseHostPort(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return BadAddress();
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  const bool bracketed = host.starts_with('[') && host.ends_with(']') && host.size() > 2;
  if (bracketed) host = host.substr(1, host.size() - 2);
  HostPort out{.host = std::string(host)};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  if (!whole || digits.empty() || !IsHost(host, bracketed)) return BadAddress();
  return out;
}

absl::Status WhyNotListening(const HostPort& address) {
  const std::string what = Cat("The server cannot listen on ", address.Text());
  const addrinfo wanted{.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                        .ai_family = AF_UNSPEC,
                        .ai_socktype = SOCK_STREAM,
                        .ai_protocol = 0,
                        .ai_addrlen = 0,
                        .ai_addr = nullptr,
                        .ai_canonname = nullptr,
                        .ai_next = nullptr};
  addrinfo* found = nullptr;
  if (getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &wanted, &found) !=
      0) {
    return absl::InvalidArgumentError(
        Cat(what, ": its host is not known. Use an address of this machine."));
  }
  const std::unique_ptr<addrinfo, FreeAddresses> list(found);
  for (const addrinfo* one = list.get(); one != nullptr; one = one->ai_next) {
    if (const int error = TryToBind(*one); error != 0) return SystemError(what, error);
  }
  return absl::UnavailableError(Cat(what, ", but the port is free now. Try again."));
}

}  // namespace candor::runtime

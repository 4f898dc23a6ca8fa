// Addresses as configuration and bundles write them: "host:port", "[2001:db8::1]:port".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace candor::runtime {

struct HostPort {
  std::string host;  // without brackets
  std::uint16_t port = 0;

  // With brackets where the host is an IPv6 address.
  std::string Text() const;
};

// InvalidArgument for anything else. Hosts are letters, digits, '-', '.' and ':' (in brackets).
absl::StatusOr<HostPort> ParseHostPort(std::string_view text);

// Why a server could not listen there, found by trying once more: libraries only say that they
// could not. Unavailable when it works now.
absl::Status WhyNotListening(const HostPort& address);

}  // namespace candor::runtime

// The configuration files that `candord init` writes, with a comment for each setting.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "audit/note.h"

namespace candor::candord {

// "host:port", with brackets around an IPv6 address.
std::string AddressText(std::string_view host, int port);
// What to listen on for a party that is reached at `host`: in a trial that address alone, in earnest
// all addresses of the machine.
std::string ListenText(std::string_view host, int port, bool trial);

std::string BoardConfigText(std::string_view origin, std::string_view listen,
                            std::string_view files_listen, std::string_view gateway_listen);
std::string IssuerConfigText(std::string_view origin, std::string_view listen,
                             std::string_view files_listen);
std::string RelayConfigText(std::string_view name, std::string_view listen,
                            std::string_view files_listen, std::string_view board_gateway);
// To be added to a board's or issuer's: `mark` is that of the frozen log in whose place this one goes on.
// Empty for none.
std::string ContinuesText(std::string_view mark);
// Without a network: `listen` is empty.
std::string WitnessConfigText(std::string_view name, std::string_view listen,
                              std::span<const audit::NoteVerifierKey> logs);
// For `candord all` and `candord-sim clock`.
std::string DeploymentText(std::size_t issuers, std::size_t relays);

}  // namespace candor::candord

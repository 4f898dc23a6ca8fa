// LogSource: where a log's public files are fetched: at the log's own server, or at a relay's mirror.
//
// The files are the same bytes either way, and believed for their signatures alone. Who fetches at a
// relay shows its address to the relay and not to whoever runs the log (PROTOCOL §9).
#pragma once

#include <cstddef>
#include <string>

#include "records/trust_bundle.h"

namespace candor::services::follow {

struct LogSource {
  std::string base_url;    // https, without a path
  std::string path;        // before "/checkpoint" and the others: empty, or "/board"
  std::string tls_anchor;  // PEM
};

// The log's own server.
LogSource AtTheLog(const records::LogIdentity& log);
// A relay's mirror of log `number` of the bundle: 0 the board, then the issuers.
LogSource AtRelay(const records::RelayIdentity& relay, std::size_t number);

}  // namespace candor::services::follow

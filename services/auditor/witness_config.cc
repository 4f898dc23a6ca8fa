#include "services/auditor/witness_config.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "services/runtime/config.h"

namespace candor::services::auditor {
namespace {

void ReadLog(const runtime::Config& table, std::vector<audit::WitnessedLog>& logs) {
  std::string origin = table.RequiredString("origin");
  const std::string vkey = table.RequiredString("vkey");
  if (origin.empty() || vkey.empty()) return;
  auto key = audit::NoteVerifierKey::Parse(vkey);
  if (!key.ok() || key->type() != audit::NoteKeyType::kEd25519) {
    table.Problem("vkey", "is not the verifier key of a log (name+id+key): copy the log's again");
    return;
  }
  if (std::ranges::any_of(logs, [&](const auto& log) { return log.origin == origin; })) {
    table.Problem("origin", "names a log that stands here already: remove one of the two");
    return;
  }
  logs.push_back({std::move(origin), *std::move(key)});
}

void ReadServer(const runtime::Config& config, WitnessMode mode, WitnessConfig& out) {
  if (mode == WitnessMode::kAirGapped) {
    out.listen = config.OptionalString("listen", "");
    out.tls_certificate = config.OptionalPath("tls_certificate").value_or(runtime::Path());
    out.tls_key = config.OptionalPath("tls_key").value_or(runtime::Path());
    return;
  }
  out.listen = config.RequiredString("listen");
  out.tls_certificate = config.RequiredPath("tls_certificate");
  out.tls_key = config.RequiredPath("tls_key");
}

}  // namespace

absl::StatusOr<WitnessConfig> LoadWitnessConfig(const runtime::Path& path, WitnessMode mode) {
  CANDOR_ASSIGN_OR_RETURN(const auto config, runtime::Config::Load(path));
  WitnessConfig out;
  out.name = config.RequiredString("name");
  ReadServer(config, mode, out);
  out.passphrase = config.RequiredPath("passphrase");
  out.signing_key = config.RequiredPath("signing_key");
  out.state = config.RequiredPath("state");
  const auto tables = config.Tables("logs");
  if (tables.empty()) {
    config.Problem("logs", "names no log to witness: add one [[logs]] with 'origin' and 'vkey'");
  }
  for (const auto& table : tables) ReadLog(table, out.logs);
  CANDOR_RETURN_IF_ERROR(config.Finish());
  return out;
}

}  // namespace candor::services::auditor

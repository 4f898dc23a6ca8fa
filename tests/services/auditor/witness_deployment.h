// A witness's deployment in a temporary folder: authority, keys, configuration; and a log for it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/auditor/witness_server.h"
#include "services/runtime/https_client.h"
#include "tests/audit/log_fixture.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/services/runtime/tls_command.h"

namespace candor::services::auditor {

class WitnessDeployment {
 public:
  WitnessDeployment();

  // The configuration file, listening on `port` (0: the system's choice).
  runtime::Path WriteConfig(int port = 0);
  runtime::Path WriteConfig(std::string_view text);
  std::string ConfigText(int port = 0) const;
  WitnessConfig Config() { return *LoadWitnessConfig(WriteConfig()); }

  // The request that brings the witness from one size of the log to another.
  std::string Request(std::uint64_t from, std::uint64_t to) const;
  absl::StatusOr<runtime::HttpReply> Post(int port, std::string_view body) const;
  absl::StatusOr<runtime::HttpReply> Add(int port, std::uint64_t from, std::uint64_t to) const {
    return Post(port, Request(from, to));
  }
  absl::StatusOr<runtime::HttpReply> Get(int port, const std::string& path) const;
  std::string LatestPath() const;
  // OK when the body is a cosignature that completes the note of this size.
  absl::StatusOr<audit::CosignedCheckpoint> Opened(ByteView cosignature, std::uint64_t size) const;

  runtime::TemporaryFolder folder;
  runtime::TestAuthority authority;
  crypto::SigningKey key;
  audit::testing::TestLog log;
};

}  // namespace candor::services::auditor

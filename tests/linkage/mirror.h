// Mirror: the public files of all logs as a relay serves them, over real HTTPS on loopback, with somebody
// who writes down who reads what; and a member's copies, fetched with the client's own follower.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/follow/log_follower.h"
#include "services/runtime/https_server.h"
#include "tests/linkage/evidence.h"
#include "tests/linkage/servers.h"

namespace candor::linkage {

namespace follow = services::follow;

class Mirror {
 public:
  // `servers` must outlive it.
  explicit Mirror(const Servers& servers);

  // Whoever reads until the next call is this one. One reader at a time.
  void SetReader(MemberId member);
  follow::LogSource SourceOf(std::size_t log) const;
  std::vector<FileRead> Take();

 private:
  std::optional<Bytes> Serve(std::string_view path);

  const Servers& servers_;
  runtime::TlsIdentity authority_;
  std::unique_ptr<runtime::HttpsServer> server_;
  std::mutex mutex_;  // held to note a read
  MemberId reader_ = 0;
  std::vector<FileRead> reads_;
};

// One member's verified copies of all logs.
class Reader {
 public:
  Reader(const Servers& servers, const Mirror& mirror, const std::string& folder);
  // Everything new of every log, as at each exchange.
  void ReadAll();
  // The board's log as far as one entry, and its text bundle (Fault::kReadsOwnBatch).
  void ReadAsFarAs(std::uint64_t index);

 private:
  follow::LogSource board_;
  std::vector<follow::LogFollower> followers_;
};

}  // namespace candor::linkage

#include "tests/linkage/mirror.h"

#include <utility>

#include "audit/entry_bundle.h"
#include "audit/pack.h"
#include "audit/tile.h"
#include "base/text.h"
#include "services/publish/policy.h"
#include "services/runtime/https_client.h"
#include "services/runtime/tls.h"
#include "tests/linkage/must.h"

namespace candor::linkage {
namespace {

// Real time: the servers' certificates know nothing of the game's clock.
runtime::Validity Now() { return runtime::ValidFromYesterday(2); }

}  // namespace

Mirror::Mirror(const Servers& servers)
    : servers_(servers),
      authority_(Must(runtime::MakeCertificateAuthority("Mirror", Now()), "making certificates")) {
  const std::vector<std::string> addresses = {"127.0.0.1"};
  runtime::HttpsServer::Options options;
  options.listen = "127.0.0.1:0";
  options.tls = Must(runtime::IssueServerCertificate(authority_, {}, addresses, Now()),
                     "making the mirror's certificate");
  options.threads = 1;
  server_ = Must(runtime::HttpsServer::Start(
                     options, {.get = [this](std::string_view path) { return Serve(path); }}),
                 "starting the mirror");
}

void Mirror::SetReader(MemberId member) {
  const std::lock_guard lock(mutex_);
  reader_ = member;
}

follow::LogSource Mirror::SourceOf(std::size_t log) const {
  return {Cat("https://127.0.0.1:", server_->port()), Cat("/", audit::PackLogName(log)),
          authority_.certificate_pem};
}

std::optional<Bytes> Mirror::Serve(std::string_view path) {
  std::optional<Bytes> out;
  for (std::size_t i = 0; i < servers_.published().size(); ++i) {
    const std::string name = Cat("/", audit::PackLogName(i), "/");
    if (!path.starts_with(name)) continue;
    out = servers_.published()[i].files->Get(path.substr(name.size() - 1));
  }
  const std::lock_guard lock(mutex_);
  reads_.push_back({servers_.clock().Now(), reader_, std::string(path), out ? out->size() : 0});
  return out;
}

std::vector<FileRead> Mirror::Take() {
  const std::lock_guard lock(mutex_);
  return std::move(reads_);
}

Reader::Reader(const Servers& servers, const Mirror& mirror, const std::string& folder)
    : board_(mirror.SourceOf(0)) {
  const auto& bundle = servers.organisation().bundle();
  const auto policy = Must(publish::WitnessPolicyOf(bundle), "the witness policy");
  for (std::size_t i = 0; i <= bundle.issuers.size(); ++i) {
    const auto& log = i == 0 ? bundle.board : bundle.issuers[i - 1];
    followers_.push_back(Must(follow::LogFollower::Open(Cat(folder, "/", i), log, policy,
                                                        mirror.SourceOf(i)),
                              "opening a member's copy of a log"));
  }
}

void Reader::ReadAll() {
  for (auto& follower : followers_) Must(follower.Sync(), "following a log at the mirror");
}

void Reader::ReadAsFarAs(std::uint64_t index) {
  auto connection = Must(runtime::HttpsConnection::Open(board_.base_url, board_.tls_anchor),
                         "connecting to the mirror");
  const std::uint64_t bundle = index / audit::kTileWidth;
  const auto width = static_cast<std::uint32_t>(index % audit::kTileWidth + 1);
  const std::string path = Cat(board_.path, "/", audit::EntryBundlePath({bundle, width}));
  Must(connection.Get(path).status(), "reading a bundle at the mirror");
}

}  // namespace candor::linkage

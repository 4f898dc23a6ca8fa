#include "tests/services/issuer/served_organisation.h"

#include <chrono>
#include <fstream>
#include <regex>
#include <sstream>

#include "audit/checkpoint.h"
#include "audit/merkle.h"
#include "base/text.h"
#include "services/issuer/token_key_files.h"
#include "services/publish/policy.h"
#include "services/runtime/https_client.h"
#include "services/runtime/key_file.h"
#include "services/runtime/log_lock.h"
#include "services/runtime/ticker.h"
#include "services/runtime/tls_files.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using services::issuer::TokenKeyFiles;

constexpr std::string_view kPassphrase = "a passphrase for tests";
constexpr auto kCost = crypto::PassphraseCost::kInteractive;

void WriteText(const std::filesystem::path& path, std::string_view text) {
  ASSERT_OK(runtime::WriteFileAtomically(path, AsBytes(text)));
}

}  // namespace

absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> MemoryWitnessState::Load(
    const std::string& origin) {
  const MutexLock lock(mutex_);
  const auto at = known_.find(origin);
  if (at == known_.end()) return std::nullopt;
  return at->second;
}

absl::Status MemoryWitnessState::CompareAndSet(
    const std::string& origin, const std::optional<audit::WitnessedCheckpoint>& expected,
    const audit::WitnessedCheckpoint& next) {
  const MutexLock lock(mutex_);
  const auto at = known_.find(origin);
  const bool same = at == known_.end() ? !expected.has_value() : expected == at->second;
  if (!same) return absl::AbortedError("changed meanwhile");
  known_[origin] = next;
  return absl::OkStatus();
}

// Ports: the issuer's gRPC and files, the board's files, the witness.
ServedOrganisation::ServedOrganisation()
    : base_(FreePorts(4)),
      now_(StartOf(kOpeningDay) + 3600),
      witness_clock_(StartOf(kOpeningDay) + 3600) {
  OrganisationOptions options;
  options.adjust = [this](records::TrustBundle& bundle) {
    const auto at = [this](int port) { return Cat("127.0.0.1:", base_ + port); };
    bundle.issuers[0].grpc_address = at(0);
    bundle.issuers[0].files_url = "https://" + at(1);
    bundle.board.files_url = "https://" + at(2);
    bundle.witnesses[0].url = "https://" + at(3);
    bundle.issuers[0].tls_anchor = authority_.anchor();
    bundle.board.tls_anchor = authority_.anchor();
    bundle.witnesses[0].tls_anchor = authority_.anchor();
  };
  organisation_ = std::make_unique<Organisation>(std::move(options));
  jam_ = std::make_unique<Jam>(*organisation_);
  board_ = std::make_unique<BoardLog>(*organisation_);
  WriteIssuerFolder();
  ServeWitness();
  ServeBoard();
}

ServedOrganisation::~ServedOrganisation() = default;

void ServedOrganisation::WriteIssuerFolder() {
  const auto& folder = folder_.path();
  const auto& bundle = organisation_->bundle();
  ASSERT_OK(runtime::WriteFileAtomically(folder / "bundle", bundle.Encode()));
  WriteText(folder / "clock", Cat(now_, "\n"));
  WriteText(folder / "passphrase", Cat(kPassphrase, "\n"));
  runtime::KeyRing ring(crypto::SecretBytes::Copy(AsBytes(kPassphrase)));
  ASSERT_OK(ring.SaveSigningKey(folder / "log.key", organisation_->issuer_log_key(0), kCost,
                                random_));
  ASSERT_OK(runtime::SaveTlsIdentity(authority_.Server(), folder / "tls.pem", folder / "tls.key",
                                     ring, kCost, random_));
  ASSERT_OK(
      runtime::LogLock::Create(folder / "log.lock", {0, audit::EmptyRoot()}).status());
  ASSERT_OK_AND_ASSIGN(auto keys, TokenKeyFiles::Open(folder / "token-keys", ring, kCost, random_));
  for (const auto purpose : records::kPurposes) {
    ASSERT_OK_AND_ASSIGN(auto copy, crypto::TokenPrivateKey::Import(
                                        jam_->token_key(0, purpose).Export().ExposeSecret()));
    ASSERT_OK(keys->Save({.use = {jam_->draft().Id(), purpose},
                          .delete_on = jam_->draft().phases.speaking_closes,
                          .key = std::move(copy)}));
  }
  WriteText(config(), Cat("origin = \"", bundle.issuers[0].origin, "\"\n",  //
                          "listen = \"127.0.0.1:", base_, "\"\n",           //
                          "files_listen = \"127.0.0.1:", base_ + 1, "\"\n",
                          "bundle = \"bundle\"\n"
                          "passphrase = \"passphrase\"\n"
                          "log_key = \"log.key\"\n"
                          "tls_certificate = \"tls.pem\"\n"
                          "tls_key = \"tls.key\"\n"
                          "log_lock = \"log.lock\"\n"
                          "store = \"store\"\n"
                          "token_keys = \"token-keys\"\n"
                          "follow = \"follow\"\n"));
}

void ServedOrganisation::ServeWitness() {
  const auto& bundle = organisation_->bundle();
  std::vector<audit::WitnessedLog> logs;
  for (const auto* log : {&bundle.board, &bundle.issuers[0]}) {
    logs.push_back({log->origin, services::publish::LogKeyOf(*log).value()});
  }
  auto witness = audit::Witness::Create(bundle.witnesses[0].name, organisation_->witness_key(0),
                                        std::move(logs), witness_state_, witness_clock_);
  ASSERT_OK(witness);
  witness_ = std::make_unique<audit::Witness>(*std::move(witness));
  runtime::HttpsServer::Handlers handlers;
  handlers.post["/add-checkpoint"] = [this](ByteView body) {
    const auto answer = witness_->AddCheckpoint(AsText(body));
    return runtime::HttpResponse{.status = answer.http_status,
                                 .content_type = answer.content_type,
                                 .body = ToBytes(AsBytes(answer.body))};
  };
  handlers.get = [this](std::string_view path) -> std::optional<Bytes> {
    constexpr std::string_view kTail = "/checkpoint";
    if (!path.ends_with(kTail)) return std::nullopt;
    path.remove_prefix(1);
    path.remove_suffix(kTail.size());
    const auto answer = witness_->LatestCheckpoint(path);
    if (answer.http_status != 200) return std::nullopt;
    return ToBytes(AsBytes(answer.body));
  };
  auto server = runtime::HttpsServer::Start(
      {.listen = Cat("127.0.0.1:", base_ + 3), .tls = authority_.Server()}, std::move(handlers));
  ASSERT_OK(server);
  witness_server_ = *std::move(server);
}

void ServedOrganisation::ServeBoard() {
  const auto& bundle = organisation_->bundle();
  auto engine = std::make_unique<store::MemoryEngine>(std::make_shared<store::MemoryDisk>(),
                                                      random_);
  board_store_ = store::IssuerStore::Open(std::move(engine)).value();
  board_files_ = std::make_unique<services::publish::PublicFiles>(
      board_store_->log(), services::publish::LogKeyOf(bundle.board).value(), bundle.Encode());
  PublishBoard();
  runtime::HttpsServer::Handlers handlers;
  handlers.get = [this](std::string_view path) { return board_files_->Get(path); };
  auto server = runtime::HttpsServer::Start(
      {.listen = Cat("127.0.0.1:", base_ + 2), .tls = authority_.Server()}, std::move(handlers));
  ASSERT_OK(server);
  board_server_ = *std::move(server);
}

void ServedOrganisation::PublishBoard() {
  auto& log = board_store_->log();
  const std::span<const store::NewEntry> fresh =
      std::span(board_->entries()).subspan(static_cast<std::size_t>(log.size()));
  if (!fresh.empty()) {
    ASSERT_OK(board_store_->Append(fresh));
  }
  const auto& bundle = organisation_->bundle();
  const audit::Checkpoint checkpoint{bundle.board.origin, log.size(), log.root()};
  ASSERT_OK_AND_ASSIGN(const auto text, audit::FormatCheckpoint(checkpoint));
  ASSERT_OK_AND_ASSIGN(const auto note, audit::SignCheckpoint(checkpoint, bundle.board.origin,
                                                              organisation_->board_log_key()));
  ASSERT_OK_AND_ASSIGN(const auto line,
                       audit::Cosign(text, bundle.witnesses[0].name,
                                     organisation_->witness_key(0), witness_clock_.Now()));
  ASSERT_OK_AND_ASSIGN(const auto cosigned, audit::AddSignatureLine(note, line));
  ASSERT_OK(log.SetPublishedCheckpoint(cosigned));
}

std::unique_ptr<ChildProcess> ServedOrganisation::Start(const std::string& output) {
  const std::vector<std::string> command = {CANDORD_SIM,       "--clock", (folder_ / "clock").string(),
                                            "issuer", "--config", config().string()};
  return std::make_unique<ChildProcess>(command, folder_.path() / output);
}

void ServedOrganisation::AdvanceTo(UnixSeconds seconds) {
  const runtime::Path acknowledgements[] = {folder_ / "sim-ack"};
  ASSERT_OK(runtime::AdvanceClock(folder_ / "clock", seconds, acknowledgements,
                                  std::chrono::seconds(60)));
  now_ = seconds;
}

std::unique_ptr<services::clients::IssuerClient> ServedOrganisation::Client() const {
  return services::clients::IssuerClient::Open(organisation_->bundle().issuers[0]).value();
}

absl::StatusOr<Bytes> ServedOrganisation::Get(std::string_view path) const {
  const auto& log = organisation_->bundle().issuers[0];
  auto reply = runtime::HttpsGet(log.files_url, path, log.tls_anchor);
  if (!reply.ok()) return reply.status();
  if (reply->status != 200) return absl::NotFoundError("no such file");
  return std::move(reply->body);
}

void ServedOrganisation::Configure(const std::string& key, const std::string& value) {
  std::ifstream in(config());
  std::ostringstream text;
  text << in.rdbuf();
  WriteText(config(), std::regex_replace(text.str(), std::regex("(^|\n)" + key + " = [^\n]*"),
                                         "$1" + key + " = " + value));
}

}  // namespace candor::testing

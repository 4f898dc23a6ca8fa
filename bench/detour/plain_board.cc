#include "bench/detour/plain_board.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/text.h"
#include "candor/v1/relay.grpc.pb.h"
#include "services/board/board.h"
#include "services/board/board_config.h"
#include "services/publish/policy.h"
#include "services/runtime/grpc_server.h"
#include "services/runtime/key_file.h"
#include "services/runtime/process.h"
#include "services/runtime/tls_files.h"
#include "services/runtime/worker_pool.h"
#include "services/wire/signed_call.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "tests/support/fake_clock.h"

namespace candor::bench {
namespace {

// Enough for every gate; the issuers' logs are not part of what is measured.
class Plenty final : public services::board::DrawCounter {
 public:
  void Refresh() override {}
  std::vector<services::board::IssuerDraws> Draws(const records::CampaignId&,
                                                  const std::vector<std::string>& origins) const override {
    return std::vector<services::board::IssuerDraws>(
        origins.size(), {.known = true, .current = true, .size = 1'000'000, .root = {}, .draws = 100'000});
  }
};

class PlainService final : public candor::v1::RelayService::CallbackService {
 public:
  PlainService(services::board::Board& board, runtime::WorkerPool& pool) : board_(board), pool_(pool) {}

  grpc::ServerUnaryReactor* Forward(grpc::CallbackServerContext* context, const candor::v1::Record* in,
                                    candor::v1::Record* out) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    // Message and reactor live until Finish.
    const bool taken = pool_.TryRun([this, in, out, reactor] {
      const auto request = records::SubmitRequest::Decode(wire::RecordOf(*in));
      if (!request.ok()) return reactor->Finish(grpc::Status::OK);
      board_.Submit(*request, [out, reactor](absl::StatusOr<records::SubmitReply> reply) {
        if (reply.ok()) wire::SetRecord(reply->Encode(), *out);
        reactor->Finish(grpc::Status::OK);
      });
    });
    if (!taken) reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  services::board::Board& board_;
  runtime::WorkerPool& pool_;
};

}  // namespace

absl::Status ServePlainBoard(const std::filesystem::path& folder, const std::filesystem::path& store_folder,
                             int port, UnixSeconds now) {
  runtime::StopSignal stop;
  CANDOR_ASSIGN_OR_RETURN(const auto config, services::board::LoadBoardConfig(folder / "board.toml"));
  CANDOR_ASSIGN_OR_RETURN(const Bytes bundle_bytes, runtime::ReadFile(config.bundle));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, records::TrustBundle::Decode(bundle_bytes));
  CANDOR_ASSIGN_OR_RETURN(auto ring, runtime::KeyRing::Open(config.passphrase));
  CANDOR_ASSIGN_OR_RETURN(const auto promise_key, ring.LoadSigningKey(config.promise_key));
  CANDOR_ASSIGN_OR_RETURN(auto tls, runtime::LoadTlsIdentity(config.tls_certificate, config.tls_key, ring));
  CANDOR_ASSIGN_OR_RETURN(const auto genesis, services::publish::GenesisOf(bundle, bundle.board));

  crypto::SystemRandom random;
  CANDOR_ASSIGN_OR_RETURN(auto engine, store::RocksDbEngine::Open(store_folder.string(), random));
  CANDOR_ASSIGN_OR_RETURN(const auto store, store::BoardStore::Open(std::move(engine), random));
  const candor::testing::FakeClock clock(now);
  Plenty draws;
  CANDOR_ASSIGN_OR_RETURN(
      const auto board,
      services::board::Board::Open({.bundle = bundle,
                                    .genesis = genesis,
                                    .store = *store,
                                    .promise_key = promise_key,
                                    .clock = clock,
                                    .random = random,
                                    .draws = draws,
                                    .writable = [] { return absl::OkStatus(); },
                                    .published_size = [&store] { return store->log().size(); }}));
  runtime::WorkerPool pool({.threads = 4, .max_waiting = 1024});
  PlainService service(*board, pool);
  grpc::Service* const services[] = {&service};
  CANDOR_ASSIGN_OR_RETURN(
      const auto server,
      runtime::GrpcServer::Start({.listen = Cat("127.0.0.1:", port), .tls = std::move(tls)}, services));
  stop.Wait();
  server->Stop(std::chrono::seconds(5));
  pool.Stop();
  return absl::OkStatus();
}

}  // namespace candor::bench

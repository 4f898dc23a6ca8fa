#include "bench/detour/measured_servers.h"

#include <ctime>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <utility>

#include "base/text.h"
#include "candor/v1/relay.grpc.pb.h"
#include "records/calls.h"
#include "records/promise.h"
#include "services/clients/board_client.h"
#include "services/clients/oblivious_client.h"
#include "services/runtime/clock.h"
#include "services/runtime/grpc_channel.h"
#include "services/runtime/key_file.h"
#include "services/runtime/ticker.h"
#include "services/runtime/tls_files.h"

namespace candor::bench {
namespace {

using candor::testing::ChildProcess;
using Client = services::clients::ObliviousClient;
using services::board::BoardDeployment;
using services::board::BoardDeploymentOptions;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kConnections = 16;      // twice what the relay waits for
constexpr std::size_t kCallsOnEach = 6;       // the answers' beat is long, and the servers should be busy
constexpr UnixSeconds kHolding = 61;          // longer than a relay holds anybody back
constexpr std::chrono::seconds kPatience{60};

[[noreturn]] void Fail(std::string_view what) {
  std::cerr << "detour: " << what << '\n';
  std::exit(1);
}
void Must(const absl::Status& status, std::string_view what) {
  if (!status.ok()) Fail(Cat(what, ": ", status.message()));
}

CpuTime CpuOf(pid_t process) {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) {
    Fail("a server's time of the processor cannot be read; did it end?");
  }
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// The programs tell nobody that they listen.
void AwaitListener(int port, ChildProcess& program) {
  const auto began = SteadyClock::now();
  while (!candor::testing::SomebodyListens(port)) {
    if (!program.running() || SteadyClock::now() > began + kPatience) Fail(program.Output());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

BoardDeploymentOptions OptionsFor(int port, std::size_t authors) {
  return {.members = authors, .drawn = authors, .port = port, .files_port = port + 1, .gateway_port = port + 2};
}

// As Candor's clients connect, but to a board that takes texts in clear.
class PlainClient {
 public:
  PlainClient(const std::string& address, const std::string& anchor)
      : stub_(candor::v1::RelayService::NewStub(
            runtime::OpenChannel({.address = address, .anchor_pem = anchor}).value())) {}

  absl::StatusOr<Bytes> Submit(ByteView request) {
    candor::v1::Record in, out;
    in.set_record(request.data(), request.size());
    grpc::ClientContext context;
    runtime::SetDeadline(context, std::chrono::seconds(60));
    const auto status = stub_->Forward(&context, in, &out);
    if (!status.ok()) return runtime::FromGrpc(status);
    return ToBytes(AsBytes(out.record()));
  }

 private:
  std::unique_ptr<candor::v1::RelayService::Stub> stub_;
};

bool IsPromise(const absl::StatusOr<Bytes>& reply) {
  if (!reply.ok()) return false;
  const auto decoded = records::SubmitReply::Decode(*reply);
  return decoded.ok() && decoded->type == records::SubmitReply::Type::kPromise;
}

// Calls send(i) for every i below `count` on many threads. How many returned true.
template <class Send>
std::size_t OnManyThreads(std::size_t count, const Send& send, const std::function<void()>& without_progress) {
  std::atomic<std::size_t> next = 0, done = 0, good = 0;
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kConnections * kCallsOnEach; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = next++; i < count; i = next++) {
        if (send(t % kConnections, i)) ++good;
        ++done;
      }
    });
  }
  std::size_t before = 0;
  while (done < count) {
    // Until all are answered; the servers tell nobody else.
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    if (done == before) without_progress();
    before = done;
  }
  for (auto& thread : threads) thread.join();
  return good;
}

}  // namespace

Meter::Meter(pid_t process, double at_rest)
    : process_(process), at_rest_(at_rest), cpu_(CpuOf(process)), began_(SteadyClock::now()) {}

CpuTime Meter::Used() const {
  const auto rest = std::chrono::duration<double>(SteadyClock::now() - began_) * at_rest_;
  return CpuOf(process_) - cpu_ - std::chrono::duration_cast<CpuTime>(rest);
}

double AtRest(pid_t process) {
  const Meter meter(process);
  // What is measured is the time that passes.
  std::this_thread::sleep_for(std::chrono::seconds(1));
  return std::chrono::duration<double>(meter.Used()).count();
}

MeasuredServers::MeasuredServers(std::size_t authors)
    : port_(candor::testing::FreePorts(6)),
      deployment_(OptionsFor(port_, authors)),
      board_(deployment_.BoardAt(port_, port_ + 1)),
      relay_(deployment_.organisation_->bundle().relays[0]) {
  relay_.grpc_address = Cat("127.0.0.1:", port_ + 3);
  SetClock(StartOf(candor::testing::kOpeningDay) + 3600);
  StartBoard();
  OpenJam();
}

std::vector<records::SubmitRequest> MeasuredServers::NewOpinions(std::size_t count) const {
  const auto& jam = *deployment_.jam_;
  std::vector<records::SubmitRequest> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(jam.Opinion(jam.NewAuthor(), "The second gate opens too late."));
  }
  return out;
}

void MeasuredServers::SetClock(UnixSeconds now) {
  now_ = now;
  Must(runtime::WriteFileAtomically(At("clock"), AsBytes(Cat(now, "\n")), 0600, runtime::Durability::kUnsynced),
       "the clock");
}

void MeasuredServers::StartBoard() {
  board_program_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{CANDORD_SIM, "--clock", At("clock"), "board", "--config", At("board.toml")},
      At("board.log"));
  AwaitListener(port_ + 2, *board_program_);
}

void MeasuredServers::StartRelay() {
  if (relay_program_ != nullptr) return;
  auto ring = runtime::KeyRing::Open(At("passphrase")).value();
  const auto cost = crypto::PassphraseCost::kInteractive;
  auto& random = deployment_.random_;
  const auto gateway = deployment_.GatewayAt(port_ + 2);
  Must(runtime::SaveTlsIdentity(deployment_.ServerCertificate(), At("relay.pem"), At("relay.key"), ring, cost,
                                random),
       "the relay's certificate");
  Must(runtime::SaveTlsIdentity(gateway.client, At("client.pem"), At("client.key"), ring, cost, random),
       "the relay's certificate at the board");
  Must(runtime::WriteFileAtomically(
           At("relay.toml"),
           AsBytes(Cat("name = \"", relay_.name, "\"\nlisten = \"127.0.0.1:", port_ + 3,
                       "\"\nfiles_listen = \"127.0.0.1:", port_ + 4, "\"\nboard_gateway = \"127.0.0.1:", port_ + 2,
                       "\"\nbundle = \"bundle\"\nmirror = \"mirror\"\npassphrase = \"passphrase\"\n"
                       "tls_certificate = \"relay.pem\"\ntls_key = \"relay.key\"\n"
                       "client_certificate = \"client.pem\"\nclient_key = \"client.key\"\n"))),
       "the relay's configuration");
  relay_program_ = std::make_unique<ChildProcess>(
      std::vector<std::string>{CANDORD_SIM, "--clock", At("clock"), "relay", "--config", At("relay.toml")},
      At("relay.log"));
  AwaitListener(port_ + 3, *relay_program_);
}

void MeasuredServers::OpenJam() {
  const auto& organisation = *deployment_.organisation_;
  const auto& jam = *deployment_.jam_;
  const auto client = services::clients::BoardClient::Open(board_).value();
  const auto call = [&](services::clients::BoardMethod method, const crypto::SigningKey& key, const Bytes& body) {
    Must(client->Call(method, key, body).status(), "the board");
  };
  for (const auto& record : organisation.AllGovernance()) {
    call(services::clients::BoardMethod::kSubmitGovernance, organisation.charter(), record.Encode());
  }
  call(services::clients::BoardMethod::kOpenCampaign, organisation.facilitator().key,
       records::OpenCampaignCall{jam.manifest(), jam.opening()}.Encode());
  now_ = jam.WhileSpeaking();
  const runtime::Path acknowledgement = At("sim-ack");
  Must(runtime::AdvanceClock(At("clock"), now_, {&acknowledgement, 1}, kPatience), "the board's clock");
}

records::GatewayKey MeasuredServers::KeyOfToday() const {
  const auto began = SteadyClock::now();
  while (SteadyClock::now() < began + kPatience) {
    const auto view = deployment_.Follow(board_);
    if (const auto* key = view.GatewayKeyOn(DayOf(now_)); key != nullptr) return *key;
    // Until it is published.
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  Fail("the board has published no key for relays");
}

MeasuredServers::Cost MeasuredServers::SendPlainly(const std::vector<records::SubmitRequest>& opinions) {
  board_program_->Signal(SIGTERM);
  if (board_program_->Wait() != 0) Fail(board_program_->Output());
  std::filesystem::remove_all(At("plain-store"));
  std::filesystem::copy(At("store"), At("plain-store"), std::filesystem::copy_options::recursive);
  ChildProcess plain({"/proc/self/exe", "--plain-board", deployment_.folder_.path().string(), Cat(port_ + 5),
                      Cat(now_)},
                     At("plain.log"));
  AwaitListener(port_ + 5, plain);
  std::vector<std::unique_ptr<PlainClient>> connections;
  for (std::size_t i = 0; i < kConnections; ++i) {
    connections.push_back(std::make_unique<PlainClient>(Cat("127.0.0.1:", port_ + 5), relay_.tls_anchor));
  }
  for (const auto& connection : connections) (void)connection->Submit({});  // connects, and is refused
  Cost out;
  const Meter meter(plain.pid(), AtRest(plain.pid()));
  out.promised = OnManyThreads(
      opinions.size(),
      [&](std::size_t connection, std::size_t i) {
        return IsPromise(connections[connection]->Submit(opinions[i].Encode()));
      },
      [&] {
        if (!plain.running()) Fail(plain.Output());
      });
  out.board = meter.Used();
  plain.Signal(SIGTERM);
  if (plain.Wait() != 0) Fail(plain.Output());
  StartBoard();
  return out;
}

template <class Send>
MeasuredServers::Cost MeasuredServers::Measure(std::size_t count, const Send& send) {
  StartRelay();
  std::vector<std::unique_ptr<Client>> connections;
  for (std::size_t i = 0; i < kConnections; ++i) {
    connections.push_back(Client::Open(relay_, deployment_.random_).value());
  }
  const auto key = KeyOfToday();
  // Once through everything: connections are made before anything is measured.
  const auto hold_no_longer = [&] { SetClock(now_ + kHolding); };
  std::size_t warm = 0;
  for (const auto began = SteadyClock::now(); warm < kConnections && SteadyClock::now() < began + kPatience;) {
    warm = OnManyThreads(
        kConnections, [&](std::size_t, std::size_t i) { return connections[i]->NoOp(key).ok(); }, hold_no_longer);
  }
  if (warm < kConnections) Fail(Cat("nothing comes through the relay\n", relay_program_->Output()));

  const double board_rests = AtRest(board_program_->pid()), relay_rests = AtRest(relay_program_->pid());
  Cost out;
  const Meter board(board_program_->pid(), board_rests), relay(relay_program_->pid(), relay_rests);
  out.promised = OnManyThreads(
      count, [&](std::size_t connection, std::size_t i) { return send(*connections[connection], key, i); },
      hold_no_longer);
  out.board = board.Used();
  out.relay = relay.Used();
  return out;
}

MeasuredServers::Cost MeasuredServers::SendThroughRelay(const std::vector<records::SubmitRequest>& opinions) {
  return Measure(opinions.size(), [&](Client& client, const records::GatewayKey& key, std::size_t i) {
    return IsPromise(client.Submit(key, opinions[i].Encode()));
  });
}

MeasuredServers::Cost MeasuredServers::SendNoOps(std::size_t count) {
  return Measure(count, [](Client& client, const records::GatewayKey& key, std::size_t) {
    return client.NoOp(key).ok();
  });
}

}  // namespace candor::bench

// Line: the network between members, relay and board, in one process, with somebody who writes down every
// packet.
//
// The relay's rule and the board's gateway are the real ones; what is played here is the connection: a
// number for each machine, bytes that arrive, and the simulated clock's time. The gateway answers at once
// here: the beat of 100 ms on which it answers in earnest is far below this clock's second, and the order
// of answers within a second is not written down.
//
// A member's exchange waits for its answer on a thread of its own, as a program does. Settle ends when
// nothing moves any more but the clock: so whatever the threads do, a run is the same for the same seed.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "crypto/random.h"
#include "records/gateway_key.h"
#include "services/board/gateway.h"
#include "services/member/send.h"
#include "services/relay/relay.h"
#include "tests/linkage/evidence.h"
#include "tests/linkage/faults.h"

namespace candor::linkage {

namespace board = services::board;
namespace relay = services::relay;

// Draws for many threads.
class SharedRandom final : public crypto::RandomSource {
 public:
  explicit SharedRandom(std::uint64_t seed) : random_(seed) {}
  void Fill(std::span<std::uint8_t> out) override {
    const std::lock_guard lock(mutex_);
    random_.Fill(out);
  }

 private:
  std::mutex mutex_;
  crypto::DeterministicRandomForTesting random_;
};

// What passed, as it is written down.
struct Traffic {
  std::vector<Packet> packets;
  std::vector<Recording> recordings;
  std::vector<Arrival> arrivals;
};

class Line final : public relay::Backend {
 public:
  struct Parts {
    board::Gateway& gateway;
    const board::GatewayKeys& gateway_keys;
    const Clock& clock;
    Fault fault = Fault::kNone;
    std::uint64_t seed = 0;
    // Called for each submission that reaches the board.
    std::function<void()> submitted;
  };
  explicit Line(Parts parts);
  ~Line() override;

  // Runs `exchange` on a thread of its own and returns when everything that it set in motion has come to
  // rest: answered, or held by the relay.
  void Start(MemberId member, std::function<void()> exchange);
  // Whether an exchange of this member is under way: there is one at a time.
  bool IsBusy(MemberId member) const { return threads_.contains(member); }
  // Lets the relay act on the time.
  void Tick();
  // When the relay wants to be ticked next; nothing while it holds nothing.
  std::optional<UnixSeconds> due() const;
  // Every exchange has ended. The relay gives up what it holds.
  void Stop();

  // From a member's exchange: the bytes to the relay, and its answer. `unpadded` is what the message
  // would be as long as, for Fault::kUnpaddedLine.
  Bytes Ask(MemberId member, Bytes sealed, std::size_t unpadded);
  void Note(Packet packet);

  Traffic Take();

  void Send(Bytes request, relay::Done done) override;

 private:
  // Where a member's exchange stands.
  enum class State { kRunning, kHeld, kEnded };

  void Settle();
  void NoteArrival(ByteView sealed);

  const Parts parts_;
  SharedRandom random_;
  relay::Relay relay_;
  UnixSeconds due_ = 0;
  std::map<MemberId, std::thread> threads_;

  mutable std::mutex mutex_;  // held to note something or to change a state
  std::condition_variable moved_;
  Traffic traffic_;
  std::map<MemberId, State> states_;
  std::set<MemberId> answered_;
  std::size_t at_the_board_ = 0;
  std::size_t sent_ = 0;
};

// A member's way to the board over the line: seals as the client's program does.
class BoardOverLine final : public services::member::Board {
 public:
  BoardOverLine(Line& line, MemberId member, const records::GatewayKey& key,
                crypto::RandomSource& random)
      : line_(line), member_(member), key_(key), random_(random) {}

  absl::StatusOr<Bytes> Submit(ByteView request) override;
  absl::Status NoOp() override;
  // The same for a message that is shorter than it looks (Fault::kUnpaddedLine).
  void SetUnpadded(std::size_t size) { unpadded_ = size; }

 private:
  absl::StatusOr<Bytes> Call(crypto::ObliviousCall call, ByteView record, std::size_t unpadded);

  Line& line_;
  const MemberId member_;
  const records::GatewayKey key_;
  crypto::RandomSource& random_;
  std::size_t unpadded_ = crypto::kObliviousRequestSize;
};

}  // namespace candor::linkage

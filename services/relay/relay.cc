#include "services/relay/relay.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "crypto/oblivious_message.h"

namespace candor::services::relay {

Relay::Relay(RelayOptions options, Backend& backend, const Clock& clock,
             crypto::RandomSource& random, std::optional<NoShuffle> off)
    : options_(options),
      backend_(backend),
      clock_(clock),
      random_(random),
      off_(off.has_value()),
      holding_(options.holding, off) {}

Relay::~Relay() { Stop(); }

void Relay::Forward(ConnectionId connection, Bytes request, Done done) {
  if (request.size() != crypto::kObliviousRequestSize) return done({});
  const UnixSeconds now = clock_.Now();
  Released released;
  bool taken = false;
  {
    const MutexLock lock(mutex_);
    if (HasRoom()) {
      taken = true;
      holding_.Add(connection, {std::move(request), std::move(done)}, now);
      released = ReleaseDue(now);
    }
  }
  if (!taken) return done({});
  Send(std::move(released));
}

UnixSeconds Relay::Tick(UnixSeconds now) {
  Released released;
  std::vector<std::shared_ptr<Bunch>> overdue;
  UnixSeconds next = 0;
  {
    const MutexLock lock(mutex_);
    overdue = TakeOverdue(now);
    released = ReleaseDue(now);
    next = NextTick(now);
  }
  for (const auto& bunch : overdue) bunch->GiveUp();
  Send(std::move(released));
  return next;
}

void Relay::Stop() {
  std::vector<HeldRequest> held;
  std::vector<InFlight> in_flight;
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    held = holding_.TakeAll();
    in_flight = std::exchange(in_flight_, {});
  }
  for (auto& request : held) request.done({});
  for (const auto& flight : in_flight) flight.bunch->GiveUp();
  const MutexLock lock(mutex_);
  while (sending_ > 0) idle_.wait(mutex_);
}

bool Relay::HasRoom() {
  std::erase_if(in_flight_, [](const InFlight& flight) { return flight.bunch->ended(); });
  std::size_t callers = holding_.size();
  for (const auto& flight : in_flight_) callers += flight.bunch->size();
  return !stopping_ && callers < options_.max_held;
}

Relay::Released Relay::ReleaseDue(UnixSeconds now) {
  std::vector<HeldRequest> due = holding_.TakeDue(now, random_);
  if (due.empty()) return {};
  std::vector<std::size_t> order(due.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (!off_) random_.Shuffle(order);
  Released out;
  std::vector<Done> callers;
  for (auto& held : due) {
    out.requests.push_back(std::move(held.request));
    callers.push_back(std::move(held.done));
  }
  out.bunch = std::make_shared<Bunch>(std::move(callers), std::move(order));
  in_flight_.push_back({out.bunch, now + options_.backend_deadline});
  ++sending_;
  return out;
}

std::vector<std::shared_ptr<Bunch>> Relay::TakeOverdue(UnixSeconds now) {
  std::vector<std::shared_ptr<Bunch>> out;
  for (auto& flight : in_flight_) {
    // After a step back a deadline would else lie as far away as the clock was set.
    flight.deadline = std::min(flight.deadline, now + options_.backend_deadline);
    if (now >= flight.deadline) out.push_back(flight.bunch);
  }
  std::erase_if(in_flight_, [now](const InFlight& flight) {
    return flight.bunch->ended() || now >= flight.deadline;
  });
  return out;
}

UnixSeconds Relay::NextTick(UnixSeconds now) const {
  // Nothing that arrives later is due before this.
  UnixSeconds next = now + std::min(options_.holding.longest_wait, options_.backend_deadline);
  for (const auto& flight : in_flight_) next = std::min(next, flight.deadline);
  return std::min(next, holding_.due().value_or(next));
}

void Relay::Send(Released released) {
  if (released.bunch == nullptr) return;
  for (std::size_t i = 0; i < released.requests.size(); ++i) {
    backend_.Send(std::move(released.requests[i]), [bunch = released.bunch, i](Bytes answer) {
      bunch->Answer(i, std::move(answer));
    });
  }
  const MutexLock lock(mutex_);
  --sending_;
  idle_.notify_all();
}

}  // namespace candor::services::relay

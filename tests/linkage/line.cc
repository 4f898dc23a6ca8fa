#include "tests/linkage/line.h"

#include <chrono>
#include <future>
#include <utility>
#include <variant>

#include "base/status.h"
#include "crypto/oblivious_message.h"
#include "services/wire/record_message.h"
#include "tests/services/relay/no_shuffle.h"

namespace candor::linkage {
namespace {

// What a no-op would be without its padding.
constexpr std::size_t kEmptyMessage = 200;

std::optional<relay::NoShuffle> OptionOf(Fault fault) {
  if (fault != Fault::kNoShuffle) return std::nullopt;
  return relay::NoShuffleInTests::Make();
}

}  // namespace

Line::Line(Parts parts)
    : parts_(std::move(parts)),
      random_(parts_.seed),
      relay_(relay::RelayOptions(), *this, parts_.clock, random_, OptionOf(parts_.fault)) {
  // From here on answers leave at once.
  parts_.gateway.Stop();
}

Line::~Line() { Stop(); }

void Line::Note(Packet packet) {
  const std::lock_guard lock(mutex_);
  traffic_.packets.push_back(packet);
}

Bytes Line::Ask(MemberId member, Bytes sealed, std::size_t unpadded) {
  const UnixSeconds now = parts_.clock.Now();
  const std::size_t size = parts_.fault == Fault::kUnpaddedLine ? unpadded : sealed.size();
  Note({now, Place::kMember, Place::kRelay, member, size});
  {
    const std::lock_guard lock(mutex_);
    traffic_.recordings.push_back({now, member, sealed});
  }
  std::promise<Bytes> answered;
  auto answer = answered.get_future();
  relay_.Forward(relay::ConnectionId{member}, std::move(sealed), [&, member](Bytes bytes) {
    Note({parts_.clock.Now(), Place::kRelay, Place::kMember, member, bytes.size()});
    {
      const std::lock_guard lock(mutex_);
      answered_.insert(member);
      states_[member] = State::kRunning;
    }
    answered.set_value(std::move(bytes));
  });
  {
    const std::lock_guard lock(mutex_);
    if (!answered_.contains(member)) states_[member] = State::kHeld;
  }
  moved_.notify_all();
  Bytes out = answer.get();
  const std::lock_guard lock(mutex_);
  answered_.erase(member);
  return out;
}

void Line::Send(Bytes request, relay::Done done) {
  Note({parts_.clock.Now(), Place::kRelay, Place::kBoard, 0, request.size()});
  NoteArrival(request);
  {
    const std::lock_guard lock(mutex_);
    ++at_the_board_;
  }
  parts_.gateway.Forward(request, std::chrono::steady_clock::now(),
                         [this, done = std::move(done)](Bytes answer) {
                           Note({parts_.clock.Now(), Place::kBoard, Place::kRelay, 0, answer.size()});
                           done(std::move(answer));
                           {
                             const std::lock_guard lock(mutex_);
                             --at_the_board_;
                           }
                           moved_.notify_all();
                         });
}

// Opens it once more, as the board does.
void Line::NoteArrival(ByteView sealed) {
  Arrival arrival{.time = parts_.clock.Now(), .order = sent_++, .submission_hash = {}};
  const auto key = parts_.gateway_keys.FindById(sealed.front());
  if (key == nullptr) return;
  const auto opened = crypto::OpenedObliviousRequest::Open(*key, sealed);
  if (!opened.ok() || !opened->request.ok()) return;
  const auto record = wire::ParseRecordMessage(opened->request->body);
  const auto request = record.ok() ? records::SubmitRequest::Decode(*record)
                                   : absl::StatusOr<records::SubmitRequest>(record.status());
  if (!request.ok()) return;
  arrival.submission_hash = request->submission.body.SubmissionHash();
  {
    const std::lock_guard lock(mutex_);
    traffic_.arrivals.push_back(arrival);
  }
  if (parts_.submitted) parts_.submitted();
}

void Line::Start(MemberId member, std::function<void()> exchange) {
  {
    const std::lock_guard lock(mutex_);
    states_[member] = State::kRunning;
  }
  threads_.emplace(member, std::thread([this, member, exchange = std::move(exchange)] {
                     exchange();
                     {
                       const std::lock_guard lock(mutex_);
                       states_[member] = State::kEnded;
                     }
                     moved_.notify_all();
                   }));
  Tick();
}

void Line::Tick() {
  Settle();
  due_ = relay_.Tick(parts_.clock.Now());
  Settle();
}

// An answer sets its member's exchange running before the message counts as gone from the board, so there
// is no moment in between in which all seem to rest.
void Line::Settle() {
  std::set<MemberId> ended;
  {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [this] {
      if (at_the_board_ > 0) return false;
      for (const auto& [member, state] : states_) {
        if (state == State::kRunning) return false;
      }
      return true;
    });
    std::erase_if(states_, [&](const auto& each) {
      if (each.second == State::kEnded) ended.insert(each.first);
      return each.second == State::kEnded;
    });
  }
  for (const MemberId member : ended) {
    threads_.at(member).join();
    threads_.erase(member);
  }
}

std::optional<UnixSeconds> Line::due() const {
  const std::lock_guard lock(mutex_);
  if (states_.empty()) return std::nullopt;
  return due_;
}

void Line::Stop() {
  relay_.Stop();
  Settle();
}

Traffic Line::Take() {
  const std::lock_guard lock(mutex_);
  return std::move(traffic_);
}

absl::StatusOr<Bytes> BoardOverLine::Call(crypto::ObliviousCall call, ByteView record,
                                          std::size_t unpadded) {
  const crypto::ohttp::KeyConfig config(key_.key_id(), key_.kem_key);
  CANDOR_ASSIGN_OR_RETURN(auto sealed, crypto::SealedObliviousRequest::Seal(
                                           config, {call, wire::RecordMessage(record)}, random_));
  const Bytes answer = line_.Ask(member_, sealed.bytes(), unpadded);
  CANDOR_ASSIGN_OR_RETURN(const auto opened, std::move(sealed).Open(answer));
  if (const auto* failure = std::get_if<crypto::ObliviousFailure>(&opened)) {
    return crypto::StatusOf(*failure);
  }
  return wire::ParseRecordMessage(std::get<Bytes>(opened));
}

absl::StatusOr<Bytes> BoardOverLine::Submit(ByteView request) {
  return Call(crypto::ObliviousCall::kSubmit, request, unpadded_);
}

absl::Status BoardOverLine::NoOp() {
  return Call(crypto::ObliviousCall::kNoOp, {}, kEmptyMessage).status();
}

}  // namespace candor::linkage

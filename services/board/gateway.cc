#include "services/board/gateway.h"

#include <chrono>
#include <memory>
#include <utility>

#include "base/status.h"
#include "services/wire/record_message.h"

namespace candor::services::board {
namespace {

// Well above what a submission takes: signatures, one batch, one sync.
constexpr std::chrono::milliseconds kBeat{100};

using crypto::ObliviousCall;
using crypto::ObliviousResponse;
using crypto::OpenedObliviousRequest;

}  // namespace

// One request on its way to its answer. Shared with the board's writer, which answers when it can.
class Gateway::Exchange {
 public:
  Exchange(Gateway& gateway, PacedAnswers::Time arrived, Answered done)
      : gateway_(gateway), arrived_(arrived), done_(std::move(done)) {}

  void Empty() { Give({}); }

  void Answer(crypto::ObliviousResponder responder, const ObliviousResponse& response) {
    auto sealed = std::move(responder).Seal(response, gateway_.random_);
    // An answer that is too large would be the board's own fault; it tells nothing.
    Give(sealed.ok() ? *std::move(sealed) : Bytes());
  }

 private:
  void Give(Bytes answer) {
    gateway_.answers_.At(arrived_, [done = std::move(done_), answer = std::move(answer)]() mutable {
      done(std::move(answer));
    });
  }

  Gateway& gateway_;
  const PacedAnswers::Time arrived_;
  Answered done_;
};

Gateway::Gateway(const GatewayKeys& keys, Board& board, crypto::RandomSource& random)
    : keys_(keys), board_(board), random_(random), answers_(kBeat) {}

void Gateway::Refuse(PacedAnswers::Time arrived, Answered done) {
  Exchange(*this, arrived, std::move(done)).Empty();
}

void Gateway::Forward(ByteView sealed, PacedAnswers::Time arrived, Answered done) {
  Exchange exchange(*this, arrived, std::move(done));
  const auto key_id = crypto::ohttp::KeyIdOf(sealed);
  const GatewayKeys::SharedKey key = key_id.ok() ? keys_.FindById(*key_id) : nullptr;
  if (key == nullptr) return exchange.Empty();
  auto opened = OpenedObliviousRequest::Open(*key, sealed);
  if (!opened.ok()) return exchange.Empty();

  const auto record = opened->request.ok() ? wire::ParseRecordMessage(opened->request->body)
                                           : absl::StatusOr<Bytes>(opened->request.status());
  const auto request = record.ok() ? records::SubmitRequest::Decode(*record)
                                   : absl::StatusOr<records::SubmitRequest>(record.status());
  const bool no_op = opened->request.ok() && opened->request->call == ObliviousCall::kNoOp;
  if (!no_op && !request.ok()) {
    return exchange.Answer(std::move(opened->responder), crypto::FailureOf(request.status()));
  }
  // Shared: std::function copies what it holds, and a responder is used once.
  auto waiting = std::make_shared<std::pair<Exchange, crypto::ObliviousResponder>>(
      std::move(exchange), std::move(opened->responder));
  if (no_op) {
    return board_.NoOp([waiting](const absl::Status& status) {
      auto& [answered, responder] = *waiting;
      if (!status.ok()) return answered.Answer(std::move(responder), crypto::FailureOf(status));
      answered.Answer(std::move(responder), wire::RecordMessage({}));
    });
  }
  board_.Submit(*request, [waiting](const absl::StatusOr<records::SubmitReply>& reply) {
    auto& [answered, responder] = *waiting;
    if (!reply.ok()) {
      return answered.Answer(std::move(responder), crypto::FailureOf(reply.status()));
    }
    answered.Answer(std::move(responder), wire::RecordMessage(reply->Encode()));
  });
}

}  // namespace candor::services::board

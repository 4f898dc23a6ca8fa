// Gateway: the board's end of the oblivious path (PROTOCOL §9): opens what a relay brings, lets the
// board judge it, and seals the answer.
//
// It learns what the board learns, and nothing of who sent it: a relay's request is its bytes and its
// time. What cannot be opened gets the one empty answer, whatever the reason. What opened is answered
// inside the encryption, in one size, on a beat that a submission and a no-op share. A no-op is opened and
// read, waits for the board's writer and is answered like a submission, and changes nothing.
// Not promised: that a request comes once; the board gives the same submission the same promise.
//
// Thread-safe. Everything handed in must outlive it.
#pragma once

#include <functional>

#include "base/bytes.h"
#include "crypto/oblivious_message.h"
#include "crypto/random.h"
#include "services/board/board.h"
#include "services/board/gateway_keys.h"
#include "services/board/paced_answers.h"

namespace candor::services::board {

class Gateway {
 public:
  Gateway(const GatewayKeys& keys, Board& board, crypto::RandomSource& random);

  using Answered = std::function<void(Bytes)>;
  // Calls `done` once, with kObliviousResponseSize bytes, or with none. Verifies on the caller's thread.
  void Forward(ByteView sealed, PacedAnswers::Time arrived, Answered done);
  // The empty answer, on the same beat: for what found no place.
  void Refuse(PacedAnswers::Time arrived, Answered done);
  // Gives out what waits, at once. Idempotent.
  void Stop() { answers_.Stop(); }

 private:
  class Exchange;

  const GatewayKeys& keys_;
  Board& board_;
  crypto::RandomSource& random_;
  PacedAnswers answers_;
};

}  // namespace candor::services::board

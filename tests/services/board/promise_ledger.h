// PromiseLedger: what the authors of a test were told, and whether the board has kept to it.
//
// An author has one token and two texts under it: the board may accept one of them, once. A text
// is accepted when it was promised, or when a refusal of the other as spent carries it as evidence.
// Every reply is verified as a client would verify it (signatures, date, evidence), so that two
// promises for one text say the same, and is held against all others, whichever life of the board
// they came from and in whatever order they arrive.
//
// It says nothing about texts to which no answer came: those may be accepted or not.
// Thread-safe; the requests may be read while others are added.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <iosfwd>
#include <span>
#include <vector>

#include "base/mutex.h"
#include "records/promise.h"
#include "records/submission.h"

namespace candor::services::board {

struct TextId {
  std::size_t author = 0;
  std::size_t text = 0;  // 0 or 1
  TextId other() const { return {author, 1 - text}; }
  bool operator==(const TextId&) const = default;
};

enum class Fault {
  kNoAnswer,      // the board was there and did not answer
  kBadReply,      // neither a promise nor a refusal as spent, or one that does not verify
  kBothAccepted,  // two texts under one token: one was taken back, or never should have been
  kNoneAccepted,  // of this author, when all is sealed
  kLost,          // accepted, and not in the log
  kTwiceInLog,
  kOfNobody,  // in the log, and accepted from nobody
};

struct Finding {
  Fault fault;
  std::size_t author = 0;  // 0 for kOfNobody
  bool operator==(const Finding&) const = default;
};
void PrintTo(const Finding& finding, std::ostream* out);

class PromiseLedger {
 public:
  PromiseLedger(const records::VerifyKey& promise_key, Day sealed_no_later_than)
      : promise_key_(promise_key), sealed_no_later_than_(sealed_no_later_than) {}

  // A new author; both texts carry the same token. The author's number.
  std::size_t Add(records::SubmitRequest first, records::SubmitRequest second);
  std::size_t authors() const;
  // Stays where it is.
  const records::SubmitRequest& Request(TextId id) const;

  // An encoded SubmitReply.
  void Take(TextId id, ByteView reply);
  void TakeNoAnswer(TextId id);

  // How many texts were promised.
  std::size_t promised() const;
  // What contradicts itself in the replies so far.
  std::vector<Finding> Contradictions() const;
  // What is wrong with the log of a board that has sealed everything; entries as it serves them.
  std::vector<Finding> CompareWithLog(std::span<const Bytes> entries) const;

 private:
  struct Author {
    std::array<records::SubmitRequest, 2> requests;
    std::array<bool, 2> promised{};
    std::array<bool, 2> accepted{};
  };

  absl::Status CheckPromise(const records::SubmitReply& reply,
                            const records::SubmitRequest& request) const;
  absl::Status CheckRefusal(const records::SubmitReply& reply,
                            const records::SubmitRequest& request,
                            const records::SubmitRequest& other) const;

  const records::VerifyKey promise_key_;
  const Day sealed_no_later_than_;
  mutable Mutex mutex_;  // held to look one author up or to note one reply
  // A deque: growing it moves nothing.
  std::deque<Author> authors_ ABSL_GUARDED_BY(mutex_);
  std::vector<Finding> findings_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::services::board

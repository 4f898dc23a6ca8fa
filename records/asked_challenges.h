// AskedChallenges: which challenges of authorship a verifier made, so that each is answered once and not for ever.
//
//   struct { opaque challenge[32]; uint32 day; uint8 state; } Asked;          state: 0 open, 1 used
//   file: "CANDORQ" | uint8 version = 1 | uint16 n | Asked[n]                 in the order of the challenge's bytes
//
// A proof of authorship (records/authorship.h) is a file: whoever copies it could bring it again, as often as they
// like and as if it were their own. The list makes a second showing fail. It is the verifier's alone, lies at home
// with mode 0600, and no server sees it.
//
// Promise: of one challenge Use answers OK at most once, as long as each list that came of it is kept. Forgotten are
// challenges whose days are over (Prune): they are refused by their day. Kept is as little as that takes: the
// challenge's own random bytes and its day; no jam, no text, no person. So whoever reads the file learns on which of
// the last days its owner asked, how often, and whether an answer was checked; together with a challenge's own file
// also which. Not promised: anything against whoever may write the file, or puts an older copy of it back, and a
// challenge made at another home is unknown at this one.
//
// Errors are sentences for people: FailedPrecondition of Use, ResourceExhausted of Keep; InvalidArgument of Decode. Pure;
// thread-compatible.
#pragma once

#include <map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "base/clock.h"

namespace candor::records {

class AskedChallenges {
 public:
  // More in a week is no use that anybody has for it.
  static constexpr std::size_t kMost = 1000;

  enum class State : std::uint8_t { kOpen = 0, kUsed = 1 };

  // Forgets what no proof can answer any more on this day.
  void Prune(Day today);
  absl::Status Keep(const ByteArray<32>& challenge, Day day);
  // Marks it used. The list is as it was on an error.
  absl::Status Use(const ByteArray<32>& challenge);

  std::size_t size() const { return asked_.size(); }

  Bytes Encode() const;
  static absl::StatusOr<AskedChallenges> Decode(ByteView bytes);
  bool operator==(const AskedChallenges&) const = default;

 private:
  struct Asked {
    Day day = 0;
    State state = State::kOpen;
    bool operator==(const Asked&) const = default;
  };
  std::map<ByteArray<32>, Asked> asked_;
};

}  // namespace candor::records

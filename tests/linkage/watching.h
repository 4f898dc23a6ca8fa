// Watching: what an observer of the network makes of the packets.
#pragma once

#include <map>
#include <vector>

#include "tests/linkage/evidence.h"

namespace candor::linkage {

// A member's message to the relay, and when the relay handed it on: at the first time after at which it
// handed anything on, with how many others.
struct Sent {
  UnixSeconds time = 0;
  UnixSeconds released = 0;
  std::size_t company = 0;  // messages that were handed on at that second, this one included
  std::size_t size = 0;
};

class Watching {
 public:
  Watching() = default;
  explicit Watching(const Evidence& evidence);

  // From the opening of speech on, in order of time.
  const std::vector<Sent>& SentBy(MemberId member) const;
  // The first: the one with the text, if there is one. 0 where there is none.
  UnixSeconds FirstSent(MemberId member) const;

 private:
  std::map<MemberId, std::vector<Sent>> sent_;
};

}  // namespace candor::linkage

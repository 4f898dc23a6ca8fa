// Printed: what the servers print to standard error while it lives, line by line, with the game's time
// instead of the machine's.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "tests/linkage/evidence.h"

namespace candor::linkage {

class Printed {
 public:
  // Lines go to a file of this name from now on.
  explicit Printed(const std::string& file);
  // Standard error is what it was.
  ~Printed();
  Printed(const Printed&) = delete;
  Printed& operator=(const Printed&) = delete;

  // Takes what was printed since the last call as printed at `now`.
  void Take(UnixSeconds now);
  std::vector<PrintedLine> lines() const { return lines_; }

 private:
  int before_ = -1;
  int writing_ = -1;
  int reading_ = -1;  // of its own: an appended line moves the other's place
  std::string rest_;
  std::vector<PrintedLine> lines_;
};

}  // namespace candor::linkage

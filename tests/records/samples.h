// One encoding of every structure of records/, with the decoder that it belongs to: material for
// the tests of canonical form and for the fuzzers.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::testing {

// Decodes and encodes again.
using Reencode = std::function<absl::StatusOr<Bytes>(ByteView)>;

struct Sample {
  std::string name;
  Bytes bytes;
  Reencode reencode;
  // Whether a shorter beginning can be a value of its own: only where a list ends with the input.
  bool open_ended = false;
};
inline void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.name; }

// The same for every call: all comes from fixed seeds.
const std::vector<Sample>& Samples();

}  // namespace candor::testing

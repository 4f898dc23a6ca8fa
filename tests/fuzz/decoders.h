// What the fuzzer feeds: every parser of bytes or text that come from outside, behind one selector.
//
//   input = selector | the parser's input
//
// A parser must return. Where there is a canonical form, what it accepts must encode to the same
// bytes again. A breach aborts: that is what a fuzzer can see.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/ed25519.h"

namespace candor::testing {

struct FuzzTarget {
  std::string name;
  std::function<void(ByteView)> run;
};

// Aborts, naming `what`, unless `holds`.
void ExpectCanonical(bool holds, const char* what);

// A target for a type with Decode and Encode.
template <class T>
FuzzTarget CanonicalTarget(const char* name) {
  return {name, [name](ByteView input) {
            const auto value = T::Decode(input);
            if (value.ok()) ExpectCanonical(Equal(value->Encode(), input), name);
          }};
}

// Whose key the target HandoverFile opens notes with, so that a seed reaches what is behind the seal.
crypto::SigningKey FuzzHandoverReader();

// Its order gives the selectors: new ones go to the end, or the corpus loses its meaning.
const std::vector<FuzzTarget>& FuzzTargets();

// Any selector runs some target.
void FuzzOne(ByteView input);

}  // namespace candor::testing

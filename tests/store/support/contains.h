// Contains: whether some bytes stand in others, anywhere.
#pragma once

#include <algorithm>

#include "base/bytes.h"

namespace candor::store::testing {

inline bool Contains(ByteView haystack, ByteView needle) {
  return std::search(haystack.begin(), haystack.end(), needle.begin(), needle.end()) !=
         haystack.end();
}

}  // namespace candor::store::testing

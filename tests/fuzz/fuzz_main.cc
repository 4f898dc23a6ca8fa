// libFuzzer's entry.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/decoders.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  candor::testing::FuzzOne({data, size});
  return 0;
}

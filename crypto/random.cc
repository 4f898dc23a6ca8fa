#include "crypto/random.h"

#include <sodium.h>

#include <algorithm>

#include "crypto/codec.h"
#include "crypto/hash.h"
#include "crypto/secret.h"

namespace candor::crypto {

std::uint64_t RandomSource::Uniform(std::uint64_t bound) {
  // Values below 2^64 mod bound would favour the small residues.
  const std::uint64_t threshold = (0 - bound) % bound;
  for (;;) {
    const auto bytes = Array<8>();
    std::uint64_t value = 0;
    for (const auto b : bytes) value = value << 8 | b;
    if (value >= threshold) return value % bound;
  }
}

void SystemRandom::Fill(std::span<std::uint8_t> out) {
  InitialiseSodium();
  if (!out.empty()) randombytes_buf(out.data(), out.size());
}

void DeterministicRandomForTesting::Fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    Writer writer;
    writer.U64(seed_).U64(counter_++);
    const Hash block = Sha256({writer.view()});
    const std::size_t n = std::min(out.size(), block.size());
    std::copy_n(block.begin(), n, out.begin());
    out = out.subspan(n);
  }
}

}  // namespace candor::crypto

#include "crypto/varint.h"

#include <cstdlib>

namespace candor::crypto {
namespace {

// How many times the size doubles: the first two bits.
unsigned LengthBits(std::uint64_t value) {
  if (value > kMaxVarint) std::abort();
  if (value < (1u << 6)) return 0;
  if (value < (1u << 14)) return 1;
  if (value < (1u << 30)) return 2;
  return 3;
}

}  // namespace

std::size_t VarintSize(std::uint64_t value) { return std::size_t{1} << LengthBits(value); }

void WriteVarint(std::uint64_t value, Writer& out) {
  const std::uint64_t bits = LengthBits(value);
  const std::size_t size = VarintSize(value);
  value |= bits << (8 * size - 2);
  for (std::size_t i = size; i > 0; --i) out.U8(static_cast<std::uint8_t>(value >> (8 * (i - 1))));
}

std::uint64_t ReadVarint(Reader& in) {
  const std::uint8_t first = in.U8();
  std::uint64_t value = first & 0x3f;
  for (unsigned rest = (1u << (first >> 6)) - 1; rest > 0; --rest) value = value << 8 | in.U8();
  return value;
}

}  // namespace candor::crypto

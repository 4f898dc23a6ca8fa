// Variable-length integers of QUIC (RFC 9000 §16): all that Binary HTTP counts with (RFC 9292 §3).
//
//   first two bits   bytes   greatest value
//   00               1       63
//   01               2       16383
//   10               4       1073741823
//   11               8       4611686018427387903
//
// Writing takes the fewest bytes. Reading takes all four lengths for any value, as RFC 9292 §3
// says: "Integer values do not need to be encoded on the minimum number of bytes necessary". So a
// value has up to four encodings, and whoever needs one form compares what was read with what would
// be written.
// Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>

#include "crypto/codec.h"

namespace candor::crypto {

inline constexpr std::uint64_t kMaxVarint = (std::uint64_t{1} << 62) - 1;

// Abort on a value above kMaxVarint: what we count is the size of something in memory.
std::size_t VarintSize(std::uint64_t value);
void WriteVarint(std::uint64_t value, Writer& out);

// Fails `in` where its input ends inside the integer.
std::uint64_t ReadVarint(Reader& in);

}  // namespace candor::crypto

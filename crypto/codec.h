// The canonical codec: TLS presentation language (RFC 8446 §3), one form for each value.
//
// Writer encodes; Reader decodes and consumes every byte. Both keep the first error and go on
// harmlessly, so that an encoder or decoder reads as the struct above it and asks once, at the end:
//
//   Reader in(bytes);
//   header.version = in.U8();
//   header.name = in.Text8(1, 255);
//   CANDOR_RETURN_IF_ERROR(in.Finish("header"));
//
// Integers are big-endian. Not thread-safe. A Reader's views live as long as its input.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "base/bytes.h"

namespace candor::crypto {

class Writer {
 public:
  Writer& U8(std::uint8_t value);
  Writer& U16(std::uint16_t value);
  Writer& U32(std::uint32_t value);
  Writer& U64(std::uint64_t value);
  // opaque x[n]: the bytes as they are.
  Writer& Fixed(ByteView bytes);
  // opaque x<0..2^8-1>, <0..2^16-1>, <0..2^24-1>: length, then bytes. Aborts on a longer input: the
  // domain types bound their fields before they are encoded.
  Writer& Opaque8(ByteView bytes);
  Writer& Opaque16(ByteView bytes);
  Writer& Opaque24(ByteView bytes);
  Writer& Text8(std::string_view text) { return Opaque8(AsBytes(text)); }
  Writer& Text16(std::string_view text) { return Opaque16(AsBytes(text)); }

  // Makes room beforehand: an encoding of secrets that never grows leaves no outgrown copy behind.
  void Reserve(std::size_t size) { out_.reserve(size); }

  ByteView view() const { return out_; }
  Bytes Take() { return std::move(out_); }

 private:
  Bytes out_;
};

class Reader {
 public:
  explicit Reader(ByteView input) : rest_(input) {}

  std::uint8_t U8();
  std::uint16_t U16();
  std::uint32_t U32();
  std::uint64_t U64();
  template <std::size_t N>
  ByteArray<N> Fixed() {
    ByteArray<N> out{};
    const ByteView taken = Take(N);
    std::copy(taken.begin(), taken.end(), out.begin());
    return out;
  }
  ByteView FixedView(std::size_t size) { return Take(size); }
  // Length-prefixed, refused outside [min, max].
  ByteView Opaque8(std::size_t min = 0, std::size_t max = 0xff);
  ByteView Opaque16(std::size_t min = 0, std::size_t max = 0xffff);
  ByteView Opaque24(std::size_t min = 0, std::size_t max = 0xffffff);
  // Text must be well-formed UTF-8 without U+0000.
  std::string Text8(std::size_t min = 0, std::size_t max = 0xff);
  std::string Text16(std::size_t min = 0, std::size_t max = 0xffff);

  // Marks the input as bad. `why` is a literal: messages never contain input.
  void Fail(std::string_view why);
  // The byte must be 1 for true, 0 for false; anything else is bad.
  bool Bool();

  bool ok() const { return error_.empty(); }
  bool AtEnd() const { return rest_.empty(); }
  ByteView rest() const { return rest_; }

  // OK when nothing failed and every byte was consumed; else InvalidArgument naming `what`.
  absl::Status Finish(std::string_view what) const;

 private:
  ByteView Take(std::size_t size);
  std::string CheckedText(ByteView bytes);

  ByteView rest_;
  std::string_view error_;
};

// Well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
bool IsUtf8(ByteView bytes);

}  // namespace candor::crypto

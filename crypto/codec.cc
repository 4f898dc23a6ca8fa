#include "crypto/codec.h"

#include <cstdlib>

#include "base/text.h"

namespace candor::crypto {
namespace {

void CheckLength(std::size_t size, std::size_t max) {
  if (size > max) std::abort();
}

}  // namespace

Writer& Writer::U8(std::uint8_t value) {
  out_.push_back(value);
  return *this;
}

Writer& Writer::U16(std::uint16_t value) {
  return U8(static_cast<std::uint8_t>(value >> 8)).U8(static_cast<std::uint8_t>(value));
}

Writer& Writer::U32(std::uint32_t value) {
  return U16(static_cast<std::uint16_t>(value >> 16)).U16(static_cast<std::uint16_t>(value));
}

Writer& Writer::U64(std::uint64_t value) {
  return U32(static_cast<std::uint32_t>(value >> 32)).U32(static_cast<std::uint32_t>(value));
}

Writer& Writer::Fixed(ByteView bytes) {
  Append(out_, bytes);
  return *this;
}

Writer& Writer::Opaque8(ByteView bytes) {
  CheckLength(bytes.size(), 0xff);
  return U8(static_cast<std::uint8_t>(bytes.size())).Fixed(bytes);
}

Writer& Writer::Opaque16(ByteView bytes) {
  CheckLength(bytes.size(), 0xffff);
  return U16(static_cast<std::uint16_t>(bytes.size())).Fixed(bytes);
}

Writer& Writer::Opaque24(ByteView bytes) {
  CheckLength(bytes.size(), 0xffffff);
  U8(static_cast<std::uint8_t>(bytes.size() >> 16));
  return U16(static_cast<std::uint16_t>(bytes.size())).Fixed(bytes);
}

std::uint8_t Reader::U8() {
  const ByteView taken = Take(1);
  return taken.empty() ? 0 : taken[0];
}

std::uint16_t Reader::U16() {
  const auto high = U8();
  return static_cast<std::uint16_t>(high << 8 | U8());
}

std::uint32_t Reader::U32() {
  const std::uint32_t high = U16();
  return high << 16 | U16();
}

std::uint64_t Reader::U64() {
  const std::uint64_t high = U32();
  return high << 32 | U32();
}

ByteView Reader::Opaque8(std::size_t min, std::size_t max) {
  const std::size_t size = U8();
  if (size < min || size > max) Fail("a field's length is out of range");
  return Take(size);
}

ByteView Reader::Opaque16(std::size_t min, std::size_t max) {
  const std::size_t size = U16();
  if (size < min || size > max) Fail("a field's length is out of range");
  return Take(size);
}

ByteView Reader::Opaque24(std::size_t min, std::size_t max) {
  const std::size_t high = U8();
  const std::size_t size = high << 16 | U16();
  if (size < min || size > max) Fail("a field's length is out of range");
  return Take(size);
}

std::string Reader::Text8(std::size_t min, std::size_t max) {
  return CheckedText(Opaque8(min, max));
}

std::string Reader::Text16(std::size_t min, std::size_t max) {
  return CheckedText(Opaque16(min, max));
}

std::string Reader::CheckedText(ByteView bytes) {
  if (!IsUtf8(bytes)) Fail("text is not UTF-8");
  for (const auto b : bytes) {
    if (b == 0) Fail("text contains a zero character");
  }
  return std::string(AsText(bytes));
}

void Reader::Fail(std::string_view why) {
  if (error_.empty()) error_ = why;
  rest_ = {};
}

bool Reader::Bool() {
  const auto value = U8();
  if (value > 1) Fail("a truth value is neither 0 nor 1");
  return value == 1;
}

absl::Status Reader::Finish(std::string_view what) const {
  if (!error_.empty()) return absl::InvalidArgumentError(Cat(what, ": ", error_));
  if (!rest_.empty()) return absl::InvalidArgumentError(Cat(what, ": trailing bytes"));
  return absl::OkStatus();
}

ByteView Reader::Take(std::size_t size) {
  if (!error_.empty()) return {};
  if (rest_.size() < size) {
    Fail("ends too early");
    return {};
  }
  const ByteView taken = rest_.first(size);
  rest_ = rest_.subspan(size);
  return taken;
}

bool IsUtf8(ByteView bytes) {
  std::size_t i = 0;
  while (i < bytes.size()) {
    const std::uint8_t lead = bytes[i++];
    if (lead < 0x80) continue;
    int more = 0;
    std::uint32_t value = 0;
    std::uint32_t smallest = 0;
    if ((lead & 0xe0) == 0xc0) {
      more = 1, value = lead & 0x1f, smallest = 0x80;
    } else if ((lead & 0xf0) == 0xe0) {
      more = 2, value = lead & 0x0f, smallest = 0x800;
    } else if ((lead & 0xf8) == 0xf0) {
      more = 3, value = lead & 0x07, smallest = 0x10000;
    } else {
      return false;
    }
    for (; more > 0; --more, ++i) {
      if (i >= bytes.size() || (bytes[i] & 0xc0) != 0x80) return false;
      value = value << 6 | (bytes[i] & 0x3fu);
    }
    if (value < smallest || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return false;
  }
  return true;
}

}  // namespace candor::crypto

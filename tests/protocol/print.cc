#include "tests/protocol/print.h"

#include <cstdlib>
#include <iostream>

#include "base/text.h"
#include "crypto/hash.h"

namespace candor::testing {
namespace {

constexpr std::size_t kInline = 64;
constexpr std::size_t kWhole = 512;
constexpr std::size_t kEnd = 16;
constexpr std::size_t kLine = 32;
constexpr std::size_t kFieldWidth = 26;

std::string Shortened(ByteView bytes) {
  return Cat(bytes.size(), " bytes, SHA-256 ", HexEncode(crypto::Sha256({bytes})), ", ",
             HexEncode(bytes.first(kEnd)), "…", HexEncode(bytes.last(kEnd)));
}

std::string Padded(std::string_view field) {
  std::string out = Cat("  ", field);
  if (out.size() < kFieldWidth) out.append(kFieldWidth - out.size(), ' ');
  return out + " ";
}

[[noreturn]] void Fail(std::string_view why) {
  std::cerr << "worked examples: " << why << "\n";
  std::exit(1);
}

}  // namespace

void Section(std::string_view name) { std::cout << "=== " << name << "\n"; }
void Line(std::string_view line) { std::cout << line << "\n"; }
void Text(std::string_view what, std::string_view text) {
  std::cout << what << " = \"" << text << "\"\n";
}
void Number(std::string_view what, std::uint64_t value) {
  std::cout << what << " = " << value << "\n";
}

void Hex(std::string_view what, ByteView bytes) {
  if (bytes.size() <= kInline) {
    std::cout << what << " = " << HexEncode(bytes) << "\n";
    return;
  }
  if (bytes.size() > kWhole) return Digest(what, bytes);
  std::cout << what << ", " << bytes.size() << " bytes\n";
  for (std::size_t at = 0; at < bytes.size(); at += kLine) {
    std::cout << "  " << HexEncode(bytes.subspan(at, std::min(kLine, bytes.size() - at))) << "\n";
  }
}

void Digest(std::string_view what, ByteView bytes) {
  std::cout << what << ", " << Shortened(bytes) << "\n";
}

Dissection::Dissection(std::string_view what, ByteView encoding)
    : encoding_(ToBytes(encoding)), rest_(encoding_) {
  std::cout << what << ", " << encoding.size() << " bytes\n";
}

Dissection::~Dissection() {
  if (!rest_.empty()) Fail("a dissection leaves bytes over");
}

ByteView Dissection::Take(std::size_t size) {
  if (rest_.size() < size) Fail("a dissection runs out of bytes");
  const ByteView taken = rest_.first(size);
  rest_ = rest_.subspan(size);
  return taken;
}

std::size_t Dissection::TakeLength(std::size_t length_size, std::string& shown) {
  const ByteView bytes = Take(length_size);
  shown = HexEncode(bytes);
  std::size_t length = 0;
  for (const std::uint8_t byte : bytes) length = length << 8 | byte;
  return length;
}

Dissection& Dissection::Fixed(std::string_view field, std::size_t size) {
  const ByteView bytes = Take(size);
  std::cout << Padded(field) << (size <= kInline ? HexEncode(bytes) : Shortened(bytes)) << "\n";
  return *this;
}

Dissection& Dissection::Text(std::string_view field, std::size_t length_size) {
  std::string length;
  const std::size_t size = TakeLength(length_size, length);
  std::cout << Padded(field) << length << " \"" << AsText(Take(size)) << "\"\n";
  return *this;
}

Dissection& Dissection::Opaque(std::string_view field, std::size_t length_size) {
  std::string length;
  const std::size_t size = TakeLength(length_size, length);
  const ByteView bytes = Take(size);
  std::cout << Padded(field) << length << " "
            << (size <= kInline ? HexEncode(bytes) : Shortened(bytes)) << "\n";
  return *this;
}

}  // namespace candor::testing

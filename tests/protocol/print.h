// How worked examples are printed: blocks of lines that a person can follow and a program compare.
//
//   === <name>
//   <what> = "<text>"
//   <what> = <hexadecimal>                                  up to 64 bytes
//   <what>, <n> bytes                                       more: 32 bytes a line
//   <what>, <n> bytes, SHA-256 <hex>, <first 16>…<last 16>  much more
//
// A Dissection takes an encoding apart, field by field, and ends the program when the fields are
// not all of it: what is printed is what the code encodes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace candor::testing {

void Section(std::string_view name);
void Line(std::string_view line);
void Text(std::string_view what, std::string_view text);
void Number(std::string_view what, std::uint64_t value);
void Hex(std::string_view what, ByteView bytes);
void Digest(std::string_view what, ByteView bytes);

class Dissection {
 public:
  Dissection(std::string_view what, ByteView encoding);  // copies
  ~Dissection();
  Dissection(const Dissection&) = delete;
  Dissection& operator=(const Dissection&) = delete;

  // The next `size` bytes; more than 64 of them shortened.
  Dissection& Fixed(std::string_view field, std::size_t size);
  // A length of that many bytes, and what it counts: as text in quotes, or as bytes.
  Dissection& Text(std::string_view field, std::size_t length_size);
  Dissection& Opaque(std::string_view field, std::size_t length_size);

 private:
  ByteView Take(std::size_t size);
  std::size_t TakeLength(std::size_t length_size, std::string& shown);
  const Bytes encoding_;
  ByteView rest_;
};

}  // namespace candor::testing

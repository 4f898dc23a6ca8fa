// Binary HTTP (RFC 9292, message/bhttp): a request or a response as bytes, outside any connection.
//
//   Request  = Framing Indicator (i) = 0 | Request Control Data | Field Section | Content |
//              Field Section | Padding                                                        §3.1
//   Response = Framing Indicator (i) = 1 | (Status (i) = 100..199 | Field Section)... |
//              Status (i) = 200..599 | Field Section | Content | Field Section | Padding      §3.1
//
// Encode writes these known-length forms, every section with its length, and never truncates.
// Decode reads them and the indeterminate-length forms of §3.2 (framing 2 and 3), truncated where
// §3.8 allows it: before a section that is empty, with all that would follow it empty too.
//
// Promise: what decodes is a message that RFC 9292 calls valid, or a stricter one, and Encode
// refuses what Decode would. Refused, each with its reason: the other kind of message, an unknown
// framing, a status out of range, an end at any other place, padding that is not zero (§3.8), a
// field name with an upper-case letter or another byte that HTTP/2 has no place for, a field value
// that HTTP/2 would call malformed (§3.6 → RFC 9113 §8.2.1), the five pseudo-fields that control
// data stands for, any pseudo-field after another field or in trailers (§3.6), control data against
// RFC 9113 §8.3.1.
// Stricter than the RFC: CONNECT is refused, for a tunnel is no message; and what is larger than
// kMaxBinaryHttpSize, kMaxFieldLines or kMaxInformational.
// Not promised: one form. The same message has many encodings (long integers, framings, truncation,
// padding); who needs one form encodes again and compares, as crypto/oblivious_message.h does. Nor
// does a repeated field name mean anything here: lines stay as they came, in their order (§3.6),
// and combining them (RFC 9110 §5.2) is the reader's. Nor are fields about connections, or a
// content-length that disagrees with the content, looked at.
//
// Errors: InvalidArgument without a byte of the input. Messages are ordinary memory, not wiped.
// Pure and thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::crypto {

inline constexpr std::size_t kMaxBinaryHttpSize = 64 * 1024;  // padding included
inline constexpr std::size_t kMaxFieldLines = 128;            // of one section
inline constexpr std::size_t kMaxInformational = 16;

// The framing indicators of RFC 9292 §3.3.
enum class BinaryHttpFraming : std::uint8_t {
  kKnownLengthRequest = 0,
  kKnownLengthResponse = 1,
  kIndeterminateLengthRequest = 2,
  kIndeterminateLengthResponse = 3,
};

// §3.6. `name` in lower case, at least one byte; `value` any bytes but NUL, CR and LF, without
// space or tab at its ends.
struct FieldLine {
  std::string name;
  std::string value;
  bool operator==(const FieldLine&) const = default;
};
using FieldSection = std::vector<FieldLine>;

struct BinaryHttpRequest {
  // Control data (§3.4).
  std::string method;
  std::string scheme;
  std::string authority;  // may be empty, where a request in HTTP/2 would have no :authority
  std::string path;
  FieldSection header;
  Bytes content;
  FieldSection trailer;

  bool operator==(const BinaryHttpRequest&) const = default;

  // Known length (§3.1), padded with zeroes to `padded_size` bytes (§3.8); 0 is no padding. An
  // error for a message that is larger. One allocation, so no outgrown copy of the content is left
  // behind.
  absl::StatusOr<Bytes> Encode(std::size_t padded_size = 0) const;
  static absl::StatusOr<BinaryHttpRequest> Decode(ByteView message);
};

// §3.5.1
struct InformationalResponse {
  std::uint16_t status = 0;  // 100 to 199
  FieldSection header;
  bool operator==(const InformationalResponse&) const = default;
};

struct BinaryHttpResponse {
  std::vector<InformationalResponse> informational;
  std::uint16_t status = 0;  // 200 to 599 (§3.5)
  FieldSection header;
  Bytes content;
  FieldSection trailer;

  bool operator==(const BinaryHttpResponse&) const = default;

  // As of a request.
  absl::StatusOr<Bytes> Encode(std::size_t padded_size = 0) const;
  static absl::StatusOr<BinaryHttpResponse> Decode(ByteView message);
};

}  // namespace candor::crypto

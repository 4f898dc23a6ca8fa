#include "crypto/binary_http.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "crypto/varint.h"

namespace candor::crypto {
namespace {

using Framing = BinaryHttpFraming;

enum class Place { kHeader, kTrailer };

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsLetter(char c) { return IsLower(c) || (c >= 'A' && c <= 'Z'); }
bool IsVisible(char c) { return c > 0x20 && c < 0x7f; }
bool IsSpace(char c) { return c == ' ' || c == '\t'; }

bool IsOneOf(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// token (RFC 9110 §5.6.2)
bool IsTokenCharacter(char c) { return IsLetter(c) || IsDigit(c) || IsOneOf(c, "!#$%&'*+-.^_`|~"); }

bool IsToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsTokenCharacter);
}

bool IsPseudo(std::string_view name) { return name.starts_with(':'); }

// The pseudo-fields that control data stands for (§3.6).
bool IsControlData(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames = {":method", ":scheme", ":authority", ":path",
                                                      ":status"};
  return std::ranges::find(kNames, name) != kNames.end();
}

// Each check gives a reason, or nothing where all is well.
using Reason = std::string_view;

// §3.6; names as in RFC 9113 §8.2.1, where they are lower case.
Reason CheckName(std::string_view name, Place place, bool pseudo_allowed) {
  const std::string_view token = IsPseudo(name) ? name.substr(1) : name;
  if (!IsToken(token)) return "a field name is empty or has a byte that has no place there";
  if (std::ranges::any_of(token, [](char c) { return IsLetter(c) && !IsLower(c); })) {
    return "a field name is not in lower case";
  }
  if (!IsPseudo(name)) return {};
  if (IsControlData(name)) return "a field stands for control data";
  if (place == Place::kTrailer) return "a trailer holds a pseudo-field";
  if (!pseudo_allowed) return "a pseudo-field stands behind another field";
  return {};
}

// RFC 9113 §8.2.1
Reason CheckValue(std::string_view value) {
  if (value.find_first_of(std::string_view("\0\r\n", 3)) != std::string_view::npos) {
    return "a field value has a zero byte or a line break";
  }
  if (!value.empty() && (IsSpace(value.front()) || IsSpace(value.back()))) {
    return "a field value begins or ends with a space";
  }
  return {};
}

Reason CheckSection(const FieldSection& section, Place place) {
  if (section.size() > kMaxFieldLines) return "a section has more than 128 fields";
  bool pseudo_allowed = true;
  for (const auto& line : section) {
    if (const Reason why = CheckName(line.name, place, pseudo_allowed); !why.empty()) return why;
    if (const Reason why = CheckValue(line.value); !why.empty()) return why;
    pseudo_allowed = pseudo_allowed && IsPseudo(line.name);
  }
  return {};
}

bool IsScheme(std::string_view scheme) {  // RFC 3986 §3.1
  return !scheme.empty() && IsLetter(scheme.front()) && std::ranges::all_of(scheme, [](char c) {
    return IsLetter(c) || IsDigit(c) || IsOneOf(c, "+-.");
  });
}

// §3.4 → RFC 9113 §8.3.1. Userinfo is refused in every scheme, for it could name a person.
Reason CheckControlData(const BinaryHttpRequest& request) {
  if (!IsToken(request.method)) return "the method is not a token";
  if (request.method == "CONNECT") return "CONNECT opens a tunnel, which is no message";
  if (!IsScheme(request.scheme)) return "the scheme is not one";
  if (!std::ranges::all_of(request.authority,
                           [](char c) { return IsVisible(c) && !IsOneOf(c, "@/?#\\"); })) {
    return "the authority is more than a host and a port";
  }
  if (!std::ranges::all_of(request.path, [](char c) { return IsVisible(c) && c != '#'; })) {
    return "the path has a byte that has no place there";
  }
  const bool asterisk = request.method == "OPTIONS" && request.path == "*";
  const bool is_http = request.scheme == "http" || request.scheme == "https";
  if (is_http && !request.path.starts_with('/') && !asterisk) {
    return "the path does not begin with a slash";
  }
  return {};
}

Reason CheckMessage(const BinaryHttpRequest& request) {
  if (const Reason why = CheckControlData(request); !why.empty()) return why;
  if (const Reason why = CheckSection(request.header, Place::kHeader); !why.empty()) return why;
  return CheckSection(request.trailer, Place::kTrailer);
}

bool IsInformational(std::uint64_t status) { return status >= 100 && status <= 199; }  // §3.5.1
bool IsFinal(std::uint64_t status) { return status >= 200 && status <= 599; }          // §3.5

Reason CheckMessage(const BinaryHttpResponse& response) {
  if (response.informational.size() > kMaxInformational) {
    return "there are more than 16 informational responses";
  }
  for (const auto& part : response.informational) {
    if (!IsInformational(part.status)) return "an informational status is out of range";
    if (const Reason why = CheckSection(part.header, Place::kHeader); !why.empty()) return why;
  }
  if (!IsFinal(response.status)) return "the status is out of range";
  if (const Reason why = CheckSection(response.header, Place::kHeader); !why.empty()) return why;
  return CheckSection(response.trailer, Place::kTrailer);
}

// --- encoding ---

std::size_t CountedSize(std::size_t size) { return VarintSize(size) + size; }

std::size_t LinesSize(const FieldSection& section) {
  std::size_t size = 0;
  for (const auto& line : section) {
    size += CountedSize(line.name.size()) + CountedSize(line.value.size());
  }
  return size;
}

void WriteCounted(ByteView bytes, Writer& out) {
  WriteVarint(bytes.size(), out);
  out.Fixed(bytes);
}

// Known-Length Field Section { Length (i), Field Line (..) ... }                              §3.1
// Field Line { Name Length (i) = 1.., Name (..), Value Length (i), Value (..) }               §3.6
void WriteSection(const FieldSection& section, Writer& out) {
  WriteVarint(LinesSize(section), out);
  for (const auto& line : section) {
    WriteCounted(AsBytes(line.name), out);
    WriteCounted(AsBytes(line.value), out);
  }
}

// Header section, Known-Length Content { Content Length (i), Content (..) }, trailer section  §3.1
template <class Message>
void WriteBody(const Message& message, Writer& out) {
  WriteSection(message.header, out);
  WriteCounted(message.content, out);
  WriteSection(message.trailer, out);
}

template <class Message>
std::size_t BodySize(const Message& message) {
  return CountedSize(LinesSize(message.header)) + CountedSize(message.content.size()) +
         CountedSize(LinesSize(message.trailer));
}

std::size_t MessageSize(const BinaryHttpRequest& request) {
  return 1 + CountedSize(request.method.size()) + CountedSize(request.scheme.size()) +
         CountedSize(request.authority.size()) + CountedSize(request.path.size()) +
         BodySize(request);
}

std::size_t MessageSize(const BinaryHttpResponse& response) {
  std::size_t size = 1 + VarintSize(response.status) + BodySize(response);
  for (const auto& part : response.informational) {
    size += VarintSize(part.status) + CountedSize(LinesSize(part.header));
  }
  return size;
}

// Framing Indicator (i) = 0                                                                   §3.3
// Request Control Data { Method Length (i), Method (..), Scheme Length (i), Scheme (..),
//                        Authority Length (i), Authority (..), Path Length (i), Path (..) }   §3.4
void WriteMessage(const BinaryHttpRequest& request, Writer& out) {
  WriteVarint(static_cast<std::uint64_t>(Framing::kKnownLengthRequest), out);
  for (const auto* const part :
       {&request.method, &request.scheme, &request.authority, &request.path}) {
    WriteCounted(AsBytes(*part), out);
  }
  WriteBody(request, out);
}

// Framing Indicator (i) = 1                                                                   §3.3
// Informational Response Control Data { Status Code (i) = 100..199 }, its field section     §3.5.1
// Final Response Control Data { Status Code (i) = 200..599 }                                  §3.5
void WriteMessage(const BinaryHttpResponse& response, Writer& out) {
  WriteVarint(static_cast<std::uint64_t>(Framing::kKnownLengthResponse), out);
  for (const auto& part : response.informational) {
    WriteVarint(part.status, out);
    WriteSection(part.header, out);
  }
  WriteVarint(response.status, out);
  WriteBody(response, out);
}

template <class Message>
absl::StatusOr<Bytes> EncodeMessage(const Message& message, std::size_t padded_size) {
  if (const Reason why = CheckMessage(message); !why.empty()) {
    return absl::InvalidArgumentError(Cat("the HTTP message cannot be encoded: ", why));
  }
  const std::size_t size = MessageSize(message);
  const std::size_t limit = padded_size == 0 ? kMaxBinaryHttpSize : padded_size;
  if (size > limit || limit > kMaxBinaryHttpSize) {
    return absl::InvalidArgumentError(
        Cat("the HTTP message has ", size, " bytes; it may have ", limit));
  }
  Writer out;
  out.Reserve(std::max(size, padded_size));
  WriteMessage(message, out);
  Bytes bytes = out.Take();
  // Padding (..): zeroes (§3.8). No reallocation: there is room.
  bytes.resize(std::max(size, padded_size));
  return bytes;
}

// --- decoding ---

// Reads what the framings have in common. Whatever is wrong fails the reader, and is asked once.
class MessageReader {
 public:
  explicit MessageReader(ByteView message) : in_(message) {
    if (message.size() > kMaxBinaryHttpSize) in_.Fail("more than 64 KiB");
  }

  // The message must be of one of these two framings, which say how its sections are formed.
  void TakeFraming(Framing known, Framing indeterminate) {
    const std::uint64_t value = ReadVarint(in_);
    known_length_ = value == static_cast<std::uint64_t>(known);
    if (!known_length_ && value != static_cast<std::uint64_t>(indeterminate)) {
      in_.Fail("not of this kind of message");
    }
  }

  std::uint64_t TakeInteger() { return ReadVarint(in_); }
  std::string TakeText() { return std::string(AsText(TakeCounted(in_))); }

  FieldSection TakeSection() {
    // Truncated here: what is missing counts as sent with length zero (§3.8).
    if (in_.AtEnd()) return {};
    return known_length_ ? TakeKnownSection() : TakeIndeterminateSection();
  }

  Bytes TakeContent() {
    if (in_.AtEnd()) return {};
    return known_length_ ? ToBytes(TakeCounted(in_)) : TakeChunks();
  }

  void Fail(Reason why) { in_.Fail(why); }
  bool ok() const { return in_.ok(); }

  // What is left is padding.
  absl::Status Finish(std::string_view what) {
    const ByteView padding = in_.FixedView(in_.rest().size());
    if (std::ranges::any_of(padding, [](std::uint8_t b) { return b != 0; })) {
      in_.Fail("the padding is not zero");
    }
    return in_.Finish(what);
  }

 private:
  static ByteView TakeCounted(Reader& in) {
    const std::uint64_t size = ReadVarint(in);
    if (size > kMaxBinaryHttpSize) in.Fail("ends too early");
    return in.FixedView(size);
  }

  // `name` was read; its value follows.
  void AddLine(ByteView name, Reader& in, FieldSection& out) {
    const ByteView value = TakeCounted(in);
    if (out.size() >= kMaxFieldLines) {
      in_.Fail("a section has more than 128 fields");
      in.Fail("too many");
    }
    if (in.ok()) out.push_back({std::string(AsText(name)), std::string(AsText(value))});
  }

  FieldSection TakeKnownSection() {
    FieldSection out;
    Reader section(TakeCounted(in_));
    while (!section.AtEnd()) AddLine(TakeCounted(section), section, out);
    if (!section.ok()) in_.Fail("a field line does not fit into its section");
    return out;
  }

  // Indeterminate-Length Field Section { Field Line (..) ..., Content Terminator (i) = 0 }
  FieldSection TakeIndeterminateSection() {
    FieldSection out;
    while (in_.ok()) {
      const ByteView name = TakeCounted(in_);
      if (name.empty()) break;
      AddLine(name, in_, out);
    }
    return out;
  }

  // Indeterminate-Length Content { (Chunk Length (i) = 1.., Chunk (..)) ..., Terminator (i) = 0 }
  Bytes TakeChunks() {
    Bytes out;
    while (in_.ok()) {
      const ByteView chunk = TakeCounted(in_);
      if (chunk.empty()) break;
      Append(out, chunk);
    }
    return out;
  }

  Reader in_;
  bool known_length_ = true;
};

template <class Message>
void TakeBody(MessageReader& in, Message& out) {
  out.header = in.TakeSection();
  out.content = in.TakeContent();
  out.trailer = in.TakeSection();
}

template <class Message>
absl::StatusOr<Message> Checked(MessageReader& in, Message message, std::string_view what) {
  CANDOR_RETURN_IF_ERROR(in.Finish(what));
  if (const Reason why = CheckMessage(message); !why.empty()) {
    return absl::InvalidArgumentError(Cat(what, ": ", why));
  }
  return message;
}

}  // namespace

absl::StatusOr<Bytes> BinaryHttpRequest::Encode(std::size_t padded_size) const {
  return EncodeMessage(*this, padded_size);
}

absl::StatusOr<BinaryHttpRequest> BinaryHttpRequest::Decode(ByteView message) {
  MessageReader in(message);
  in.TakeFraming(Framing::kKnownLengthRequest, Framing::kIndeterminateLengthRequest);
  BinaryHttpRequest out;
  for (auto* const part : {&out.method, &out.scheme, &out.authority, &out.path}) {
    *part = in.TakeText();
  }
  TakeBody(in, out);
  return Checked(in, std::move(out), "binary HTTP request");
}

absl::StatusOr<Bytes> BinaryHttpResponse::Encode(std::size_t padded_size) const {
  return EncodeMessage(*this, padded_size);
}

absl::StatusOr<BinaryHttpResponse> BinaryHttpResponse::Decode(ByteView message) {
  MessageReader in(message);
  in.TakeFraming(Framing::kKnownLengthResponse, Framing::kIndeterminateLengthResponse);
  BinaryHttpResponse out;
  std::uint64_t status = in.TakeInteger();
  while (in.ok() && IsInformational(status)) {
    if (out.informational.size() == kMaxInformational) in.Fail("too many informational responses");
    out.informational.push_back({static_cast<std::uint16_t>(status), in.TakeSection()});
    status = in.TakeInteger();
  }
  if (in.ok() && !IsFinal(status)) in.Fail("the status is out of range");
  out.status = static_cast<std::uint16_t>(status);
  TakeBody(in, out);
  return Checked(in, std::move(out), "binary HTTP response");
}

}  // namespace candor::crypto

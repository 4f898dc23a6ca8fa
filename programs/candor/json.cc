#include "programs/candor/json.h"

#include "base/bytes.h"
#include "crypto/codec.h"

namespace candor::cli {
namespace {

void AppendUnit(std::string& out, unsigned unit) {
  const std::uint8_t bytes[2] = {static_cast<std::uint8_t>(unit >> 8),
                                 static_cast<std::uint8_t>(unit)};
  out.append("\\u").append(HexEncode(bytes));
}

void AppendCodePoint(std::string& out, unsigned point) {
  if (point == '"' || point == '\\') {
    out.push_back('\\');
    out.push_back(static_cast<char>(point));
  } else if (point >= 0x20 && point < 0x7f) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x10000) {
    AppendUnit(out, point);
  } else {
    AppendUnit(out, 0xd800 + ((point - 0x10000) >> 10));
    AppendUnit(out, 0xdc00 + ((point - 0x10000) & 0x3ff));
  }
}

// Of well-formed UTF-8.
std::string Quote(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    unsigned point = length == 1 ? lead : lead & (0xff >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3f);
    }
    AppendCodePoint(out, point);
    i += length;
  }
  return out + "\"";
}

}  // namespace

Json::Json(std::string_view text)
    : opening_(Quote(crypto::IsUtf8(AsBytes(text)) ? text : "[not text]")) {}

Json& Json::Set(std::string_view key, const Json& value) & {
  if (!inside_.empty()) inside_ += ",";
  inside_ += Quote(key) + ":" + value.Dump();
  return *this;
}

Json& Json::Add(const Json& value) & {
  if (!inside_.empty()) inside_ += ",";
  inside_ += value.Dump();
  return *this;
}

}  // namespace candor::cli

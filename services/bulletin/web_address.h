// WebAddress: the address of a page that everybody may open, checked once.
//
// It is printed, put into a link, a calendar, a feed and a QR code; so it holds nothing that any of these
// could read as something else. Only https: a page about an anonymous jam that is read without encryption
// tells the network who is interested. It is the same for everybody: never put a person's invite into it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace candor::services::bulletin {

class WebAddress {
 public:
  // Small enough for a QR code that a telephone reads from a poster two metres away.
  static constexpr std::size_t kMaxSize = 300;

  // "https://", a host, and the characters of RFC 3986, no user or password before the host. Errors say
  // what to give instead, and do not repeat the text.
  static absl::StatusOr<WebAddress> Parse(std::string_view text);

  const std::string& text() const { return text_; }
  bool operator==(const WebAddress&) const = default;

 private:
  explicit WebAddress(std::string_view text) : text_(text) {}
  std::string text_;
};

}  // namespace candor::services::bulletin

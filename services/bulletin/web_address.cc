#include "services/bulletin/web_address.h"

#include <algorithm>

namespace candor::services::bulletin {
namespace {

bool IsLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsOfAddresses(char c) {
  return IsLetterOrDigit(c) || std::string_view("-._~:/?#[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

// Names and numbers; a port may follow.
bool IsOfHosts(char c) { return IsLetterOrDigit(c) || c == '-' || c == '.' || c == ':'; }

}  // namespace

absl::StatusOr<WebAddress> WebAddress::Parse(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  if (!text.starts_with(kScheme)) {
    return absl::InvalidArgumentError(
        "the address of the page does not begin with https://: give it as a browser shows it, from https:// "
        "on");
  }
  if (text.size() > kMaxSize) {
    return absl::InvalidArgumentError(
        "the address of the page is longer than 300 characters, too many for a QR code on a poster: give a "
        "shorter"
        " address of the same page");
  }
  if (!std::ranges::all_of(text, IsOfAddresses)) {
    return absl::InvalidArgumentError(
        "the address of the page has a character that addresses do not have, such as a blank or an umlaut: "
        "copy it"
        " from the browser, where they are written with %");
  }
  const std::string_view rest = text.substr(kScheme.size());
  const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  if (host.empty() || !IsLetterOrDigit(host.front()) || !std::ranges::all_of(host, IsOfHosts)) {
    return absl::InvalidArgumentError(
        "the address of the page names no host after https://, or a user before it: give it as"
        " https://host/path");
  }
  return WebAddress(text);
}

}  // namespace candor::services::bulletin

#include "services/bulletin/qr_code.h"

#include <qrencode.h>

#include <memory>
#include <new>

#include "base/harmless_text.h"
#include "base/markup.h"
#include "base/text.h"

namespace candor::services::bulletin {
namespace {

constexpr int kQuietZone = 4;

struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};
using Code = std::unique_ptr<QRcode, FreeCode>;

Code Encode(const WebAddress& address) {
  Code code(QRcode_encodeString8bit(address.text().c_str(), /*version=*/0, QR_ECLEVEL_Q));
  // An address has no NUL and at most 300 bytes, where level Q takes 1,663: what is left is a lack of memory,
  // which says here what it says everywhere else.
  if (code == nullptr) throw std::bad_alloc();
  return code;
}

// Dark modules as rows of bars: "M x y h n v 1 h -n z".
std::string BarsOf(const QRcode& code) {
  std::string out;
  for (int y = 0; y < code.width; ++y) {
    const auto dark = [&](int x) { return x < code.width && (code.data[y * code.width + x] & 1) != 0; };
    for (int x = 0; x < code.width; ++x) {
      if (!dark(x)) continue;
      const int from = x;
      while (dark(x)) ++x;
      out += Cat("M", from + kQuietZone, " ", y + kQuietZone, "h", x - from, "v1h-", x - from, "z");
    }
  }
  return out;
}

}  // namespace

std::string QrCodeAsSvg(const WebAddress& address, std::string_view label) {
  const Code code = Encode(address);
  const int side = code->width + 2 * kQuietZone;
  return Cat("<svg class=\"qr\" viewBox=\"0 0 ", side, " ", side, "\" role=\"img\" aria-label=\"",
             MarkupText(HarmlessLine(label)), "\" shape-rendering=\"crispEdges\"><rect width=\"", side,
             "\" height=\"", side, "\" fill=\"#fff\"/><path fill=\"#000\" d=\"", BarsOf(*code), "\"/></svg>");
}

}  // namespace candor::services::bulletin

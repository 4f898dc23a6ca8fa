// QR codes (ISO/IEC 18004) as SVG, by libqrencode.
//
// Dark on light whatever the page around it does, with the quiet zone of four modules that readers need:
// a code in the colours of a dark page is one that many telephones do not read. A quarter of it may be
// torn or dirty (level Q). The same address gives the same bytes. Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "services/bulletin/web_address.h"

namespace candor::services::bulletin {

// An <svg> element, named by `label` for those who do not see it. It has no size of its own.
std::string QrCodeAsSvg(const WebAddress& address, std::string_view label);

}  // namespace candor::services::bulletin

// Text inside HTML and XML.
#pragma once

#include <string>
#include <string_view>

namespace candor {

// & < > " ' as character references: nothing in the text opens, closes or ends anything, between tags or
// inside a quoted attribute. Not enough inside <script>, <style>, a comment, or an attribute that is
// itself code or an address. Controls are not touched: base/harmless_text.h comes before this. Pure and
// thread-safe.
std::string MarkupText(std::string_view text);

}  // namespace candor

#include "services/bulletin/page.h"

#include "base/bytes.h"
#include "base/harmless_text.h"
#include "base/markup.h"
#include "base/text.h"
#include "crypto/hash.h"

namespace candor::services::bulletin {

std::string LineMarkup(std::string_view text) { return MarkupText(HarmlessLine(text)); }

std::string BlockMarkup(std::string_view text) {
  return MarkupText(HarmlessText(text, DirectionMarks::kShow));
}

std::string DocumentMarkup(const Document& document) {
  const std::string policy =
      Cat("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-",
          Base64Encode(crypto::Sha256({AsBytes(document.style)})), "'");
  return Cat("<!DOCTYPE html>\n<html lang=\"", TagOf(document.language),
             "\">\n<head>\n<meta charset=\"utf-8\">\n",
             "<meta http-equiv=\"Content-Security-Policy\" content=\"", policy, "\">\n",
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
             "<meta name=\"color-scheme\" content=\"", document.scheme, "\">\n",
             "<meta name=\"referrer\" content=\"no-referrer\">\n<title>", LineMarkup(document.title),
             "</title>\n<style>", document.style, "</style>\n</head>\n<body>\n", document.body,
             "</body>\n</html>\n");
}

}  // namespace candor::services::bulletin

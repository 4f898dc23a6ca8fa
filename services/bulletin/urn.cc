#include "services/bulletin/urn.h"

#include "base/bytes.h"
#include "base/text.h"

namespace candor::services::bulletin {

std::string UrnPart(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', kDigits[byte >> 4], kDigits[byte & 0xf]};
  }
  return out;
}

std::string UrnOfEntry(std::string_view log_origin, std::uint64_t log_index) {
  return Cat("urn:candor:log:", UrnPart(log_origin), ":", log_index);
}

std::string UrnOfJam(std::string_view log_origin, const records::CampaignId& campaign_id) {
  return Cat("urn:candor:jam:", UrnPart(log_origin), ":", HexEncode(campaign_id));
}

}  // namespace candor::services::bulletin

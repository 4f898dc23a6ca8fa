// Names of what a log holds, for calendars and feeds: the same for everybody who made them from the same log.
//
//   urn:candor:log:nordhafen.example/board:123                   an entry
//   urn:candor:jam:nordhafen.example/board:4f2a91c0…             a jam
//
// They name and do not locate: nothing is fetched by them. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/ids.h"

namespace candor::services::bulletin {

// A text as a part of a URN (RFC 8141): letters, digits, "-._~" and "/" stay, every other byte becomes
// %XX. No two texts give the same part, and ":" is in none.
std::string UrnPart(std::string_view text);

std::string UrnOfEntry(std::string_view log_origin, std::uint64_t log_index);
std::string UrnOfJam(std::string_view log_origin, const records::CampaignId& campaign_id);

}  // namespace candor::services::bulletin

#include "tests/linkage/watching.h"

namespace candor::linkage {

Watching::Watching(const Evidence& evidence) {
  std::map<UnixSeconds, std::size_t> handed_on;
  for (const auto& packet : evidence.packets) {
    if (packet.from == Place::kRelay && packet.to == Place::kBoard) ++handed_on[packet.time];
  }
  for (const auto& packet : evidence.packets) {
    if (packet.from != Place::kMember || packet.to != Place::kRelay) continue;
    if (packet.time < evidence.slots.front()) continue;
    const auto release = handed_on.lower_bound(packet.time);
    Sent sent{.time = packet.time, .released = 0, .company = 1, .size = packet.size};
    if (release != handed_on.end()) {
      sent.released = release->first;
      sent.company = release->second;
    }
    sent_[packet.member].push_back(sent);
  }
}

const std::vector<Sent>& Watching::SentBy(MemberId member) const {
  static const std::vector<Sent> kNone;
  const auto at = sent_.find(member);
  return at == sent_.end() ? kNone : at->second;
}

UnixSeconds Watching::FirstSent(MemberId member) const {
  const auto& sent = SentBy(member);
  return sent.empty() ? 0 : sent.front().time;
}

}  // namespace candor::linkage

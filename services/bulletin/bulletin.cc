#include "services/bulletin/bulletin.h"

#include <algorithm>

#include "base/bytes.h"

namespace candor::services::bulletin {

std::vector<PhaseDay> PhaseDaysOf(const records::Phases& phases) {
  std::vector<PhaseDay> out = {
      {Milestone::kVotingSlipsFrom, phases.issuance_opens},
      {Milestone::kSpeakingFrom, phases.speaking_opens},
      {Milestone::kSpeakingUntil, phases.speaking_closes - 1},
  };
  if (phases.converge_ends > phases.speaking_closes) {
    out.push_back({Milestone::kSupportingUntil, phases.converge_ends - 1});
  }
  out.push_back({Milestone::kAnswersUntil, phases.answers_due - 1});
  if (phases.conversation_ends > phases.answers_due) {
    out.push_back({Milestone::kConversationUntil, phases.conversation_ends - 1});
  }
  out.push_back({Milestone::kTextsKeptUntil, phases.retention_ends - 1});
  return out;
}

unsigned Participation::Percent() const {
  if (invited == 0) return 0;
  return static_cast<unsigned>(std::min<std::uint64_t>(100, std::uint64_t{opinions} * 100 / invited));
}

std::string Bulletin::ShortId() const { return HexEncode(campaign_id).substr(0, 8); }

}  // namespace candor::services::bulletin

#include "records/window.h"

namespace candor::records {

KindWindow WindowOf(Kind kind, const Phases& phases, Grace grace) {
  switch (kind) {
    case Kind::kOpinion: return {phases.speaking_opens, SpeakingCloses(phases, grace)};
    case Kind::kContribution: return {phases.speaking_opens, phases.speaking_closes};
    case Kind::kEndorsement: return {phases.speaking_opens, phases.converge_ends};
    case Kind::kFollowUp:
    case Kind::kAppeal:
    case Kind::kRating: return {phases.speaking_opens, phases.conversation_ends};
    case Kind::kWithdrawal: return {phases.speaking_opens, phases.retention_ends};
    case Kind::kBlank: return {SpeakingCloses(phases, grace), phases.conversation_ends};
  }
  return {};
}

SlotNumber LastSlotOf(Kind kind, const Phases& phases, const SlotSchedule& slots, Grace grace) {
  return slots.FirstAtOrAfter(StartOf(WindowOf(kind, phases, grace).closes));
}

}  // namespace candor::records

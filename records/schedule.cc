#include "records/schedule.h"

namespace candor::records {
namespace {

UnixSeconds SlotLength(const SlotSchedule& slots) { return kSecondsPerDay / slots.slots_per_day; }

}  // namespace

void Phases::Write(crypto::Writer& out) const {
  out.U32(issuance_opens).U32(speaking_opens).U32(speaking_closes).U32(converge_ends);
  out.U32(answers_due).U32(conversation_ends).U32(retention_ends).U8(grace_days);
}

Phases Phases::Read(crypto::Reader& in) {
  Phases out;
  out.issuance_opens = in.U32();
  out.speaking_opens = in.U32();
  out.speaking_closes = in.U32();
  out.converge_ends = in.U32();
  out.answers_due = in.U32();
  out.conversation_ends = in.U32();
  out.retention_ends = in.U32();
  out.grace_days = in.U8();
  return out;
}

UnixSeconds SlotSchedule::TimeOf(SlotNumber slot) const {
  return StartOf(first_day) + static_cast<UnixSeconds>(slot) * SlotLength(*this);
}

SlotNumber SlotSchedule::FirstAtOrAfter(UnixSeconds when) const {
  const UnixSeconds since = when - StartOf(first_day);
  if (since <= 0) return 0;
  return static_cast<SlotNumber>((since + SlotLength(*this) - 1) / SlotLength(*this));
}

std::int64_t SlotSchedule::LastAtOrBefore(UnixSeconds when) const {
  const UnixSeconds since = when - StartOf(first_day);
  return since < 0 ? -1 : since / SlotLength(*this);
}

void SlotSchedule::Write(crypto::Writer& out) const { out.U32(first_day).U8(slots_per_day); }

SlotSchedule SlotSchedule::Read(crypto::Reader& in) {
  SlotSchedule out;
  out.first_day = in.U32();
  out.slots_per_day = in.U8();
  if (out.slots_per_day == 0 || 24 % out.slots_per_day != 0) {
    in.Fail("slots a day must divide 24");
    out.slots_per_day = 1;
  }
  return out;
}

absl::Status CheckSchedule(const Phases& phases, const SlotSchedule& slots) {
  if (slots.slots_per_day == 0 || 24 % slots.slots_per_day != 0) {
    return absl::InvalidArgumentError("slots_per_day must be 1, 2, 3, 4, 6, 8, 12 or 24");
  }
  if (phases.issuance_opens > phases.speaking_opens) {
    return absl::InvalidArgumentError("issuance must open no later than speaking");
  }
  if (phases.speaking_opens >= phases.speaking_closes) {
    return absl::InvalidArgumentError("speaking must close after it opens");
  }
  if (phases.speaking_closes > phases.converge_ends ||
      phases.converge_ends > phases.answers_due ||
      phases.answers_due > phases.conversation_ends ||
      phases.conversation_ends >= phases.retention_ends) {
    return absl::InvalidArgumentError(
        "the phases must follow each other: speaking closes, converge ends, answers due, "
        "conversation ends, retention ends");
  }
  if (slots.first_day > phases.speaking_opens) {
    return absl::InvalidArgumentError("the first slot must not be after speaking opens");
  }
  // Both keep slot numbers and days far from overflow, and a plan within a person's horizon.
  constexpr Day kMaxSpan = 3660;
  constexpr Day kEndOfYear9999 = 2'932'896;
  if (phases.retention_ends - slots.first_day > kMaxSpan ||
      phases.retention_ends > kEndOfYear9999) {
    return absl::InvalidArgumentError("a campaign, retention included, spans at most ten years");
  }
  if (phases.grace_days > 60) return absl::InvalidArgumentError("the grace is at most 60 days");
  // Else no blank could follow the opinions of the grace, and nobody could be asked, or appeal, about one.
  if (phases.grace_days > 0 && phases.speaking_closes + phases.grace_days >= phases.conversation_ends) {
    return absl::InvalidArgumentError(
        "the grace must be over before the conversation ends: grace_days after speaking_closes lies on or after "
        "conversation_ends; end the conversation later, or take fewer grace_days");
  }
  return absl::OkStatus();
}

Day SpeakingCloses(const Phases& phases, Grace grace) {
  return phases.speaking_closes + (grace == Grace::kTaken ? phases.grace_days : 0);
}

SlotNumber LastWithdrawalSlot(const Phases& phases, const SlotSchedule& slots) {
  return slots.FirstAtOrAfter(StartOf(phases.retention_ends));
}

}  // namespace candor::records

// Answers and other acts, reading, erasure.
#include <algorithm>

#include "audit/acts.h"
#include "audit/verify/board_check.h"
#include "base/text.h"

namespace candor::audit {
namespace {

using records::Role;

constexpr auto kRule = Severity::kBroken;

bool WasRevoked(const BoardView& view, const records::VerifyKey& key, Role role) {
  const auto actor = view.actors().find(key);
  return actor != view.actors().end() && actor->second.revoked.contains(role) &&
         !view.Holds(key, role);
}

// Who had roles, of which one was taken and none is left.
bool LostItsRole(const BoardView& view, const records::VerifyKey& key) {
  const auto actor = view.actors().find(key);
  return actor != view.actors().end() && !actor->second.revoked.empty() && actor->second.roles.empty();
}

}  // namespace

// What the roles and the rule of each type are asked in the replay; here each failure gets its invariant.
void BoardCheck::CheckActEntry(const At& at, const records::ActEntry& made) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  const auto act = records::Act::Decode(made.record.body);
  if (campaign == nullptr || !act.ok()) {
    return Add(InvariantId::kTargets, kRule, at.index, "an act in a campaign that was not opened");
  }
  if (!made.record.Verify(crypto::Label::kAct).ok()) {
    return Add(InvariantId::kEntries, Severity::kCryptographic, at.index,
               "an act that its author has not signed");
  }
  if (LostItsRole(view_, made.record.signer)) {
    return Add(InvariantId::kRevoked, kRule, at.index, "an act under a role that was revoked");
  }
  const bool publishing = std::holds_alternative<records::Publish>(act->body);
  const absl::Status allowed =
      CheckAct(view_, *campaign, made.record, *act, at.entry.day);
  if (!allowed.ok()) {
    const InvariantId broken = absl::IsPermissionDenied(allowed) ? InvariantId::kEntries
                               : publishing                      ? InvariantId::kPublished
                                                                 : InvariantId::kTargets;
    return Add(broken, kRule, at.index, Cat(records::ActName(act->Type()), ": ", allowed.message()));
  }
  if (at.content.empty()) return;
  const absl::Status content = CheckActContent(*campaign, *act, at.content.content);
  if (content.ok()) return;
  Add(publishing ? InvariantId::kPublished : InvariantId::kContents,
      publishing ? Severity::kCryptographic : kRule, at.index,
      Cat(records::ActName(act->Type()), ": ", content.message()));
}

void BoardCheck::CheckAnswer(const At& at, const records::AnswerEntry& answer) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  const auto decoded = records::Answer::Decode(answer.record.body);
  if (campaign == nullptr || !decoded.ok()) {
    return Add(InvariantId::kTargets, kRule, at.index, "an answer in a campaign that was not opened");
  }
  if (!answer.record.Verify(crypto::Label::kAnswer).ok()) {
    Add(InvariantId::kEntries, Severity::kCryptographic, at.index,
        "an answer that its leader has not signed");
  }
  if (WasRevoked(view_, answer.record.signer, Role::kReader)) {
    return Add(InvariantId::kRevoked, kRule, at.index, "an answer under a role that was revoked");
  }
  const absl::Status allowed = audit::CheckAnswer(view_, *campaign, answer.record.signer, *decoded, at.entry.day);
  if (allowed.ok()) return;
  // Of what is not there, and of everything else that an answer may not be.
  Add(absl::IsNotFound(allowed) ? InvariantId::kTargets : InvariantId::kAnswers, kRule, at.index,
      Cat("answer: ", allowed.message()));
}

void BoardCheck::CheckAccess(const At& at, const records::Access& access) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  const bool batch = campaign != nullptr &&
                     std::ranges::any_of(campaign->batches, [&](const Batch& each) {
                       return each.index == access.batch_index;
                     });
  if (!batch) {
    return Add(InvariantId::kAccess, kRule, at.index,
               "an access to something that is no batch of the campaign, or not yet");
  }
  if (WasRevoked(view_, access.reader, Role::kReader)) {
    return Add(InvariantId::kRevoked, kRule, at.index, "an access under a role that was revoked");
  }
  if (campaign->manifest->draft.FindReader(access.reader) == nullptr) {
    Add(InvariantId::kAccess, kRule, at.index, "an access by somebody who is no reader");
  }
}

void BoardCheck::CheckTombstoneEntry(const At& at, const records::Tombstone& tombstone) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  if (campaign == nullptr) {
    return Add(InvariantId::kTargets, kRule, at.index, "a tombstone of a campaign that was not opened");
  }
  const auto* retention = std::get_if<records::RetentionCause>(&tombstone.cause);
  if (retention != nullptr && at.entry.day < campaign->open.phases.retention_ends) {
    return Add(InvariantId::kRetention, kRule, at.index,
               "a batch was erased before its retention had ended");
  }
  const auto entries = CheckTombstone(view_, *campaign, at.entry.day, tombstone);
  if (!entries.ok()) {
    Add(InvariantId::kTombstones, kRule, at.index, std::string(entries.status().message()));
  }
}

void BoardCheck::CheckDone(const At& at, const records::ErasureDone& done) {
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  const Erasing* erasing = nullptr;
  if (campaign != nullptr) {
    const auto found = std::ranges::find(campaign->erasures, done.tombstone, &Erasing::index);
    if (found != campaign->erasures.end()) erasing = &*found;
  }
  if (erasing == nullptr || erasing->done.has_value()) {
    return Add(InvariantId::kTombstones, kRule, at.index,
               "an erasure without a tombstone that waits for it");
  }
  if (at.entry.day > erasing->day + kErasureLimit) {
    Add(InvariantId::kTombstones, kRule, at.index, "an erasure that took longer than it may");
  }
}

}  // namespace candor::audit

#include "services/facilitator/handover.h"

#include <algorithm>

#include "base/status.h"
#include "base/text.h"

namespace candor::services::facilitator {
namespace {

using records::Named;

// Those whom the manifest names and whose role is in force.
std::vector<Named> FacilitatorsOf(const audit::Campaign& campaign, const audit::BoardView& view) {
  std::vector<Named> out;
  for (const auto& person : campaign.manifest->draft.facilitators) {
    if (view.Holds(person.key, records::Role::kFacilitator)) out.push_back(person);
  }
  return out;
}

const Named* Find(const std::vector<Named>& people, const records::VerifyKey& key) {
  const auto at = std::ranges::find(people, key, &Named::key);
  return at == people.end() ? nullptr : &*at;
}

}  // namespace

absl::StatusOr<WrittenHandover> WriteHandover(const HandoverDraft& draft, const audit::BoardView& view,
                                              const audit::Campaign& campaign,
                                              const crypto::SigningKey& author, Day today,
                                              crypto::RandomSource& random) {
  const auto people = FacilitatorsOf(campaign, view);
  if (Find(people, author.verify_key()) == nullptr) {
    return absl::PermissionDeniedError(
        "Only a facilitator of the campaign writes notes to the others. Nothing was written.");
  }
  for (const auto& name : draft.to) {
    if (std::ranges::find(people, name, &Named::name) == people.end()) {
      return absl::InvalidArgumentError(
          Cat("No facilitator of this campaign is called \"", name, "\". Nothing was written."));
    }
  }
  records::HandoverNote note{.campaign_id = campaign.id, .day = today, .readers = {}, .text = draft.text};
  WrittenHandover out;
  for (const auto& person : people) {
    const bool named = draft.to.empty() || std::ranges::find(draft.to, person.name) != draft.to.end();
    if (!named && person.key != author.verify_key()) continue;
    note.readers.push_back(person.key);
    out.readers.push_back(person.name);
  }
  CANDOR_ASSIGN_OR_RETURN(out.file, records::SealHandover(note, author, random));
  return out;
}

absl::StatusOr<ReceivedHandover> ReadHandover(ByteView file, const audit::BoardView& view,
                                              const crypto::SigningKey& reader) {
  CANDOR_ASSIGN_OR_RETURN(auto opened, records::OpenHandover(file, reader));
  const audit::Campaign* const campaign = view.FindCampaign(opened.note.campaign_id);
  if (campaign == nullptr) {
    return absl::NotFoundError("The note is about a campaign that the public log on this machine does not know.");
  }
  // By the manifest: whoever wrote it may have left since.
  const auto& people = campaign->manifest->draft.facilitators;
  const Named* const author = Find(people, opened.author);
  if (author == nullptr) {
    return absl::FailedPreconditionError(
        "The note was written by somebody who is no facilitator of that campaign: do not rely on it.");
  }
  ReceivedHandover out{.campaign = campaign,
                       .author = author->name,
                       .author_ended = !view.Holds(opened.author, records::Role::kFacilitator),
                       .readers = {},
                       .day = opened.note.day,
                       .text = std::move(opened.note.text)};
  for (const auto& key : opened.note.readers) {
    const Named* const person = Find(people, key);
    out.readers.push_back(person == nullptr ? "somebody who is no facilitator" : person->name);
  }
  return out;
}

}  // namespace candor::services::facilitator

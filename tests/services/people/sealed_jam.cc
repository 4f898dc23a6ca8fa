#include "tests/services/people/sealed_jam.h"

#include <gtest/gtest.h>

#include "tests/support/matchers.h"

namespace candor::testing {

SealedJam::SealedJam()
    : organisation(OrganisationOptions{.readers = 2}), jam(organisation) {
  const auto& bundle = organisation.bundle();
  view = std::make_unique<audit::BoardView>(bundle);
  Append({kOpeningDay, records::kNoCampaign,
          records::Genesis{bundle.Fingerprint(), {}, bundle.trial, bundle.board.origin}});
  for (const auto& record : organisation.AllGovernance()) {
    Append({kOpeningDay, records::kNoCampaign, records::GovernanceEntry{record}});
  }
  audit::EntryText manifest{organisation.random().Array<32>(), jam.manifest().Encode()};
  const auto commitment = records::ContentCommitment(manifest.salt, manifest.content);
  Append({kOpeningDay, jam.id(), records::MakeCampaignOpen(jam.manifest(), commitment, jam.opening())},
         manifest);
}

void SealedJam::Append(const records::LogEntry& entry, const audit::EntryText& content) {
  ASSERT_OK(view->Apply(entry.Encode(), content));
}

void SealedJam::Seal(const std::vector<records::SubmitRequest>& requests, bool withheld) {
  const records::SlotNumber slot = 0;
  const Day day = jam.draft().slots.DayOfSlot(slot);
  records::SealBatch seal;
  seal.slot = slot;
  seal.count = static_cast<std::uint32_t>(requests.size());
  seal.withheld = withheld;
  Append({day, jam.id(), seal});
  for (const auto& request : requests) {
    Append({day, jam.id(), records::SubmissionEntry{request.submission.Encode()}});
  }
}

records::FetchBatchReply::Item SealedJam::ItemOf(const records::SubmitRequest& request) const {
  return {request.submission.body.SubmissionHash(), request.salt, request.envelope};
}

}  // namespace candor::testing

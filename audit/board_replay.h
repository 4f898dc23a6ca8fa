// BoardView's visitor: one call for each entry, with its rule. Part of board_view.h's implementation;
// nothing else includes it.
//
// The entry's form, its day and its content's commitment are checked before. A call that fails has
// changed nothing that a later entry could be judged by: BoardView::Apply stops there.
#pragma once

#include "audit/board_view.h"

namespace candor::audit {

struct BoardView::Replay {
  BoardView& view;
  const records::LogEntry& entry;
  ByteView raw;
  const EntryContent& content;

  Campaign* campaign() const;

  // board_view.cc: the organisation.
  absl::Status operator()(const records::Genesis& genesis) const;
  absl::Status operator()(const records::GovernanceEntry& governance) const;
  absl::Status operator()(const records::Incident& incident) const;
  // board_gateway.cc
  absl::Status operator()(const records::GatewayKeyEntry& gateway) const;

  // board_replay.cc: campaigns.
  absl::Status operator()(const records::CampaignOpen& open) const;
  absl::Status operator()(const records::CampaignExtend& extend) const;
  absl::Status operator()(const records::CampaignClose& close) const;
  absl::Status operator()(const records::SealBatch& seal) const;
  absl::Status operator()(const records::SubmissionEntry& submission) const;
  absl::Status operator()(const records::AnswerEntry& answer) const;
  absl::Status operator()(const records::Access& access) const;

  // board_replay_acts.cc
  absl::Status operator()(const records::ActEntry& made) const;

  // board_erasures.cc
  absl::Status operator()(const records::Tombstone& tombstone) const;
  absl::Status operator()(const records::ErasureDone& done) const;

  template <class IssuersOwn>
  absl::Status operator()(const IssuersOwn&) const {
    return absl::FailedPreconditionError("an entry of an issuer's log in the board's");
  }

 private:
  // board_governance.cc: what a record that was checked changes.
  void Take(const records::ActorGrant& grant) const;
  void Take(const records::ActorRevoke& revoke) const;
  void Take(const records::PolicyChange& change) const;
  void Take(const records::CharterRotate& rotate) const;
  void Take(const records::RosterRecord& roster) const;

  // Takes the thread acts of a batch, once all of it is there, in the order of their chains.
  absl::Status CloseBatch(Campaign& at) const;
};

// board_replay_acts.cc: what a submission that was checked does to the state of acts. A thread act is taken in
// the order of its chain.
void TakeFirstBody(Campaign& campaign, const records::SubmissionBody& body, const crypto::Hash& hash);
void TakeThreadAct(Campaign& campaign, const records::SubmissionBody& body, const crypto::Hash& hash);

}  // namespace candor::audit

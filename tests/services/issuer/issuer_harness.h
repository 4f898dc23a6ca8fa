// An issuer in process: memory engine, fake clock, a board's log that the test writes, members that
// enrol and draw. A restart is another Issuer on the same disk.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "audit/board_view.h"
#include "audit/issuer_view.h"
#include "crypto/issuance_batch.h"
#include "records/calls.h"
#include "services/issuer/issuer.h"
#include "services/issuer/token_key_store.h"
#include "store/issuer_store.h"
#include "store/memory/faulty_engine.h"
#include "store/memory/memory_engine.h"
#include "tests/support/fake_clock.h"
#include "tests/support/jam_fixture.h"

namespace candor::testing {

// The board's log as a checkpoint with the quorum would show it: whatever was added.
class BoardLog {
 public:
  // With Genesis alone.
  explicit BoardLog(const Organisation& organisation);

  void Add(const records::Governance& record);
  void AddAllGovernance();
  void Open(const Jam& jam);

  const audit::BoardView& view() const { return view_; }
  // As they would be appended by the board's store.
  const std::vector<store::NewEntry>& entries() const { return entries_; }

 private:
  void Apply(records::EntryBody body, const records::CampaignId& campaign,
             std::optional<store::Content> content);

  const Organisation& organisation_;
  audit::BoardView view_;
  std::vector<store::NewEntry> entries_;
};

struct Member {
  crypto::SigningKey key;
  records::EnrolReply enrolled;
};

struct IssuerHarnessOptions {
  std::size_t which = 0;  // of the bundle's issuers
  // Keys that the issuer is to have made for these jams, without the cost of making them.
  std::vector<const Jam*> jams = {};
};

class IssuerHarness {
 public:
  explicit IssuerHarness(const Organisation& organisation, IssuerHarnessOptions options = {});

  services::issuer::Issuer& issuer() { return *issuer_; }
  services::issuer::MemoryTokenKeyStore& token_keys() { return token_keys_; }
  const store::LogStore& log() const { return store_->log(); }
  const store::IssuerStore& store() const { return *store_; }
  FakeClock& clock() { return clock_; }
  BoardLog& board() { return board_; }
  const BoardLog& board() const { return board_; }
  const std::string& origin() const { return origin_; }
  // The next write fails before it happens, as on a full disk; a restart finds room again.
  void FailNextWrite() { plan_->fail_at = plan_->steps; }

  void Restart();
  // What survives a restart; and a start on a copy of it.
  store::MemoryDisk& disk() { return *disk_; }
  void StartOn(std::shared_ptr<store::MemoryDisk> disk) {
    disk_ = std::move(disk);
    Restart();
  }
  void StopWriting(absl::Status why) { may_write_ = std::move(why); }

  // Learns the board's log, ticks, and has the witnesses see what was appended.
  void Follow();
  // The same without the last.
  void FollowUnpublished();

  // The organisation's roster: countersigned, imported.
  void ImportRoster();
  records::CreateInvitesReply Invite(std::vector<std::string> ids);
  records::InviteCode InviteOne(const std::string& id);

  records::EnrolRequest EnrolRequestFor(const crypto::SigningKey& key,
                                        const records::InviteCode& code) const;
  absl::StatusOr<records::EnrolReply> Enrol(const crypto::SigningKey& key,
                                            const records::InviteCode& code);
  Member NewMember(const std::string& id);

  // A request for exactly the quota, with numbers that stand for blinded messages.
  records::IssueCall CallFor(const Member& member, const Jam& jam) const;
  // Signs what `request` says now.
  static records::IssueCall Sign(const Member& member, const records::IssueRequest& request,
                                 std::vector<records::BlindedMessage> messages);
  // A number below every token key's modulus.
  records::BlindedMessage SmallMessage() const;

  // The whole log replays as an auditor replays it.
  audit::IssuerView Replayed() const;
  std::vector<records::LogEntry> Entries() const;

 private:
  const Organisation& organisation_;
  const std::size_t which_;
  const std::string origin_;
  mutable crypto::DeterministicRandomForTesting random_;
  FakeClock clock_;
  BoardLog board_;
  std::shared_ptr<store::MemoryDisk> disk_;
  services::issuer::MemoryTokenKeyStore token_keys_;
  absl::Status may_write_;
  std::unique_ptr<store::FaultPlan> plan_;
  std::unique_ptr<store::IssuerStore> store_;
  std::unique_ptr<services::issuer::Issuer> issuer_;
};

// How many entries of a type there are.
template <class Body>
std::size_t CountOf(const std::vector<records::LogEntry>& entries) {
  std::size_t count = 0;
  for (const auto& entry : entries) count += std::holds_alternative<Body>(entry.body) ? 1 : 0;
  return count;
}

}  // namespace candor::testing

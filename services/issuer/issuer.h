// Issuer: the rule of the party that knows the roster and counts out blind tokens (PROTOCOL §2, §4).
//
// It binds member keys to roster entries by one-time codes, and signs one full quota of blinded
// messages for each roster entry and campaign, whatever keys the entry has had. It knows who drew;
// it never sees a token, for what it signs is blinded. Of a draw it keeps the request that the member
// signed, which opens the log's entry for an auditor, until the campaign's retention has ended.
//
// What it believes of the world is what cosigned logs say: who holds a role, which rosters and
// campaigns there are (Learn), and how much of its own log the witnesses have seen (LearnPublished).
// It signs with a token key only for the first cosigned campaign whose manifest names that key, and
// only once that key's entry in its own log is cosigned, so that no key can be one member's alone.
//
// Crash outcomes. A code is used, a key bound, a quota spent in the batch that holds the log entry;
// before it nothing has happened, after it the same request gets the same answer. Signatures are
// made before the batch and released after it: a request that cannot be signed spends nothing, and
// nothing leaves that is not in the log. Token keys are durable before their public parts leave.
//
// After a failed write nothing is accepted until a restart, since what failed may be on disk; nor
// while `may_write` says that the log must not grow.
// Days never decrease: when the clock goes backwards, the latest day seen or logged stands.
//
// After a recovery (issuer_recovery.h) it draws for nobody in the campaigns that the Incident names, and
// tells every enrolment as a replaced one: whose was the first is not known any more.
//
// Not promised: that the roster is true, or that whoever holds a code is the person it was made for.
// Whether a caller holds a role is asked before these functions are called (issuer_service.h).
//
// Knows no network and no files. Thread-safe, but for Open. Errors are sentences for the caller.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "crypto/random.h"
#include "records/calls.h"
#include "records/trust_bundle.h"
#include "services/issuer/token_key_store.h"
#include "store/issuer_store.h"

namespace candor::services::issuer {

// More drafts with keys and without a campaign are refused: a facilitator cannot fill the disk.
inline constexpr std::size_t kMaxWaitingDrafts = 64;

class Issuer {
 public:
  struct Parts {
    store::IssuerStore& store;
    TokenKeyStore& token_keys;
    const Clock& clock;
    crypto::RandomSource& random;
    // OK while the log may grow (services/publish/log_publisher.h); the sentence goes to callers.
    std::function<absl::Status()> may_write = [] { return absl::OkStatus(); };
  };

  // Takes up the state from store and log; an empty log gets its Genesis. `genesis.origin` is this
  // issuer's, which the bundle knows. The parts must outlive the issuer. DataLoss when the log does
  // not replay.
  static absl::StatusOr<std::unique_ptr<Issuer>> Open(const records::TrustBundle& bundle,
                                                      const records::Genesis& genesis,
                                                      const Parts& parts);

  // The board's log up to a checkpoint with the quorum. Only ever grows.
  void Learn(const audit::BoardView& board);
  // This issuer's own log stands under a checkpoint with the quorum up to this size.
  void LearnPublished(std::uint64_t size);

  // What depends on time: token keys of newly opened campaigns are logged, past days get their
  // totals, private token keys are deleted once their window is over, and who drew is forgotten when
  // a campaign's retention has ended. Each part is tried whatever became of the others; the first error
  // is returned.
  absl::Status Tick(UnixSeconds now);

  // Roles in force in the board's log, for acts at this issuer: an operator of another server is none
  // here.
  std::set<records::Role> RolesOf(const records::VerifyKey& key) const;

  // For a facilitator of the draft. The same draft again gets the same keys.
  absl::StatusOr<records::PrepareKeysReply> PrepareKeys(const records::VerifyKey& caller,
                                                        const records::Draft& draft);

  // For operators. A roster is taken when its root stands in a countersigned Roster entry, with its
  // size. Invites may be made again for the same person: wallets get lost.
  absl::StatusOr<records::RosterStatusReply> ImportRoster(const records::RosterFile& roster);
  absl::StatusOr<records::CreateInvitesReply> CreateInvites(const records::CreateInvitesCall& call);
  // Without a root: the newest roster of the board's log that was imported here.
  absl::StatusOr<records::RosterStatusReply> RosterStatus(std::optional<records::Hash> root) const;

  // For members: a Signed EnrolRequest, and the full quota of a campaign.
  absl::StatusOr<records::EnrolReply> Enrol(const records::Signed& request);
  absl::StatusOr<records::IssueReply> Issue(const records::IssueCall& call);

 private:
  // Shared: a call that signs goes on with the key while a tick lets go of it.
  using SharedKey = std::shared_ptr<const crypto::TokenPrivateKey>;
  using KeySet = std::array<SharedKey, 3>;  // in the order of kPurposes; all null or none

  struct HeldKey {
    Day delete_on = 0;
    SharedKey key;
  };

  // A campaign of the board's log that names this issuer.
  struct Campaign {
    records::CampaignId id{};
    records::DraftId draft_id{};
    records::IssuerKeys spkis{};
    Day issuance_opens = 0;
    Day speaking_closes = 0;
    Day retention_ends = 0;
    records::Hash roster_root{};
    records::Quotas quotas;
    // The log's size with this campaign's TokenKey entries; 0 while they are not there.
    std::uint64_t logged_at = 0;
    // Null when the manifest names keys that are not ours or were bound before, and after the window.
    KeySet keys{};
  };

  // What the daily totals still have to tell; all of one day.
  struct Untold {
    Day day = 0;
    std::uint32_t fresh = 0;
    std::uint32_t replaced = 0;
    std::uint32_t issued = 0;
    bool empty() const { return fresh == 0 && replaced == 0 && issued == 0; }
  };

  using Leaves = std::vector<records::Hash>;
  using SharedLeaves = std::shared_ptr<const Leaves>;  // read by calls while another roster comes in

  Issuer(const records::TrustBundle& bundle, const records::Genesis& genesis, const Parts& parts);
  absl::Status Begin(const records::Genesis& genesis);
  absl::Status Replay();
  absl::Status TakeUpTotals(const Untold& told, std::uint32_t enrolments)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  absl::Status LoadKeys();
  absl::Status LoadRosters();

  // The day of `now`, never earlier than one that was seen or logged: what has closed stays closed.
  Day Today(UnixSeconds now) ABSL_LOCKS_EXCLUDED(state_mutex_);

  // Under write_mutex_.
  absl::Status CheckWritable() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  // Remembers a failed write, and tells it without the disk's own words.
  template <class Result>
  Result Written(Result result) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_) {
    if (result.ok()) return result;
    failed_ = true;
    return CheckWritable();
  }
  absl::Status TellPastDay(Day today) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_);
  store::NewEntry MakeEntry(Day day, const records::CampaignId& campaign,
                            records::EntryBody body) const;

  absl::Status TellTotals(Day today);
  absl::Status LogTokenKeys(Day today);
  absl::Status DeleteOldKeys(Day today);
  // Says in the log which keys are gone, also those that were deleted before a crash.
  absl::Status RetireDeletedKeys(Day today);
  absl::Status ForgetOldDraws(Day today);

  std::optional<Campaign> FindToLog(Day today) const;
  absl::Status LogKeysOf(const Campaign& campaign, Day today);
  void Bind(Campaign& campaign) ABSL_EXCLUSIVE_LOCKS_REQUIRED(state_mutex_);

  absl::Status CheckDraftForUs(const records::VerifyKey& caller, const records::Draft& draft,
                               Day today) const;
  absl::StatusOr<SharedKey> EnsureKey(const TokenKeyUse& use, Day delete_on)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(keys_mutex_);
  absl::Status CheckWaitingDrafts(const records::DraftId& draft) const;

  absl::StatusOr<SharedLeaves> LeavesOf(const records::Hash& root) const;
  absl::StatusOr<store::Member> CommitEnrolment(const records::EnrolRequest& request);
  absl::StatusOr<records::EnrolReply> ReplyTo(const store::Member& member) const;

  absl::StatusOr<Campaign> FindDrawable(const records::CampaignId& id, Day today) const;
  absl::StatusOr<store::Member> FindEntitled(const records::VerifyKey& member_key,
                                             const records::IssueRequest& request,
                                             const Campaign& campaign) const;
  absl::StatusOr<records::Salt> CommitIssuance(const store::Member& member,
                                               const records::IssueCall& call,
                                               const records::CampaignId& campaign);

  const std::string origin_;
  const records::Hash fingerprint_;
  store::IssuerStore& store_;
  TokenKeyStore& token_keys_;
  const Clock& clock_;
  crypto::RandomSource& random_;
  const std::function<absl::Status()> may_write_;

  // Of the log's Incidents, from Open on: this issuer was restored from an older copy. It no longer knows
  // who has drawn in these campaigns, nor which enrolments were first ones.
  std::set<records::CampaignId> closed_;
  bool recovered_ = false;

  // Taken in this order.
  mutable Mutex keys_mutex_;   // token_keys_: held while keys are made, saved and deleted
  mutable Mutex write_mutex_;  // the store's one writer: held for one write
  mutable Mutex state_mutex_;  // what calls look up: held for a look-up

  bool failed_ ABSL_GUARDED_BY(write_mutex_) = false;
  Untold untold_ ABSL_GUARDED_BY(write_mutex_);
  // Campaigns whose draws were forgotten since the start.
  std::set<records::CampaignId> forgotten_ ABSL_GUARDED_BY(write_mutex_);

  Day last_day_ ABSL_GUARDED_BY(state_mutex_) = 0;
  std::uint64_t board_size_ ABSL_GUARDED_BY(state_mutex_) = 0;
  std::uint64_t published_size_ ABSL_GUARDED_BY(state_mutex_) = 0;
  std::map<records::VerifyKey, std::set<records::Role>> roles_ ABSL_GUARDED_BY(state_mutex_);
  std::vector<audit::RosterState> board_rosters_ ABSL_GUARDED_BY(state_mutex_);
  std::vector<Campaign> campaigns_ ABSL_GUARDED_BY(state_mutex_);  // by the order of the board's log
  std::map<TokenKeyUse, HeldKey> keys_ ABSL_GUARDED_BY(state_mutex_);
  // Deleted ones with which a call under way may still be signing.
  std::map<crypto::TokenKeyId, std::weak_ptr<const crypto::TokenPrivateKey>> leaving_
      ABSL_GUARDED_BY(state_mutex_);
  // Which campaign a key was logged for, and the log's size with that entry.
  struct Bound {
    records::CampaignId campaign{};
    std::uint64_t logged_at = 0;
    crypto::Purpose purpose = crypto::Purpose::kVoice;
    bool retired = false;
  };
  std::map<crypto::TokenKeyId, Bound> bound_ ABSL_GUARDED_BY(state_mutex_);
  std::map<records::Hash, SharedLeaves> leaves_ ABSL_GUARDED_BY(state_mutex_);
};

}  // namespace candor::services::issuer

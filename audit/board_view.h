// BoardView: what the board's log says, replayed: actors, rosters, rules, campaigns, batches, threads,
// answers and other acts, erasures.
//
// Every party derives its picture of the world from a verified copy of the log through this one
// class; it knows nothing that is not in the log. Pure; thread-compatible. It checks each entry's
// form, that governance is signed twice, that whoever acts held the role at that index, and that
// content opens its commitment; an entry that breaks this ends the replay with an error that names
// the index, and leaves the view as it was. Not here: the rules of admission of a client (which
// campaigns it takes part in), the tokens under submissions, and the rules of the mix (how many, in
// which order, at which slots), which whoever audits the log recomputes.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/campaign_acts.h"
#include "audit/entry_bundle.h"
#include "records/entry.h"
#include "records/trust_bundle.h"
#include "records/window.h"

namespace candor::audit {

// Content that lies beside an entry; empty where there is none or where it was destroyed.
using EntryContent = EntryText;

struct SealedSubmission {
  std::uint64_t index = 0;  // of the Submission entry
  crypto::Hash leaf_hash{};
  Bytes signed_submission;
  std::optional<std::uint64_t> tombstone{};  // index of the Tombstone that names it
};

// What one thread key has signed so far, in the log.
struct Thread {
  crypto::Hash first{};  // submission hash of the first body
  crypto::Hash last{};
  std::uint32_t sequence = 0;
  crypto::KemPublicKey kem_key;
  records::Kind kind = records::Kind::kOpinion;  // of the first body
  std::optional<std::uint64_t> withdrawal{};     // index of the Withdrawal's entry
  records::Quote consent = records::Quote::kNever;  // in force: that of its last body with a text
  std::uint8_t audience = 0;
  std::uint32_t follow_ups = 0;
};

struct Batch {
  std::uint64_t index = 0;  // of the SealBatch entry
  Day day = 0;
  records::SealBatch seal;
  std::vector<crypto::Hash> submissions;  // in log order
};

struct PublicAnswer {
  std::uint64_t index = 0;
  Day day = 0;
  records::VerifyKey leader;
  records::Answer answer;
  std::optional<records::AnswerContent> content;
  crypto::Hash leaf_hash{};
  std::optional<std::uint64_t> tombstone{};
};

// A Tombstone of a campaign: what is to be destroyed, and whether the log says that it was.
struct Erasing {
  std::uint64_t index = 0;  // of the Tombstone entry
  Day day = 0;
  records::Tombstone tombstone;
  std::vector<std::uint64_t> entries;  // whose salt, key and content go, ascending
  std::optional<std::uint64_t> done{};  // index of the ErasureDone entry
};

struct Campaign {
  std::uint64_t open_index = 0;
  Day opened = 0;
  records::CampaignId id{};
  records::CampaignOpen open;
  std::shared_ptr<const records::Manifest> manifest;
  std::vector<Batch> batches;
  std::map<crypto::Hash, SealedSubmission> submissions;  // by submission hash
  std::map<crypto::Hash, std::vector<PublicAnswer>> answers;  // by target, by revision
  std::map<records::VerifyKey, Thread> threads;
  CampaignActs acts;
  std::vector<Erasing> erasures;
  std::optional<std::uint64_t> extension;  // index of the CampaignExtend entry
  Day extended = 0;                        // that entry's day
  std::optional<records::CampaignClose> close;

  // kind 1, as of the last seal: the one participation figure.
  std::uint32_t opinions = 0;

  // As the log says so far.
  records::Grace grace() const {
    return extension.has_value() ? records::Grace::kTaken : records::Grace::kNotTaken;
  }
  records::KindWindow WindowOf(records::Kind kind) const {
    return records::WindowOf(kind, open.phases, grace());
  }
  Day SpeakingCloses() const { return records::SpeakingCloses(open.phases, grace()); }
  // Whether the kind is taken at every hour of a day: on that of the extension the grace was in force
  // for a part of it, and the log tells no hour.
  bool TakesAllOf(Day day, records::Kind kind) const;
  // The close is over, and a log that goes on may still bring the grace: nothing in it says that k
  // opinions were there.
  bool GraceMayCome(Day today) const;
  // Speech is open from CampaignOpen to the close of speaking; also while the grace may open it again.
  bool IsOpen(Day today) const { return today < SpeakingCloses() || GraceMayCome(today); }
};

struct Actor {
  std::string name;
  std::set<records::Role> roles;  // in force
  std::string at;                 // operators: the one log whose server takes their acts
  std::uint64_t since_index = 0;
  std::map<records::Role, std::uint64_t> revoked{};  // index of the last revocation of each role
};

// Something that is in force from a day on.
template <class Value>
struct InForce {
  Day from = 0;
  Value value;
};

struct RosterState {
  std::uint64_t index = 0;
  records::RosterRecord record;
};

// A gateway key that the log names.
struct PublishedGatewayKey {
  std::uint64_t index = 0;
  records::GatewayKey key;
};

class BoardView {
 public:
  explicit BoardView(records::TrustBundle bundle);

  // Replays entry number size(). `content` is what lies beside it.
  absl::Status Apply(ByteView entry, const EntryContent& content);

  // Counts entry number size() without taking it: for an auditor, who goes on after an entry that Apply
  // refused. What it says is as if it were not there; in a batch its place counts.
  void Skip();

  // The campaign whose batch is not complete yet; nullptr between batches.
  const Campaign* OpenBatch() const;

  std::uint64_t size() const { return size_; }
  Day last_day() const { return last_day_; }
  bool trial() const { return trial_; }
  const records::TrustBundle& bundle() const { return bundle_; }

  // Roles in force. The independent body's key holds its role from the bundle, and so does the first
  // charter's until it is rotated; a charter key that is announced counts as charter already, though
  // what it signs counts from its day on.
  std::set<records::Role> RolesOf(const records::VerifyKey& key) const;
  // As RolesOf, for acts at the server of one log: an operator of another one is none there.
  std::set<records::Role> RolesAt(const records::VerifyKey& key, std::string_view origin) const;
  bool Holds(const records::VerifyKey& key, records::Role role) const;
  const std::map<records::VerifyKey, Actor>& actors() const { return actors_; }

  // The rules of a day, changes in force included.
  const records::VerifyKey& CharterOn(Day day) const;
  std::uint8_t MaxOpenOn(Day day) const;
  // All of them, announced ones included, ascending by day.
  const std::vector<InForce<records::VerifyKey>>& charters() const { return charters_; }
  const std::vector<InForce<std::uint8_t>>& max_open() const { return max_open_; }

  const std::vector<records::Incident>& incidents() const { return incidents_; }
  // Index of the last Incident's entry; 0 while there is none.
  std::uint64_t last_incident() const { return last_incident_; }

  // By entry. Of a day whose key was lost with a disk there may be a second one, after an Incident.
  const std::vector<PublishedGatewayKey>& gateway_keys() const { return gateway_keys_; }
  // The one to use on that day; nullptr when the log names none.
  const records::GatewayKey* GatewayKeyOn(Day day) const;

  const std::vector<RosterState>& rosters() const { return rosters_; }
  const RosterState* FindRoster(const crypto::Hash& root) const;

  // By the order in which they were opened.
  const std::vector<Campaign>& campaigns() const { return campaigns_; }
  const Campaign* FindCampaign(const records::CampaignId& id) const;
  const Campaign* FindCampaignByDraft(const records::DraftId& id) const;

 private:
  struct Replay;

  records::TrustBundle bundle_;
  std::uint64_t size_ = 0;
  Day last_day_ = 0;
  bool trial_ = false;
  std::map<records::VerifyKey, Actor> actors_;
  std::vector<RosterState> rosters_;
  std::vector<InForce<records::VerifyKey>> charters_;  // ascending by day; the first from day 0
  std::vector<InForce<std::uint8_t>> max_open_;        // as charters_
  std::vector<records::Incident> incidents_;
  std::uint64_t last_incident_ = 0;  // index of the last one's entry; 0 while there is none
  std::vector<PublishedGatewayKey> gateway_keys_;
  std::vector<Campaign> campaigns_;
  // A batch whose submissions are still to come, by campaign position.
  std::optional<std::pair<std::size_t, std::uint32_t>> open_batch_;
};

// A governance record that may stand in the log on that day: both signatures in force, notice given, a
// role to revoke is held, no operator's key at two servers, no charter key twice. The entry's own day
// counts, not the record's.
absl::Status CheckGovernance(const BoardView& view, const records::Governance& record, Day day);

// A gateway key that may stand in the log on that day: signed by the bundle's gateway key, for that day
// or the next, the only one of its day but for one that an Incident has taken, and never used before.
absl::Status CheckGatewayKey(const BoardView& view, const records::Signed& record, Day day);

// Whether a proposal to erase may be made with this key: by a reader or a facilitator of the campaign,
// or by the independent body.
bool MayProposeErasure(const BoardView& view, const Campaign& campaign,
                       const records::VerifyKey& key);

// What a Tombstone of this campaign destroys, as entry indices, ascending. FailedPrecondition when it
// is not authorised, names nothing that can be erased, or something that a Tombstone names already.
absl::StatusOr<std::vector<std::uint64_t>> CheckTombstone(const BoardView& view,
                                                          const Campaign& campaign, Day day,
                                                          const records::Tombstone& tombstone);

// A body that follows in its thread: the first body is in the log, nothing was withdrawn, sequence, predecessor,
// KEM key and audience are the thread's, its quota is not used up, and only an opinion's thread rates.
absl::Status CheckFollows(const Campaign& campaign, const records::SubmissionBody& body);

// The checks that need every role in the log: those whom a manifest names hold the roles it gives
// them, its roster stands in the log with its size, issuers and promise key are the bundle's.
absl::Status CheckManifestRoles(const records::Manifest& manifest, const BoardView& view);

}  // namespace candor::audit

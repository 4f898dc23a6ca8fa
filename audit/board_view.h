// BoardView: what the board's log says, replayed: actors, rosters, campaigns, batches, answers.
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
#include "audit/entry_bundle.h"
#include "records/entry.h"
#include "records/trust_bundle.h"

namespace candor::audit {

// Content that lies beside an entry; empty where there is none or where it was destroyed.
using EntryContent = EntryText;

struct SealedSubmission {
  std::uint64_t index = 0;  // of the Submission entry
  Bytes signed_submission;
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
  std::optional<records::CampaignClose> close;

  // kind 1, as of the last seal: the one participation figure.
  std::uint32_t opinions = 0;
  // Speech is open from CampaignOpen to the close of speaking.
  bool IsOpen(Day today) const { return today < open.phases.speaking_closes; }
};

struct Actor {
  std::string name;
  std::set<records::Role> roles;
  std::uint64_t since_index = 0;
};

struct RosterState {
  std::uint64_t index = 0;
  records::RosterRecord record;
};

class BoardView {
 public:
  explicit BoardView(records::TrustBundle bundle);

  // Replays entry number size(). `content` is what lies beside it.
  absl::Status Apply(ByteView entry, const EntryContent& content);

  std::uint64_t size() const { return size_; }
  Day last_day() const { return last_day_; }
  bool trial() const { return trial_; }
  const records::TrustBundle& bundle() const { return bundle_; }

  // Roles in force; the charter's and the independent body's keys hold theirs from the bundle.
  std::set<records::Role> RolesOf(const records::VerifyKey& key) const;
  bool Holds(const records::VerifyKey& key, records::Role role) const;
  const std::map<records::VerifyKey, Actor>& actors() const { return actors_; }

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
  std::vector<Campaign> campaigns_;
  // A batch whose submissions are still to come, by campaign position.
  std::optional<std::pair<std::size_t, std::uint32_t>> open_batch_;
};

// The checks that need every role in the log: those whom a manifest names hold the roles it gives
// them, its roster stands in the log with its size, issuers and promise key are the bundle's.
absl::Status CheckManifestRoles(const records::Manifest& manifest, const BoardView& view);

}  // namespace candor::audit

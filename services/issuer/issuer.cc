#include "services/issuer/issuer.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "audit/issuer_view.h"
#include "audit/roster_tree.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::issuer {
namespace {

using records::CampaignId;
using records::Hash;

// The view asks for the content with each entry; the store has it beside the entry.
absl::StatusOr<audit::EntryContent> ContentAt(const store::LogStore& log, std::uint64_t index) {
  CANDOR_ASSIGN_OR_RETURN(auto content, log.ContentOf(index));
  if (!content.has_value()) return audit::EntryContent{};
  return audit::EntryContent{.salt = content->salt, .content = std::move(content->bytes)};
}

absl::Status StorageFailed() {
  return absl::UnavailableError(
      "The issuer's storage has failed, and nothing is accepted until its operator has looked at the"
      " disk and started it again. Nothing that this call asked for was acknowledged. Try again"
      " later.");
}

// The first error; later ones are of the same tick and would only hide it.
void Keep(absl::Status& first, absl::Status next) {
  if (first.ok()) first = std::move(next);
}

}  // namespace

Issuer::Issuer(const records::TrustBundle& bundle, const records::Genesis& genesis,
               const Parts& parts)
    : origin_(genesis.origin),
      fingerprint_(bundle.Fingerprint()),
      store_(parts.store),
      token_keys_(parts.token_keys),
      clock_(parts.clock),
      random_(parts.random),
      may_write_(parts.may_write) {}

absl::StatusOr<std::unique_ptr<Issuer>> Issuer::Open(const records::TrustBundle& bundle,
                                                     const records::Genesis& genesis,
                                                     const Parts& parts) {
  if (bundle.FindIssuer(genesis.origin) == nullptr ||
      genesis.fingerprint != bundle.Fingerprint()) {
    return absl::InvalidArgumentError("the trust bundle knows no issuer of this origin");
  }
  std::unique_ptr<Issuer> issuer(new Issuer(bundle, genesis, parts));
  CANDOR_RETURN_IF_ERROR(issuer->Begin(genesis));
  CANDOR_RETURN_IF_ERROR(issuer->LoadKeys());
  CANDOR_RETURN_IF_ERROR(issuer->LoadRosters());
  CANDOR_RETURN_IF_ERROR(issuer->Replay());
  return issuer;
}

absl::Status Issuer::Begin(const records::Genesis& genesis) {
  if (store_.log().size() != 0) return absl::OkStatus();
  const store::NewEntry entry =
      MakeEntry(DayOf(clock_.Now()), records::kNoCampaign, genesis);
  const MutexLock lock(write_mutex_);
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  return Written(store_.Append({&entry, 1})).status();
}

absl::Status Issuer::LoadKeys() {
  const MutexLock keys_lock(keys_mutex_);
  CANDOR_ASSIGN_OR_RETURN(auto stored, token_keys_.LoadAll());
  const MutexLock lock(state_mutex_);
  for (auto& each : stored) {
    keys_[each.use] = {each.delete_on,
                       std::make_shared<const crypto::TokenPrivateKey>(std::move(each.key))};
  }
  return absl::OkStatus();
}

absl::Status Issuer::LoadRosters() {
  CANDOR_ASSIGN_OR_RETURN(const auto roots, store_.Rosters());
  for (const auto& root : roots) {
    CANDOR_ASSIGN_OR_RETURN(const auto roster, store_.Roster(root));
    auto leaves = std::make_shared<const Leaves>(roster.Leaves());
    const MutexLock lock(state_mutex_);
    leaves_[root] = std::move(leaves);
  }
  return absl::OkStatus();
}

// What the log says of itself: which keys were logged for which campaign, the last day, and what the
// daily totals have not told yet.
absl::Status Issuer::Replay() {
  audit::IssuerView view(origin_, fingerprint_);
  Untold told;
  Untold untold;
  std::uint32_t enrolments = 0;
  for (std::uint64_t index = 0; index < store_.log().size(); ++index) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes raw, store_.log().Entry(index));
    CANDOR_ASSIGN_OR_RETURN(const auto content, ContentAt(store_.log(), index));
    if (const auto status = view.Apply(raw, content); !status.ok()) {
      return absl::DataLossError(Cat("The issuer's own log does not replay: ", status.message()));
    }
    CANDOR_ASSIGN_OR_RETURN(const auto entry, records::LogEntry::Decode(raw));
    if (std::holds_alternative<records::Enrolment>(entry.body)) {
      ++enrolments;
      untold.day = entry.day;
    } else if (std::holds_alternative<records::Issuance>(entry.body)) {
      ++untold.issued;
      untold.day = entry.day;
    } else if (const auto* total = std::get_if<records::EnrolmentTotal>(&entry.body)) {
      told.fresh += total->fresh;
      told.replaced += total->replaced;
    } else if (std::holds_alternative<records::IssuanceTotal>(entry.body)) {
      untold.issued = 0;
    } else if (const auto* incident = std::get_if<records::Incident>(&entry.body)) {
      closed_.insert(incident->lost.begin(), incident->lost.end());
      recovered_ = true;
    }
  }
  {
    const MutexLock lock(state_mutex_);
    last_day_ = std::max(last_day_, view.last_day());
    for (const auto& key : view.token_keys()) {
      bound_[key.entry.token_key_id] = {key.campaign_id, key.index + 1, key.entry.purpose,
                                        key.retired.has_value()};
    }
  }
  const MutexLock lock(write_mutex_);
  untold_ = untold;
  return TakeUpTotals(told, enrolments);
}

// The log does not say which enrolments replaced an earlier key; the roster does, by the number of
// its entries that have one. A day's totals are told before anything of the next day is written, so
// the difference is the last day's.
// After a recovery the roster does not know all of them.
absl::Status Issuer::TakeUpTotals(const Untold& told, std::uint32_t enrolments) {
  if (recovered_) {
    if (enrolments < told.fresh + told.replaced) {
      return absl::DataLossError("The issuer's log tells more enrolments than it holds.");
    }
    untold_.fresh = 0;
    untold_.replaced = enrolments - told.fresh - told.replaced;
    return absl::OkStatus();
  }
  CANDOR_ASSIGN_OR_RETURN(const auto roots, store_.Rosters());
  std::uint32_t fresh = 0;
  for (const auto& root : roots) {
    CANDOR_ASSIGN_OR_RETURN(const auto totals, store_.Totals(root));
    fresh += totals.enrolled;
  }
  if (fresh < told.fresh || enrolments < fresh + told.replaced) {
    return absl::DataLossError("The issuer's log and roster do not agree on the enrolments.");
  }
  untold_.fresh = fresh - told.fresh;
  untold_.replaced = enrolments - fresh - told.replaced;
  return absl::OkStatus();
}

Day Issuer::Today(UnixSeconds now) {
  const MutexLock lock(state_mutex_);
  last_day_ = std::max(DayOf(now), last_day_);
  return last_day_;
}

absl::Status Issuer::CheckWritable() const {
  return failed_ ? StorageFailed() : may_write_();
}

store::NewEntry Issuer::MakeEntry(Day day, const CampaignId& campaign,
                                  records::EntryBody body) const {
  const records::LogEntry entry{.day = day, .campaign_id = campaign, .body = std::move(body)};
  return {.entry = entry.Encode(), .content = std::nullopt};
}

void Issuer::Learn(const audit::BoardView& board) {
  const MutexLock lock(state_mutex_);
  if (board.size() == board_size_) return;
  board_size_ = board.size();
  roles_.clear();
  for (const auto& [key, actor] : board.actors()) roles_[key] = board.RolesAt(key, origin_);
  for (const auto& charter : board.charters()) {
    roles_[charter.value] = board.RolesAt(charter.value, origin_);
  }
  const auto& body = board.bundle().independent_body_key;
  roles_[body] = board.RolesAt(body, origin_);
  board_rosters_ = board.rosters();
  for (const auto& opened : board.campaigns()) {
    const records::Draft& draft = opened.manifest->draft;
    const auto at = std::ranges::find(draft.issuers, origin_);
    if (at == draft.issuers.end()) continue;
    if (std::ranges::find(campaigns_, opened.id, &Campaign::id) != campaigns_.end()) continue;
    campaigns_.push_back(
        {.id = opened.id,
         .draft_id = draft.Id(),
         .spkis = opened.manifest->issuer_keys[static_cast<std::size_t>(at - draft.issuers.begin())],
         .issuance_opens = draft.phases.issuance_opens,
         .speaking_closes = draft.phases.speaking_closes,
         .retention_ends = draft.phases.retention_ends,
         .roster_root = draft.roster_root,
         .quotas = draft.quotas});
    Bind(campaigns_.back());
  }
}

// Gives a campaign its keys: all three are ours, made for its draft, as the manifest states them, and
// none was logged for another campaign before.
void Issuer::Bind(Campaign& campaign) {
  campaign.keys = {};
  campaign.logged_at = 0;
  KeySet keys;
  std::uint64_t logged_at = 0;
  bool all_logged = true;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto held = keys_.find({campaign.draft_id, records::kPurposes[i]});
    if (held == keys_.end()) return;
    const auto& public_key = held->second.key->public_key();
    if (public_key.spki() != campaign.spkis[i]) return;
    const auto bound = bound_.find(public_key.id());
    if (bound == bound_.end()) {
      all_logged = false;
    } else if (bound->second.campaign != campaign.id) {
      return;
    } else {
      logged_at = std::max(logged_at, bound->second.logged_at);
    }
    keys[i] = held->second.key;
  }
  campaign.keys = std::move(keys);
  if (all_logged) campaign.logged_at = logged_at;
}

void Issuer::LearnPublished(std::uint64_t size) {
  const MutexLock lock(state_mutex_);
  published_size_ = std::max(published_size_, size);
}

std::set<records::Role> Issuer::RolesOf(const records::VerifyKey& key) const {
  const MutexLock lock(state_mutex_);
  const auto at = roles_.find(key);
  return at == roles_.end() ? std::set<records::Role>{} : at->second;
}

absl::Status Issuer::Tick(UnixSeconds now) {
  const Day today = Today(now);
  absl::Status first = TellTotals(today);
  Keep(first, LogTokenKeys(today));
  Keep(first, DeleteOldKeys(today));
  Keep(first, RetireDeletedKeys(today));
  Keep(first, ForgetOldDraws(today));
  return first;
}

absl::Status Issuer::TellTotals(Day today) {
  const MutexLock lock(write_mutex_);
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  return TellPastDay(today);
}

absl::Status Issuer::TellPastDay(Day today) {
  if (untold_.empty() || untold_.day >= today) return absl::OkStatus();
  std::vector<store::NewEntry> entries;
  if (untold_.fresh != 0 || untold_.replaced != 0) {
    entries.push_back(MakeEntry(today, records::kNoCampaign,
                                records::EnrolmentTotal{.for_day = untold_.day,
                                                        .fresh = untold_.fresh,
                                                        .replaced = untold_.replaced}));
  }
  if (untold_.issued != 0) {
    entries.push_back(
        MakeEntry(today, records::kNoCampaign,
                  records::IssuanceTotal{.for_day = untold_.day, .count = untold_.issued}));
  }
  CANDOR_RETURN_IF_ERROR(Written(store_.Append(entries)).status());
  untold_ = {};
  return absl::OkStatus();
}

absl::Status Issuer::LogTokenKeys(Day today) {
  while (const auto campaign = FindToLog(today)) {
    CANDOR_RETURN_IF_ERROR(LogKeysOf(*campaign, today));
  }
  return absl::OkStatus();
}

std::optional<Issuer::Campaign> Issuer::FindToLog(Day today) const {
  const MutexLock lock(state_mutex_);
  for (const auto& campaign : campaigns_) {
    if (campaign.keys.front() != nullptr && campaign.logged_at == 0 &&
        today < campaign.speaking_closes) {
      return campaign;
    }
  }
  return std::nullopt;
}

// The three entries are one batch: a crash leaves all of them or none.
absl::Status Issuer::LogKeysOf(const Campaign& campaign, Day today) {
  std::vector<store::NewEntry> entries;
  for (std::size_t i = 0; i < campaign.keys.size(); ++i) {
    const auto& key = *campaign.keys[i];
    CANDOR_ASSIGN_OR_RETURN(const auto proof, key.Prove());
    const records::TokenKeyContent content{.spki = key.public_key().spki(), .proof = proof};
    store::Content beside{.salt = random_.Array<32>(), .bytes = content.Encode()};
    store::NewEntry entry = MakeEntry(
        today, campaign.id,
        records::TokenKeyEntry{.purpose = records::kPurposes[i],
                               .token_key_id = key.public_key().id(),
                               .key_proof_hash = records::KeyProofHash(proof),
                               .content = records::ContentCommitment(beside.salt, beside.bytes)});
    entry.content = std::move(beside);
    entries.push_back(std::move(entry));
  }
  std::uint64_t size = 0;
  {
    const MutexLock lock(write_mutex_);
    CANDOR_RETURN_IF_ERROR(CheckWritable());
    CANDOR_ASSIGN_OR_RETURN(const auto appended, Written(store_.Append(entries)));
    size = appended.size;
  }
  const MutexLock lock(state_mutex_);
  for (std::size_t i = 0; i < campaign.keys.size(); ++i) {
    bound_[campaign.keys[i]->public_key().id()] = {campaign.id, size, records::kPurposes[i], false};
  }
  // Another campaign of the same draft loses what this one has taken.
  for (auto& each : campaigns_) Bind(each);
  return absl::OkStatus();
}

absl::Status Issuer::DeleteOldKeys(Day today) {
  const MutexLock keys_lock(keys_mutex_);
  std::vector<TokenKeyUse> old;
  {
    const MutexLock lock(state_mutex_);
    for (const auto& [use, held] : keys_) {
      if (held.delete_on <= today) old.push_back(use);
    }
  }
  for (const auto& use : old) {
    CANDOR_RETURN_IF_ERROR(token_keys_.Delete(use));
    const MutexLock lock(state_mutex_);
    const auto held = keys_.find(use);
    leaving_[held->second.key->public_key().id()] = held->second.key;
    keys_.erase(held);
    for (auto& campaign : campaigns_) {
      if (campaign.draft_id == use.draft_id) campaign.keys = {};
    }
  }
  return absl::OkStatus();
}

// A logged key that is not held was deleted: the key files come first, so that a crash in between leaves
// a key that is gone and not yet told, never one that is told and still there.
absl::Status Issuer::RetireDeletedKeys(Day today) {
  std::vector<store::NewEntry> entries;
  std::vector<crypto::TokenKeyId> retired;
  {
    const MutexLock lock(state_mutex_);
    std::erase_if(leaving_, [](const auto& each) { return each.second.expired(); });
    std::set<crypto::TokenKeyId> held;
    for (const auto& [use, key] : keys_) held.insert(key.key->public_key().id());
    for (const auto& [id, bound] : bound_) {
      // What is signed with it is in the log before its retirement.
      if (bound.retired || held.contains(id) || leaving_.contains(id)) continue;
      entries.push_back(MakeEntry(today, bound.campaign,
                                  records::TokenKeyRetired{bound.purpose, id}));
      retired.push_back(id);
    }
  }
  if (entries.empty()) return absl::OkStatus();
  {
    const MutexLock lock(write_mutex_);
    CANDOR_RETURN_IF_ERROR(CheckWritable());
    CANDOR_RETURN_IF_ERROR(Written(store_.Append(entries)).status());
  }
  const MutexLock lock(state_mutex_);
  for (const auto& id : retired) bound_[id].retired = true;
  return absl::OkStatus();
}

// After the close of speaking nothing is drawn, so a quota that is forgotten cannot be used twice.
absl::Status Issuer::ForgetOldDraws(Day today) {
  std::vector<CampaignId> over;
  {
    const MutexLock lock(state_mutex_);
    for (const auto& campaign : campaigns_) {
      const Day last = std::max(campaign.retention_ends, campaign.speaking_closes);
      if (last <= today) over.push_back(campaign.id);
    }
  }
  const MutexLock lock(write_mutex_);
  for (const auto& id : over) {
    if (forgotten_.contains(id)) continue;
    CANDOR_RETURN_IF_ERROR(CheckWritable());
    CANDOR_RETURN_IF_ERROR(Written(store_.ForgetDraws(id)));
    forgotten_.insert(id);
  }
  return absl::OkStatus();
}

absl::Status Issuer::CheckDraftForUs(const records::VerifyKey& caller, const records::Draft& draft,
                                     Day today) const {
  CANDOR_RETURN_IF_ERROR(records::CheckDraft(draft));
  if (std::ranges::find(draft.issuers, origin_) == draft.issuers.end()) {
    return absl::InvalidArgumentError(
        "The draft does not name this issuer. Ask the issuers that it names.");
  }
  if (std::ranges::find(draft.facilitators, caller, &records::Named::key) ==
      draft.facilitators.end()) {
    return absl::PermissionDeniedError(
        "The draft does not name this key among its facilitators. Call with the key of one of them.");
  }
  if (draft.phases.speaking_closes <= today) {
    return absl::FailedPreconditionError(
        "By the dates of this draft its speaking is over. Write a draft with later dates.");
  }
  return absl::OkStatus();
}

absl::Status Issuer::CheckWaitingDrafts(const records::DraftId& draft) const {
  const MutexLock lock(state_mutex_);
  std::set<records::DraftId> waiting;
  for (const auto& [use, held] : keys_) waiting.insert(use.draft_id);
  for (const auto& campaign : campaigns_) waiting.erase(campaign.draft_id);
  if (waiting.size() < kMaxWaitingDrafts || waiting.contains(draft)) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      "Too many drafts have token keys and wait for their campaign. Open one of them, or wait until"
      " their dates have passed.");
}

absl::StatusOr<Issuer::SharedKey> Issuer::EnsureKey(const TokenKeyUse& use, Day delete_on) {
  {
    const MutexLock lock(state_mutex_);
    if (const auto held = keys_.find(use); held != keys_.end()) return held->second.key;
  }
  CANDOR_ASSIGN_OR_RETURN(auto fresh, crypto::TokenPrivateKey::Generate());
  StoredTokenKey stored{.use = use, .delete_on = delete_on, .key = std::move(fresh)};
  // Durable before anybody hears of it: a manifest may name it from then on.
  CANDOR_RETURN_IF_ERROR(token_keys_.Save(stored));
  auto shared = std::make_shared<const crypto::TokenPrivateKey>(std::move(stored.key));
  const MutexLock lock(state_mutex_);
  keys_[use] = {delete_on, shared};
  return shared;
}

absl::StatusOr<records::PrepareKeysReply> Issuer::PrepareKeys(const records::VerifyKey& caller,
                                                              const records::Draft& draft) {
  CANDOR_RETURN_IF_ERROR(CheckDraftForUs(caller, draft, Today(clock_.Now())));
  {
    const MutexLock lock(write_mutex_);
    CANDOR_RETURN_IF_ERROR(CheckWritable());
  }
  const records::DraftId id = draft.Id();
  const MutexLock lock(keys_mutex_);
  CANDOR_RETURN_IF_ERROR(CheckWaitingDrafts(id));
  records::PrepareKeysReply reply;
  for (std::size_t i = 0; i < reply.keys.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(
        const SharedKey key,
        EnsureKey({id, records::kPurposes[i]}, draft.phases.speaking_closes));
    CANDOR_ASSIGN_OR_RETURN(const auto proof, key->Prove());
    reply.keys[i] = {.spki = key->public_key().spki(), .proof = proof};
  }
  return reply;
}

absl::StatusOr<records::RosterStatusReply> Issuer::ImportRoster(
    const records::RosterFile& roster) {
  auto leaves = std::make_shared<const Leaves>(roster.Leaves());
  const Hash root = audit::RosterRoot(*leaves);
  {
    const MutexLock lock(state_mutex_);
    const bool countersigned = std::ranges::any_of(board_rosters_, [&](const auto& each) {
      return each.record.root == root && each.record.size == leaves->size();
    });
    if (!countersigned) {
      return absl::FailedPreconditionError(
          "No countersigned roster of the board's log has this root and size. Have the roster's"
          " record countersigned and delivered to the board first, and import the very file it was"
          " made from.");
    }
  }
  {
    const MutexLock lock(write_mutex_);
    CANDOR_RETURN_IF_ERROR(CheckWritable());
    CANDOR_RETURN_IF_ERROR(Written(store_.ImportRoster(root, roster)));
  }
  {
    const MutexLock lock(state_mutex_);
    leaves_[root] = std::move(leaves);
  }
  return RosterStatus(root);
}

absl::StatusOr<Issuer::SharedLeaves> Issuer::LeavesOf(const Hash& root) const {
  const MutexLock lock(state_mutex_);
  const auto at = leaves_.find(root);
  if (at == leaves_.end()) {
    return absl::NotFoundError(
        "This issuer has not imported a roster with this root. Import it first.");
  }
  return at->second;
}

absl::StatusOr<records::RosterStatusReply> Issuer::RosterStatus(
    std::optional<records::Hash> root) const {
  if (!root.has_value()) {
    const MutexLock lock(state_mutex_);
    for (const auto& each : board_rosters_) {
      if (leaves_.contains(each.record.root)) root = each.record.root;
    }
    if (!root.has_value()) {
      return absl::NotFoundError("This issuer has not imported any roster yet. Import one first.");
    }
  }
  CANDOR_RETURN_IF_ERROR(LeavesOf(*root).status());
  CANDOR_ASSIGN_OR_RETURN(const auto totals, store_.Totals(*root));
  return records::RosterStatusReply{
      .roster_root = *root, .size = totals.size, .enrolled = totals.enrolled};
}

}  // namespace candor::services::issuer

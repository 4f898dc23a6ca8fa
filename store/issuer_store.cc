#include "store/issuer_store.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/mutex.h"
#include "base/status.h"
#include "base/text.h"
#include "store/failure_latch.h"
#include "store/issuer_values.h"
#include "store/key_space.h"

namespace candor::store {
namespace {

absl::Status NoRoster() { return absl::NotFoundError("no roster with this root was imported"); }

}  // namespace

struct IssuerStore::Impl {
  absl::StatusOr<std::optional<RosterTotals>> FindTotals(const crypto::Hash& root) const;
  absl::StatusOr<RosterTotals> Totals(const crypto::Hash& root) const;
  absl::StatusOr<std::optional<Member>> MemberAt(Bytes key) const;
  absl::StatusOr<EnrolOutcome> Bind(const EnrolOperation& operation, Invite invite,
                                    const records::Salt& salt,
                                    const std::function<NewEntry(const Member&)>& make_entry)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer);
  absl::Status Write(const WriteBatch& batch) ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer) {
    return latch.Note(engine->Write(batch));
  }
  absl::StatusOr<Appended> AppendWith(std::span<const NewEntry> entries, WriteBatch batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer);
  // The index that the next entry will have.
  std::uint64_t NextIndex() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer) { return log->size(); }
  // Everything of a table, decoded.
  template <class Kept, class Decode>
  absl::StatusOr<std::vector<Kept>> All(Table table, Decode decode) const;

  std::unique_ptr<Engine> engine;
  std::unique_ptr<LogStore> log;
  FailureLatch latch;
  Mutex writer;  // held over a writing operation, its sync included
};

absl::StatusOr<std::optional<RosterTotals>> IssuerStore::Impl::FindTotals(
    const crypto::Hash& root) const {
  CANDOR_ASSIGN_OR_RETURN(const auto stored, engine->Get(KeyOf(Table::kRoster, root)));
  if (!stored) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(const RosterTotals totals, DecodeTotals(*stored));
  return totals;
}

absl::StatusOr<RosterTotals> IssuerStore::Impl::Totals(const crypto::Hash& root) const {
  CANDOR_ASSIGN_OR_RETURN(const auto totals, FindTotals(root));
  if (!totals) return NoRoster();
  return *totals;
}

absl::StatusOr<std::optional<Member>> IssuerStore::Impl::MemberAt(Bytes key) const {
  CANDOR_ASSIGN_OR_RETURN(const auto stored, engine->Get(key));
  if (!stored) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(Member member, DecodeMember(*stored));
  return member;
}

// One batch: the change and the entry that records it.
absl::StatusOr<Appended> IssuerStore::Impl::AppendWith(std::span<const NewEntry> entries,
                                                       WriteBatch batch) {
  CANDOR_ASSIGN_OR_RETURN(const Appended appended, log->Stage(entries, batch));
  if (batch.empty()) return appended;
  CANDOR_RETURN_IF_ERROR(Write(batch));
  log->Commit();
  return appended;
}

template <class Kept, class Decode>
absl::StatusOr<std::vector<Kept>> IssuerStore::Impl::All(Table table, Decode decode) const {
  std::vector<Kept> out;
  absl::Status status;
  const auto take = [&](ByteView key, ByteView value) {
    auto kept = decode(key, value);
    status = kept.status();
    if (status.ok()) out.push_back(*std::move(kept));
    return status.ok();
  };
  CANDOR_RETURN_IF_ERROR(engine->Scan(KeyOf(table).Take(), take));
  CANDOR_RETURN_IF_ERROR(status);
  return out;
}

absl::StatusOr<EnrolOutcome> IssuerStore::Impl::Bind(
    const EnrolOperation& operation, Invite invite, const records::Salt& salt,
    const std::function<NewEntry(const Member&)>& make_entry) {
  const Member member{invite.roster_root, invite.leaf_index, operation.member_key, salt};
  const Bytes place = LeafKey(Table::kEnrolment, member.roster_root, member.leaf_index);
  CANDOR_ASSIGN_OR_RETURN(RosterTotals totals, Totals(member.roster_root));
  CANDOR_ASSIGN_OR_RETURN(const auto earlier, MemberAt(place));

  WriteBatch batch;
  if (!earlier) {
    ++totals.enrolled;
    batch.Put(KeyOf(Table::kRoster, member.roster_root), EncodeTotals(totals));
  } else if (earlier->member_key != member.member_key) {
    const Bytes old_key = MemberKey(earlier->member_key, member.roster_root);
    CANDOR_ASSIGN_OR_RETURN(const auto bound, MemberAt(old_key));
    // The old key may have been bound to another row since; that binding is not this row's to end.
    if (bound == earlier) batch.Delete(old_key);
  }
  invite.used_by = member;
  batch.Put(KeyOf(Table::kInvite, operation.code_hash), invite.Encode());
  batch.Put(place, EncodeMember(member));
  batch.Put(MemberKey(member.member_key, member.roster_root), EncodeMember(member));
  batch.Put(KeyOf(Table::kEnrolmentOpening, NextIndex()), EncodeMember(member));

  const NewEntry entry = make_entry(member);
  CANDOR_RETURN_IF_ERROR(AppendWith({&entry, 1}, std::move(batch)).status());
  return EnrolOutcome{earlier ? EnrolOutcome::Result::kReplaced : EnrolOutcome::Result::kEnrolled,
                      member};
}

IssuerStore::IssuerStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
IssuerStore::~IssuerStore() = default;

absl::StatusOr<std::unique_ptr<IssuerStore>> IssuerStore::Open(std::unique_ptr<Engine> engine) {
  auto impl = std::make_unique<Impl>();
  impl->engine = std::move(engine);
  CANDOR_ASSIGN_OR_RETURN(impl->log, LogStore::Open(*impl->engine));
  return std::unique_ptr<IssuerStore>(new IssuerStore(std::move(impl)));
}

LogStore& IssuerStore::log() { return *impl_->log; }
const LogStore& IssuerStore::log() const { return *impl_->log; }

absl::StatusOr<Appended> IssuerStore::Append(std::span<const NewEntry> entries) {
  MutexLock writing(impl_->writer);
  CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
  return impl_->AppendWith(entries, {});
}

absl::Status IssuerStore::ImportRoster(const crypto::Hash& root,
                                       const records::RosterFile& roster) {
  MutexLock writing(impl_->writer);
  CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
  CANDOR_ASSIGN_OR_RETURN(const auto known, impl_->FindTotals(root));
  if (known) return absl::OkStatus();
  WriteBatch batch;
  const auto size = static_cast<std::uint32_t>(roster.rows.size());
  batch.Put(KeyOf(Table::kRoster, root), EncodeTotals({size, 0}));
  for (std::uint32_t leaf = 0; leaf < size; ++leaf) {
    batch.Put(LeafKey(Table::kRosterRow, root, leaf), EncodeRow(roster.rows[leaf]));
  }
  return impl_->Write(batch);
}

absl::StatusOr<std::vector<crypto::Hash>> IssuerStore::Rosters() const {
  std::vector<crypto::Hash> roots;
  const auto take = [&](ByteView key, ByteView) {
    if (const auto root = ToArray<32>(key.subspan(1)); root.ok()) roots.push_back(*root);
    return true;
  };
  CANDOR_RETURN_IF_ERROR(impl_->engine->Scan(KeyOf(Table::kRoster).Take(), take));
  return roots;
}

absl::StatusOr<records::RosterFile> IssuerStore::Roster(const crypto::Hash& root) const {
  CANDOR_ASSIGN_OR_RETURN(const RosterTotals totals, impl_->Totals(root));
  records::RosterFile roster;
  absl::Status status;
  const auto take = [&](ByteView, ByteView value) {
    auto row = DecodeRow(value);
    status = row.status();
    if (status.ok()) roster.rows.push_back(*std::move(row));
    return status.ok();
  };
  CANDOR_RETURN_IF_ERROR(impl_->engine->Scan(KeyOf(Table::kRosterRow, root), take));
  CANDOR_RETURN_IF_ERROR(status);
  if (roster.rows.size() != totals.size) return Damaged("rows of a roster are missing");
  return roster;
}

absl::StatusOr<records::RosterRow> IssuerStore::Row(const crypto::Hash& root,
                                                    std::uint32_t leaf_index) const {
  CANDOR_ASSIGN_OR_RETURN(const auto stored,
                          impl_->engine->Get(LeafKey(Table::kRosterRow, root, leaf_index)));
  if (!stored) return absl::NotFoundError("no such row in a roster that was imported");
  return DecodeRow(*stored);
}

absl::StatusOr<RosterTotals> IssuerStore::Totals(const crypto::Hash& root) const {
  return impl_->Totals(root);
}

absl::Status IssuerStore::CreateInvites(const crypto::Hash& root,
                                        std::span<const NewInvite> invites) {
  MutexLock writing(impl_->writer);
  CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
  CANDOR_ASSIGN_OR_RETURN(const RosterTotals totals, impl_->Totals(root));
  WriteBatch batch;
  std::set<crypto::Hash> seen;
  for (const auto& invite : invites) {
    if (invite.leaf_index >= totals.size) {
      return absl::NotFoundError("an invite is for a row that the roster does not have");
    }
    const Bytes key = KeyOf(Table::kInvite, invite.code_hash);
    CANDOR_ASSIGN_OR_RETURN(const auto existing, impl_->engine->Get(key));
    if (existing || !seen.insert(invite.code_hash).second) {
      return absl::AlreadyExistsError("an invite with this code exists already; draw another code");
    }
    batch.Put(key, Invite{root, invite.leaf_index, invite.expires, std::nullopt}.Encode());
  }
  return batch.empty() ? absl::OkStatus() : impl_->Write(batch);
}

absl::StatusOr<EnrolOutcome> IssuerStore::Enrol(
    const EnrolOperation& operation, const records::Salt& fresh_salt,
    const std::function<NewEntry(const Member&)>& make_entry) {
  using Result = EnrolOutcome::Result;
  MutexLock writing(impl_->writer);
  CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
  CANDOR_ASSIGN_OR_RETURN(const auto stored,
                          impl_->engine->Get(KeyOf(Table::kInvite, operation.code_hash)));
  if (!stored) return EnrolOutcome{Result::kUnknownCode, {}};
  CANDOR_ASSIGN_OR_RETURN(Invite invite, Invite::Decode(*stored));
  if (invite.used_by) {
    if (invite.used_by->member_key != operation.member_key) {
      return EnrolOutcome{Result::kUsedCode, {}};
    }
    return EnrolOutcome{Result::kReplay, *invite.used_by};
  }
  if (operation.today >= invite.expires) return EnrolOutcome{Result::kExpiredCode, {}};
  return impl_->Bind(operation, std::move(invite), fresh_salt, make_entry);
}

absl::StatusOr<std::optional<Member>> IssuerStore::FindMember(
    const records::VerifyKey& member_key, const crypto::Hash& roster_root) const {
  return impl_->MemberAt(MemberKey(member_key, roster_root));
}

absl::StatusOr<IssueOutcome> IssuerStore::Issue(const IssueOperation& operation) {
  using Result = IssueOutcome::Result;
  MutexLock writing(impl_->writer);
  CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
  const Bytes key = IssuanceKey(operation);
  CANDOR_ASSIGN_OR_RETURN(const auto stored, impl_->engine->Get(key));
  if (stored) {
    CANDOR_ASSIGN_OR_RETURN(const Issued first, Issued::Decode(*stored));
    if (first.request_hash != operation.request_hash) return IssueOutcome{Result::kDrawn, {}};
    return IssueOutcome{Result::kReplay, first.salt};
  }
  CANDOR_ASSIGN_OR_RETURN(const RosterTotals totals, impl_->Totals(operation.roster_root));
  if (operation.leaf_index >= totals.size) {
    return absl::NotFoundError("an issuance is for a row that the roster does not have");
  }
  WriteBatch batch;
  batch.Put(key, Issued{operation.request_hash, operation.salt}.Encode());
  batch.Put(IssuanceOpeningKey(operation.campaign_id, impl_->NextIndex()),
            EncodeOpening(operation));
  CANDOR_RETURN_IF_ERROR(impl_->AppendWith({&operation.entry, 1}, std::move(batch)).status());
  return IssueOutcome{Result::kIssued, operation.salt};
}

absl::StatusOr<std::vector<KeptEnrolment>> IssuerStore::KeptEnrolments() const {
  return impl_->All<KeptEnrolment>(Table::kEnrolmentOpening, &DecodeKeptEnrolment);
}

absl::StatusOr<std::vector<KeptIssuance>> IssuerStore::KeptIssuances() const {
  CANDOR_ASSIGN_OR_RETURN(
      auto kept, impl_->All<KeptIssuance>(Table::kIssuanceOpening, &DecodeKeptIssuance));
  std::ranges::sort(kept, {}, &KeptIssuance::index);
  return kept;
}

absl::Status IssuerStore::ForgetDraws(const records::CampaignId& campaign) {
  MutexLock writing(impl_->writer);
  CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
  WriteBatch batch;
  const auto take_all = [&](ByteView key, ByteView) {
    batch.Delete(ToBytes(key));
    return true;
  };
  // The campaign stands last in the key of a quota.
  const auto take_own = [&](ByteView key, ByteView) {
    if (Equal(key.last(campaign.size()), campaign)) batch.Delete(ToBytes(key));
    return true;
  };
  CANDOR_RETURN_IF_ERROR(
      impl_->engine->Scan(KeyOf(Table::kIssuanceOpening, campaign), take_all));
  CANDOR_RETURN_IF_ERROR(impl_->engine->Scan(KeyOf(Table::kIssuance).Take(), take_own));
  return batch.empty() ? absl::OkStatus() : impl_->Write(batch);
}

}  // namespace candor::store

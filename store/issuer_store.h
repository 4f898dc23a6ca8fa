// IssuerStore: what an issuer keeps: rosters, invites, enrolments, issuances and its log.
//
// Promise: every operation that writes is atomic and durable when it returns OK, and the log entry
// that records it is in the same batch, as is what opens that entry's commitment for an auditor
// (records/issuance_openings.h). It never holds a token, a blinded message or a blind signature: of a
// draw it keeps the request that the member signed, which holds hashes of the blinded messages, and
// answers are recomputed. What it keeps of a campaign's draws goes with ForgetDraws.
//
// A write that fails leaves open whether it happened, until the next Open says so. The store then
// writes no more (store/failure_latch.h): every later write is Unavailable, reading goes on.
//
// Thread-safe; writers wait for one another. Errors otherwise: NotFound for a roster or a row that was
// not imported; DataLoss for a damaged store; the engine's.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "records/ids.h"
#include "records/roster.h"
#include "records/signed.h"
#include "store/engine.h"
#include "store/log_store.h"

namespace candor::store {

struct NewInvite {
  crypto::Hash code_hash{};
  std::uint32_t leaf_index = 0;
  Day expires = 0;  // first day on which the code no longer works
};

struct EnrolOperation {
  crypto::Hash code_hash{};
  records::VerifyKey member_key;
  Day today = 0;
};

// A roster entry with the member key bound to it.
struct Member {
  crypto::Hash roster_root{};
  std::uint32_t leaf_index = 0;
  records::VerifyKey member_key;
  records::Salt enrolment_salt{};
  bool operator==(const Member&) const = default;
};

struct EnrolOutcome {
  enum class Result {
    kEnrolled,     // a first enrolment of this roster entry
    kReplaced,     // a new key took the place of an earlier one
    kReplay,       // the same code with the same key: the same answer again
    kUnknownCode,  // no such code
    kUsedCode,     // used with another key
    kExpiredCode,
  };
  Result result = Result::kUnknownCode;
  Member member;  // set for the first three
};

struct IssueOperation {
  crypto::Hash roster_root{};
  std::uint32_t leaf_index = 0;
  records::CampaignId campaign_id{};
  crypto::Hash request_hash{};
  records::Salt salt{};  // of the commitment in `entry`
  NewEntry entry;
  records::Signed request = {};  // what the commitment is to
};

struct IssueOutcome {
  enum class Result {
    kIssued,  // the full quota, once for this roster entry and campaign
    kReplay,  // the same request again: the same answer, with the first salt
    kDrawn,   // this roster entry has drawn with another request
  };
  Result result = Result::kIssued;
  records::Salt salt{};
};

// What opens an entry's commitment, by the entry's index.
struct KeptEnrolment {
  std::uint64_t index = 0;
  Member member;
  bool operator==(const KeptEnrolment&) const = default;
};
struct KeptIssuance {
  std::uint64_t index = 0;
  records::CampaignId campaign_id{};
  records::Salt salt{};
  records::Signed request;
  bool operator==(const KeptIssuance&) const = default;
};

struct RosterTotals {
  std::uint32_t size = 0;
  std::uint32_t enrolled = 0;
};

class IssuerStore {
 public:
  static absl::StatusOr<std::unique_ptr<IssuerStore>> Open(std::unique_ptr<Engine> engine);
  ~IssuerStore();

  LogStore& log();
  const LogStore& log() const;

  absl::StatusOr<Appended> Append(std::span<const NewEntry> entries);

  // The same roster again is no error. That `root` is the roster's own is the caller's to check.
  absl::Status ImportRoster(const crypto::Hash& root, const records::RosterFile& roster);
  absl::StatusOr<std::vector<crypto::Hash>> Rosters() const;  // roots
  absl::StatusOr<records::RosterFile> Roster(const crypto::Hash& root) const;
  absl::StatusOr<records::RosterRow> Row(const crypto::Hash& root, std::uint32_t leaf_index) const;
  absl::StatusOr<RosterTotals> Totals(const crypto::Hash& root) const;

  // All or none. AlreadyExists when a code is there already or occurs twice.
  absl::Status CreateInvites(const crypto::Hash& root, std::span<const NewInvite> invites);

  // Looks the code up, marks it used and binds the key to the roster entry, with the log entry that
  // `make_entry` builds for the member-to-be. On any other outcome nothing is written. A replay gives
  // the first answer, even after the code has expired or a later code has brought another key.
  absl::StatusOr<EnrolOutcome> Enrol(
      const EnrolOperation& operation, const records::Salt& fresh_salt,
      const std::function<NewEntry(const Member&)>& make_entry);

  // The entry of this roster that the key is bound to now: none for a key that another has
  // replaced. One key may stand in several rosters: people enrol in the next one while jams of the
  // earlier still run.
  absl::StatusOr<std::optional<Member>> FindMember(const records::VerifyKey& member_key,
                                                   const crypto::Hash& roster_root) const;

  // The quota is one request for each roster entry and campaign, whatever keys the entry has had.
  // On any outcome but kIssued nothing is written.
  absl::StatusOr<IssueOutcome> Issue(const IssueOperation& operation);

  // What opens the log's Enrolment and Issuance entries, ascending by index. Of an enrolment that
  // another replaced as well; of draws that were not forgotten.
  absl::StatusOr<std::vector<KeptEnrolment>> KeptEnrolments() const;
  absl::StatusOr<std::vector<KeptIssuance>> KeptIssuances() const;

  // Deletes who has drawn for the campaign: openings, salts, and the quotas that were used up. A draw
  // of that campaign would be served again: for when its speaking is over. The engine may keep deleted
  // bytes until it next rewrites the file that holds them.
  absl::Status ForgetDraws(const records::CampaignId& campaign);

 private:
  struct Impl;
  explicit IssuerStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candor::store

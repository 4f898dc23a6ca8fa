#include "services/member/admission.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "audit/merkle.h"
#include "audit/roster_overlap.h"
#include "audit/roster_tree.h"
#include "base/date.h"
#include "base/text.h"
#include "crypto/key_proof.h"
#include "records/exchanges.h"
#include "records/entry.h"
#include "services/member/checkpoint.h"
#include "services/member/sentence.h"

namespace candor::services::member {
namespace {

using audit::Campaign;
using records::Manifest;

std::string WithNothingSent(std::string_view finding) { return Cat(finding, " Nothing was sent."); }

std::string PurposeName(crypto::Purpose purpose) {
  switch (purpose) {
    case crypto::Purpose::kVoice: return "voices";
    case crypto::Purpose::kContribute: return "contributions";
    case crypto::Purpose::kEndorse: return "endorsements";
  }
  return "an unknown purpose";
}

// Collects objections; the sentence about sending is added to each.
class Findings {
 public:
  template <class... Pieces>
  void Add(Reason reason, const Pieces&... pieces) {
    objections_.push_back({reason, WithNothingSent(Cat(pieces...))});
  }
  // The status's message as the finding, where it is an error.
  void AddIfError(Reason reason, std::string_view what, const absl::Status& status) {
    if (!status.ok()) Add(reason, what, Clause(status.message()), ".");
  }
  std::vector<Objection> Take() { return std::move(objections_); }

 private:
  std::vector<Objection> objections_;
};

// ---- the logs ----

// The root that the log had at a size.
crypto::Hash RootAt(std::span<const Bytes> entries, std::uint64_t size) {
  audit::CompactRange range;
  for (const auto& entry : entries.first(size)) range.Append(audit::LeafHash(entry));
  return range.Root();
}

void CheckCopy(const LogCopy& copy, const Situation& situation, Findings& out) {
  const std::string& origin = copy.log.origin;
  const auto opened = OpenCheckpointOf(copy, situation.wallet.bundle);
  if (!opened.ok()) {
    out.Add(Reason::kCheckpoint, "The checkpoint of the log ", origin, " is not good: ",
            Clause(opened.status().message()),
            ". Without the witnesses' word a log could show you something that nobody else sees.");
    return;
  }
  const audit::Checkpoint& checkpoint = opened->checkpoint;
  if (checkpoint.size != copy.entries.size() ||
      RootAt(copy.entries, checkpoint.size) != checkpoint.root) {
    out.Add(Reason::kCheckpoint, "The copy of the log ", origin,
            " on this machine is not what its checkpoint signs. Run `candor sync`.");
    return;
  }
  for (const auto& pinned : situation.wallet.logs) {
    if (pinned.origin != origin) continue;
    if (checkpoint.size < pinned.size || RootAt(copy.entries, pinned.size) != pinned.root) {
      out.Add(Reason::kRollback, "The log ", origin,
              " is not the continuation of what this machine saw before: something was taken back "
              "or changed. Tell the independent body; your wallet keeps the earlier checkpoint as "
              "evidence.");
    }
  }
}

void CheckGenesis(const LogCopy& copy, const Situation& situation, Findings& out) {
  if (copy.entries.empty()) {
    out.Add(Reason::kFingerprint, "The log ", copy.log.origin, " is empty: it says nothing of the "
            "organisation it belongs to.");
    return;
  }
  const auto entry = records::LogEntry::Decode(copy.entries.front());
  const auto* genesis = entry.ok() ? std::get_if<records::Genesis>(&entry->body) : nullptr;
  const records::TrustBundle& bundle = situation.wallet.bundle;
  if (genesis == nullptr || genesis->fingerprint != bundle.Fingerprint() ||
      genesis->origin != copy.log.origin || genesis->trial != bundle.trial) {
    out.Add(Reason::kFingerprint, "The log ", copy.log.origin,
            " was begun for another trust bundle than the one you checked when you enrolled (its "
            "organisation fingerprint differs).");
  }
}

// ---- campaigns together ----

void CheckOpenCount(const Situation& situation, Findings& out) {
  const Day today = DayOf(situation.now);
  const auto open = std::ranges::count_if(situation.logs.board().campaigns(),
                                          [&](const Campaign& each) { return each.IsOpen(today); });
  const auto most = situation.logs.board().MaxOpenOn(today);
  if (static_cast<std::uint64_t>(open) > most) {
    out.Add(Reason::kTooManyOpen, open, " campaigns are open at once, and the organisation's rule "
            "allows ", most, ". Many small campaigns could be used to sort people.");
  }
}

// Every modulus of the logs with the one place it belongs to.
class Moduli {
 public:
  using Place = std::tuple<std::string, records::CampaignId, crypto::Purpose>;

  explicit Moduli(Findings& out) : out_(out) {}

  // A logged key stands once; a manifest names again what is logged.
  void AddLogged(const crypto::Spki& spki, const Place& place) {
    if (!Insert(spki, place).second) Object();
  }
  void AddNamed(const crypto::Spki& spki, const Place& place) {
    if (Insert(spki, place).first->second != place) Object();
  }

 private:
  std::pair<std::map<Bytes, Place>::iterator, bool> Insert(const crypto::Spki& spki,
                                                           const Place& place) {
    const auto key = crypto::TokenPublicKey::Parse(spki);
    return places_.emplace(key.ok() ? ToBytes(key->modulus()) : ToBytes(spki), place);
  }
  void Object() {
    if (std::exchange(objected_, true)) return;
    out_.Add(Reason::kSharedModulus,
             "Two token keys in the logs have the same modulus. A key in two places lets its owner "
             "use a voting slip for something that you did not draw it for.");
  }

  Findings& out_;
  bool objected_ = false;
  std::map<Bytes, Place> places_;
};

void CheckModuli(const Situation& situation, Findings& out) {
  Moduli moduli(out);
  for (const auto& copy : situation.logs.copies()) {
    const audit::IssuerView* const issuer = situation.logs.FindIssuer(copy.log.origin);
    if (issuer == nullptr) continue;
    for (const auto& key : issuer->token_keys()) {
      moduli.AddLogged(key.content.spki, {issuer->origin(), key.campaign_id, key.entry.purpose});
    }
  }
  for (const auto& campaign : situation.logs.board().campaigns()) {
    const Manifest& manifest = *campaign.manifest;
    for (std::size_t i = 0; i < manifest.issuer_keys.size(); ++i) {
      for (std::size_t p = 0; p < 3; ++p) {
        moduli.AddNamed(manifest.issuer_keys[i][p],
                        {manifest.draft.issuers[i], campaign.id, records::kPurposes[p]});
      }
    }
  }
}

// ---- one campaign ----

void CheckTwins(const Situation& situation, const Campaign& campaign, Findings& out) {
  const Day today = DayOf(situation.now);
  const records::Draft& draft = campaign.manifest->draft;
  for (const auto& other : situation.logs.board().campaigns()) {
    if (other.id == campaign.id || !other.IsOpen(today)) continue;
    const records::Draft& twin = other.manifest->draft;
    if (twin.Id() == draft.Id()) {
      out.Add(Reason::kTwin, "The jams ", ShortId(campaign.id), " and ", ShortId(other.id),
              " were both made from the same draft. Showing different people different jams would "
              "sort them.");
    } else if (records::AskTheSame(twin.question, draft.question)) {
      out.Add(Reason::kTwin, "The jams ", ShortId(campaign.id), " and ", ShortId(other.id),
              " ask the same question at the same time. Showing different people different jams "
              "would sort them.");
    }
  }
}

void CheckTerms(const Campaign& campaign, Findings& out) {
  const records::Draft& draft = campaign.manifest->draft;
  if (std::min(draft.k, campaign.open.k) < 5) {
    out.Add(Reason::kSmallBatch, "The jam ", ShortId(campaign.id), " would publish batches of ",
            std::min(draft.k, campaign.open.k), ". Fewer than 5 texts at a time hide nobody.");
  }
  if (std::min(draft.min_issued, campaign.open.min_issued) < 10) {
    out.Add(Reason::kSmallGate, "The jam ", ShortId(campaign.id), " would let people speak once ",
            std::min(draft.min_issued, campaign.open.min_issued),
            " have drawn voting slips. Fewer than 10 hide nobody.");
  }
  out.AddIfError(Reason::kFineSlots, Cat("The jam ", ShortId(campaign.id), " would show when texts were sent: "),
                 records::CheckSlotsHideExchanges(draft.kind, campaign.open.slots));
}

void CheckSignatures(const Situation& situation, const Campaign& campaign, Findings& out) {
  const Manifest& manifest = *campaign.manifest;
  const auto check = [&](Reason reason, const absl::Status& status) {
    out.AddIfError(reason, Cat("The jam ", ShortId(campaign.id), " is not in order: "), status);
  };
  check(Reason::kManifest, records::VerifyManifest(manifest));
  check(Reason::kManifest, records::VerifyOpening(manifest, campaign.open.opening));
  check(Reason::kManifest, records::CheckCampaignOpen(campaign.open, manifest));
  check(Reason::kRoles, audit::CheckManifestRoles(manifest, situation.logs.board()));
}

void CheckTime(const Situation& situation, const Campaign& campaign, Findings& out) {
  const Day today = DayOf(situation.now);
  if (!campaign.IsOpen(today)) {
    out.Add(Reason::kClosed, "The jam ", ShortId(campaign.id), " closed on ",
            FormatDay(campaign.SpeakingCloses()), ".");
  } else if (today < campaign.open.phases.issuance_opens) {
    out.Add(Reason::kClosed, "The jam ", ShortId(campaign.id), " hands out voting slips from ",
            FormatDay(campaign.open.phases.issuance_opens), " on.");
  }
  const Day first = FirstDayToJoin(campaign);
  if (!situation.wallet.bundle.trial && today < first) {
    out.Add(Reason::kTooYoung, "The jam ", ShortId(campaign.id), " was opened on ",
            FormatDay(campaign.opened), ", which may be less than a day ago. It is joined from ",
            FormatDay(first), " on, when everybody has had time to see it.");
  }
}

void CheckOwnPlace(const Situation& situation, const Campaign& campaign, Findings& out) {
  const records::Draft& draft = campaign.manifest->draft;
  std::set<crypto::Hash> leaves;
  for (const auto& origin : draft.issuers) {
    const auto* own = situation.wallet.FindEnrolment(origin, draft.roster_root);
    if (own == nullptr) {
      out.Add(Reason::kNotOnRoster, "You are not enrolled at ", origin, " for the roster of the jam ",
              ShortId(campaign.id), ". Enrol there with its invite (`candor enrol --invite …`), or "
              "ask for one.");
      continue;
    }
    const crypto::Hash leaf = own->reply.row.Leaf();
    leaves.insert(leaf);
    if (own->reply.roster_size != draft.roster_size ||
        !audit::VerifyRosterPath(leaf, own->reply.leaf_index, own->reply.roster_size,
                                 own->reply.path, draft.roster_root)
             .ok()) {
      out.Add(Reason::kNotOnRoster, "The proof that you stand on the roster of the jam ",
              ShortId(campaign.id), " does not hold. You could be on a list of your own.");
    }
  }
  if (leaves.size() > 1) {
    out.Add(Reason::kNotOnRoster, "The issuers of the jam ", ShortId(campaign.id),
            " have enrolled you under different roster entries.");
  }
}

void CheckTokenKeys(const Situation& situation, const Campaign& campaign, Findings& out) {
  const Manifest& manifest = *campaign.manifest;
  for (std::size_t i = 0; i < manifest.issuer_keys.size(); ++i) {
    const std::string& origin = manifest.draft.issuers[i];
    const audit::IssuerView* const issuer = situation.logs.FindIssuer(origin);
    for (std::size_t p = 0; p < 3; ++p) {
      const crypto::Purpose purpose = records::kPurposes[p];
      const auto keys = issuer == nullptr ? std::vector<const audit::LoggedTokenKey*>()
                                          : issuer->KeysFor(campaign.id, purpose);
      if (keys.size() != 1) {
        out.Add(Reason::kTokenKey, "The log of ", origin, " names ", keys.size(), " token keys for ",
                PurposeName(purpose), " in the jam ", ShortId(campaign.id),
                " where there must be exactly one. A second key could be meant for you alone.");
        continue;
      }
      const auto& content = keys.front()->content;
      if (content.spki != manifest.issuer_keys[i][p]) {
        out.Add(Reason::kTokenKey, "The token key for ", PurposeName(purpose), " in the log of ",
                origin, " is not the one in the manifest of the jam ", ShortId(campaign.id), ".");
        continue;
      }
      const auto key = crypto::TokenPublicKey::Parse(content.spki);
      if (!key.ok() || !crypto::VerifyKeyProof(*key, content.proof).ok()) {
        out.Add(Reason::kKeyProof, "The proof of the token key for ", PurposeName(purpose), " of ",
                origin, " in the jam ", ShortId(campaign.id),
                " fails. Such a key could see through the blinding.");
      }
    }
  }
}

std::string RosterFault(audit::RosterOverlap overlap, std::uint16_t k) {
  switch (overlap) {
    case audit::RosterOverlap::kUncounted:
      return "and nobody counted by how many people the two differ.";
    case audit::RosterOverlap::kImpossible:
      return "and what is countersigned about how the two differ cannot be true.";
    default:
      return Cat("that differ by too few people. At least ", audit::MinRosterDifference(k),
                 " must differ both ways.");
  }
}

void CheckRosters(const Situation& situation, const Campaign& campaign, Findings& out) {
  const audit::BoardView& board = situation.logs.board();
  const crypto::Hash& own = campaign.manifest->draft.roster_root;
  if (board.FindRoster(own) == nullptr) return;  // CheckManifestRoles says so
  for (const auto& other : board.campaigns()) {
    if (!audit::SpansOverlap(campaign.open.phases, other.open.phases)) continue;
    const std::uint16_t k = std::max(campaign.open.k, other.open.k);
    const auto overlap =
        audit::CompareRosters(board, own, other.manifest->draft.roster_root, k);
    if (overlap == audit::RosterOverlap::kSafe) continue;
    out.Add(Reason::kRosterOverlap, "The jams ", ShortId(campaign.id), " and ", ShortId(other.id),
            " run at the same time on two rosters, ", RosterFault(overlap, k),
            " Comparing the two could point at somebody.");
  }
}

}  // namespace

std::string ShortId(const records::CampaignId& id) {
  return HexEncode(ByteView(id).first(4));
}

std::vector<Objection> CheckWorld(const Situation& situation) {
  Findings out;
  const records::TrustBundle& bundle = situation.wallet.bundle;
  if (bundle.trial && !situation.trial_accepted) {
    out.Add(Reason::kTrial, "This is a trial deployment: one machine may run all parties of it, so "
            "it protects nobody. To look at it all the same, add --trial.");
  }
  out.AddIfError(Reason::kSeparation, "The organisation's set-up is not acceptable: ",
                 bundle.CheckSeparation());
  for (const auto& copy : situation.logs.copies()) {
    CheckCopy(copy, situation, out);
    CheckGenesis(copy, situation, out);
  }
  CheckOpenCount(situation, out);
  CheckModuli(situation, out);
  return out.Take();
}

std::vector<Objection> CheckCampaign(const Situation& situation, const Campaign& campaign) {
  Findings out;
  CheckTime(situation, campaign, out);
  CheckTerms(campaign, out);
  CheckSignatures(situation, campaign, out);
  CheckOwnPlace(situation, campaign, out);
  CheckTwins(situation, campaign, out);
  CheckTokenKeys(situation, campaign, out);
  CheckRosters(situation, campaign, out);
  return out.Take();
}

Day FirstDayToJoin(const Campaign& campaign) { return campaign.opened + 2; }

absl::Status ToStatus(const std::vector<Objection>& objections) {
  if (objections.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(objections.front().sentence);
}

}  // namespace candor::services::member

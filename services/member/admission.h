// Admission: what a client checks before it blinds anything (PROTOCOL §2, §3).
//
// Why so strict: a key, a campaign, a log or a bundle made for one person would single that person
// out however good the cryptography is. So a client looks at everything that everybody sees, and
// takes part only where all of it fits together.
//
// Promise: no objection means that every rule below held in the copies handed in, at `now`. Each
// objection names its rule and says what was found; it is made before anything is sent.
// Not promised: that other people see the same copies; the witnesses' cosignatures, which are checked
// here, stand for that.
//
// Pure, thread-safe for const use.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/member/logs.h"
#include "services/member/wallet.h"

namespace candor::services::member {

enum class Reason : std::uint8_t {
  // Against everything: nothing is drawn anywhere.
  kTrial,             // a trial deployment, and the person did not ask for one
  kSeparation,        // who runs what, or no usable witness quorum
  kCheckpoint,        // a log's checkpoint lacks its signature or the witnesses' quorum
  kRollback,          // a log is shorter than, or different from, what this wallet acted on
  kFingerprint,       // a log's Genesis names another bundle
  kTooManyOpen,       // more open campaigns than the rules of the day allow
  kSharedModulus,     // two token keys, anywhere, with one modulus
  // Against one campaign.
  kClosed,            // speech is over, or drawing has not begun
  kManifest,          // rules or signatures of the manifest or of its opening
  kRoles,             // somebody in it lacks the role, or roster, issuer or promise key is not the log's
  kSmallBatch,        // k < 5
  kSmallGate,         // min_issued < 10
  kFineSlots,         // a slot may fall between two members' exchanges (records/exchanges.h)
  kNotOnRoster,       // the member's own place in its roster is not proven
  kTwin,              // shares its question or draft with another open campaign
  kTooYoung,          // opened less than a day ago
  kTokenKey,          // not the single key for its campaign, purpose and issuer
  kKeyProof,          // a token key's proof fails
  kRosterOverlap,     // rosters of campaigns at the same time differ by too few people
};

struct Objection {
  Reason reason;
  std::string sentence;  // which rule, what was found, and that nothing was sent
};

struct Situation {
  const Wallet& wallet;
  const Logs& logs;
  UnixSeconds now = 0;
  bool trial_accepted = false;
};

// Empty is the only yes.
std::vector<Objection> CheckWorld(const Situation& situation);
std::vector<Objection> CheckCampaign(const Situation& situation, const audit::Campaign& campaign);

// The first day on which a jam is joined, other than in a trial: the log knows days, not hours, and a full day has
// certainly passed since its opening once the next one has.
Day FirstDayToJoin(const audit::Campaign& campaign);

// OK, or FailedPrecondition with the first sentence.
absl::Status ToStatus(const std::vector<Objection>& objections);

// How a campaign is called in sentences and commands: the first eight hex digits of its id.
std::string ShortId(const records::CampaignId& id);

}  // namespace candor::services::member

// Draft: everything a facilitator writes about a campaign before anybody signs it (PROTOCOL §3).
//
// draft_id = first 16 bytes of H("candor/draft/v1" 00 | Draft). Token keys, reader keys, pledges and
// statements are made for that id. The byte layout stands in draft.cc above the encoder.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/token.h"
#include "records/ids.h"
#include "records/schedule.h"

namespace candor::records {

enum class CampaignKind : std::uint8_t { kJam = 1, kCampaign = 2 };

struct Named {  // a person with a role: the actor key and the name that members see
  VerifyKey key;
  std::string name;
  bool operator==(const Named&) const = default;
};

struct Programme {  // what the campaign is tied to
  std::string name;
  std::string owner;
  std::string decision_body;
  Day decision_day = 0;
  bool operator==(const Programme&) const = default;
};

struct Audience {
  std::uint8_t id = 0;  // 0 or 1; 255 is the appeal panel
  std::string name;
  std::vector<VerifyKey> readers;  // 1..64 actor keys; slot order of envelopes
  bool operator==(const Audience&) const = default;
};
inline constexpr std::uint8_t kAppealPanel = 255;
inline constexpr std::size_t kMaxReaders = 64;

struct Delegate {
  VerifyKey reader;
  VerifyKey delegate;
  bool operator==(const Delegate&) const = default;
};

struct Quotas {
  // One voice, always.
  std::uint8_t contributions = 0;
  std::uint8_t endorsements = 0;
  std::uint8_t follow_ups = 0;  // a thread
  std::uint8_t Of(crypto::Purpose purpose) const;
  bool operator==(const Quotas&) const = default;
};

struct Clocks {  // in days
  std::uint8_t acknowledge = 0;
  std::uint8_t answer = 0;
  std::uint8_t pledge_renewal = 0;
  std::uint8_t publish = 0;
  bool operator==(const Clocks&) const = default;
};

struct Draft {
  CampaignKind kind = CampaignKind::kJam;
  std::string question;
  std::string background;
  std::vector<std::string> sub_questions;  // at most 7
  Programme programme;
  std::string out_of_scope;
  std::string what_happens;
  Day what_happens_by = 0;
  std::vector<Named> sponsors;      // 1..4
  std::vector<Named> facilitators;  // 1..8
  std::vector<Named> readers;       // every reader of any audience, once; 1..64
  std::vector<Named> operators;     // 1..8
  std::vector<Audience> audiences;  // 1..3, ids ascending
  std::vector<Delegate> delegates;
  Phases phases;
  SlotSchedule slots;
  std::uint16_t k = 0;
  std::uint32_t min_issued = 0;
  std::uint16_t decoupling_hours = 0;
  Quotas quotas;
  std::vector<std::string> moderation_reasons;
  Clocks clocks;
  std::vector<std::string> help_contacts;
  std::string pledge;  // the text that readers, facilitators and operators sign
  Hash roster_root{};
  std::uint32_t roster_size = 0;
  std::vector<std::string> issuers;  // origins of one or two issuers' logs
  VerifyKey promise_key;
  VerifyKey gateway_key;  // signs the day's keys of the oblivious path

  DraftId Id() const;
  // H("candor/pledge-text/v1" 00 | pledge).
  Hash PledgeHash() const;
  const Named* FindReader(const VerifyKey& key) const;
  const Audience* FindAudience(std::uint8_t id) const;

  Bytes Encode() const;
  static absl::StatusOr<Draft> Decode(ByteView bytes);
  bool operator==(const Draft&) const = default;
};

// Bounds, floors and consistency: every text and list as long as the layout allows (so whatever passes
// encodes and decodes), k ≥ 5, min_issued ≥ 10 and ≥ 2k, every audience's readers are readers, an
// actor key holds one role, schedule in order, quotas within bounds. A sentence per rule.
absl::Status CheckDraft(const Draft& draft);

// Whether two questions are the same one to whoever reads them: letters and digits compared, in one
// case, so that a blank or a full stop does not make another question. Beyond ASCII, every byte
// counts.
bool AskTheSame(std::string_view question, std::string_view other);

// The default gate: max(20, 4k).
std::uint32_t DefaultMinIssued(std::uint16_t k);

}  // namespace candor::records

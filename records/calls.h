// Payloads of the calls between programs and servers that are no records of their own.
//
// They travel as opaque bytes inside an authenticated call (services/runtime/privileged.h) or an
// anonymous one, and are canonical like everything else. Lists carry a uint32 count.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "records/entry.h"
#include "records/issuance.h"

namespace candor::records {

// Facilitator → issuer. The reply: the issuer's three keys with their proofs.
struct PrepareKeysCall {
  Draft draft;
  Bytes Encode() const;
  static absl::StatusOr<PrepareKeysCall> Decode(ByteView bytes);
};
struct PrepareKeysReply {
  std::array<TokenKeyContent, 3> keys;  // in the order of kPurposes
  Bytes Encode() const;
  static absl::StatusOr<PrepareKeysReply> Decode(ByteView bytes);
};

// Operator → issuer. The roster's root must stand in a cosigned Roster entry of the board's log.
struct ImportRosterCall {
  RosterFile roster;
  Bytes Encode() const;
  static absl::StatusOr<ImportRosterCall> Decode(ByteView bytes);
};

// Operator → issuer: a fresh one-time code for each named person (all, when none is named).
struct CreateInvitesCall {
  Hash roster_root{};
  Day expires = 0;
  std::vector<std::string> ids;
  Bytes Encode() const;
  static absl::StatusOr<CreateInvitesCall> Decode(ByteView bytes);
};
struct CreateInvitesReply {
  struct Item {
    std::string id;
    InviteCode code{};
  };
  std::vector<Item> items;
  Bytes Encode() const;
  static absl::StatusOr<CreateInvitesReply> Decode(ByteView bytes);
};

// Operator → issuer. Totals only: no verb lists who has not enrolled or drawn.
struct RosterStatusReply {
  Hash roster_root{};
  std::uint32_t size = 0;
  std::uint32_t enrolled = 0;
  Bytes Encode() const;
  static absl::StatusOr<RosterStatusReply> Decode(ByteView bytes);
};

// Facilitator → board.
struct OpenCampaignCall {
  Manifest manifest;
  Opening opening;
  Bytes Encode() const;
  static absl::StatusOr<OpenCampaignCall> Decode(ByteView bytes);
};
struct CloseCampaignCall {
  CampaignId campaign_id{};
  Bytes Encode() const;
  static absl::StatusOr<CloseCampaignCall> Decode(ByteView bytes);
};

// Leader → board.
struct PostAnswerCall {
  Signed answer;  // label answer
  Salt content_salt{};
  AnswerContent content;
  Bytes Encode() const;
  static absl::StatusOr<PostAnswerCall> Decode(ByteView bytes);
};

// Leader, sponsor, facilitator or appeal panel → board. Content and salt are absent, as empty and zeroes, where the
// act's type has none.
struct PostActCall {
  Signed act;  // label act
  Salt content_salt{};
  Bytes content;
  Bytes Encode() const;
  static absl::StatusOr<PostActCall> Decode(ByteView bytes);
};

// Leader → board: the envelopes of one sealed batch that are addressed to an audience of the reader.
struct FetchBatchCall {
  CampaignId campaign_id{};
  std::uint64_t batch_index = 0;  // of the SealBatch entry
  Bytes Encode() const;
  static absl::StatusOr<FetchBatchCall> Decode(ByteView bytes);
};
struct FetchBatchReply {
  struct Item {
    Hash submission_hash{};
    Salt salt{};
    Bytes envelope;
  };
  std::vector<Item> items;
  Bytes Encode() const;
  static absl::StatusOr<FetchBatchReply> Decode(ByteView bytes);
};

// Reply of calls that append to a log: where the entry stands.
struct AppendedReply {
  std::uint64_t index = 0;
  Bytes Encode() const;
  static absl::StatusOr<AppendedReply> Decode(ByteView bytes);
};

}  // namespace candor::records

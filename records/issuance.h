// Enrolment and issuance: what a member and an issuer say to each other (PROTOCOL §2, §4).
//
//   Invite       { uint8 version = 1; opaque issuer_origin<1..255>; opaque bundle_url<1..255>; opaque code[16];
//                  opaque checksum[4]; }      the first 4 bytes of H("candor/invite-checksum/v1" 00 | all before)
//   EnrolRequest { uint8 version = 1; opaque fingerprint[32]; opaque issuer_origin<1..255>;
//                  opaque code[16]; opaque member_key[32]; }          as Signed by the member key
//   EnrolReply   { uint8 version = 1; opaque roster_root[32]; uint32 roster_size; uint32 leaf_index;
//                  opaque salt[32]; RosterEntry entry; opaque path[n ≤ 32][32]; opaque enrolment_salt[32]; }
//   IssueRequest { uint8 version = 1; opaque fingerprint[32]; opaque campaign_id[16]; opaque roster_leaf[32];
//                  { opaque token_key_id[32]; uint8 count; opaque blinded_hash[32]; } purposes[3]; }
//                                                                    as Signed by the member key
//   IssueCall    { uint8 version = 1; Signed; opaque blinded_messages[sum of counts][256]; }
//   IssueReply   { uint8 version = 1; opaque issuance_salt[32]; uint8 count; opaque blind_signatures[count][256]; }
//
// blinded_hash = H("candor/blinded-messages/v1" 00 | the purpose's blinded messages)
// Enrolment commitment = H("candor/enrolment/v1" 00 | salt | roster_root | roster leaf | member key)
// Issuance commitment  = H("candor/issuance/v1" 00 | salt | Signed IssueRequest)
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/token_key.h"
#include "records/roster.h"
#include "records/signed.h"

namespace candor::records {

using InviteCode = ByteArray<16>;
using BlindedMessage = ByteArray<256>;
using BlindSignature = ByteArray<256>;

// How an issuer stores a code: H("candor/invite-code/v1" 00 | issuer origin | code).
Hash InviteCodeHash(std::string_view issuer_origin, const InviteCode& code);

struct Invite {
  std::string issuer_origin;
  std::string bundle_url;  // https URL or file path of the trust bundle
  InviteCode code{};

  // "candor-invite-1:" and base32: a short string to hand out or put into a file. The checksum tells a
  // typing mistake from a code that was used or has expired, before anything is sent.
  std::string Format() const;
  static absl::StatusOr<Invite> Parse(std::string_view text);
  bool operator==(const Invite&) const = default;
};

struct EnrolRequest {
  Hash fingerprint{};
  std::string issuer_origin;
  InviteCode code{};
  VerifyKey member_key;
  Bytes Encode() const;
  static absl::StatusOr<EnrolRequest> Decode(ByteView bytes);
};

struct EnrolReply {
  Hash roster_root{};
  std::uint32_t roster_size = 0;
  std::uint32_t leaf_index = 0;
  RosterRow row;
  std::vector<Hash> path;
  Salt enrolment_salt{};
  Bytes Encode() const;
  static absl::StatusOr<EnrolReply> Decode(ByteView bytes);
};

Hash EnrolmentCommitment(const Salt& salt, const Hash& roster_root, const Hash& leaf,
                         const VerifyKey& member_key);

struct PurposeRequest {
  crypto::TokenKeyId token_key_id{};
  std::uint8_t count = 0;
  Hash blinded_hash{};
  bool operator==(const PurposeRequest&) const = default;
};

struct IssueRequest {
  Hash fingerprint{};
  CampaignId campaign_id{};
  Hash roster_leaf{};
  std::array<PurposeRequest, 3> purposes;  // voice, contribute, endorse
  Bytes Encode() const;
  static absl::StatusOr<IssueRequest> Decode(ByteView bytes);
};

Hash BlindedMessagesHash(std::span<const BlindedMessage> messages);

struct IssueCall {
  Signed request;
  std::vector<BlindedMessage> blinded_messages;  // voice, then contribute, then endorse
  Bytes Encode() const;
  static absl::StatusOr<IssueCall> Decode(ByteView bytes);
};

// The call's messages are those that the member signed for: counts and hashes.
absl::StatusOr<IssueRequest> VerifyIssueCall(const IssueCall& call);

struct IssueReply {
  Salt issuance_salt{};
  std::vector<BlindSignature> blind_signatures;
  Bytes Encode() const;
  static absl::StatusOr<IssueReply> Decode(ByteView bytes);
};

Hash IssuanceCommitment(const Salt& salt, const Signed& request);

}  // namespace candor::records

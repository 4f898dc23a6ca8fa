// IssuerValues: keys and values of an issuer's tables as bytes (store/key_space.h names the tables). For
// issuer_store.cc alone.
//
// Pure. Decoders: DataLoss for bytes that are not of their form.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "records/roster.h"
#include "store/issuer_store.h"
#include "store/key_space.h"

namespace candor::store {

// DataLoss, with what is wrong and what to do.
absl::Status Damaged(std::string_view what);

Bytes LeafKey(Table table, const crypto::Hash& root, std::uint32_t leaf_index);
Bytes MemberKey(const records::VerifyKey& member_key, const crypto::Hash& root);
Bytes IssuanceKey(const IssueOperation& operation);
Bytes IssuanceOpeningKey(const records::CampaignId& campaign, std::uint64_t index);

// struct { uint32 size; uint32 enrolled; }
Bytes EncodeTotals(const RosterTotals& totals);
absl::StatusOr<RosterTotals> DecodeTotals(ByteView bytes);

// struct { opaque salt[32]; RosterEntry entry; }
Bytes EncodeRow(const records::RosterRow& row);
absl::StatusOr<records::RosterRow> DecodeRow(ByteView bytes);

// struct { opaque root[32]; uint32 leaf_index; opaque member_key[32]; opaque enrolment_salt[32]; }
Bytes EncodeMember(const Member& member);
absl::StatusOr<Member> DecodeMember(ByteView bytes);

// struct { opaque root[32]; uint32 leaf_index; uint32 expires; uint8 used; Member member if used; }
struct Invite {
  crypto::Hash roster_root{};
  std::uint32_t leaf_index = 0;
  Day expires = 0;
  std::optional<Member> used_by;

  Bytes Encode() const;
  static absl::StatusOr<Invite> Decode(ByteView bytes);
};

// struct { opaque request_hash[32]; opaque salt[32]; }
struct Issued {
  crypto::Hash request_hash{};
  records::Salt salt{};

  Bytes Encode() const;
  static absl::StatusOr<Issued> Decode(ByteView bytes);
};

// struct { opaque salt[32]; Signed request; }
Bytes EncodeOpening(const IssueOperation& operation);
absl::StatusOr<KeptEnrolment> DecodeKeptEnrolment(ByteView key, ByteView value);
absl::StatusOr<KeptIssuance> DecodeKeptIssuance(ByteView key, ByteView value);

}  // namespace candor::store

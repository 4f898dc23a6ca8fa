#include "store/issuer_values.h"

#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::store {
namespace {

void WriteMember(crypto::Writer& out, const Member& member) {
  out.Fixed(member.roster_root).U32(member.leaf_index);
  out.Fixed(member.member_key.bytes).Fixed(member.enrolment_salt);
}

Member ReadMember(crypto::Reader& in) {
  Member out;
  out.roster_root = in.Fixed<32>();
  out.leaf_index = in.U32();
  out.member_key.bytes = in.Fixed<32>();
  out.enrolment_salt = in.Fixed<32>();
  return out;
}

}  // namespace

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(
      Cat("the issuer's store is damaged: ", what, "; restore it from a backup"));
}

Bytes LeafKey(Table table, const crypto::Hash& root, std::uint32_t leaf_index) {
  return KeyOf(table).Fixed(root).U32(leaf_index).Take();
}

Bytes MemberKey(const records::VerifyKey& member_key, const crypto::Hash& root) {
  return KeyOf(Table::kMemberKey).Fixed(member_key.bytes).Fixed(root).Take();
}

Bytes IssuanceKey(const IssueOperation& operation) {
  return KeyOf(Table::kIssuance)
      .Fixed(operation.roster_root)
      .U32(operation.leaf_index)
      .Fixed(operation.campaign_id)
      .Take();
}

Bytes IssuanceOpeningKey(const records::CampaignId& campaign, std::uint64_t index) {
  return KeyOf(Table::kIssuanceOpening).Fixed(campaign).U64(index).Take();
}

Bytes EncodeTotals(const RosterTotals& totals) {
  return crypto::Writer().U32(totals.size).U32(totals.enrolled).Take();
}

absl::StatusOr<RosterTotals> DecodeTotals(ByteView bytes) {
  crypto::Reader in(bytes);
  RosterTotals out;
  out.size = in.U32();
  out.enrolled = in.U32();
  if (!in.Finish("roster totals").ok()) return Damaged("the totals of a roster are not readable");
  return out;
}

Bytes EncodeRow(const records::RosterRow& row) { return Concat({row.salt, row.entry.Encode()}); }

absl::StatusOr<records::RosterRow> DecodeRow(ByteView bytes) {
  crypto::Reader in(bytes);
  records::RosterRow out;
  out.salt = in.Fixed<32>();
  out.entry = records::RosterEntry::Read(in);
  if (!in.Finish("roster row").ok()) return Damaged("a roster row is not readable");
  return out;
}

Bytes EncodeMember(const Member& member) {
  crypto::Writer out;
  WriteMember(out, member);
  return out.Take();
}

absl::StatusOr<Member> DecodeMember(ByteView bytes) {
  crypto::Reader in(bytes);
  Member out = ReadMember(in);
  if (!in.Finish("member").ok()) return Damaged("an enrolment is not readable");
  return out;
}

Bytes Invite::Encode() const {
  crypto::Writer out;
  out.Fixed(roster_root).U32(leaf_index).U32(expires).U8(used_by ? 1 : 0);
  if (used_by) WriteMember(out, *used_by);
  return out.Take();
}

absl::StatusOr<Invite> Invite::Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  Invite out;
  out.roster_root = in.Fixed<32>();
  out.leaf_index = in.U32();
  out.expires = in.U32();
  if (in.Bool()) out.used_by = ReadMember(in);
  if (!in.Finish("invite").ok()) return Damaged("an invite is not readable");
  return out;
}

Bytes Issued::Encode() const { return Concat({request_hash, salt}); }

absl::StatusOr<Issued> Issued::Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  Issued out;
  out.request_hash = in.Fixed<32>();
  out.salt = in.Fixed<32>();
  if (!in.Finish("issuance").ok()) return Damaged("an issuance is not readable");
  return out;
}

Bytes EncodeOpening(const IssueOperation& operation) {
  crypto::Writer out;
  out.Fixed(operation.salt);
  operation.request.Write(out);
  return out.Take();
}

absl::StatusOr<KeptEnrolment> DecodeKeptEnrolment(ByteView key, ByteView value) {
  crypto::Reader in(key.subspan(1));
  KeptEnrolment out;
  out.index = in.U64();
  if (!in.Finish("key").ok()) return Damaged("the place of an enrolment's opening is not readable");
  CANDOR_ASSIGN_OR_RETURN(out.member, DecodeMember(value));
  return out;
}

absl::StatusOr<KeptIssuance> DecodeKeptIssuance(ByteView key, ByteView value) {
  crypto::Reader place(key.subspan(1));
  crypto::Reader in(value);
  KeptIssuance out;
  out.campaign_id = place.Fixed<16>();
  out.index = place.U64();
  out.salt = in.Fixed<32>();
  out.request = records::Signed::Read(in);
  if (!place.Finish("key").ok() || !in.Finish("opening").ok()) {
    return Damaged("the opening of an issuance is not readable");
  }
  return out;
}

}  // namespace candor::store

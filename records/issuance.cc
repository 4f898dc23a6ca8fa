#include "records/issuance.h"

#include <algorithm>

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMaxPath = 32;
constexpr std::string_view kInvitePrefix = "candor-invite-1:";

void ExpectVersion(Reader& in) {
  if (in.U8() != kVersion) in.Fail("unknown version");
}

ByteArray<4> InviteChecksum(ByteView content) {
  const Hash hash = crypto::LabelledHash(Label::kInviteChecksum, {content});
  ByteArray<4> checksum;
  std::copy_n(hash.begin(), checksum.size(), checksum.begin());
  return checksum;
}

}  // namespace

Hash InviteCodeHash(std::string_view issuer_origin, const InviteCode& code) {
  Writer origin;
  origin.Text8(issuer_origin);
  return crypto::LabelledHash(Label::kInviteCode, {origin.view(), code});
}

std::string Invite::Format() const {
  Writer out;
  out.U8(kVersion).Text8(issuer_origin).Text8(bundle_url).Fixed(code);
  const ByteArray<4> checksum = InviteChecksum(out.view());
  out.Fixed(checksum);
  return std::string(kInvitePrefix) + Base32Encode(out.view());
}

absl::StatusOr<Invite> Invite::Parse(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.remove_suffix(1);
  }
  if (!text.starts_with(kInvitePrefix)) {
    return absl::InvalidArgumentError(
        "this is no invite: an invite begins with \"candor-invite-1:\"; ask for a new one");
  }
  auto bytes = Base32Decode(text.substr(kInvitePrefix.size()));
  Invite out;
  if (bytes.ok()) {
    Reader in(*bytes);
    ExpectVersion(in);
    out.issuer_origin = in.Text8(1);
    out.bundle_url = in.Text8(1);
    out.code = in.Fixed<16>();
    const auto checksum = in.Fixed<4>();
    if (in.Finish("invite").ok() &&
        checksum == InviteChecksum(ByteView(*bytes).first(bytes->size() - checksum.size()))) {
      return out;
    }
  }
  return absl::InvalidArgumentError(
      "the invite is incomplete or mistyped; copy it again, whole, or ask for a new one");
}

Bytes EnrolRequest::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(fingerprint).Text8(issuer_origin).Fixed(code).Fixed(member_key.bytes);
  return out.Take();
}

absl::StatusOr<EnrolRequest> EnrolRequest::Decode(ByteView bytes) {
  Reader in(bytes);
  EnrolRequest out;
  ExpectVersion(in);
  out.fingerprint = in.Fixed<32>();
  out.issuer_origin = in.Text8(1);
  out.code = in.Fixed<16>();
  out.member_key.bytes = in.Fixed<32>();
  CANDOR_RETURN_IF_ERROR(in.Finish("enrolment request"));
  return out;
}

Bytes EnrolReply::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(roster_root).U32(roster_size).U32(leaf_index);
  out.Fixed(row.salt).Fixed(row.entry.Encode());
  out.U8(static_cast<std::uint8_t>(path.size()));
  for (const auto& hash : path) out.Fixed(hash);
  out.Fixed(enrolment_salt);
  return out.Take();
}

absl::StatusOr<EnrolReply> EnrolReply::Decode(ByteView bytes) {
  Reader in(bytes);
  EnrolReply out;
  ExpectVersion(in);
  out.roster_root = in.Fixed<32>();
  out.roster_size = in.U32();
  out.leaf_index = in.U32();
  out.row.salt = in.Fixed<32>();
  out.row.entry = RosterEntry::Read(in);
  const std::size_t count = in.U8();
  if (count > kMaxPath) in.Fail("the path is too long");
  for (std::size_t i = 0; in.ok() && i < count; ++i) out.path.push_back(in.Fixed<32>());
  out.enrolment_salt = in.Fixed<32>();
  CANDOR_RETURN_IF_ERROR(in.Finish("enrolment reply"));
  return out;
}

Hash EnrolmentCommitment(const Salt& salt, const Hash& roster_root, const Hash& leaf,
                         const VerifyKey& member_key) {
  return crypto::LabelledHash(Label::kEnrolment, {salt, roster_root, leaf, member_key.bytes});
}

Bytes IssueRequest::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(fingerprint).Fixed(campaign_id).Fixed(roster_leaf);
  for (const auto& purpose : purposes) {
    out.Fixed(purpose.token_key_id).U8(purpose.count).Fixed(purpose.blinded_hash);
  }
  return out.Take();
}

absl::StatusOr<IssueRequest> IssueRequest::Decode(ByteView bytes) {
  Reader in(bytes);
  IssueRequest out;
  ExpectVersion(in);
  out.fingerprint = in.Fixed<32>();
  out.campaign_id = in.Fixed<16>();
  out.roster_leaf = in.Fixed<32>();
  for (auto& purpose : out.purposes) {
    purpose.token_key_id = in.Fixed<32>();
    purpose.count = in.U8();
    purpose.blinded_hash = in.Fixed<32>();
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("issuance request"));
  return out;
}

Hash BlindedMessagesHash(std::span<const BlindedMessage> messages) {
  Bytes all;
  for (const auto& message : messages) Append(all, message);
  return crypto::LabelledHash(Label::kBlindedMessages, {all});
}

Bytes IssueCall::Encode() const {
  Writer out;
  out.U8(kVersion);
  request.Write(out);
  for (const auto& message : blinded_messages) out.Fixed(message);
  return out.Take();
}

absl::StatusOr<IssueCall> IssueCall::Decode(ByteView bytes) {
  Reader in(bytes);
  IssueCall out;
  ExpectVersion(in);
  out.request = Signed::Read(in);
  while (in.ok() && !in.AtEnd()) out.blinded_messages.push_back(in.Fixed<256>());
  CANDOR_RETURN_IF_ERROR(in.Finish("issuance call"));
  return out;
}

absl::StatusOr<IssueRequest> VerifyIssueCall(const IssueCall& call) {
  CANDOR_RETURN_IF_ERROR(call.request.Verify(Label::kIssueRequest));
  CANDOR_ASSIGN_OR_RETURN(const IssueRequest request, IssueRequest::Decode(call.request.body));
  std::size_t expected = 0;
  for (const auto& purpose : request.purposes) expected += purpose.count;
  if (expected != call.blinded_messages.size()) {
    return absl::InvalidArgumentError(
        "issuance call: the number of blinded messages is not the one signed");
  }
  std::span<const BlindedMessage> rest(call.blinded_messages);
  for (const auto& purpose : request.purposes) {
    if (BlindedMessagesHash(rest.first(purpose.count)) != purpose.blinded_hash) {
      return absl::InvalidArgumentError("issuance call: the blinded messages are not those signed");
    }
    rest = rest.subspan(purpose.count);
  }
  return request;
}

Bytes IssueReply::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(issuance_salt).U8(static_cast<std::uint8_t>(blind_signatures.size()));
  for (const auto& signature : blind_signatures) out.Fixed(signature);
  return out.Take();
}

absl::StatusOr<IssueReply> IssueReply::Decode(ByteView bytes) {
  Reader in(bytes);
  IssueReply out;
  ExpectVersion(in);
  out.issuance_salt = in.Fixed<32>();
  const std::size_t count = in.U8();
  for (std::size_t i = 0; in.ok() && i < count; ++i) {
    out.blind_signatures.push_back(in.Fixed<256>());
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("issuance reply"));
  return out;
}

Hash IssuanceCommitment(const Salt& salt, const Signed& request) {
  return crypto::LabelledHash(Label::kIssuance, {salt, request.Encode()});
}

}  // namespace candor::records

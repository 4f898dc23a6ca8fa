#include "records/calls.h"

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::uint32_t kMaxItems = 1'000'000;

void ExpectVersion(Reader& in) {
  if (in.U8() != kVersion) in.Fail("unknown version");
}

std::uint32_t ReadCount(Reader& in) {
  const std::uint32_t count = in.U32();
  if (count > kMaxItems) in.Fail("too many items");
  return count;
}

Writer Begin() {
  Writer out;
  out.U8(kVersion);
  return out;
}

}  // namespace

Bytes PrepareKeysCall::Encode() const { return Begin().Opaque24(draft.Encode()).Take(); }

absl::StatusOr<PrepareKeysCall> PrepareKeysCall::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  const ByteView draft = in.Opaque24(1);
  CANDOR_RETURN_IF_ERROR(in.Finish("prepare-keys call"));
  PrepareKeysCall out;
  CANDOR_ASSIGN_OR_RETURN(out.draft, Draft::Decode(draft));
  return out;
}

Bytes PrepareKeysReply::Encode() const {
  Writer out = Begin();
  for (const auto& key : keys) out.Opaque24(key.Encode());
  return out.Take();
}

absl::StatusOr<PrepareKeysReply> PrepareKeysReply::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  std::array<ByteView, 3> parts;
  for (auto& part : parts) part = in.Opaque24(1);
  CANDOR_RETURN_IF_ERROR(in.Finish("prepare-keys reply"));
  PrepareKeysReply out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(out.keys[i], TokenKeyContent::Decode(parts[i]));
  }
  return out;
}

Bytes ImportRosterCall::Encode() const { return Begin().Fixed(roster.Encode()).Take(); }

absl::StatusOr<ImportRosterCall> ImportRosterCall::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  const ByteView roster = in.FixedView(in.rest().size());
  CANDOR_RETURN_IF_ERROR(in.Finish("import-roster call"));
  ImportRosterCall out;
  CANDOR_ASSIGN_OR_RETURN(out.roster, RosterFile::Decode(roster));
  return out;
}

Bytes CreateInvitesCall::Encode() const {
  Writer out = Begin();
  out.Fixed(roster_root).U32(expires).U32(static_cast<std::uint32_t>(ids.size()));
  for (const auto& id : ids) out.Text8(id);
  return out.Take();
}

absl::StatusOr<CreateInvitesCall> CreateInvitesCall::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  CreateInvitesCall out;
  out.roster_root = in.Fixed<32>();
  out.expires = in.U32();
  const std::uint32_t count = ReadCount(in);
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) out.ids.push_back(in.Text8(1, 100));
  CANDOR_RETURN_IF_ERROR(in.Finish("create-invites call"));
  return out;
}

Bytes CreateInvitesReply::Encode() const {
  Writer out = Begin();
  out.U32(static_cast<std::uint32_t>(items.size()));
  for (const auto& item : items) out.Text8(item.id).Fixed(item.code);
  return out.Take();
}

absl::StatusOr<CreateInvitesReply> CreateInvitesReply::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  CreateInvitesReply out;
  const std::uint32_t count = ReadCount(in);
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) {
    Item item;
    item.id = in.Text8(1, 100);
    item.code = in.Fixed<16>();
    out.items.push_back(std::move(item));
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("create-invites reply"));
  return out;
}

Bytes RosterStatusReply::Encode() const {
  return Begin().Fixed(roster_root).U32(size).U32(enrolled).Take();
}

absl::StatusOr<RosterStatusReply> RosterStatusReply::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  RosterStatusReply out;
  out.roster_root = in.Fixed<32>();
  out.size = in.U32();
  out.enrolled = in.U32();
  CANDOR_RETURN_IF_ERROR(in.Finish("roster-status reply"));
  return out;
}

Bytes OpenCampaignCall::Encode() const {
  Writer out = Begin();
  out.Opaque24(manifest.Encode());
  opening.Write(out);
  return out.Take();
}

absl::StatusOr<OpenCampaignCall> OpenCampaignCall::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  const ByteView manifest = in.Opaque24(1);
  OpenCampaignCall out;
  out.opening = Opening::Read(in);
  CANDOR_RETURN_IF_ERROR(in.Finish("open-campaign call"));
  CANDOR_ASSIGN_OR_RETURN(out.manifest, Manifest::Decode(manifest));
  return out;
}

Bytes CloseCampaignCall::Encode() const { return Begin().Fixed(campaign_id).Take(); }

absl::StatusOr<CloseCampaignCall> CloseCampaignCall::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  CloseCampaignCall out;
  out.campaign_id = in.Fixed<16>();
  CANDOR_RETURN_IF_ERROR(in.Finish("close-campaign call"));
  return out;
}

Bytes PostAnswerCall::Encode() const {
  Writer out = Begin();
  answer.Write(out);
  out.Fixed(content_salt).Opaque16(content.Encode());
  return out.Take();
}

absl::StatusOr<PostAnswerCall> PostAnswerCall::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  PostAnswerCall out;
  out.answer = Signed::Read(in);
  out.content_salt = in.Fixed<32>();
  const ByteView content = in.Opaque16(1);
  CANDOR_RETURN_IF_ERROR(in.Finish("post-answer call"));
  CANDOR_ASSIGN_OR_RETURN(out.content, AnswerContent::Decode(content));
  return out;
}

Bytes PostActCall::Encode() const {
  Writer out = Begin();
  act.Write(out);
  out.Fixed(content_salt).Opaque24(content);
  return out.Take();
}

absl::StatusOr<PostActCall> PostActCall::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  PostActCall out;
  out.act = Signed::Read(in);
  out.content_salt = in.Fixed<32>();
  out.content = ToBytes(in.Opaque24());
  CANDOR_RETURN_IF_ERROR(in.Finish("act call"));
  return out;
}

Bytes FetchBatchCall::Encode() const {
  return Begin().Fixed(campaign_id).U64(batch_index).Take();
}

absl::StatusOr<FetchBatchCall> FetchBatchCall::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  FetchBatchCall out;
  out.campaign_id = in.Fixed<16>();
  out.batch_index = in.U64();
  CANDOR_RETURN_IF_ERROR(in.Finish("fetch-batch call"));
  return out;
}

Bytes FetchBatchReply::Encode() const {
  Writer out = Begin();
  out.U32(static_cast<std::uint32_t>(items.size()));
  for (const auto& item : items) {
    out.Fixed(item.submission_hash).Fixed(item.salt).Opaque24(item.envelope);
  }
  return out.Take();
}

absl::StatusOr<FetchBatchReply> FetchBatchReply::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  FetchBatchReply out;
  const std::uint32_t count = ReadCount(in);
  for (std::uint32_t i = 0; in.ok() && i < count; ++i) {
    Item item;
    item.submission_hash = in.Fixed<32>();
    item.salt = in.Fixed<32>();
    item.envelope = ToBytes(in.Opaque24());
    out.items.push_back(std::move(item));
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("fetch-batch reply"));
  return out;
}

Bytes AppendedReply::Encode() const { return Begin().U64(index).Take(); }

absl::StatusOr<AppendedReply> AppendedReply::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  AppendedReply out;
  out.index = in.U64();
  CANDOR_RETURN_IF_ERROR(in.Finish("appended reply"));
  return out;
}

}  // namespace candor::records

#include "records/entry.h"

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMaxBody = 2000;

enum Type : std::uint8_t {
  kGenesis = 1,
  kActorGrant = 2,
  kActorRevoke = 3,
  kPolicyChange = 6,
  kCharterRotate = 7,
  kRoster = 8,
  kGatewayKey = 9,
  kCampaignOpen = 10,
  kCampaignExtend = 11,
  kCampaignClose = 12,
  kTokenKey = 20,
  kTokenKeyRetired = 21,
  kEnrolment = 22,
  kEnrolmentTotal = 23,
  kIssuance = 24,
  kIssuanceTotal = 25,
  kSealBatch = 30,
  kSubmission = 31,
  kAnswer = 42,
  kAccess = 60,
  kTombstone = 70,
  kErasureDone = 71,
  kIncident = 80,
};

constexpr std::uint8_t kRestored = 1;
constexpr std::size_t kMaxLost = 64;

constexpr std::uint8_t kFinalFlag = 1;
constexpr std::uint8_t kWithheldFlag = 2;

struct TypeOf {
  std::uint8_t operator()(const Genesis&) const { return kGenesis; }
  std::uint8_t operator()(const GovernanceEntry& entry) const {
    const auto content = entry.record.Content();
    return content.ok() ? GovernanceType(*content) : std::uint8_t{kActorGrant};
  }
  std::uint8_t operator()(const GatewayKeyEntry&) const { return kGatewayKey; }
  std::uint8_t operator()(const CampaignOpen&) const { return kCampaignOpen; }
  std::uint8_t operator()(const CampaignExtend&) const { return kCampaignExtend; }
  std::uint8_t operator()(const CampaignClose&) const { return kCampaignClose; }
  std::uint8_t operator()(const TokenKeyEntry&) const { return kTokenKey; }
  std::uint8_t operator()(const TokenKeyRetired&) const { return kTokenKeyRetired; }
  std::uint8_t operator()(const Enrolment&) const { return kEnrolment; }
  std::uint8_t operator()(const EnrolmentTotal&) const { return kEnrolmentTotal; }
  std::uint8_t operator()(const Issuance&) const { return kIssuance; }
  std::uint8_t operator()(const IssuanceTotal&) const { return kIssuanceTotal; }
  std::uint8_t operator()(const SealBatch&) const { return kSealBatch; }
  std::uint8_t operator()(const SubmissionEntry&) const { return kSubmission; }
  std::uint8_t operator()(const AnswerEntry&) const { return kAnswer; }
  std::uint8_t operator()(const ActEntry& entry) const {
    const auto act = Act::Decode(entry.record.body);
    return act.ok() ? act->Type() : std::uint8_t{kAnswer};
  }
  std::uint8_t operator()(const Access&) const { return kAccess; }
  std::uint8_t operator()(const Tombstone&) const { return kTombstone; }
  std::uint8_t operator()(const ErasureDone&) const { return kErasureDone; }
  std::uint8_t operator()(const Incident&) const { return kIncident; }
};

struct BodyWriter {
  Writer& out;

  void operator()(const Genesis& body) const {
    out.Fixed(body.fingerprint).Fixed(body.policy_hash).U8(body.trial ? 1 : 0).Text8(body.origin);
    out.U8(body.continues.has_value() ? 1 : 0);
    if (!body.continues.has_value()) return;
    out.Text8(body.continues->origin).U64(body.continues->size).Fixed(body.continues->root);
  }
  void operator()(const GovernanceEntry& body) const { out.Fixed(body.record.Encode()); }
  void operator()(const GatewayKeyEntry& body) const { body.record.Write(out); }
  void operator()(const CampaignOpen& body) const {
    out.Fixed(body.manifest_hash).Fixed(body.content).Fixed(body.roster_root);
    out.U32(body.roster_size).U16(body.k).U32(body.min_issued);
    out.U8(body.quotas.contributions).U8(body.quotas.endorsements).U8(body.quotas.follow_ups);
    body.phases.Write(out);
    body.slots.Write(out);
    body.opening.Write(out);
  }
  void operator()(const CampaignExtend& body) const { out.U32(body.speaking_closes); }
  void operator()(const CampaignClose& body) const {
    out.U32(body.opinions).U32(body.batches).U8(body.withheld ? 1 : 0);
  }
  void operator()(const TokenKeyEntry& body) const {
    out.U8(static_cast<std::uint8_t>(body.purpose)).Fixed(body.token_key_id);
    out.Fixed(body.key_proof_hash).Fixed(body.content);
  }
  void operator()(const TokenKeyRetired& body) const {
    out.U8(static_cast<std::uint8_t>(body.purpose)).Fixed(body.token_key_id);
  }
  void operator()(const Enrolment& body) const { out.Fixed(body.commitment); }
  void operator()(const EnrolmentTotal& body) const {
    out.U32(body.for_day).U32(body.fresh).U32(body.replaced);
  }
  void operator()(const Issuance& body) const { out.Fixed(body.commitment); }
  void operator()(const IssuanceTotal& body) const { out.U32(body.for_day).U32(body.count); }
  void operator()(const SealBatch& body) const {
    const int flags = (body.final ? kFinalFlag : 0) | (body.withheld ? kWithheldFlag : 0);
    out.U8(static_cast<std::uint8_t>(body.pool)).U32(body.slot).U32(body.count);
    out.U8(static_cast<std::uint8_t>(flags)).U8(static_cast<std::uint8_t>(body.relied_on.size()));
    for (const auto& each : body.relied_on) out.U8(each.issuer).U64(each.size).Fixed(each.root);
  }
  void operator()(const SubmissionEntry& body) const { out.Fixed(body.signed_submission); }
  void operator()(const AnswerEntry& body) const { body.record.Write(out); }
  void operator()(const ActEntry& body) const { body.record.Write(out); }
  void operator()(const Access& body) const { out.Fixed(body.reader.bytes).U64(body.batch_index); }
  void operator()(const Tombstone& body) const { body.Write(out); }
  void operator()(const ErasureDone& body) const { out.U64(body.tombstone).U32(body.destroyed); }
  void operator()(const Incident& body) const {
    out.U8(kRestored).U64(body.found_size).U64(body.signed_size).Fixed(body.signed_root);
    out.U8(static_cast<std::uint8_t>(body.lost.size()));
    for (const auto& campaign : body.lost) out.Fixed(campaign);
  }
};

Genesis ReadGenesis(Reader& in) {
  Genesis out;
  out.fingerprint = in.Fixed<32>();
  out.policy_hash = in.Fixed<32>();
  out.trial = in.Bool();
  out.origin = in.Text8(1);
  if (in.Bool()) {
    PreviousLog previous;
    previous.origin = in.Text8(1);
    previous.size = in.U64();
    previous.root = in.Fixed<32>();
    out.continues = std::move(previous);
  }
  return out;
}

GovernanceEntry ReadGovernance(Reader& in, std::uint8_t type) {
  GovernanceEntry out;
  auto record = Governance::Decode(in.FixedView(in.rest().size()));
  if (!record.ok()) {
    in.Fail("a governance record is malformed");
    return out;
  }
  out.record = *std::move(record);
  if (TypeOf{}(out) != type) in.Fail("a governance record under another type");
  return out;
}

GatewayKeyEntry ReadGatewayKey(Reader& in) {
  GatewayKeyEntry out;
  out.record = Signed::Read(in);
  if (in.ok() && !GatewayKey::Decode(out.record.body).ok()) in.Fail("a gateway key is malformed");
  return out;
}

CampaignOpen ReadCampaignOpen(Reader& in) {
  CampaignOpen out;
  out.manifest_hash = in.Fixed<32>();
  out.content = in.Fixed<32>();
  out.roster_root = in.Fixed<32>();
  out.roster_size = in.U32();
  out.k = in.U16();
  out.min_issued = in.U32();
  out.quotas.contributions = in.U8();
  out.quotas.endorsements = in.U8();
  out.quotas.follow_ups = in.U8();
  out.phases = Phases::Read(in);
  out.slots = SlotSchedule::Read(in);
  out.opening = Opening::Read(in);
  return out;
}

CampaignClose ReadCampaignClose(Reader& in) {
  CampaignClose out;
  out.opinions = in.U32();
  out.batches = in.U32();
  out.withheld = in.Bool();
  return out;
}

crypto::Purpose ReadPurpose(Reader& in) {
  const std::uint8_t purpose = in.U8();
  if (purpose < 1 || purpose > 3) in.Fail("unknown purpose");
  return static_cast<crypto::Purpose>(purpose);
}

TokenKeyRetired ReadTokenKeyRetired(Reader& in) {
  TokenKeyRetired out;
  out.purpose = ReadPurpose(in);
  out.token_key_id = in.Fixed<32>();
  return out;
}

Incident ReadIncident(Reader& in) {
  Incident out;
  if (in.U8() != kRestored) in.Fail("unknown kind of incident");
  out.found_size = in.U64();
  out.signed_size = in.U64();
  out.signed_root = in.Fixed<32>();
  const std::size_t count = in.U8();
  if (count > kMaxLost) in.Fail("too many campaigns in an incident");
  for (std::size_t i = 0; in.ok() && i < count; ++i) {
    out.lost.push_back(in.Fixed<16>());
    const bool ascending = i == 0 || out.lost[i - 1] < out.lost[i];
    if (!ascending || out.lost[i] == kNoCampaign) in.Fail("campaigns are not in ascending order");
  }
  return out;
}

TokenKeyEntry ReadTokenKey(Reader& in) {
  TokenKeyEntry out;
  out.purpose = ReadPurpose(in);
  out.token_key_id = in.Fixed<32>();
  out.key_proof_hash = in.Fixed<32>();
  out.content = in.Fixed<32>();
  return out;
}

SealBatch ReadSealBatch(Reader& in) {
  SealBatch out;
  const std::uint8_t pool = in.U8();
  if (pool < 1 || pool > 6) in.Fail("unknown pool");
  out.pool = static_cast<Pool>(pool);
  out.slot = in.U32();
  out.count = in.U32();
  const std::uint8_t flags = in.U8();
  if ((flags & ~(kFinalFlag | kWithheldFlag)) != 0) in.Fail("unknown flags");
  out.final = (flags & kFinalFlag) != 0;
  out.withheld = (flags & kWithheldFlag) != 0;
  const std::size_t count = in.U8();
  if (count > 2) in.Fail("more than two issuers");
  for (std::size_t i = 0; in.ok() && i < count; ++i) {
    IssuerCheckpoint each;
    each.issuer = in.U8();
    each.size = in.U64();
    each.root = in.Fixed<32>();
    const bool ascending = out.relied_on.empty() || out.relied_on.back().issuer < each.issuer;
    if (each.issuer > 1 || !ascending) in.Fail("issuers are not numbered 0 and 1, in that order");
    out.relied_on.push_back(each);
  }
  return out;
}

SubmissionEntry ReadSubmission(Reader& in) {
  SubmissionEntry out;
  out.signed_submission = ToBytes(in.FixedView(in.rest().size()));
  if (in.ok() && !SignedSubmission::Decode(out.signed_submission).ok()) {
    in.Fail("a submission is malformed");
  }
  return out;
}

AnswerEntry ReadAnswer(Reader& in) {
  AnswerEntry out;
  out.record = Signed::Read(in);
  if (in.ok() && !Answer::Decode(out.record.body).ok()) in.Fail("an answer is malformed");
  return out;
}

ActEntry ReadAct(Reader& in, std::uint8_t type) {
  ActEntry out;
  out.record = Signed::Read(in);
  if (!in.ok()) return out;
  const auto act = Act::Decode(out.record.body);
  if (!act.ok()) in.Fail("an act is malformed");
  if (act.ok() && act->Type() != type) in.Fail("an act under another type");
  return out;
}

// An entry of no campaign must not carry sixteen bytes of its writer's choice.
bool BelongsToCampaign(const EntryBody& body) {
  return !std::holds_alternative<Genesis>(body) && !std::holds_alternative<GovernanceEntry>(body) &&
         !std::holds_alternative<GatewayKeyEntry>(body) &&
         !std::holds_alternative<Enrolment>(body) &&
         !std::holds_alternative<EnrolmentTotal>(body) &&
         !std::holds_alternative<IssuanceTotal>(body) && !std::holds_alternative<Incident>(body);
}

EntryBody ReadBody(std::uint8_t type, Reader& in) {
  switch (type) {
    case kGenesis: return ReadGenesis(in);
    case kActorGrant:
    case kActorRevoke:
    case kPolicyChange:
    case kCharterRotate:
    case kRoster: return ReadGovernance(in, type);
    case kGatewayKey: return ReadGatewayKey(in);
    case kCampaignOpen: return ReadCampaignOpen(in);
    case kCampaignExtend: return CampaignExtend{in.U32()};
    case kCampaignClose: return ReadCampaignClose(in);
    case kTokenKey: return ReadTokenKey(in);
    case kTokenKeyRetired: return ReadTokenKeyRetired(in);
    case kEnrolment: return Enrolment{in.Fixed<32>()};
    case kEnrolmentTotal: {
      EnrolmentTotal out;
      out.for_day = in.U32();
      out.fresh = in.U32();
      out.replaced = in.U32();
      return out;
    }
    case kIssuance: return Issuance{in.Fixed<32>()};
    case kIssuanceTotal: {
      IssuanceTotal out;
      out.for_day = in.U32();
      out.count = in.U32();
      return out;
    }
    case kSealBatch: return ReadSealBatch(in);
    case kSubmission: return ReadSubmission(in);
    case kAnswer: return ReadAnswer(in);
    case kAccess: {
      Access out;
      out.reader.bytes = in.Fixed<32>();
      out.batch_index = in.U64();
      return out;
    }
    case kTombstone: return Tombstone::Read(in);
    case kErasureDone: {
      ErasureDone out;
      out.tombstone = in.U64();
      out.destroyed = in.U32();
      return out;
    }
    case kIncident: return ReadIncident(in);
    default:
      if (IsActType(type)) return ReadAct(in, type);
      in.Fail("unknown type");
      return Genesis{};
  }
}

}  // namespace

Bytes LogEntry::Encode() const {
  Writer inner;
  std::visit(BodyWriter{inner}, body);
  Writer out;
  out.U8(std::visit(TypeOf{}, body)).U8(kVersion).U32(day).Fixed(campaign_id);
  out.Opaque16(inner.view());
  return out.Take();
}

absl::StatusOr<LogEntry> LogEntry::Decode(ByteView bytes) {
  if (bytes.size() > kMaxEntrySize) return absl::InvalidArgumentError("log entry: too long");
  Reader in(bytes);
  const std::uint8_t type = in.U8();
  if (in.U8() != kVersion) in.Fail("unknown version");
  LogEntry out;
  out.day = in.U32();
  out.campaign_id = in.Fixed<16>();
  const ByteView inner = in.Opaque16(0, kMaxBody);
  CANDOR_RETURN_IF_ERROR(in.Finish("log entry"));
  Reader body(inner);
  out.body = ReadBody(type, body);
  CANDOR_RETURN_IF_ERROR(body.Finish("log entry's body"));
  if (BelongsToCampaign(out.body) == (out.campaign_id == kNoCampaign)) {
    return absl::InvalidArgumentError("log entry: the campaign does not fit the type");
  }
  return out;
}

std::optional<Hash> ContentCommitmentOf(const LogEntry& entry) {
  if (const auto* open = std::get_if<CampaignOpen>(&entry.body)) return open->content;
  if (const auto* key = std::get_if<TokenKeyEntry>(&entry.body)) return key->content;
  if (const auto* answer = std::get_if<AnswerEntry>(&entry.body)) {
    const auto decoded = Answer::Decode(answer->record.body);
    if (decoded.ok()) return decoded->content;
  }
  if (const auto* act = std::get_if<ActEntry>(&entry.body)) {
    const auto decoded = Act::Decode(act->record.body);
    if (decoded.ok()) return decoded->ContentCommitment();
  }
  return std::nullopt;
}

Bytes TokenKeyContent::Encode() const { return Concat({spki, crypto::EncodeKeyProof(proof)}); }

absl::StatusOr<TokenKeyContent> TokenKeyContent::Decode(ByteView bytes) {
  Reader in(bytes);
  TokenKeyContent out;
  out.spki = in.Fixed<crypto::kSpkiSize>();
  const ByteView proof = in.FixedView(in.rest().size());
  CANDOR_RETURN_IF_ERROR(in.Finish("token key content"));
  CANDOR_ASSIGN_OR_RETURN(out.proof, crypto::DecodeKeyProof(proof));
  return out;
}

Hash KeyProofHash(const crypto::KeyProof& proof) {
  return crypto::LabelledHash(crypto::Label::kKeyProofHash, {crypto::EncodeKeyProof(proof)});
}

CampaignOpen MakeCampaignOpen(const Manifest& manifest, const Hash& content,
                              const Opening& opening) {
  const Draft& draft = manifest.draft;
  return {.manifest_hash = manifest.ManifestHash(),
          .content = content,
          .roster_root = draft.roster_root,
          .roster_size = draft.roster_size,
          .k = draft.k,
          .min_issued = draft.min_issued,
          .quotas = draft.quotas,
          .phases = draft.phases,
          .slots = draft.slots,
          .opening = opening};
}

absl::Status CheckCampaignOpen(const CampaignOpen& entry, const Manifest& manifest) {
  if (entry != MakeCampaignOpen(manifest, entry.content, entry.opening)) {
    return absl::FailedPreconditionError(
        "the log's opening entry does not say what the manifest says");
  }
  return VerifyOpening(manifest, entry.opening);
}

}  // namespace candor::records

#include "tests/fuzz/decoders.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "audit/checkpoint.h"
#include "audit/entry_bundle.h"
#include "audit/note.h"
#include "audit/tile.h"
#include "audit/tlog_policy.h"
#include "audit/tlog_proof.h"
#include "audit/witness.h"
#include "audit/witness_file.h"
#include "crypto/binary_http.h"
#include "crypto/envelope.h"
#include "crypto/key_proof.h"
#include "crypto/oblivious_message.h"
#include "crypto/ohttp.h"
#include "crypto/receipt_code.h"
#include "crypto/token.h"
#include "records/asked_challenges.h"
#include "records/authorship.h"
#include "records/calls.h"
#include "records/entry.h"
#include "records/frozen_mark.h"
#include "records/handover.h"
#include "records/issuance.h"
#include "records/issuance_openings.h"
#include "records/parts.h"
#include "records/promise.h"
#include "records/trust_bundle.h"

namespace candor::testing {
namespace {

FuzzTarget Text(const char* name, std::function<void(std::string_view)> run) {
  return {name, [run = std::move(run)](ByteView input) { run(AsText(input)); }};
}

// Text that is read leniently, as people copy it: what was understood is written and read again.
template <class T>
FuzzTarget ForPeople(const char* name) {
  return Text(name, [name](std::string_view text) {
    const auto value = T::Parse(text);
    if (!value.ok()) return;
    const auto again = T::Parse(value->Format());
    ExpectCanonical(again.ok() && *again == *value, name);
  });
}

std::vector<audit::NoteVerifierKey> KnownKeys() {
  ByteArray<32> seed;
  seed.fill(4);
  const auto key = crypto::SigningKey::FromSeed(seed);
  std::vector<audit::NoteVerifierKey> out;
  for (const auto type : {audit::NoteKeyType::kEd25519, audit::NoteKeyType::kCosignatureV1}) {
    out.push_back(
        audit::NoteVerifierKey::Create("nordhafen.example/board", type, key.verify_key()).value());
  }
  return out;
}

void FuzzNote(std::string_view text) {
  static const auto keys = KnownKeys();
  (void)audit::OpenNote(text, keys);
  (void)audit::OpenLogCheckpoint(text, keys[0]);
  if (const auto checkpoint = audit::ParseCheckpoint(text); checkpoint.ok()) {
    const auto again = audit::FormatCheckpoint(*checkpoint);
    ExpectCanonical(!again.ok() || *again == text, "checkpoint");
  }
}

void FuzzPaths(std::string_view path) {
  if (const auto id = audit::ParseTilePath(path); id.ok()) {
    ExpectCanonical(audit::TilePath(*id) == path, "tile path");
  }
  if (const auto id = audit::ParseEntryBundlePath(path); id.ok()) {
    ExpectCanonical(audit::EntryBundlePath(*id) == path, "entry bundle path");
  }
  if (const auto index = audit::ParseTextBundlePath(path); index.ok()) {
    ExpectCanonical(audit::TextBundlePath(*index) == path, "text bundle path");
  }
}

void FuzzBundles(ByteView input) {
  if (input.empty()) return;
  const std::size_t count = input[0] + std::size_t{1};
  const ByteView rest = input.subspan(1);
  if (const auto entries = audit::DecodeEntryBundle(rest, count); entries.ok()) {
    ExpectCanonical(Equal(audit::EncodeEntryBundle(*entries).value(), rest), "entry bundle");
  }
  if (const auto texts = audit::DecodeTextBundle(rest); texts.ok()) {
    ExpectCanonical(Equal(audit::EncodeTextBundle(*texts).value(), rest), "text bundle");
  }
}

void FuzzCrypto(ByteView input) {
  (void)crypto::ParseEnvelopeHeader(input);
  (void)crypto::TokenPublicKey::Parse(input);
  if (const auto proof = crypto::DecodeKeyProof(input); proof.ok()) {
    ExpectCanonical(Equal(crypto::EncodeKeyProof(*proof), input), "key proof");
  }
}

void FuzzAuthorshipFile(ByteView input) {
  const auto file = records::DecodeAuthorshipFile(input);
  if (file.ok()) ExpectCanonical(Equal(records::EncodeAuthorshipFile(*file), input), "authorship file");
}

// What opens names its reader once, in a file of as many slots as names.
void FuzzHandoverFile(ByteView input) {
  static const auto reader = FuzzHandoverReader();
  const auto opened = records::OpenHandover(input, reader);
  if (!opened.ok()) return;
  const auto& readers = opened->note.readers;
  ExpectCanonical(std::ranges::count(readers, reader.verify_key()) == 1, "handover reader");
  ExpectCanonical(input.size() == 8 + crypto::EnvelopeSize(readers.size()), "handover slots");
}

void FuzzPlaintext(ByteView input) {
  const auto opinion = crypto::OpinionPlaintext::Decode(crypto::SecretBytes::Copy(input));
  if (!opinion.ok()) return;
  // Longer than an envelope holds decodes, for whoever opens it, and is not encoded.
  const auto again = opinion->Encode();
  if (again.ok()) ExpectCanonical(Equal(again->ExposeSecret(), input), "plaintext");
}

void FuzzAddCheckpoint(std::string_view text) {
  const auto request = audit::ParseAddCheckpointRequest(text);
  if (!request.ok()) return;
  ExpectCanonical(
      audit::FormatAddCheckpointRequest(request->old_size, request->proof, request->note) == text,
      "add-checkpoint");
}

void FuzzTlogProof(std::string_view text) {
  const auto proof = audit::ParseTlogProof(text);
  if (!proof.ok()) return;
  const auto again = audit::FormatTlogProof(*proof);
  ExpectCanonical(again.ok() && *again == text, "tlog-proof");
}

// Spaces, comments and order are free: what was understood is written and read again.
void FuzzTlogPolicy(std::string_view text) {
  const auto policy = audit::TlogPolicy::Parse(text);
  if (!policy.ok()) return;
  const auto again = audit::TlogPolicy::Parse(policy->Format());
  ExpectCanonical(again.ok() && *again == *policy, "tlog-policy");
  (void)policy->IsMetBy({});
}

void FuzzAnswerFile(std::string_view text) {
  const auto answer = audit::ParseAnswerFile(text);
  if (!answer.ok()) return;
  ExpectCanonical(audit::FormatAnswerFile(*answer) == text, "witness's answer");
}

void FuzzBase(std::string_view text) {
  if (const auto bytes = HexDecode(text); bytes.ok())
    ExpectCanonical(HexEncode(*bytes) == text, "hex");
  if (const auto bytes = Base64Decode(text); bytes.ok()) {
    ExpectCanonical(Base64Encode(*bytes) == text, "base64");
  }
  if (const auto bytes = Base32Decode(text); bytes.ok()) {
    const auto again = Base32Decode(Base32Encode(*bytes));
    ExpectCanonical(again.ok() && *again == *bytes, "base32");
  }
}

void FuzzReceiptCode(std::string_view text) {
  const auto code = crypto::ReceiptCode::Parse(text);
  if (code.ok()) ExpectCanonical(crypto::ReceiptCode::Parse(code->Format()).ok(), "receipt code");
}

void FuzzCsv(std::string_view text) {
  const auto entries = records::ParseRosterCsv(text);
  if (!entries.ok()) return;
  // What is imported can be put into a roster file.
  for (const auto& entry : *entries) {
    ExpectCanonical(records::RosterEntry::Decode(entry.Encode()).ok(), "roster entry from a list");
  }
}

// A message has several encodings: what was understood is written and read again.
template <class Message>
void FuzzBinaryHttp(ByteView input) {
  const auto message = Message::Decode(input);
  if (!message.ok()) return;
  // Known length takes up to three bytes more for each section, of which there are 19 at most.
  if (input.size() > crypto::kMaxBinaryHttpSize - 3 * 19) return;
  const auto again = message->Encode();
  ExpectCanonical(again.ok(), "binary HTTP");
  const auto reread = Message::Decode(*again);
  ExpectCanonical(reread.ok() && *reread == *message, "binary HTTP");
}

const crypto::ohttp::Gateway& FuzzGateway() {
  static const crypto::ohttp::Gateway gateway(
      1, crypto::KemPrivateKey::FromBytes(ByteArray<32>{9}));
  return gateway;
}

// What the relay brings: nothing of it opens, whatever its size.
void FuzzEncapsulated(ByteView input) {
  (void)crypto::ohttp::KeyIdOf(input);
  ExpectCanonical(!FuzzGateway().OpenRequest(input).ok(), "encapsulated request");
  Bytes whole = ToBytes(input);
  whole.resize(crypto::kObliviousRequestSize);
  ExpectCanonical(!crypto::OpenedObliviousRequest::Open(FuzzGateway(), whole).ok(),
                  "oblivious request");
}

// What a client of its own ideas seals: its one form, or refused.
void FuzzObliviousRequest(ByteView input) {
  Bytes plaintext = ToBytes(input);
  plaintext.resize(crypto::kObliviousRequestSize - crypto::ohttp::kRequestOverhead);
  crypto::DeterministicRandomForTesting random(1);
  const auto sealed = crypto::ohttp::ClientRequest::Seal(FuzzGateway().config(), plaintext, random);
  const auto opened = crypto::OpenedObliviousRequest::Open(FuzzGateway(), sealed->encapsulated());
  ExpectCanonical(opened.ok(), "oblivious request");
  if (!opened->request.ok()) return;
  crypto::DeterministicRandomForTesting same(1);
  const auto again = crypto::SealedObliviousRequest::Seal(FuzzGateway().config(), *opened->request,
                                                          same);
  ExpectCanonical(again.ok() && again->bytes() == sealed->encapsulated(), "oblivious request");
}

// The same of a board's. A replayed request opens again, so what was understood can be sealed
// again.
void FuzzObliviousResponse(ByteView input) {
  Bytes plaintext = ToBytes(input);
  plaintext.resize(crypto::kObliviousResponseSize - crypto::ohttp::kResponseOverhead);
  crypto::DeterministicRandomForTesting random(1);
  auto request = crypto::SealedObliviousRequest::Seal(FuzzGateway().config(), {}, random);
  auto opened = FuzzGateway().OpenRequest(request->bytes());
  auto replayed = crypto::OpenedObliviousRequest::Open(FuzzGateway(), request->bytes());
  crypto::DeterministicRandomForTesting nonce(2), same(2);
  const auto sealed = std::move(opened->sealer).Seal(plaintext, nonce);
  const auto answer = std::move(*request).Open(*sealed);
  if (!answer.ok()) return;
  const auto again = std::move(replayed->responder).Seal(*answer, same);
  ExpectCanonical(again.ok() && *again == *sealed, "oblivious response");
}

std::vector<FuzzTarget> MakeTargets() {
  return {
      CanonicalTarget<records::TrustBundle>("TrustBundle"),
      CanonicalTarget<records::Governance>("Governance"),
      CanonicalTarget<records::RosterFile>("RosterFile"),
      CanonicalTarget<records::RosterEntry>("RosterEntry"),
      CanonicalTarget<records::Draft>("Draft"),
      CanonicalTarget<records::Manifest>("Manifest"),
      CanonicalTarget<records::SubmissionBody>("SubmissionBody"),
      CanonicalTarget<records::SignedSubmission>("SignedSubmission"),
      CanonicalTarget<records::SubmitRequest>("SubmitRequest"),
      CanonicalTarget<records::Promise>("Promise"),
      CanonicalTarget<records::Refusal>("Refusal"),
      CanonicalTarget<records::SubmitReply>("SubmitReply"),
      CanonicalTarget<records::Signed>("Signed"),
      CanonicalTarget<records::Answer>("Answer"),
      CanonicalTarget<records::AnswerContent>("AnswerContent"),
      CanonicalTarget<records::EnrolRequest>("EnrolRequest"),
      CanonicalTarget<records::EnrolReply>("EnrolReply"),
      CanonicalTarget<records::IssueRequest>("IssueRequest"),
      CanonicalTarget<records::IssueCall>("IssueCall"),
      CanonicalTarget<records::IssueReply>("IssueReply"),
      CanonicalTarget<records::PrepareKeysCall>("PrepareKeysCall"),
      CanonicalTarget<records::PrepareKeysReply>("PrepareKeysReply"),
      CanonicalTarget<records::ImportRosterCall>("ImportRosterCall"),
      CanonicalTarget<records::CreateInvitesCall>("CreateInvitesCall"),
      CanonicalTarget<records::CreateInvitesReply>("CreateInvitesReply"),
      CanonicalTarget<records::RosterStatusReply>("RosterStatusReply"),
      CanonicalTarget<records::OpenCampaignCall>("OpenCampaignCall"),
      CanonicalTarget<records::CloseCampaignCall>("CloseCampaignCall"),
      CanonicalTarget<records::PostAnswerCall>("PostAnswerCall"),
      CanonicalTarget<records::FetchBatchCall>("FetchBatchCall"),
      CanonicalTarget<records::FetchBatchReply>("FetchBatchReply"),
      CanonicalTarget<records::AppendedReply>("AppendedReply"),
      CanonicalTarget<records::TokenKeyContent>("TokenKeyContent"),
      CanonicalTarget<records::LogEntry>("LogEntry"),
      CanonicalTarget<records::IssuerPart>("IssuerPart"),
      CanonicalTarget<records::PersonPart>("PersonPart"),
      CanonicalTarget<records::OpeningPart>("OpeningPart"),
      CanonicalTarget<crypto::TokenChallenge>("TokenChallenge"),
      CanonicalTarget<crypto::TokenRequest>("TokenRequest"),
      CanonicalTarget<crypto::Token>("Token"),
      ForPeople<records::Invite>("Invite"),
      ForPeople<records::ActorPublic>("ActorPublic"),
      Text("Note", FuzzNote),
      Text("Paths", FuzzPaths),
      {"Bundles", FuzzBundles},
      {"Crypto", FuzzCrypto},
      {"Plaintext", FuzzPlaintext},
      Text("AddCheckpoint", FuzzAddCheckpoint),
      Text("Base", FuzzBase),
      Text("ReceiptCode", FuzzReceiptCode),
      Text("RosterCsv", FuzzCsv),
      Text("TlogProof", FuzzTlogProof),
      Text("TlogPolicy", FuzzTlogPolicy),
      Text("AnswerFile", FuzzAnswerFile),
      CanonicalTarget<records::AgreedErasure>("AgreedErasure"),
      CanonicalTarget<records::OpeningsKey>("OpeningsKey"),
      CanonicalTarget<records::IssuanceOpenings>("IssuanceOpenings"),
      CanonicalTarget<crypto::ohttp::KeyConfig>("KeyConfig"),
      {"BinaryHttpRequest", FuzzBinaryHttp<crypto::BinaryHttpRequest>},
      {"BinaryHttpResponse", FuzzBinaryHttp<crypto::BinaryHttpResponse>},
      {"Encapsulated", FuzzEncapsulated},
      {"ObliviousRequest", FuzzObliviousRequest},
      {"ObliviousResponse", FuzzObliviousResponse},
      CanonicalTarget<records::FrozenMark>("FrozenMark"),
      CanonicalTarget<records::Act>("Act"),
      CanonicalTarget<records::NoteContent>("NoteContent"),
      CanonicalTarget<records::PublishContent>("PublishContent"),
      CanonicalTarget<records::PostActCall>("PostActCall"),
      CanonicalTarget<records::AuthorshipChallenge>("AuthorshipChallenge"),
      CanonicalTarget<records::AuthorshipStatement>("AuthorshipStatement"),
      CanonicalTarget<records::HandoverNote>("HandoverNote"),
      CanonicalTarget<records::AskedChallenges>("AskedChallenges"),
      {"AuthorshipFile", FuzzAuthorshipFile},
      {"HandoverFile", FuzzHandoverFile},
  };
}

}  // namespace

crypto::SigningKey FuzzHandoverReader() {
  ByteArray<32> seed;
  seed.fill(5);
  return crypto::SigningKey::FromSeed(seed);
}

void ExpectCanonical(bool holds, const char* what) {
  if (holds) return;
  std::fputs(what, stderr);
  std::fputs(": accepted and not canonical\n", stderr);
  std::abort();
}

const std::vector<FuzzTarget>& FuzzTargets() {
  static const std::vector<FuzzTarget> targets = MakeTargets();
  return targets;
}

void FuzzOne(ByteView input) {
  if (input.empty()) return;
  const auto& targets = FuzzTargets();
  targets[input[0] % targets.size()].run(input.subspan(1));
}

}  // namespace candor::testing

// Log entries, contents, checkpoint, cosignature, tiles, proofs, policy.
#include "audit/bundle_policy.h"
#include "audit/checkpoint.h"
#include "audit/entry_bundle.h"
#include "audit/merkle.h"
#include "audit/note.h"
#include "audit/proof.h"
#include "audit/tile.h"
#include "audit/tlog_proof.h"
#include "audit/witness.h"
#include "audit/witness_file.h"
#include "base/text.h"
#include "records/answer.h"
#include "tests/protocol/example_author.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {
namespace {

using crypto::Label;
using records::kNoCampaign;
using records::LogEntry;

void DissectHead(Dissection& out) {
  out.Fixed("type", 1).Fixed("version", 1).Fixed("day", 4).Fixed("campaign_id", 16);
}

Bytes GenesisEntry(const ExampleWorld& world) {
  return LogEntry{20509, kNoCampaign,
                  records::Genesis{world.bundle.Fingerprint(), Repeated<32>(0x41), false,
                                   world.bundle.board.origin}}
      .Encode();
}

void PrintBoardEntries(const ExampleWorld& world) {
  Section("board-entries");
  {
    Dissection out("Genesis (policy hash made up)", GenesisEntry(world));
    DissectHead(out);
    out.Fixed("body: length", 2).Fixed("fingerprint", 32).Fixed("policy_hash", 32);
    out.Fixed("trial", 1).Text("origin", 1).Fixed("continues", 1);
  }
  const Bytes manifest = world.manifest.Encode();
  const auto salt = Repeated<32>(0x42);
  const auto commitment = records::ContentCommitment(salt, manifest);
  Hex("content commitment of the manifest, salt 42…42", commitment);
  const LogEntry open{20514, world.campaign_id,
                      records::MakeCampaignOpen(world.manifest, commitment, world.opening)};
  {
    Dissection out("CampaignOpen", open.Encode());
    DissectHead(out);
    out.Fixed("body: length", 2).Fixed("manifest_hash", 32).Fixed("content", 32);
    out.Fixed("roster_root", 32).Fixed("roster_size", 4).Fixed("k", 2).Fixed("min_issued", 4);
    out.Fixed("quotas", 3).Fixed("phases", 29).Fixed("slots", 5);
    out.Fixed("opening.facilitator", 32).Fixed("opening.signature", 64);
    out.Fixed("opening.sponsors: count", 1).Fixed("opening.sponsor_signature", 64);
  }
  const LogEntry seal{
      20517, world.campaign_id,
      records::SealBatch{records::Pool::kOpinions,
                         5,
                         7,
                         false,
                         false,
                         {{0, 40, Repeated<32>(0x43)}, {1, 38, Repeated<32>(0x44)}}}};
  {
    Dissection out("SealBatch", seal.Encode());
    DissectHead(out);
    out.Fixed("body: length", 2).Fixed("pool", 1).Fixed("slot", 4).Fixed("count", 4);
    out.Fixed("flags", 1).Fixed("relied_on: count", 1);
    for (int i = 0; i < 2; ++i) out.Fixed("  issuer", 1).Fixed("  size", 8).Fixed("  root", 32);
  }
  const LogEntry submission{20517, world.campaign_id,
                            records::SubmissionEntry{ExampleRequest(world).submission.Encode()}};
  {
    Dissection out("Submission", submission.Encode());
    DissectHead(out);
    out.Opaque("body: SignedSubmission", 2);
  }
  Hex("its leaf hash", audit::LeafHash(submission.Encode()));
}

void PrintAnswer(const ExampleWorld& world) {
  Section("answer");
  const records::AnswerContent content{"Frozen wind sensors.", "Heated sensors are ordered."};
  {
    Dissection out("AnswerContent", content.Encode());
    out.Text("about", 2).Text("text", 2);
  }
  const records::Answer answer{world.campaign_id,
                               ExampleRequest(world).submission.body.SubmissionHash(),
                               records::AnswerStatus::kPlanned, 0,
                               records::ContentCommitment(Repeated<32>(0x45), content.Encode())};
  {
    Dissection out("Answer (content salt 45…45)", answer.Encode());
    out.Fixed("version", 1).Fixed("campaign_id", 16).Fixed("target", 32).Fixed("status", 1);
    out.Fixed("revision", 4).Fixed("content", 32);
  }
  const auto record = records::Signed::Make(KeyOf(kReaderOneByte), Label::kAnswer, answer.Encode());
  const LogEntry entry{20518, world.campaign_id, records::AnswerEntry{record}};
  Dissection out("Answer entry", entry.Encode());
  DissectHead(out);
  out.Fixed("body: length", 2).Opaque("signed.body", 2).Fixed("signed.signer", 32);
  out.Fixed("signed.signature", 64);
}

void PrintActs(const ExampleWorld& world) {
  Section("acts");
  const crypto::Hash opinion = ExampleRequest(world).submission.body.SubmissionHash();
  const records::NoteContent note{"Wind sensors", "", "What stops the cranes in winter."};
  {
    Dissection out("NoteContent", note.Encode());
    out.Text("title", 2).Text("owner", 1).Text("text", 2);
  }
  const records::Act theme{world.campaign_id, 20518,
                           records::Theme{{}, 0, {opinion},
                                          records::ContentCommitment(Repeated<32>(0x46), note.Encode())}};
  {
    Dissection out("Theme (content salt 46…46)", theme.Encode());
    out.Fixed("version", 1).Fixed("type", 1).Fixed("campaign_id", 16).Fixed("day", 4).Fixed("theme", 32);
    out.Fixed("revision", 4).Fixed("items: count", 1).Fixed("  item", 32).Fixed("content", 32);
  }
  const auto record = records::Signed::Make(KeyOf(kReaderOneByte), Label::kAct, theme.Encode());
  Hex("its id, signed by the key of the answer above", records::ActId(record));
  const LogEntry entry{20518, world.campaign_id, records::ActEntry{record}};
  Dissection out("Theme entry", entry.Encode());
  DissectHead(out);
  out.Fixed("body: length", 2).Opaque("signed.body", 2).Fixed("signed.signer", 32);
  out.Fixed("signed.signature", 64);
}

void PrintIssuerEntries(const ExampleWorld& world) {
  Section("issuer-entries");
  const auto content = world.TokenKeyContentOf(0, 0);
  const LogEntry key{
      20514, world.campaign_id,
      records::TokenKeyEntry{crypto::Purpose::kVoice, world.token_keys[0][0].public_key().id(),
                             records::KeyProofHash(content.proof),
                             records::ContentCommitment(Repeated<32>(0x46), content.Encode())}};
  {
    Dissection out("TokenKey (content salt 46…46)", key.Encode());
    DissectHead(out);
    out.Fixed("body: length", 2).Fixed("purpose", 1).Fixed("token_key_id", 32);
    out.Fixed("key_proof_hash", 32).Fixed("content", 32);
  }
  Hex("Enrolment", LogEntry{20512, kNoCampaign, records::Enrolment{Repeated<32>(0x47)}}.Encode());
  Hex("EnrolmentTotal",
      LogEntry{20513, kNoCampaign, records::EnrolmentTotal{20512, 12, 1}}.Encode());
  Hex("Issuance",
      LogEntry{20514, world.campaign_id, records::Issuance{Repeated<32>(0x48)}}.Encode());
  Hex("IssuanceTotal", LogEntry{20515, kNoCampaign, records::IssuanceTotal{20514, 12}}.Encode());
}

void PrintSmallEntries(const ExampleWorld& world) {
  Section("small-entries");
  Hex("Access",
      LogEntry{20518, world.campaign_id, records::Access{KeyOf(kReaderOneByte).verify_key(), 8}}
          .Encode());
  Hex("CampaignExtend",
      LogEntry{20519, world.campaign_id, records::CampaignExtend{20521}}.Encode());
  Hex("CampaignClose",
      LogEntry{20520, world.campaign_id, records::CampaignClose{9, 2, false}}.Encode());
}

// A log of three entries, Genesis and two others, with its cosigned checkpoint.
struct ExampleLog {
  explicit ExampleLog(const ExampleWorld& world)
      : entries{GenesisEntry(world), {0x01, 0x02}, {0x03}} {
    audit::CompactRange tree;
    for (const auto& entry : entries) {
      leaf_hashes.push_back(audit::LeafHash(entry));
      tree.Append(leaf_hashes.back());
    }
    const std::string& origin = world.bundle.board.origin;
    note = audit::SignCheckpoint({origin, tree.size(), tree.Root()}, origin, KeyOf(kBoardLogByte))
               .value();
    const std::string text = note.substr(0, note.find("\n\n") + 1);
    const std::string line =
        audit::Cosign(text, world.bundle.witnesses[0].name, KeyOf(kWitnessByte), 1'772'600'000)
            .value();
    cosigned = audit::AddSignatureLine(note, line).value();
  }

  std::vector<Bytes> entries;
  std::vector<audit::Hash> leaf_hashes;
  std::string note;
  std::string cosigned;
};

// Lines of a text, without an empty one at the end.
void Block(std::string_view text) { Line(text.substr(0, text.size() - 1)); }

void PrintCheckpoint(const ExampleWorld& world) {
  Section("checkpoint");
  const ExampleLog log(world);
  for (std::size_t i = 0; i < log.leaf_hashes.size(); ++i) {
    Hex(Cat("leaf hash ", i), log.leaf_hashes[i]);
  }
  Line("vkey of the log:");
  Line(audit::NoteVerifierKey::Create(world.bundle.board.origin, audit::NoteKeyType::kEd25519,
                                      KeyOf(kBoardLogByte).verify_key())
           ->Format());
  Line("vkey of the witness:");
  Line(audit::NoteVerifierKey::Create(world.bundle.witnesses[0].name,
                                      audit::NoteKeyType::kCosignatureV1,
                                      KeyOf(kWitnessByte).verify_key())
           ->Format());
  Line("the checkpoint, cosigned at 1772600000:");
  Block(log.cosigned);
  Line("the witness's request from size 0:");
  Block(audit::FormatAddCheckpointRequest(0, {}, log.note));
}

void PrintProofs(const ExampleWorld& world) {
  Section("tlog-proof");
  const ExampleLog log(world);
  const auto& leaf = log.leaf_hashes;
  Line("that the entry 01 02 stands at index 1 of the log above:");
  Block(audit::FormatTlogProof({{}, 1, {leaf[0], leaf[2]}, log.cosigned}).value());
  Line("that this log extends its first two entries:");
  Block(audit::FormatAddCheckpointRequest(2, std::vector{leaf[2]}, log.cosigned));
  Section("tlog-policy");
  Block(audit::PolicyOfBundle(world.bundle)->Format());
  Section("witness-refusal");
  Block(audit::FormatAnswerFile({409, std::string(audit::kTreeSizeType), "2\n"}));
}

void PrintFiles() {
  Section("log-files");
  for (const auto& [level, index, width] :
       std::vector<audit::TileId>{{0, 0, 256}, {0, 273, 112}, {1, 1, 17}, {0, 1'234'067, 256}}) {
    Line(audit::TilePath({level, index, width}));
  }
  Line(audit::EntryBundlePath({273, 112}));
  Line(audit::TextBundlePath(273));
  Hex("entry bundle of the entries 01 02 and 03",
      audit::EncodeEntryBundle(std::vector<Bytes>{{1, 2}, {3}}).value());
  Hex("text bundle: nothing, then \"hi\" under a salt of 49…49",
      audit::EncodeTextBundle(std::vector<audit::EntryText>{{}, {Repeated<32>(0x49), {'h', 'i'}}})
          .value());
}

}  // namespace

void PrintLogs(const ExampleWorld& world) {
  PrintBoardEntries(world);
  PrintAnswer(world);
  PrintActs(world);
  PrintIssuerEntries(world);
  PrintSmallEntries(world);
  PrintCheckpoint(world);
  PrintFiles();
  PrintProofs(world);
}

}  // namespace candor::testing

// Invite, enrolment, the draw.
#include "audit/roster_tree.h"
#include "records/issuance.h"
#include "records/issuance_openings.h"
#include "tests/protocol/example_author.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {
namespace {

using crypto::Label;

void PrintInvite(const ExampleWorld& world) {
  Section("invite");
  const records::Invite invite{world.bundle.issuers[0].origin,
                               "https://board.nordhafen.example:7400/bundle", Repeated<16>(0x31)};
  Text("Invite as text", invite.Format());
  Hex("H of the code, as the issuer keeps it",
      records::InviteCodeHash(invite.issuer_origin, invite.code));
}

void PrintEnrolment(const ExampleWorld& world) {
  Section("enrolment");
  const records::EnrolRequest request{world.bundle.Fingerprint(), world.bundle.issuers[0].origin,
                                      Repeated<16>(0x31), KeyOf(kMemberByte).verify_key()};
  {
    Dissection out("EnrolRequest", request.Encode());
    out.Fixed("version", 1).Fixed("fingerprint", 32).Text("issuer_origin", 1).Fixed("code", 16);
    out.Fixed("member_key", 32);
  }
  const auto leaves = world.roster.Leaves();
  const records::EnrolReply reply{world.manifest.draft.roster_root, 12, 5, world.roster.rows[5],
                                  audit::RosterPath(leaves, 5), Repeated<32>(0x32)};
  {
    Dissection out("EnrolReply", reply.Encode());
    out.Fixed("version", 1).Fixed("roster_root", 32).Fixed("roster_size", 4).Fixed("leaf_index", 4);
    out.Fixed("salt", 32).Text("entry.id", 1).Text("entry.name", 1).Text("entry.unit", 1);
    out.Fixed("path: count", 1);
    for (std::size_t i = 0; i < reply.path.size(); ++i) out.Fixed("  hash", 32);
    out.Fixed("enrolment_salt", 32);
  }
  Hex("Enrolment commitment",
      records::EnrolmentCommitment(reply.enrolment_salt, reply.roster_root, leaves[5],
                                   request.member_key));
}

// One voice; the other two purposes have a quota of zero here, to keep the example short.
records::IssueRequest ExampleRequest(const ExampleWorld& world,
                                     const std::vector<records::BlindedMessage>& blinded) {
  records::IssueRequest request;
  request.fingerprint = world.bundle.Fingerprint();
  request.campaign_id = world.campaign_id;
  request.roster_leaf = world.roster.rows[5].Leaf();
  for (std::size_t p = 0; p < 3; ++p) {
    const auto messages = std::span(blinded).first(p == 0 ? 1 : 0);
    request.purposes[p] = {world.token_keys[0][p].public_key().id(),
                           static_cast<std::uint8_t>(messages.size()),
                           records::BlindedMessagesHash(messages)};
  }
  return request;
}

void PrintDraw(const ExampleWorld& world) {
  Section("draw");
  const auto blinded = ExampleBlinder(world, 0).blinded_messages();
  const records::IssueRequest request = ExampleRequest(world, blinded);
  {
    Dissection out("IssueRequest", request.Encode());
    out.Fixed("version", 1).Fixed("fingerprint", 32).Fixed("campaign_id", 16);
    out.Fixed("roster_leaf", 32);
    for (const char* const purpose : {"voice", "contribute", "endorse"}) {
      out.Fixed(std::string(purpose) + ": token_key_id", 32).Fixed("  count", 1);
      out.Fixed("  blinded_hash", 32);
    }
  }
  const records::IssueCall call{
      records::Signed::Make(KeyOf(kMemberByte), Label::kIssueRequest, request.Encode()), blinded};
  {
    Dissection out("IssueCall", call.Encode());
    out.Fixed("version", 1).Opaque("request.body", 2).Fixed("request.signer", 32);
    out.Fixed("request.signature", 64).Fixed("blinded message", 256);
  }
  Hex("Issuance commitment", records::IssuanceCommitment(Repeated<32>(0x33), call.request));
  const records::IssueReply reply{Repeated<32>(0x33),
                                  {world.token_keys[0][0].BlindSign(blinded[0]).value()}};
  Dissection out("IssueReply", reply.Encode());
  out.Fixed("version", 1)
      .Fixed("issuance_salt", 32)
      .Fixed("count", 1)
      .Fixed("blind_signature", 256);
}

// The enrolment and the draw above, opened.
void PrintOpenings(const ExampleWorld& world) {
  Section("openings");
  const auto auditor = KemKeyOf(0x41);
  const records::OpeningsKey key{world.bundle.Fingerprint(), auditor.public_key()};
  {
    Dissection out("OpeningsKey", key.Encode());
    out.Fixed("version", 1).Fixed("fingerprint", 32).Fixed("kem_key", 32);
  }
  const auto request = ExampleRequest(world, ExampleBlinder(world, 0).blinded_messages());
  const records::Hash root = world.manifest.draft.roster_root;
  const records::IssuanceOpenings openings{
      key.fingerprint,
      world.bundle.issuers[0].origin,
      9,
      Repeated<32>(0x42),
      {{root, world.roster.Leaves()}},
      {{4, Repeated<32>(0x32), root, request.roster_leaf, KeyOf(kMemberByte).verify_key()}},
      {{7, Repeated<32>(0x33),
        records::Signed::Make(KeyOf(kMemberByte), Label::kIssueRequest, request.Encode())}}};
  {
    Dissection out("IssuanceOpenings", openings.Encode());
    out.Fixed("version", 1).Fixed("fingerprint", 32).Text("origin", 1).Fixed("size", 8);
    out.Fixed("root", 32).Fixed("rosters: count", 4).Fixed("  root", 32).Fixed("  leaves: count", 4);
    for (std::size_t i = 0; i < world.roster.rows.size(); ++i) out.Fixed("    leaf", 32);
    out.Fixed("enrolments: count", 4).Fixed("  index", 8).Fixed("  salt", 32);
    out.Fixed("  roster_root", 32).Fixed("  leaf", 32).Fixed("  member_key", 32);
    out.Fixed("issuances: count", 4).Fixed("  index", 8).Fixed("  salt", 32);
    out.Opaque("  request.body", 2).Fixed("  request.signer", 32).Fixed("  request.signature", 64);
  }
  CountingRandom random(0x43);
  const Bytes sealed = records::SealOpenings(openings, auditor.public_key(), random).value();
  Dissection out("SealedOpenings", sealed);
  out.Fixed("magic", 7).Fixed("version", 1).Fixed("enc", 32);
  out.Fixed("ciphertext", sealed.size() - 40);
}

}  // namespace

void PrintIssuance(const ExampleWorld& world) {
  PrintInvite(world);
  PrintEnrolment(world);
  PrintDraw(world);
  PrintOpenings(world);
}

}  // namespace candor::testing

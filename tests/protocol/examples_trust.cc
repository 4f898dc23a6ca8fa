// Trust bundle, fingerprint, governance, roster.
#include "audit/roster_tree.h"
#include "base/text.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {
namespace {

void DissectLog(Dissection& out, std::string_view name) {
  out.Text(Cat(name, ".origin"), 1).Fixed(Cat(name, ".key"), 32);
  out.Text(Cat(name, ".operator"), 1).Text(Cat(name, ".files_url"), 1);
  out.Text(Cat(name, ".grpc_address"), 1).Text(Cat(name, ".tls_anchor"), 2);
}

void PrintBundle(const records::TrustBundle& bundle) {
  Section("trust-bundle");
  {
    Dissection out("TrustBundle", bundle.Encode());
    out.Fixed("version", 1).Fixed("trial", 1).Text("organisation", 1);
    out.Fixed("charter_key", 32).Fixed("independent_body_key", 32).Fixed("logs: count", 1);
    DissectLog(out, "board");
    DissectLog(out, "issuer 1");
    DissectLog(out, "issuer 2");
    out.Fixed("witnesses: count", 1).Text("witness.name", 1).Fixed("witness.key", 32);
    out.Text("witness.operator", 1).Text("witness.url", 1).Text("witness.tls_anchor", 2);
    out.Fixed("quorum", 1).Fixed("max_open", 1).Fixed("promise_key", 32);
    out.Fixed("gateway_key", 32).Fixed("relays: count", 1).Text("relay.name", 1);
    out.Text("relay.operator", 1).Text("relay.files_url", 1).Text("relay.grpc_address", 1);
    out.Text("relay.tls_anchor", 2);
  }
  Hex("fingerprint", bundle.Fingerprint());
  std::string groups;
  for (const auto& group : records::FingerprintGroups(bundle.Fingerprint())) groups += " " + group;
  Line("as read aloud:" + groups);
}

void PrintGovernance(const ExampleWorld& world) {
  Section("governance");
  const auto grant = world.Countersigned(records::ActorGrant{
      20510, KeyOf(kReaderOneByte).verify_key(), records::Role::kReader, "Leonie Brandt", ""});
  {
    Dissection out("ActorGrant, the body", grant.body);
    out.Fixed("version", 1).Fixed("type", 1).Fixed("day", 4).Fixed("key", 32).Fixed("role", 1);
    out.Text("name", 1).Text("at", 1);
  }
  {
    Dissection out("Governance", grant.Encode());
    out.Opaque("body", 2).Fixed("charter_signature", 64).Fixed("body_signature", 64);
  }
  const auto roster = records::Governance::Unsigned(records::RosterRecord{
      20510, 12, world.manifest.draft.roster_root, 12, {{Repeated<32>(0xee), 30, 25}}});
  Dissection out("RosterRecord, the body", roster.body);
  out.Fixed("version", 1).Fixed("type", 1).Fixed("day", 4).Fixed("size", 4).Fixed("root", 32);
  out.Fixed("head_count", 4).Fixed("in_use: count", 1).Fixed("in_use.root", 32);
  out.Fixed("in_use.joiners", 4).Fixed("in_use.leavers", 4);
}

void PrintRoster(const ExampleWorld& world) {
  Section("roster");
  const auto& row = world.roster.rows[5];
  {
    Dissection out("RosterEntry of row 5", row.entry.Encode());
    out.Text("id", 1).Text("name", 1).Text("unit", 1);
  }
  Hex("salt", row.salt);
  Hex("leaf", row.Leaf());
  const auto leaves = world.roster.Leaves();
  Hex("root of all twelve", audit::RosterRoot(leaves));
  const auto path = audit::RosterPath(leaves, 5);
  for (std::size_t i = 0; i < path.size(); ++i) Hex(Cat("path of row 5, ", i), path[i]);
  Digest("RosterFile", world.roster.Encode());
}

}  // namespace

void PrintTrust(const ExampleWorld& world) {
  PrintBundle(world.bundle);
  PrintGovernance(world);
  PrintRoster(world);
}

}  // namespace candor::testing

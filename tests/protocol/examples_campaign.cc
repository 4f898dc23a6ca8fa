// Draft, manifest, opening, and the parts that people hand in.
#include "base/text.h"
#include "records/parts.h"
#include "tests/protocol/examples.h"
#include "tests/protocol/print.h"

namespace candor::testing {
namespace {

void DissectPeople(Dissection& out, std::string_view role, std::size_t count) {
  out.Fixed(Cat(role, ": count"), 1);
  for (std::size_t i = 0; i < count; ++i) out.Fixed("  key", 32).Text("  name", 1);
}

void DissectSchedule(Dissection& out) {
  for (const char* const day : {"issuance_opens", "speaking_opens", "speaking_closes",
                                "converge_ends", "answers_due", "conversation_ends",
                                "retention_ends"}) {
    out.Fixed(day, 4);
  }
  out.Fixed("grace_days", 1).Fixed("slots.first_day", 4).Fixed("slots.slots_per_day", 1);
}

void PrintDraft(const records::Draft& draft) {
  Section("draft");
  {
    Dissection out("Draft", draft.Encode());
    out.Fixed("version", 1).Fixed("kind", 1).Text("question", 2).Text("background", 2);
    out.Fixed("sub_questions: count", 1).Text("  1", 2).Text("  2", 2);
    out.Text("programme_name", 1).Text("owner", 1).Text("decision_body", 1);
    out.Fixed("decision_day", 4).Text("out_of_scope", 2).Text("what_happens", 2);
    out.Fixed("what_happens_by", 4);
    DissectPeople(out, "sponsors", 1);
    DissectPeople(out, "facilitators", 1);
    DissectPeople(out, "readers", 2);
    DissectPeople(out, "operators", 1);
    out.Fixed("audiences: count", 1)
        .Fixed("  id", 1)
        .Text("  name", 1)
        .Fixed("  readers: count", 1);
    out.Fixed("  reader", 32).Fixed("  reader", 32);
    out.Fixed("  id", 1).Text("  name", 1).Fixed("  readers: count", 1).Fixed("  reader", 32);
    out.Fixed("delegates: count", 1);
    DissectSchedule(out);
    out.Fixed("k", 2).Fixed("min_issued", 4).Fixed("decoupling_hours", 2);
    out.Fixed("contributions", 1).Fixed("endorsements", 1).Fixed("follow_ups", 1);
    out.Fixed("moderation_reasons: count", 1).Text("  1", 2);
    out.Fixed("acknowledge", 1).Fixed("answer", 1).Fixed("pledge_renewal", 1).Fixed("publish", 1);
    out.Fixed("help_contacts: count", 1).Text("  1", 2).Text("pledge", 2);
    out.Fixed("roster_root", 32).Fixed("roster_size", 4);
    out.Fixed("issuers: count", 1).Text("  1", 2).Text("  2", 2);
    out.Fixed("promise_key", 32).Fixed("gateway_key", 32);
  }
  Hex("draft_id", draft.Id());
  Hex("pledge hash", draft.PledgeHash());
}

void PrintManifest(const ExampleWorld& world) {
  Section("manifest");
  const Bytes encoded = world.manifest.Encode();
  {
    Dissection out("Manifest", encoded);
    out.Fixed("version", 1).Opaque("draft", 3);
    for (const int issuer : {1, 2}) {
      for (const char* const purpose : {"voice", "contribute", "endorse"}) {
        out.Fixed(Cat("spki ", issuer, ", ", purpose), 342);
      }
    }
    for (const int reader : {1, 2}) {
      out.Fixed(Cat("reader ", reader, ": kem_key"), 32).Fixed("  signature", 64);
    }
    for (const char* const who : {"reader 1", "reader 2", "facilitator", "operator"}) {
      out.Fixed(Cat("pledge of ", who), 64);
    }
    out.Text("statement", 2).Fixed("  signature", 64);
  }
  Hex("campaign_id", world.campaign_id);
  Hex("H(Manifest)", world.manifest.ManifestHash());

  Section("opening");
  crypto::Writer writer;
  world.opening.Write(writer);
  Dissection out("Opening", writer.view());
  out.Fixed("facilitator", 32).Fixed("facilitator_signature", 64);
  out.Fixed("sponsors: count", 1).Fixed("sponsor_signature", 64);
}

void PrintParts(const ExampleWorld& world) {
  Section("parts");
  Text("ActorPublic as text",
       records::ActorPublic{KeyOf(kReaderOneByte).verify_key(), "Leonie Brandt"}.Format());
  const auto& manifest = world.manifest;
  const records::PersonPart reader{manifest.draft.Id(), manifest.draft.readers[0].key,
                                   manifest.pledges[0], manifest.reader_keys[0], std::nullopt};
  {
    Dissection out("PersonPart of a reader", reader.Encode());
    out.Fixed("version", 1).Fixed("draft_id", 16).Fixed("key", 32).Fixed("has", 1);
    out.Fixed("pledge_signature", 64).Fixed("kem_key", 32).Fixed("kem_signature", 64);
  }
  const records::OpeningPart opening{world.campaign_id, world.opening.facilitator,
                                     world.opening.facilitator_signature};
  Dissection out("OpeningPart", opening.Encode());
  out.Fixed("version", 1).Fixed("campaign_id", 16).Fixed("key", 32).Fixed("signature", 64);
}

}  // namespace

void PrintCampaign(const ExampleWorld& world) {
  PrintDraft(world.manifest.draft);
  PrintManifest(world);
  PrintParts(world);
}

}  // namespace candor::testing

#include "records/parts.h"

#include <algorithm>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kActorPrefix = "candor-actor-1:";
constexpr std::uint8_t kHasPledge = 1;
constexpr std::uint8_t kHasReaderKey = 2;
constexpr std::uint8_t kHasStatement = 4;

void ExpectVersion(Reader& in) {
  if (in.U8() != kVersion) in.Fail("unknown version");
}

// Collects what lacks, so that a facilitator sees all of it at once.
class Missing {
 public:
  void Add(std::string line) { lines_.push_back(std::move(line)); }
  absl::Status Status(std::string_view what) const {
    if (lines_.empty()) return absl::OkStatus();
    std::string text = Heading(what);
    for (const auto& line : lines_) text += "\n  " + line;
    return absl::FailedPreconditionError(text);
  }

 private:
  static std::string Heading(std::string_view what) {
    return Cat(what, " is not complete; missing or not valid:");
  }

  std::vector<std::string> lines_;
};

// The first part of the person that holds what is looked for: a folder may still hold files that
// were made for an earlier draft, or one file each for pledge and statement.
template <class Holds>
const PersonPart* FindPart(const std::vector<PersonPart>& parts, const VerifyKey& key,
                           const Holds& holds) {
  const auto at = std::ranges::find_if(
      parts, [&](const PersonPart& part) { return part.key == key && holds(part); });
  return at == parts.end() ? nullptr : &*at;
}

bool ProofsHold(const IssuerPart& part) {
  return std::ranges::all_of(part.keys, [](const TokenKeyContent& content) {
    const auto key = crypto::TokenPublicKey::Parse(content.spki);
    return key.ok() && crypto::VerifyKeyProof(*key, content.proof).ok();
  });
}

void AddIssuerKeys(Manifest& manifest, const std::vector<IssuerPart>& parts, Missing& missing) {
  const DraftId id = manifest.draft.Id();
  for (const auto& origin : manifest.draft.issuers) {
    const auto part = std::ranges::find_if(parts, [&](const IssuerPart& each) {
      return each.issuer_origin == origin && each.draft_id == id && ProofsHold(each);
    });
    if (part == parts.end()) {
      missing.Add(Cat("the token keys of issuer ", origin, " (candor jam prepare)"));
      continue;
    }
    manifest.issuer_keys.push_back({part->keys[0].spki, part->keys[1].spki, part->keys[2].spki});
  }
}

void AddReaderKeys(Manifest& manifest, const std::vector<PersonPart>& parts, Missing& missing) {
  const DraftId id = manifest.draft.Id();
  for (const auto& reader : manifest.draft.readers) {
    const auto* part = FindPart(parts, reader.key, [&](const PersonPart& each) {
      return each.reader_key.has_value() &&
             crypto::Verify(reader.key, Label::kReaderKey,
                            ReaderKeyBytes(id, each.reader_key->kem_key),
                            each.reader_key->signature)
                 .ok();
    });
    if (part == nullptr) {
      missing.Add(Cat("the reading key of ", reader.name, " (candor pledge sign)"));
      continue;
    }
    manifest.reader_keys.push_back(*part->reader_key);
  }
}

void AddPledges(Manifest& manifest, const std::vector<PersonPart>& parts, Missing& missing) {
  const Draft& draft = manifest.draft;
  const Bytes bytes = PledgeBytes(draft.Id(), draft.PledgeHash());
  for (const auto* people : {&draft.readers, &draft.facilitators, &draft.operators}) {
    for (const auto& person : *people) {
      const auto* part = FindPart(parts, person.key, [&](const PersonPart& each) {
        return each.pledge.has_value() &&
               crypto::Verify(person.key, Label::kPledge, bytes, *each.pledge).ok();
      });
      if (part == nullptr) {
        missing.Add(Cat("the pledge of ", person.name, " (candor pledge sign)"));
        continue;
      }
      manifest.pledges.push_back(*part->pledge);
    }
  }
}

void AddStatements(Manifest& manifest, const std::vector<PersonPart>& parts, Missing& missing) {
  const DraftId id = manifest.draft.Id();
  for (const auto& sponsor : manifest.draft.sponsors) {
    const auto* part = FindPart(parts, sponsor.key, [&](const PersonPart& each) {
      return each.statement.has_value() &&
             crypto::Verify(sponsor.key, Label::kStatement,
                            StatementBytes(id, each.statement->text), each.statement->signature)
                 .ok();
    });
    if (part == nullptr) {
      missing.Add(
          Cat("the statement of sponsor ", sponsor.name, " (candor pledge sign --statement)"));
      continue;
    }
    manifest.statements.push_back(*part->statement);
  }
}

}  // namespace

std::string ActorPublic::Format() const {
  Writer out;
  out.Fixed(key.bytes).Text8(name);
  return std::string(kActorPrefix) + Base32Encode(out.view());
}

absl::StatusOr<ActorPublic> ActorPublic::Parse(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) {
    text.remove_suffix(1);
  }
  const auto bad = absl::InvalidArgumentError(
      "this is no public part of an actor key: it begins with \"candor-actor-1:\" and is printed "
      "by "
      "`candor actor new`");
  if (!text.starts_with(kActorPrefix)) return bad;
  const auto bytes = Base32Decode(text.substr(kActorPrefix.size()));
  if (!bytes.ok()) return bad;
  Reader in(*bytes);
  ActorPublic out;
  out.key.bytes = in.Fixed<32>();
  out.name = in.Text8(1, 100);
  if (!in.Finish("actor").ok()) return bad;
  return out;
}

Bytes IssuerPart::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(draft_id).Text8(issuer_origin);
  for (const auto& key : keys) out.Opaque24(key.Encode());
  return out.Take();
}

absl::StatusOr<IssuerPart> IssuerPart::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  IssuerPart out;
  out.draft_id = in.Fixed<16>();
  out.issuer_origin = in.Text8(1);
  std::array<ByteView, 3> contents;
  for (auto& content : contents) content = in.Opaque24(1);
  CANDOR_RETURN_IF_ERROR(in.Finish("issuer's part"));
  for (std::size_t i = 0; i < contents.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(out.keys[i], TokenKeyContent::Decode(contents[i]));
  }
  return out;
}

Bytes PersonPart::Encode() const {
  Writer out;
  const int has = (pledge ? kHasPledge : 0) | (reader_key ? kHasReaderKey : 0) |
                  (statement ? kHasStatement : 0);
  out.U8(kVersion).Fixed(draft_id).Fixed(key.bytes).U8(static_cast<std::uint8_t>(has));
  if (pledge) out.Fixed(*pledge);
  if (reader_key) out.Fixed(reader_key->kem_key.bytes).Fixed(reader_key->signature);
  if (statement) out.Text16(statement->text).Fixed(statement->signature);
  return out.Take();
}

absl::StatusOr<PersonPart> PersonPart::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  PersonPart out;
  out.draft_id = in.Fixed<16>();
  out.key.bytes = in.Fixed<32>();
  const std::uint8_t has = in.U8();
  if ((has & ~(kHasPledge | kHasReaderKey | kHasStatement)) != 0) in.Fail("unknown parts");
  if ((has & kHasPledge) != 0) out.pledge = in.Fixed<64>();
  if ((has & kHasReaderKey) != 0) {
    ReaderKey key;
    key.kem_key.bytes = in.Fixed<32>();
    key.signature = in.Fixed<64>();
    out.reader_key = key;
  }
  if ((has & kHasStatement) != 0) {
    Statement statement;
    statement.text = in.Text16(1, 4000);
    statement.signature = in.Fixed<64>();
    out.statement = std::move(statement);
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("person's part"));
  return out;
}

Bytes OpeningPart::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(campaign_id).Fixed(key.bytes).Fixed(signature);
  return out.Take();
}

absl::StatusOr<OpeningPart> OpeningPart::Decode(ByteView bytes) {
  Reader in(bytes);
  ExpectVersion(in);
  OpeningPart out;
  out.campaign_id = in.Fixed<16>();
  out.key.bytes = in.Fixed<32>();
  out.signature = in.Fixed<64>();
  CANDOR_RETURN_IF_ERROR(in.Finish("opening signature"));
  return out;
}

absl::StatusOr<Manifest> AssembleManifest(const Draft& draft,
                                          const std::vector<IssuerPart>& issuers,
                                          const std::vector<PersonPart>& people) {
  Manifest manifest;
  manifest.draft = draft;
  Missing missing;
  AddIssuerKeys(manifest, issuers, missing);
  AddReaderKeys(manifest, people, missing);
  AddPledges(manifest, people, missing);
  AddStatements(manifest, people, missing);
  CANDOR_RETURN_IF_ERROR(missing.Status("the manifest"));
  CANDOR_RETURN_IF_ERROR(VerifyManifest(manifest));
  return manifest;
}

absl::StatusOr<Opening> AssembleOpening(const Manifest& manifest,
                                        const std::vector<OpeningPart>& parts) {
  const CampaignId id = manifest.Id();
  const auto signature_of = [&](const VerifyKey& key) -> std::optional<Signature> {
    for (const auto& part : parts) {
      if (part.key == key && part.campaign_id == id &&
          crypto::Verify(key, Label::kCampaignOpen, id, part.signature).ok()) {
        return part.signature;
      }
    }
    return std::nullopt;
  };
  Opening opening;
  Missing missing;
  bool opened = false;
  for (const auto& facilitator : manifest.draft.facilitators) {
    const auto signature = signature_of(facilitator.key);
    if (!signature || opened) continue;
    opening.facilitator = facilitator.key;
    opening.facilitator_signature = *signature;
    opened = true;
  }
  if (!opened) missing.Add("the signature of a facilitator (candor jam sign)");
  for (const auto& sponsor : manifest.draft.sponsors) {
    const auto signature = signature_of(sponsor.key);
    if (signature) {
      opening.sponsor_signatures.push_back(*signature);
    } else {
      missing.Add(Cat("the signature of sponsor ", sponsor.name, " (candor jam sign)"));
    }
  }
  CANDOR_RETURN_IF_ERROR(missing.Status("the opening"));
  return opening;
}

}  // namespace candor::records

// Parts: what people hand to each other, as files, while a campaign is prepared.
//
//   ActorPublic  { opaque key[32]; opaque name<1..100>; }     as text: "candor-actor-1:" and base32
//   IssuerPart   { uint8 version = 1; opaque draft_id[16]; opaque issuer_origin<1..255>; TokenKeyContent keys[3]; }
//   PersonPart   { uint8 version = 1; opaque draft_id[16]; opaque key[32]; uint8 has;
//                  opaque pledge_signature[64]      if has & 1
//                  opaque kem_key[32], kem_signature[64]   if has & 2
//                  opaque statement<1..4000>, statement_signature[64]   if has & 4 }
//   OpeningPart  { uint8 version = 1; opaque campaign_id[16]; opaque key[32]; opaque signature[64]; }
//
// All are public and prove themselves by their signatures; Assemble checks each and names what lacks.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "records/entry.h"
#include "records/manifest.h"

namespace candor::records {

struct ActorPublic {
  VerifyKey key;
  std::string name;
  std::string Format() const;
  static absl::StatusOr<ActorPublic> Parse(std::string_view text);
  bool operator==(const ActorPublic&) const = default;
};

struct IssuerPart {
  DraftId draft_id{};
  std::string issuer_origin;
  std::array<TokenKeyContent, 3> keys;  // in the order of kPurposes
  Bytes Encode() const;
  static absl::StatusOr<IssuerPart> Decode(ByteView bytes);
};

struct PersonPart {
  DraftId draft_id{};
  VerifyKey key;
  std::optional<Signature> pledge;
  std::optional<ReaderKey> reader_key;
  std::optional<Statement> statement;
  Bytes Encode() const;
  static absl::StatusOr<PersonPart> Decode(ByteView bytes);
};

struct OpeningPart {
  CampaignId campaign_id{};
  VerifyKey key;
  Signature signature{};
  Bytes Encode() const;
  static absl::StatusOr<OpeningPart> Decode(ByteView bytes);
};

// The manifest of a draft, once everybody has handed in theirs. Each issuer's key proofs are checked
// here too. FailedPrecondition lists, by name, what is missing or does not verify.
absl::StatusOr<Manifest> AssembleManifest(const Draft& draft, const std::vector<IssuerPart>& issuers,
                                          const std::vector<PersonPart>& people);

// The opening of a manifest: one facilitator's signature and every sponsor's, same manner.
absl::StatusOr<Opening> AssembleOpening(const Manifest& manifest,
                                        const std::vector<OpeningPart>& parts);

}  // namespace candor::records

// Manifest: what a campaign is, signed before it opens and immutable after (PROTOCOL §3).
//
// Manifest = Draft, then what others made for draft_id, in a fixed order.
// campaign_id = first 16 bytes of H("candor/campaign/v1" 00 | Manifest).
//
//   struct {
//     uint8  version = 1;  opaque draft<1..2^24-1>;
//     opaque spki[issuers][3][342];                     by issuer, then voice, contribute, endorse
//     { opaque kem_key[32]; opaque signature[64]; } reader_keys[readers];
//     { opaque signature[64]; } pledges[readers + facilitators + operators];    in the draft's order
//     { opaque text<1..4000>; opaque signature[64]; } statements[sponsors];
//   } Manifest;
// Signatures: reader key  label reader-key | draft_id | kem_key
//             pledge      label pledge     | draft_id | pledge hash
//             statement   label statement  | draft_id | text
//             opening     label campaign-open | campaign_id
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/token.h"
#include "crypto/token_key.h"
#include "crypto/x25519.h"
#include "records/draft.h"

namespace candor::records {

inline constexpr std::array<crypto::Purpose, 3> kPurposes = {
    crypto::Purpose::kVoice, crypto::Purpose::kContribute, crypto::Purpose::kEndorse};

struct ReaderKey {
  crypto::KemPublicKey kem_key;
  Signature signature{};
  bool operator==(const ReaderKey&) const = default;
};

struct Statement {
  std::string text;
  Signature signature{};
  bool operator==(const Statement&) const = default;
};

using IssuerKeys = std::array<crypto::Spki, 3>;  // in the order of kPurposes

struct Manifest {
  Draft draft;
  std::vector<IssuerKeys> issuer_keys;   // as draft.issuers
  std::vector<ReaderKey> reader_keys;    // as draft.readers
  std::vector<Signature> pledges;        // as draft.readers, then facilitators, then operators
  std::vector<Statement> statements;     // as draft.sponsors

  CampaignId Id() const;
  // H("candor/manifest/v1" 00 | Manifest): what token contexts and CampaignOpen commit to.
  Hash ManifestHash() const;

  // KEM keys of an audience, in slot order. The audience exists.
  std::vector<crypto::KemPublicKey> AudienceKeys(const Audience& audience) const;

  Bytes Encode() const;
  static absl::StatusOr<Manifest> Decode(ByteView bytes);
  bool operator==(const Manifest&) const = default;
};

// Bytes that each signature of the manifest covers.
Bytes ReaderKeyBytes(const DraftId& draft, const crypto::KemPublicKey& kem_key);
Bytes PledgeBytes(const DraftId& draft, const Hash& pledge_hash);
Bytes StatementBytes(const DraftId& draft, std::string_view text);

// Draft rules, the number of each part, and every signature by the key the draft names. Does not ask
// whether those keys hold their roles: that is in the log. Token keys are well-formed with a modulus
// each, reading keys are distinct and not of low order. Errors name whose part it is.
absl::Status VerifyManifest(const Manifest& manifest);

// The single allowed challenge of a campaign, purpose and issuer.
crypto::TokenChallenge ChallengeFor(const Hash& manifest_hash, crypto::Purpose purpose,
                                    std::string_view issuer_origin, std::string_view board_origin);

// A facilitator's and every sponsor's signature over campaign_id.
struct Opening {
  VerifyKey facilitator;
  Signature facilitator_signature{};
  std::vector<Signature> sponsor_signatures;  // as draft.sponsors
  void Write(crypto::Writer& out) const;
  static Opening Read(crypto::Reader& in);
  bool operator==(const Opening&) const = default;
};
absl::Status VerifyOpening(const Manifest& manifest, const Opening& opening);

}  // namespace candor::records

// Proofs of authorship, as files that two people hand to each other. No server sees one.
//
//   struct { uint8 version = 1; opaque campaign_id[16]; opaque thread_key[32]; opaque challenge[32]; uint32 day; }
//     AuthorshipChallenge          Signed by the verifier, label authorship-challenge
//   struct { uint8 version = 1; Signed challenge; opaque tag[32]; }            AuthorshipProof
//   struct { uint8 version = 1; opaque campaign_id[16]; opaque thread_key[32]; uint32 day; opaque statement<1..280>; }
//     AuthorshipStatement          Signed by the thread key, label authorship-public
//   file: "CANDORA" | uint8 type | the record        1 a signed challenge, 2 a proof, 3 a signed statement
//
// A proof convinces the verifier who signed the challenge, and nobody else (crypto/authorship.h). A
// statement is transferable: it convinces everybody who ever holds it that the thread's author said it.
// A challenge holds until kChallengeDays after its day.
//
// Decoding verifies no signature. Pure; thread-compatible.
#pragma once

#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "crypto/authorship.h"
#include "records/ids.h"
#include "records/signed.h"

namespace candor::records {

inline constexpr Day kChallengeDays = 7;
inline constexpr std::size_t kMaxAuthorshipStatement = 280;

struct AuthorshipChallenge {
  CampaignId campaign_id{};
  VerifyKey thread_key;
  ByteArray<32> challenge{};
  Day day = 0;

  Bytes Encode() const;
  static absl::StatusOr<AuthorshipChallenge> Decode(ByteView bytes);
  Signed SignedBy(const crypto::SigningKey& verifier) const;
  bool operator==(const AuthorshipChallenge&) const = default;
};

struct AuthorshipProof {
  Signed challenge;
  crypto::AuthorshipTag tag{};
  bool operator==(const AuthorshipProof&) const = default;
};

struct AuthorshipStatement {
  CampaignId campaign_id{};
  VerifyKey thread_key;
  Day day = 0;
  std::string statement;  // UTF-8

  Bytes Encode() const;
  static absl::StatusOr<AuthorshipStatement> Decode(ByteView bytes);
  Signed SignedBy(const crypto::SigningKey& author) const;  // with the thread key
  bool operator==(const AuthorshipStatement&) const = default;
};

// What such a file holds: a challenge (Signed), a proof, or a statement (Signed).
struct ChallengeFile {
  Signed record;
};
struct StatementFile {
  Signed record;
};
using AuthorshipFile = std::variant<ChallengeFile, AuthorshipProof, StatementFile>;
Bytes EncodeAuthorshipFile(const AuthorshipFile& file);
// InvalidArgument, with a sentence, for anything else.
absl::StatusOr<AuthorshipFile> DecodeAuthorshipFile(ByteView bytes);

}  // namespace candor::records

// Submission: what an author signs with a one-time thread key (PROTOCOL §6), with the kind table.
//
//   struct {
//     uint8  version = 1;   uint8 kind;
//     opaque campaign_id[16];
//     opaque tokens<0..708>;                one token an issuer for kinds 1, 2, 3, 8; none for 4 to 7
//     opaque thread_key[32];  opaque thread_kem_key[32];
//     uint32 sequence; opaque previous[32];
//     opaque target[32];
//     uint8  audience;  uint8 quote;  uint8 value;
//     opaque public_commitment[32];  opaque commitment[32];
//   } SubmissionBody;
//   struct { SubmissionBody body; opaque signature[64]; } SignedSubmission;         what the log holds
//   struct { uint8 version = 1; SignedSubmission; opaque salt[32]; opaque envelope<0..2^24-1>; } SubmitRequest;
//
// signature = thread key's over "candor/submission/v1" 00 | SubmissionBody
// hash      = H("candor/submission-hash/v1" 00 | SubmissionBody)
//
// A kind without an envelope has a salt of zeroes and an empty envelope.
//
// Decoding checks the form and the kind table (CheckKind), not tokens, signatures, or windows.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/codec.h"
#include "crypto/token.h"
#include "crypto/x25519.h"
#include "records/ids.h"

namespace candor::records {

enum class Kind : std::uint8_t {
  kOpinion = 1,
  kContribution = 2,
  kEndorsement = 3,
  kFollowUp = 4,
  kWithdrawal = 5,
  kAppeal = 6,
  kRating = 7,
  kBlank = 8,
};

enum class Quote : std::uint8_t { kNever = 0, kParaphrase = 1, kHeadline = 2, kVerbatim = 3 };

// Pools of the mix (PROTOCOL §8).
enum class Pool : std::uint8_t {
  kOpinions = 1,
  kContributions = 2,
  kEndorsements = 3,
  kRatings = 4,
  kBlanks = 5,
  kThreadActs = 6,
};
Pool PoolOf(Kind kind);

// The purpose of the tokens that a kind spends; kinds 4 to 7 spend none.
std::optional<crypto::Purpose> PurposeOf(Kind kind);
// Whether an envelope, its salt and commitment belong to the kind.
bool HasEnvelope(Kind kind);

inline constexpr std::uint8_t kMaxSubQuestions = 7;
// How an opinion names a sub-question of its campaign, counted from 1: 31 zero bytes and the number.
// That the campaign has so many is for whoever knows the manifest to check.
Hash SubQuestionTarget(std::uint8_t number);

struct SubmissionBody {
  Kind kind = Kind::kOpinion;
  CampaignId campaign_id{};
  std::vector<crypto::Token> tokens;
  VerifyKey thread_key;
  crypto::KemPublicKey thread_kem_key;
  std::uint32_t sequence = 0;
  Hash previous{};
  Hash target{};
  std::uint8_t audience = 0;
  Quote quote = Quote::kNever;
  std::uint8_t value = 0;
  Hash public_commitment{};
  Hash commitment{};

  Bytes Encode() const;
  // Canonical bytes that respect the kind table; InvalidArgument otherwise.
  static absl::StatusOr<SubmissionBody> Decode(ByteView bytes);
  static SubmissionBody Read(crypto::Reader& in);
  Hash SubmissionHash() const;
};

// The kind table alone: which fields a kind may and must use.
absl::Status CheckKind(const SubmissionBody& body);

struct SignedSubmission {
  SubmissionBody body;
  Signature signature{};

  static SignedSubmission Make(SubmissionBody body, const crypto::SigningKey& thread_key);
  // The signature by body.thread_key.
  absl::Status VerifySignature() const;

  Bytes Encode() const;
  static absl::StatusOr<SignedSubmission> Decode(ByteView bytes);
};

struct SubmitRequest {
  SignedSubmission submission;
  Salt salt{};
  Bytes envelope;

  Bytes Encode() const;
  static absl::StatusOr<SubmitRequest> Decode(ByteView bytes);
};

}  // namespace candor::records

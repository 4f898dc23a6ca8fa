// Bodies of submissions that the kind table accepts, one for each kind.
#pragma once

#include <array>

#include "crypto/random.h"
#include "records/submission.h"

namespace candor::testing {

inline constexpr std::array kAllKinds = {
    records::Kind::kOpinion,    records::Kind::kContribution, records::Kind::kEndorsement,
    records::Kind::kFollowUp,   records::Kind::kWithdrawal,   records::Kind::kAppeal,
    records::Kind::kRating,     records::Kind::kBlank};

inline const char* NameOf(records::Kind kind) {
  static constexpr std::array kNames = {"opinion",    "contribution", "endorsement", "follow-up",
                                        "withdrawal", "appeal",       "rating",      "blank"};
  return kNames.at(static_cast<std::size_t>(kind) - 1);
}

// A token of the right shape over `nonce`; nobody signed it.
inline crypto::Token AnyToken(const ByteArray<32>& nonce, crypto::RandomSource& random) {
  return {nonce, random.Array<32>(), random.Array<32>(), random.Array<256>()};
}

// As few fields set as the kind allows, values random; `tokens` of them where the kind spends any.
inline records::SubmissionBody BodyOf(records::Kind kind, crypto::RandomSource& random,
                                      std::size_t tokens = 1) {
  using records::Kind;
  records::SubmissionBody body;
  body.kind = kind;
  body.campaign_id = random.Array<16>();
  body.thread_key.bytes = random.Array<32>();
  body.thread_kem_key.bytes = random.Array<32>();
  if (records::PurposeOf(kind).has_value()) {
    const auto nonce = crypto::NonceOf(body.thread_key);
    for (std::size_t i = 0; i < tokens; ++i) body.tokens.push_back(AnyToken(nonce, random));
  } else {
    body.sequence = 1;
    body.previous = random.Array<32>();
  }
  if (kind == Kind::kContribution || kind == Kind::kEndorsement || kind == Kind::kAppeal ||
      kind == Kind::kRating) {
    body.target = random.Array<32>();
  }
  if (kind == Kind::kAppeal) body.audience = 255;
  if (kind == Kind::kOpinion || kind == Kind::kContribution || kind == Kind::kFollowUp) {
    body.public_commitment = random.Array<32>();
  }
  if (records::HasEnvelope(kind)) body.commitment = random.Array<32>();
  return body;
}

}  // namespace candor::testing

#include "audit/verify/token_check.h"

#include <array>
#include <utility>

namespace candor::audit {
namespace {

// Bodies that wait for their signatures: a few megabytes.
constexpr std::size_t kChunk = 4096;

}  // namespace

struct TokenCheck::Keys {
  struct Key {
    crypto::TokenPublicKey key;
    crypto::Hash challenge_digest{};
  };
  // By issuer, then purpose.
  std::vector<std::array<std::optional<Key>, 3>> issuers;
};

struct TokenCheck::Job {
  std::uint64_t index = 0;
  records::SubmissionBody body;
  const Keys* keys = nullptr;
  std::size_t purpose = 0;
};

TokenCheck::TokenCheck(std::string board_origin, Level level, ParallelFor parallel,
                       Findings& findings)
    : board_origin_(std::move(board_origin)),
      level_(level),
      parallel_(std::move(parallel)),
      findings_(findings) {}

TokenCheck::~TokenCheck() = default;

void TokenCheck::Add(InvariantId id, Severity severity, std::uint64_t index, std::string why) {
  findings_.Add({id, severity, board_origin_, index, std::move(why)});
}

const TokenCheck::Keys& TokenCheck::KeysOf(const records::CampaignId& id,
                                           const records::Manifest& manifest) {
  auto& keys = keys_[id];
  if (keys != nullptr) return *keys;
  keys = std::make_unique<Keys>();
  const crypto::Hash manifest_hash = manifest.ManifestHash();
  for (std::size_t i = 0; i < manifest.issuer_keys.size(); ++i) {
    auto& issuer = keys->issuers.emplace_back();
    for (std::size_t p = 0; p < issuer.size(); ++p) {
      auto key = crypto::TokenPublicKey::Parse(manifest.issuer_keys[i][p]);
      if (!key.ok()) continue;  // VerifyManifest has said so
      const auto challenge = records::ChallengeFor(manifest_hash, records::kPurposes[p],
                                                   manifest.draft.issuers[i], board_origin_);
      issuer[p] = Keys::Key{*std::move(key), crypto::ChallengeDigest(challenge)};
    }
  }
  return *keys;
}

void TokenCheck::Take(std::uint64_t index, const records::SubmissionBody& body,
                      const records::Manifest& manifest) {
  // Before this entry's own findings, so that none of them hangs on where a chunk ends.
  if (jobs_.size() >= kChunk) Flush();
  const auto purpose = records::PurposeOf(body.kind);
  if (!purpose.has_value()) return;
  if (body.tokens.size() != manifest.issuer_keys.size()) {
    if (level_ != Level::kFull) return;
    Add(InvariantId::kTokens, Severity::kBroken, index,
        "a submission without exactly one token of each issuer of its campaign");
    return;
  }
  CheckUnique(index, body);
  for (const auto& token : body.tokens) {
    if (token.nonce == crypto::NonceOf(body.thread_key)) continue;
    Add(InvariantId::kThreads, Severity::kCryptographic, index,
        "a token that does not commit to the thread key that signed");
    break;
  }
  if (level_ != Level::kFull) return;
  const Keys& keys = KeysOf(body.campaign_id, manifest);
  jobs_.push_back({index, body, &keys, static_cast<std::size_t>(*purpose) - 1});
}

void TokenCheck::CheckUnique(std::uint64_t index, const records::SubmissionBody& body) {
  for (const auto& token : body.tokens) {
    if (!nonces_.emplace(token.token_key_id, token.nonce).second) {
      Add(InvariantId::kUnique, Severity::kBroken, index, "a token that was spent before");
    }
  }
  if (!thread_keys_.insert(body.thread_key).second ||
      !kem_keys_.insert(body.thread_kem_key.bytes).second) {
    Add(InvariantId::kUnique, Severity::kBroken, index,
        "a thread key or thread KEM key that another thread has used");
  }
}

void TokenCheck::Flush() {
  std::vector<char> good(jobs_.size(), 0);
  parallel_(jobs_.size(), [&](std::size_t i) {
    const Job& job = jobs_[i];
    bool all = true;
    for (std::size_t issuer = 0; all && issuer < job.body.tokens.size(); ++issuer) {
      const auto& key = job.keys->issuers[issuer][job.purpose];
      const crypto::Token& token = job.body.tokens[issuer];
      // The binding to the thread key has its own finding; here the signature is asked for.
      all = key.has_value() && (token.nonce != crypto::NonceOf(job.body.thread_key) ||
                                crypto::VerifyToken(token, key->key, key->challenge_digest,
                                                    job.body.thread_key)
                                    .ok());
    }
    good[i] = all ? 1 : 0;
  });
  for (std::size_t i = 0; i < jobs_.size(); ++i) {
    if (good[i] != 0) continue;
    Add(InvariantId::kTokens, Severity::kCryptographic, jobs_[i].index,
        "a token that is not the issuer's signature for this campaign and purpose");
  }
  jobs_.clear();
}

}  // namespace candor::audit

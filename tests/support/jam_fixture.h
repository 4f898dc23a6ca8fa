// A small organisation and its jam, complete enough for every party's tests: trust bundle, keys,
// people with roles, a countersigned roster, a manifest that verifies with real token keys, a
// signed opening, and authors who hold valid tokens.
//
// Everything comes from one seed, so a test that fails fails again. Nothing here talks to a server.
// Not thread-safe; what is const may be read from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "crypto/random.h"
#include "crypto/receipt_code.h"
#include "crypto/token.h"
#include "crypto/token_key.h"
#include "records/governance.h"
#include "records/manifest.h"
#include "records/roster.h"
#include "records/signed.h"
#include "records/submission.h"
#include "records/trust_bundle.h"

namespace candor::testing {

// The days of the usual jam: opened and drawn on the first, spoken in on three days.
inline constexpr Day kOpeningDay = 20000;
inline constexpr Day kSpeakingOpens = 20002;
inline constexpr Day kSpeakingCloses = 20005;
inline constexpr std::uint8_t kSlotsPerDay = 4;

// A person with an actor key, or a party with a key of its own.
struct Actor {
  std::string name;
  crypto::SigningKey key;
  const crypto::VerifyKey& public_key() const { return key.verify_key(); }
  records::Named named() const { return {key.verify_key(), name}; }
};

struct OrganisationOptions {
  std::uint64_t seed = 1;
  std::size_t members = 24;
  std::size_t issuers = 1;
  std::size_t witnesses = 1;
  std::uint8_t quorum = 1;
  std::size_t readers = 1;
  bool trial = true;
  std::uint8_t max_open = 8;
  // A last word on the bundle, for addresses and anchors of servers that really run.
  std::function<void(records::TrustBundle&)> adjust = {};
};

class Organisation {
 public:
  explicit Organisation(OrganisationOptions options = {});

  const records::TrustBundle& bundle() const { return bundle_; }
  crypto::RandomSource& random() const { return *random_; }

  const crypto::SigningKey& charter() const { return charter_.key; }
  const crypto::SigningKey& independent_body() const { return body_.key; }
  const crypto::SigningKey& promise_key() const { return promise_.key; }
  const crypto::SigningKey& gateway_key() const { return gateway_.key; }
  const crypto::SigningKey& board_log_key() const { return board_log_.key; }
  const crypto::SigningKey& issuer_log_key(std::size_t i) const { return issuer_logs_.at(i).key; }
  const crypto::SigningKey& witness_key(std::size_t i) const { return witnesses_.at(i).key; }

  const Actor& sponsor() const { return sponsor_; }
  const Actor& facilitator() const { return facilitator_; }
  const Actor& operator_person() const { return operator_; }
  const Actor& reader(std::size_t i = 0) const { return readers_.at(i); }
  std::size_t reader_count() const { return readers_.size(); }
  // Holds no role at all.
  const Actor& stranger() const { return stranger_; }

  const records::RosterFile& roster() const { return roster_; }
  crypto::Hash roster_root() const;

  // Signed by charter and independent body.
  records::Governance Countersign(const records::GovernanceBody& content) const;
  records::Governance Grant(const Actor& actor, records::Role role) const;
  records::Governance RosterRecord() const;
  // Every grant and the roster: what stands in the board's log before a jam can open.
  std::vector<records::Governance> AllGovernance() const;

 private:
  Actor Make(std::string name) const;
  void MakeBundle(const OrganisationOptions& options);

  std::unique_ptr<crypto::RandomSource> random_;
  Actor charter_, body_, promise_, gateway_, board_log_, sponsor_, facilitator_, operator_, stranger_;
  std::vector<Actor> issuer_logs_, witnesses_, readers_;
  records::RosterFile roster_;
  records::TrustBundle bundle_;
};

struct JamOptions {
  std::string question = "What should change first?";
  std::uint16_t k = 5;
  std::uint32_t min_issued = 20;
  std::uint8_t grace_days = 0;
  // Which of the test's token keys: jams of different sets share none. 0, 1 or 2.
  std::size_t key_set = 0;
  // A last word on the draft, before anything is signed.
  std::function<void(records::Draft&)> adjust = {};
};

// Somebody who may speak once: a receipt code, its thread keys, and a voice token of each issuer.
struct Author {
  crypto::ReceiptCode code;
  crypto::ThreadKeys keys;
  std::vector<crypto::Token> tokens;
};

class Jam {
 public:
  explicit Jam(const Organisation& organisation, JamOptions options = {});

  const records::Manifest& manifest() const { return manifest_; }
  const records::Draft& draft() const { return manifest_.draft; }
  const records::CampaignId& id() const { return id_; }
  const records::Opening& opening() const { return opening_; }
  // What the reader opens envelopes with in this campaign, as draft().readers.
  const crypto::KemPrivateKey& reading_key(std::size_t i) const { return reading_keys_.at(i); }
  // By issuer as in the draft, and purpose as in kPurposes.
  const crypto::TokenPrivateKey& token_key(std::size_t issuer, crypto::Purpose purpose) const;

  UnixSeconds SlotTime(records::SlotNumber slot) const { return draft().slots.TimeOf(slot); }
  // Noon of the first day of speaking, between two slots.
  UnixSeconds WhileSpeaking() const;

  // A valid token, drawn through blinding and unblinding as a client does.
  crypto::Token Draw(std::size_t issuer, crypto::Purpose purpose,
                     const crypto::VerifyKey& thread_key) const;
  // Fresh, with a voice token of each issuer.
  Author NewAuthor() const;

  records::SubmitRequest Opinion(const Author& author, std::string_view text,
                                 std::uint8_t audience = 0) const;
  // Signs whatever the body says; the envelope stays as it is in `request`.
  static void Sign(records::SubmitRequest& request, const crypto::SigningKey& thread_key);

 private:
  void MakeDraft(const JamOptions& options);
  void MakeParts();

  const Organisation& organisation_;
  std::vector<std::vector<crypto::TokenPrivateKey>> token_keys_;
  std::vector<crypto::KemPrivateKey> reading_keys_;
  records::Manifest manifest_;
  records::CampaignId id_{};
  records::Opening opening_;
};

}  // namespace candor::testing

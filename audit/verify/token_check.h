// TokenCheck: every token of a log: signed by the campaign's key of each issuer, over its challenge, for
// its thread key, and spent once.
//
// Invariants I11 to I13 as far as tokens show them. The look-ups are made as entries come; the RSA
// signatures are collected and verified a chunk at a time, in parallel, at the full level alone: below it
// I12 is not looked at. Not thread-safe.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "audit/verify/finding.h"
#include "audit/verify/level.h"
#include "audit/verify/parallel.h"
#include "records/manifest.h"
#include "records/submission.h"

namespace candor::audit {

class TokenCheck {
 public:
  // `findings` must outlive the check.
  TokenCheck(std::string board_origin, Level level, ParallelFor parallel, Findings& findings);
  ~TokenCheck();

  // A token-bearing body at this index, of a campaign that is open.
  void Take(std::uint64_t index, const records::SubmissionBody& body,
            const records::Manifest& manifest);
  // Verifies what waits.
  void Flush();

 private:
  struct Keys;  // of a campaign, parsed once
  struct Job;

  const Keys& KeysOf(const records::CampaignId& id, const records::Manifest& manifest);
  void Add(InvariantId id, Severity severity, std::uint64_t index, std::string why);
  void CheckUnique(std::uint64_t index, const records::SubmissionBody& body);

  const std::string board_origin_;
  const Level level_;
  const ParallelFor parallel_;
  Findings& findings_;
  std::map<records::CampaignId, std::unique_ptr<Keys>> keys_;
  std::vector<Job> jobs_;
  std::set<std::pair<crypto::TokenKeyId, ByteArray<32>>> nonces_;
  std::set<records::VerifyKey> thread_keys_;
  std::set<ByteArray<32>> kem_keys_;
};

}  // namespace candor::audit

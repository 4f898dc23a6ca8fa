// The evidence of a small jam whose enrolments and draws open: real members, keys and signed requests
// behind every commitment of the issuers' logs, and the openings that say so. A test spoils openings,
// commitments, or both.
#pragma once

#include <vector>

#include "records/issuance.h"
#include "records/issuance_openings.h"
#include "tests/audit/verify/evidence_world.h"

namespace candor::audit::testing {

class OpenedWorld : public EvidenceWorld {
 public:
  static constexpr std::size_t kFirstEnrolment = EvidenceWorld::kFirstKey + 3;

  explicit OpenedWorld(WorldOptions options = {});

  // Of issuer `number`; member n's enrolment and issuance are the n-th of each.
  records::IssuanceOpenings& openings(std::size_t number) { return openings_.at(number); }
  records::EnrolmentOpening& enrolment(std::size_t number, std::size_t member) {
    return openings_.at(number).enrolments.at(member);
  }
  records::IssuanceOpening& issuance(std::size_t number, std::size_t member) {
    return openings_.at(number).issuances.at(member);
  }
  std::size_t members() const { return keys_.size(); }
  const crypto::SigningKey& key(std::size_t member) const { return keys_.at(member); }
  const Hash& leaf(std::size_t member) const { return leaves_.at(member); }

  // What the member asks of that issuer, for the jam.
  records::IssueRequest RequestOf(std::size_t number, const Hash& leaf) const;
  void Sign(records::IssuanceOpening& opening, const crypto::SigningKey& key,
            const records::IssueRequest& request) const;

  // The logs commit to what the openings say now, and batches and openings name the logs as they are.
  void Commit();

  Evidence EvidenceOf(const std::vector<MapFiles>& logs) const;
  // At once; and in cuts, which have to say the same.
  VerifyResult VerifyOpened(const VerifyOptions& options = {}) const;

 private:
  records::IssuanceOpenings OpeningsOf(std::size_t number) const;

  std::vector<crypto::SigningKey> keys_;
  std::vector<Hash> leaves_;
  std::vector<records::IssuanceOpenings> openings_;
};

}  // namespace candor::audit::testing

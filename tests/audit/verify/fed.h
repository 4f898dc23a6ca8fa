// A verification that is fed step after step, held at each step against a whole one of the same files.
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "audit/verify/verify.h"
#include "tests/audit/verify/evidence_world.h"

namespace candor::audit::testing {

// The same evidence with other files, again and again. Not movable: the verification looks into it.
class Fed {
 public:
  // Of `evidence` all but the files, which Step gives.
  Fed(Evidence evidence, VerifyOptions options);
  ~Fed();
  Fed(const Fed&) = delete;
  Fed& operator=(const Fed&) = delete;

  // Puts the files in place of the last ones, feeds, and expects what Verify says.
  void Step(const std::vector<MapFiles>& logs);
  // As a step; to be told of bundles of the board's whose contents are other ones.
  void StepWithContents(const std::vector<MapFiles>& logs, const std::set<std::uint64_t>& bundles);

  Evidence& evidence() { return evidence_; }
  const VerifyResult& said() const { return said_; }
  // Every path that was asked for in the last step, by log.
  const std::vector<std::vector<std::string>>& asked() const { return asked_; }

 private:
  class Recorded;

  Evidence evidence_;
  const VerifyOptions options_;
  std::vector<std::unique_ptr<Recorded>> logs_;
  std::unique_ptr<Verification> verification_;
  VerifyResult said_;
  std::vector<std::vector<std::string>> asked_;
};

// Cuts every log of the world at random, three times one after the other, and then gives `last`.
void ExpectSameInCuts(const EvidenceWorld& world, const Evidence& evidence,
                      const std::vector<MapFiles>& last, const VerifyOptions& options);

}  // namespace candor::audit::testing

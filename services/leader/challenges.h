// Challenges: which challenges of authorship somebody has made and nobody has answered yet, on their own machine.
//
// A proof is bound to one challenge and names no bearer: whoever gets the file could bring it again, as their own. So
// each is taken once. Of a challenge its random nonce is kept, its day, and the day on which it was answered; neither
// the text that it is about nor who was asked. What is older than records::kProofDays goes with the next change.
//
// Promise: what Take has let through is durably used before it returns OK, so that no crash makes it good again. Two
// commands at once: the later one is refused. Errors are sentences; FailedPrecondition for a challenge that is not
// open, DataLoss for a file that is none of these. Thread-compatible.
#pragma once

#include "absl/status/status.h"
#include "records/authorship.h"
#include "services/runtime/files.h"

namespace candor::services::leader {

class Challenges {
 public:
  // The file need not be there yet; its folder is.
  explicit Challenges(runtime::Path file) : file_(std::move(file)) {}

  // Before the challenge is handed out.
  absl::Status Add(const records::AuthorshipChallenge& challenge, Day today) const;
  // Once a proof was found to hold.
  absl::Status Take(const records::AuthorshipChallenge& challenge, Day today) const;

 private:
  runtime::Path file_;
};

}  // namespace candor::services::leader

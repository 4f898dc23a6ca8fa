// IssuerOpenings: what opens the issuer's log, for the independent body's auditor and nobody else
// (records/issuance_openings.h), from its store while the server is stopped.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/issuance_openings.h"
#include "services/issuer/issuer_config.h"
#include "services/runtime/files.h"
#include "store/issuer_store.h"

namespace candor::services::issuer {

// All that the store keeps. `origin` is the issuer's, which the bundle knows.
absl::StatusOr<records::IssuanceOpenings> CollectOpenings(const store::IssuerStore& store,
                                                          const records::TrustBundle& bundle,
                                                          const std::string& origin);

// The key of `record`, when it was made for this organisation, and signed by the independent body or by
// somebody who holds the auditor's role in this board's log. PermissionDenied otherwise.
absl::StatusOr<crypto::KemPublicKey> AuditorKeyOf(const records::Signed& record,
                                                  const audit::BoardView& board);

struct WrittenOpenings {
  std::string origin;
  std::size_t enrolments = 0;
  std::size_t issuances = 0;
};

// Writes the sealed openings to `out`, a new file. `auditor` is what `candor-audit openings key` wrote;
// who holds the role is read from the issuer's own copy of the board's log, as of its last look at it.
// Needs neither key nor passphrase. FailedPrecondition when the server runs, or never did; NotFound when
// there is no store; InvalidArgument for another file than an auditor's key; AlreadyExists.
absl::StatusOr<WrittenOpenings> WriteOpenings(const IssuerConfig& config,
                                              const runtime::Path& auditor,
                                              const runtime::Path& out);

}  // namespace candor::services::issuer

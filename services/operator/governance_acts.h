// Governance acts: what charter and operator prepare, and what the independent body checks before it
// countersigns. Pure: keys, records and rosters in, records out.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/governance.h"
#include "records/roster.h"

namespace candor::services::operators {

// Any governance record but a roster's, signed by the charter, on its way to the independent body.
// InvalidArgument, with what is wrong, when the record could not be read back.
absl::StatusOr<records::Governance> MakeRecord(const crypto::SigningKey& charter,
                                               const records::GovernanceBody& content);

// A roster's record signed by the charter. `earlier` are the roster files still in use, whose
// differences it states.
absl::StatusOr<records::Governance> MakeRosterRecord(const crypto::SigningKey& charter,
                                                     const records::RosterFile& roster,
                                                     std::span<const records::RosterFile> earlier,
                                                     std::uint32_t head_count, Day today);

struct CountersignInput {
  const records::Governance* record = nullptr;
  // For a roster record: the file itself and those of the rosters in use, as the operator handed them.
  const records::RosterFile* roster = nullptr;
  std::span<const records::RosterFile> earlier;
};

// What the record says, once the signature of the charter in force today and, for a roster, its files were checked: all
// of what Countersign checks that goes without its key.
absl::StatusOr<records::GovernanceBody> CheckForCountersigning(const CountersignInput& input,
                                                               const audit::BoardView& board, Day today);

// Checks what the independent body signs for: the signature of the charter in force today, that the
// log will take the record, and for a roster that size, root and difference counts are those of the
// files. Then the second signature.
absl::StatusOr<records::Governance> Countersign(const CountersignInput& input,
                                                const crypto::SigningKey& independent_body,
                                                const audit::BoardView& board, Day today);

// By the organisation's own ids.
records::RosterDifference DifferenceBetween(const records::RosterFile& roster,
                                            const records::RosterFile& earlier);

}  // namespace candor::services::operators

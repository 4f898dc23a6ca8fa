// A witness's answer as a file, for a witness without a network (c2sp.org/tlog-witness has HTTP
// alone). The request needs no form of its own: the file is the body that a log would POST.
//
//   cosigned      the body of the answer 200: one or more signature lines, each with its dash first
//   refused       refused <status>\n, then the body of that answer: for 409 the size last cosigned
//
// Promise: one form for each answer, and no refusal reads as a cosignature. Not promised: that the
// lines are valid, or the witness's; whoever adds them to a note opens it with the witness's key.
// Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "audit/witness.h"

namespace candor::audit {

std::string FormatAnswerFile(const WitnessAnswer& answer);

// The status, the body and the content type that goes with the status. InvalidArgument for a file
// that FormatAnswerFile does not write, and for one larger than kMaxNoteSize.
absl::StatusOr<WitnessAnswer> ParseAnswerFile(std::string_view text);

}  // namespace candor::audit

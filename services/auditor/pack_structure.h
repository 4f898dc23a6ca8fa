// PackStructure: the cheapest look at a log in a pack: is everything there, and of the right form?
//
// The checkpoint is opened with the log's key; then every file of a tree of that size must be there,
// with the length or form that it has, and every entry must be canonical and of a known type. No hash
// is recomputed: what has this form may still be forged. Pure but for the files.
#pragma once

#include "audit/note.h"
#include "audit/verify/finding.h"
#include "audit/verify/log_files.h"
#include "audit/verify/verify.h"

namespace candor::services::auditor {

audit::VerifiedLog CheckLogStructure(const audit::LogFiles& files,
                                     const audit::NoteVerifierKey& log_key,
                                     audit::Findings& findings);

}  // namespace candor::services::auditor

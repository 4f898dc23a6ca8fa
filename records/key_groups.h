// A fingerprint or a public key in a line, as people read it out: ten groups of five base32 characters
// (records/trust_bundle.h, FingerprintGroups), with blanks between.
//
// Pure and thread-safe.
#pragma once

#include <string>

#include "crypto/hash.h"

namespace candor::records {

std::string GroupsInLine(const crypto::Hash& bytes);

}  // namespace candor::records

// The publication of a trust bundle's fingerprint, as the independent body writes it for people.
//
// Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "crypto/hash.h"

namespace candor::services::follow {

// A group as people type it, in Crockford's reading: one case, I and L are 1, O is 0, no spaces.
std::string FoldedGroup(std::string_view group);

// The publication is a text whose lines hold the ten groups, each after its number ("1 ABCDE",
// "1. ABCDE", "1: ABCDE", one or several a line); lines that are not of this form, such as a title,
// are left out. InvalidArgument when not all ten groups are there, or one has two values;
// FailedPrecondition when one is not the fingerprint's.
absl::Status CheckPublication(std::string_view publication, const crypto::Hash& fingerprint);

}  // namespace candor::services::follow

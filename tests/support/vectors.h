// Published test vectors, read from a folder that is not part of the project.
//
// The folder is $CANDOR_VECTORS_DIR, or ../shared/vectors beside the repository. Where it is
// missing, a vector test is skipped with its reason, unless CANDOR_VECTORS_REQUIRED=1 makes it fail.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace candor::testing {

bool VectorsRequired();
std::optional<nlohmann::json> LoadVectors(std::string_view file);

// Hexadecimal of either case from a JSON string; fails the test when it is not.
Bytes Hex(const nlohmann::json& value);

}  // namespace candor::testing

// Declares `name` with the file's JSON, or skips (fails when required) the running test.
#define CANDOR_VECTORS_OR_RETURN(name, file)                                          \
  const auto name##_or = ::candor::testing::LoadVectors(file);                        \
  if (!name##_or.has_value()) {                                                       \
    if (::candor::testing::VectorsRequired()) {                                       \
      FAIL() << "the published vectors are required, and " << file << " is missing";  \
    } else {                                                                          \
      GTEST_SKIP() << "no published vectors: set CANDOR_VECTORS_DIR to read " << file; \
    }                                                                                 \
  }                                                                                   \
  const auto& name = *name##_or

// Canonical JSON: RFC 8785 for what reports hold: objects, arrays, texts, whole numbers, booleans, null.
//
// Member names are sorted by UTF-16 code units, texts escaped as ECMAScript does, no blanks. Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "services/auditor/report/report.h"

namespace candor::services::auditor {

// InvalidArgument for a floating point number, a whole number beyond ±(2^53 - 1), which not every reader
// of JSON keeps exact, and a text that is not UTF-8.
absl::StatusOr<std::string> CanonicalJson(const nlohmann::json& value);

// {"as_of","campaigns"…}: the report and a version. A withheld figure is the text "withheld"; a row is
// an object by column.
absl::StatusOr<std::string> ReportAsJson(const Report& report);

}  // namespace candor::services::auditor

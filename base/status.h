// Two macros that return early on an error, in the manner of Abseil's own.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define CANDOR_STATUS_CONCAT_INNER(a, b) a##b
#define CANDOR_STATUS_CONCAT(a, b) CANDOR_STATUS_CONCAT_INNER(a, b)

#define CANDOR_RETURN_IF_ERROR(expression)                                   \
  do {                                                                       \
    if (absl::Status candor_status = (expression); !candor_status.ok()) {    \
      return candor_status;                                                  \
    }                                                                        \
  } while (false)

#define CANDOR_ASSIGN_OR_RETURN(target, expression) \
  CANDOR_ASSIGN_OR_RETURN_IMPL(CANDOR_STATUS_CONCAT(candor_or_, __LINE__), target, expression)

#define CANDOR_ASSIGN_OR_RETURN_IMPL(temporary, target, expression) \
  auto temporary = (expression);                                    \
  if (!temporary.ok()) return std::move(temporary).status();        \
  target = std::move(temporary).value()

// GoogleTest matchers for absl::Status and absl::StatusOr.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace candor::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <class T>
const absl::Status& StatusOf(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

MATCHER_P(StatusIs, code, "has status code " + absl::StatusCodeToString(code)) {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message_matcher, "has that status code and message") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         ::testing::ExplainMatchResult(message_matcher, std::string(StatusOf(arg).message()),
                                       result_listener);
}

MATCHER_P(IsOkAndHolds, value_matcher, "is OK and holds a matching value") {
  if (!arg.ok()) {
    *result_listener << arg.status().ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(value_matcher, *arg, result_listener);
}

}  // namespace candor::testing

#define ASSERT_OK(expression) ASSERT_THAT((expression), ::candor::testing::IsOk())
#define EXPECT_OK(expression) EXPECT_THAT((expression), ::candor::testing::IsOk())

#define CANDOR_TEST_CONCAT_INNER(a, b) a##b
#define CANDOR_TEST_CONCAT(a, b) CANDOR_TEST_CONCAT_INNER(a, b)
#define ASSERT_OK_AND_ASSIGN(target, expression) \
  ASSERT_OK_AND_ASSIGN_IMPL(CANDOR_TEST_CONCAT(candor_test_or_, __LINE__), target, expression)
#define ASSERT_OK_AND_ASSIGN_IMPL(temporary, target, expression) \
  auto temporary = (expression);                                 \
  ASSERT_OK(temporary.status());                                 \
  target = std::move(temporary).value()

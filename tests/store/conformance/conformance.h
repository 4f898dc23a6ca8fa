// The base of the conformance suite: every case runs on every engine.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "tests/store/support/machine.h"

namespace candor::store::testing {

class Conformance : public ::testing::TestWithParam<EngineKind> {
 protected:
  std::unique_ptr<Machine> machine_ = MakeMachine(GetParam());
  crypto::DeterministicRandomForTesting random_{7};
};

}  // namespace candor::store::testing

#define CANDOR_ON_EVERY_ENGINE(suite)                                                    \
  INSTANTIATE_TEST_SUITE_P(                                                              \
      Engines, suite,                                                                    \
      ::testing::Values(::candor::store::testing::EngineKind::kMemory,                   \
                        ::candor::store::testing::EngineKind::kRocksDb),                 \
      [](const auto& parameter) { return ::candor::store::testing::NameOf(parameter.param); })

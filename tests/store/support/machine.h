// Machine: something whose disk outlives the process on it, with either engine. Both engines pass the
// same suite through it: to drop a store and start another one on the same machine is a restart.
#pragma once

#include <memory>
#include <string>

#include "crypto/random.h"
#include "store/engine.h"

namespace candor::store::testing {

enum class EngineKind { kMemory, kRocksDb };
std::string NameOf(EngineKind kind);

class Machine {
 public:
  virtual ~Machine() = default;
  // The engine that was started before is gone by now. Aborts the test's process when it cannot.
  virtual std::unique_ptr<Engine> Start() = 0;
  crypto::RandomSource& random() { return random_; }

 private:
  crypto::DeterministicRandomForTesting random_{1};
};

std::unique_ptr<Machine> MakeMachine(EngineKind kind);

}  // namespace candor::store::testing

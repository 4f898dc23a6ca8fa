#include "tests/store/support/machine.h"

#include <cstdio>
#include <cstdlib>

#include "store/memory/memory_engine.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "tests/store/support/temporary_folder.h"

namespace candor::store::testing {
namespace {

class MemoryMachine final : public Machine {
 public:
  std::unique_ptr<Engine> Start() override {
    return std::make_unique<MemoryEngine>(disk_, random());
  }

 private:
  std::shared_ptr<MemoryDisk> disk_ = std::make_shared<MemoryDisk>();
};

class RocksDbMachine final : public Machine {
 public:
  std::unique_ptr<Engine> Start() override {
    auto engine = RocksDbEngine::Open(folder_.path() + "/store", random());
    if (!engine.ok()) {
      std::fprintf(stderr, "%s\n", engine.status().ToString().c_str());
      std::abort();
    }
    return *std::move(engine);
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace

std::string NameOf(EngineKind kind) {
  return kind == EngineKind::kMemory ? "Memory" : "RocksDb";
}

std::unique_ptr<Machine> MakeMachine(EngineKind kind) {
  if (kind == EngineKind::kMemory) return std::make_unique<MemoryMachine>();
  return std::make_unique<RocksDbMachine>();
}

}  // namespace candor::store::testing

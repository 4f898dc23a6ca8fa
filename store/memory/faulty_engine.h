// FaultyEngine: an engine that fails where a test wants it to, around any other engine.
//
// The durable steps (Write, Purge, an interval's Write, CreateInterval, DestroyInterval, WriteKeys,
// DestroyKey) are counted. At the chosen one the engine fails, before or after it was carried out, or
// with half of it done where half is possible (WriteKeys); from then on every step fails, as in a
// process that is about to die. A new FaultyEngine with a new plan is the restart. Not thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "store/engine.h"

namespace candor::store {

struct FaultPlan {
  enum class When { kBefore, kHalfway, kAfter };

  // The step that fails, counted from 0; by default none does.
  std::uint64_t fail_at = std::numeric_limits<std::uint64_t>::max();
  When when = When::kBefore;
  // Steps begun so far; a test may reset it.
  std::uint64_t steps = 0;
  bool failed = false;
};

class FaultyEngine final : public Engine {
 public:
  // `plan` must outlive the engine and its intervals.
  FaultyEngine(std::unique_ptr<Engine> engine, FaultPlan& plan)
      : engine_(std::move(engine)), plan_(plan) {}

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const override;
  absl::Status Scan(ByteView prefix, const Visitor& visit) const override;
  absl::Status Write(const WriteBatch& batch) override;
  absl::Status Purge(ByteView first, ByteView last) override;
  absl::StatusOr<std::string> CreateInterval() override;
  absl::StatusOr<std::unique_ptr<Interval>> OpenInterval(const std::string& name) override;
  absl::Status DestroyInterval(const std::string& name) override;
  absl::StatusOr<std::vector<std::string>> ListIntervals() const override;
  absl::Status WriteKeys(std::uint64_t first_slot, std::span<const ByteArray<32>> keys) override;
  absl::StatusOr<ByteArray<32>> ReadKey(std::uint64_t slot) const override;
  absl::Status DestroyKey(std::uint64_t slot) override;

 private:
  std::unique_ptr<Engine> engine_;
  FaultPlan& plan_;
};

}  // namespace candor::store

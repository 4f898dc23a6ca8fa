#include "store/memory/faulty_engine.h"

#include <utility>

namespace candor::store {
namespace {

absl::Status Injected() {
  return absl::ResourceExhaustedError("the disk is full: a failure that a test has asked for");
}

// Counts the step; `act` carries all of it out, `half` a part.
template <class Act, class Half>
auto Step(FaultPlan& plan, Act act, Half half) -> decltype(act()) {
  if (plan.failed) return Injected();
  if (plan.steps++ != plan.fail_at) return act();
  plan.failed = true;
  if (plan.when == FaultPlan::When::kAfter) (void)act();
  if (plan.when == FaultPlan::When::kHalfway) half();
  return Injected();
}

template <class Act>
auto Step(FaultPlan& plan, Act act) -> decltype(act()) {
  return Step(plan, act, [] {});
}

class FaultyInterval final : public Interval {
 public:
  FaultyInterval(std::unique_ptr<Interval> interval, FaultPlan& plan)
      : interval_(std::move(interval)), plan_(plan) {}

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const override {
    return interval_->Get(key);
  }
  absl::Status Scan(const Visitor& visit) const override { return interval_->Scan(visit); }
  absl::Status Write(const WriteBatch& batch) override {
    return Step(plan_, [&] { return interval_->Write(batch); });
  }
  const ByteArray<32>& key() const override { return interval_->key(); }

 private:
  std::unique_ptr<Interval> interval_;
  FaultPlan& plan_;
};

}  // namespace

absl::StatusOr<std::optional<Bytes>> FaultyEngine::Get(ByteView key) const {
  return engine_->Get(key);
}

absl::Status FaultyEngine::Scan(ByteView prefix, const Visitor& visit) const {
  return engine_->Scan(prefix, visit);
}

absl::Status FaultyEngine::Write(const WriteBatch& batch) {
  return Step(plan_, [&] { return engine_->Write(batch); });
}

absl::Status FaultyEngine::Purge(ByteView first, ByteView last) {
  return Step(plan_, [&] { return engine_->Purge(first, last); });
}

absl::StatusOr<std::string> FaultyEngine::CreateInterval() {
  return Step(plan_, [&] { return engine_->CreateInterval(); });
}

absl::StatusOr<std::unique_ptr<Interval>> FaultyEngine::OpenInterval(const std::string& name) {
  auto interval = engine_->OpenInterval(name);
  if (!interval.ok()) return interval;
  return std::make_unique<FaultyInterval>(*std::move(interval), plan_);
}

absl::Status FaultyEngine::DestroyInterval(const std::string& name) {
  return Step(plan_, [&] { return engine_->DestroyInterval(name); });
}

absl::StatusOr<std::vector<std::string>> FaultyEngine::ListIntervals() const {
  return engine_->ListIntervals();
}

absl::Status FaultyEngine::WriteKeys(std::uint64_t first_slot,
                                     std::span<const ByteArray<32>> keys) {
  return Step(
      plan_, [&] { return engine_->WriteKeys(first_slot, keys); },
      [&] { (void)engine_->WriteKeys(first_slot, keys.first(keys.size() / 2)); });
}

absl::StatusOr<ByteArray<32>> FaultyEngine::ReadKey(std::uint64_t slot) const {
  return engine_->ReadKey(slot);
}

absl::Status FaultyEngine::DestroyKey(std::uint64_t slot) {
  return Step(plan_, [&] { return engine_->DestroyKey(slot); });
}

}  // namespace candor::store

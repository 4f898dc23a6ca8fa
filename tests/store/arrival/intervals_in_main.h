// IntervalsInMain: the control of the arrival-order test: an engine that keeps the pending pool in
// the main database, as a store without interval databases would, deleting each record at its seal.
// It lives in the test's binary alone.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "crypto/random.h"
#include "store/engine.h"

namespace candor::store::testing {

class IntervalsInMain final : public Engine {
 public:
  // `random` must outlive the engine.
  IntervalsInMain(std::unique_ptr<Engine> engine, crypto::RandomSource& random)
      : engine_(std::move(engine)), random_(random) {}

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const override {
    return engine_->Get(key);
  }
  absl::Status Scan(ByteView prefix, const Visitor& visit) const override {
    return engine_->Scan(prefix, visit);
  }
  absl::Status Write(const WriteBatch& batch) override { return engine_->Write(batch); }
  absl::Status Purge(ByteView first, ByteView last) override {
    return engine_->Purge(first, last);
  }
  absl::StatusOr<std::string> CreateInterval() override;
  absl::StatusOr<std::unique_ptr<Interval>> OpenInterval(const std::string& name) override;
  absl::Status DestroyInterval(const std::string& name) override;
  absl::StatusOr<std::vector<std::string>> ListIntervals() const override;
  absl::Status WriteKeys(std::uint64_t first_slot, std::span<const ByteArray<32>> keys) override {
    return engine_->WriteKeys(first_slot, keys);
  }
  absl::StatusOr<ByteArray<32>> ReadKey(std::uint64_t slot) const override {
    return engine_->ReadKey(slot);
  }
  absl::Status DestroyKey(std::uint64_t slot) override { return engine_->DestroyKey(slot); }

 private:
  std::unique_ptr<Engine> engine_;
  crypto::RandomSource& random_;
};

}  // namespace candor::store::testing

// RecordingEngine: writes down, for a test, what passes into interval databases: the names, keys and
// records that a search of the disk then looks for.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "store/engine.h"

namespace candor::store::testing {

struct RecordedPut {
  std::string interval;
  crypto::Hash submission_hash{};
  Bytes name;
  Bytes value;
};

struct Recording {
  std::vector<RecordedPut> puts;
  struct Opened {
    std::string interval;
    ByteArray<32> key{};
  };
  std::vector<Opened> opened;
};

class RecordingEngine final : public Engine {
 public:
  // `recording` must outlive the engine and its intervals.
  RecordingEngine(std::unique_ptr<Engine> engine, Recording& recording)
      : engine_(std::move(engine)), recording_(recording) {}

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
  absl::StatusOr<std::string> CreateInterval() override { return engine_->CreateInterval(); }
  absl::StatusOr<std::unique_ptr<Interval>> OpenInterval(const std::string& name) override;
  absl::Status DestroyInterval(const std::string& name) override {
    return engine_->DestroyInterval(name);
  }
  absl::StatusOr<std::vector<std::string>> ListIntervals() const override {
    return engine_->ListIntervals();
  }
  absl::Status WriteKeys(std::uint64_t first_slot, std::span<const ByteArray<32>> keys) override {
    return engine_->WriteKeys(first_slot, keys);
  }
  absl::StatusOr<ByteArray<32>> ReadKey(std::uint64_t slot) const override {
    return engine_->ReadKey(slot);
  }
  absl::Status DestroyKey(std::uint64_t slot) override { return engine_->DestroyKey(slot); }

 private:
  std::unique_ptr<Engine> engine_;
  Recording& recording_;
};

}  // namespace candor::store::testing

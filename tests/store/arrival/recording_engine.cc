#include "tests/store/arrival/recording_engine.h"

#include <utility>

#include "store/interval_records.h"

namespace candor::store::testing {
namespace {

class RecordingInterval final : public Interval {
 public:
  RecordingInterval(std::string name, std::unique_ptr<Interval> interval, Recording& recording)
      : name_(std::move(name)),
        interval_(std::move(interval)),
        cipher_(interval_->key()),
        recording_(recording) {}

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const override {
    return interval_->Get(key);
  }
  absl::Status Scan(const Visitor& visit) const override { return interval_->Scan(visit); }
  absl::Status Write(const WriteBatch& batch) override {
    for (const auto& put : batch.puts()) {
      const auto submission = cipher_.Open(put.key, put.value);
      if (!submission.ok()) return submission.status();
      recording_.puts.push_back({name_, submission->submission_hash, put.key, put.value});
    }
    return interval_->Write(batch);
  }
  const ByteArray<32>& key() const override { return interval_->key(); }

 private:
  std::string name_;
  std::unique_ptr<Interval> interval_;
  IntervalCipher cipher_;
  Recording& recording_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Interval>> RecordingEngine::OpenInterval(const std::string& name) {
  auto interval = engine_->OpenInterval(name);
  if (!interval.ok()) return interval;
  recording_.opened.push_back({name, (*interval)->key()});
  return std::make_unique<RecordingInterval>(name, *std::move(interval), recording_);
}

}  // namespace candor::store::testing

#include "tests/store/arrival/intervals_in_main.h"

#include <utility>

#include "base/status.h"

namespace candor::store::testing {
namespace {

// Tables that the store itself does not use: the names, and the records under each name.
constexpr std::uint8_t kNames = 0xf0;
constexpr std::uint8_t kRecords = 0xf1;

Bytes KeyIn(std::uint8_t table, std::string_view name, ByteView rest = {}) {
  return Concat({ByteArray<1>{table}, AsBytes(name), rest});
}

class MainInterval final : public Interval {
 public:
  MainInterval(Engine& engine, std::string name, const ByteArray<32>& key)
      : engine_(engine), name_(std::move(name)), key_(key) {}

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const override {
    return engine_.Get(KeyIn(kRecords, name_, key));
  }
  absl::Status Scan(const Visitor& visit) const override {
    const Bytes prefix = KeyIn(kRecords, name_);
    return engine_.Scan(prefix, [&](ByteView key, ByteView value) {
      return visit(key.subspan(prefix.size()), value);
    });
  }
  absl::Status Write(const WriteBatch& batch) override {
    WriteBatch main;
    for (const auto& put : batch.puts()) main.Put(KeyIn(kRecords, name_, put.key), put.value);
    for (const auto& key : batch.deletes()) main.Delete(KeyIn(kRecords, name_, key));
    return engine_.Write(main);
  }
  const ByteArray<32>& key() const override { return key_; }

 private:
  Engine& engine_;
  std::string name_;
  ByteArray<32> key_;
};

}  // namespace

absl::StatusOr<std::string> IntervalsInMain::CreateInterval() {
  std::string name = HexEncode(random_.Array<16>());
  WriteBatch batch;
  batch.Put(KeyIn(kNames, name), ToBytes(random_.Array<32>()));
  CANDOR_RETURN_IF_ERROR(engine_->Write(batch));
  return name;
}

absl::StatusOr<std::unique_ptr<Interval>> IntervalsInMain::OpenInterval(const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const auto stored, engine_->Get(KeyIn(kNames, name)));
  if (!stored) return absl::NotFoundError("no such interval");
  CANDOR_ASSIGN_OR_RETURN(const auto key, ToArray<32>(*stored));
  return std::make_unique<MainInterval>(*engine_, name, key);
}

absl::Status IntervalsInMain::DestroyInterval(const std::string& name) {
  WriteBatch batch;
  batch.Delete(KeyIn(kNames, name));
  CANDOR_RETURN_IF_ERROR(engine_->Scan(KeyIn(kRecords, name), [&](ByteView key, ByteView) {
    batch.Delete(ToBytes(key));
    return true;
  }));
  return engine_->Write(batch);
}

absl::StatusOr<std::vector<std::string>> IntervalsInMain::ListIntervals() const {
  std::vector<std::string> names;
  CANDOR_RETURN_IF_ERROR(engine_->Scan(ByteArray<1>{kNames}, [&](ByteView key, ByteView) {
    names.emplace_back(AsText(key.subspan(1)));
    return true;
  }));
  return names;
}

}  // namespace candor::store::testing

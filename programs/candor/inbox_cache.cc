#include "programs/candor/inbox_cache.h"

#include "base/status.h"
#include "base/text.h"

namespace candor::cli {
namespace {

constexpr std::size_t kMaxBatchFile = std::size_t{64} << 20;

}  // namespace

runtime::Path InboxCache::FileOf(std::uint64_t batch_index) const {
  return folder_ / Cat(batch_index, ".batch");
}

std::optional<records::FetchBatchReply> InboxCache::Find(std::uint64_t batch_index) const {
  const auto bytes = runtime::ReadFile(FileOf(batch_index), kMaxBatchFile);
  if (!bytes.ok()) return std::nullopt;
  auto batch = records::FetchBatchReply::Decode(*bytes);
  if (!batch.ok()) return std::nullopt;
  return *std::move(batch);
}

absl::Status InboxCache::Keep(std::uint64_t batch_index, const records::FetchBatchReply& batch) const {
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder_));
  return runtime::WriteFileAtomically(FileOf(batch_index), batch.Encode());
}

absl::Status InboxCache::Forget(std::uint64_t batch_index,
                                const std::set<crypto::Hash>& erased) const {
  auto batch = Find(batch_index);
  if (!batch.has_value()) return absl::OkStatus();
  const auto forgotten = std::erase_if(
      batch->items, [&](const auto& item) { return erased.contains(item.submission_hash); });
  if (forgotten == 0) return absl::OkStatus();
  if (batch->items.empty()) return runtime::RemoveFile(FileOf(batch_index));
  return Keep(batch_index, *batch);
}

}  // namespace candor::cli

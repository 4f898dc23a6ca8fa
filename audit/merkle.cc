#include "audit/merkle.h"

#include <bit>
#include <utility>

#include "audit/decimal.h"
#include "base/status.h"

namespace candor::audit {
namespace {

constexpr ByteArray<1> kLeafPrefix = {0x00};
constexpr ByteArray<1> kNodePrefix = {0x01};

}  // namespace

Hash LeafHash(ByteView data) { return crypto::Sha256({kLeafPrefix, data}); }

Hash NodeHash(const Hash& left, const Hash& right) {
  return crypto::Sha256({kNodePrefix, left, right});
}

Hash EmptyRoot() { return crypto::Sha256({}); }

absl::StatusOr<Hash> ToHash(ByteView bytes) {
  if (bytes.size() != Hash().size()) {
    return absl::InvalidArgumentError("a Merkle hash is not 32 bytes long");
  }
  return ToArray<32>(bytes);
}

absl::StatusOr<std::vector<Hash>> ToHashes(std::span<const Bytes> items) {
  std::vector<Hash> out;
  out.reserve(items.size());
  for (const auto& item : items) {
    CANDOR_ASSIGN_OR_RETURN(const Hash hash, ToHash(item));
    out.push_back(hash);
  }
  return out;
}

absl::StatusOr<CompactRange> CompactRange::Create(std::uint64_t size, std::vector<Hash> hashes) {
  if (size > kMaxNumber || hashes.size() != static_cast<std::size_t>(std::popcount(size))) {
    return absl::InvalidArgumentError(
        "a compact range has the wrong number of hashes for its size");
  }
  CompactRange out;
  out.size_ = size;
  out.hashes_ = std::move(hashes);
  return out;
}

void CompactRange::Append(const Hash& leaf_hash) {
  Hash hash = leaf_hash;
  // Each trailing one bit of the size is a perfect subtree that the new leaf completes to the next.
  for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    hash = NodeHash(hashes_.back(), hash);
    hashes_.pop_back();
  }
  hashes_.push_back(hash);
  ++size_;
}

Hash CompactRange::Root() const {
  if (hashes_.empty()) return EmptyRoot();
  Hash root = hashes_.back();
  for (std::size_t i = hashes_.size() - 1; i > 0; --i) root = NodeHash(hashes_[i - 1], root);
  return root;
}

}  // namespace candor::audit

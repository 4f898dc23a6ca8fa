// Entry bundles and text bundles: up to 256 entries of a log in a file, and beside them the content
// that may be erased.
//
// Entry bundle (c2sp.org/tlog-tiles), hashed entry by entry into the tree:
//   for each entry   opaque entry<0..2^16-1>
// Text bundle (`/text/<N>`), not covered by the tree: each entry that has content holds a salted
// commitment to it, which the reader of the entry checks:
//   for each entry   opaque salt[32]; opaque content<0..2^24-1>
// An entry without content, or whose content was destroyed, has a salt of 32 zero bytes and empty
// content; no other entry has either. So there is one form for each list, and a destroyed text
// leaves nothing behind, its salt included.
//
// Pure and thread-safe.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::audit {

// InvalidArgument for more than 256 entries, or one longer than 65,535 bytes.
absl::StatusOr<Bytes> EncodeEntryBundle(std::span<const Bytes> entries);
// Exactly `count` entries and nothing after them.
absl::StatusOr<std::vector<Bytes>> DecodeEntryBundle(ByteView bundle, std::size_t count);

struct EntryText {
  ByteArray<32> salt{};
  Bytes content;

  bool empty() const { return content.empty(); }
  bool operator==(const EntryText&) const = default;
};

// InvalidArgument for more than 256 texts, a content too long, or a salt without content or the
// other way round.
absl::StatusOr<Bytes> EncodeTextBundle(std::span<const EntryText> texts);
// As many texts as there are, at most 256: a text bundle grows with its entry bundle and carries no
// width, so one that is fetched later than a checkpoint may hold more than the checkpoint covers.
absl::StatusOr<std::vector<EntryText>> DecodeTextBundle(ByteView bundle);

}  // namespace candor::audit

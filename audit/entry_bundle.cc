#include "audit/entry_bundle.h"

#include "audit/tile.h"
#include "base/status.h"
#include "crypto/codec.h"

namespace candor::audit {
namespace {

constexpr std::size_t kMaxEntry = 0xffff;
constexpr std::size_t kMaxContent = 0xffffff;

bool SaltMatchesContent(const EntryText& text) {
  return (text.salt == ByteArray<32>{}) == text.content.empty();
}

}  // namespace

absl::StatusOr<Bytes> EncodeEntryBundle(std::span<const Bytes> entries) {
  if (entries.size() > kTileWidth) {
    return absl::InvalidArgumentError("an entry bundle holds at most 256 entries");
  }
  crypto::Writer out;
  for (const Bytes& entry : entries) {
    if (entry.size() > kMaxEntry) {
      return absl::InvalidArgumentError("a log entry is longer than 65,535 bytes");
    }
    out.Opaque16(entry);
  }
  return out.Take();
}

absl::StatusOr<std::vector<Bytes>> DecodeEntryBundle(ByteView bundle, std::size_t count) {
  crypto::Reader in(bundle);
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < count && in.ok(); ++i) out.push_back(ToBytes(in.Opaque16()));
  CANDOR_RETURN_IF_ERROR(in.Finish("entry bundle"));
  return out;
}

absl::StatusOr<Bytes> EncodeTextBundle(std::span<const EntryText> texts) {
  if (texts.size() > kTileWidth) {
    return absl::InvalidArgumentError("a text bundle holds at most 256 texts");
  }
  crypto::Writer out;
  for (const EntryText& text : texts) {
    if (text.content.size() > kMaxContent) {
      return absl::InvalidArgumentError("the content of a log entry is too long");
    }
    if (!SaltMatchesContent(text)) {
      return absl::InvalidArgumentError("a text has a salt without content, or no salt");
    }
    out.Fixed(text.salt).Opaque24(text.content);
  }
  return out.Take();
}

absl::StatusOr<std::vector<EntryText>> DecodeTextBundle(ByteView bundle) {
  crypto::Reader in(bundle);
  std::vector<EntryText> out;
  while (in.ok() && !in.AtEnd()) {
    if (out.size() == kTileWidth) {
      return absl::InvalidArgumentError("a text bundle holds at most 256 texts");
    }
    EntryText text;
    text.salt = in.Fixed<32>();
    text.content = ToBytes(in.Opaque24());
    if (!SaltMatchesContent(text)) in.Fail("a salt without content, or content without salt");
    out.push_back(std::move(text));
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("text bundle"));
  return out;
}

}  // namespace candor::audit

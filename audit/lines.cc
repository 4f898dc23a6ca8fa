#include "audit/lines.h"

#include "base/status.h"
#include "base/text.h"

namespace candor::audit {

std::optional<std::string_view> TakeLine(std::string_view& text) {
  const auto newline = text.find('\n');
  if (newline == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, newline);
  text.remove_prefix(newline + 1);
  return line;
}

std::string FormatHashLines(std::span<const Hash> hashes) {
  std::string out;
  for (const Hash& hash : hashes) out += Cat(Base64Encode(hash), "\n");
  return out;
}

absl::StatusOr<std::vector<Hash>> TakeHashLines(std::string_view& text) {
  std::vector<Hash> out;
  for (;;) {
    const auto line = TakeLine(text);
    if (!line.has_value()) {
      return absl::InvalidArgumentError("no blank line ends the hashes of the proof");
    }
    if (line->empty()) return out;
    if (out.size() == kMaxProofHashes) {
      return absl::InvalidArgumentError("the proof has more hashes than any tree needs");
    }
    const auto bytes = Base64Decode(*line);
    if (!bytes.ok()) return absl::InvalidArgumentError("a hash is not canonical base64");
    CANDOR_ASSIGN_OR_RETURN(const Hash hash, ToHash(*bytes));
    out.push_back(hash);
  }
}

}  // namespace candor::audit

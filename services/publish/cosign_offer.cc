#include "services/publish/cosign_offer.h"

#include <algorithm>

#include "audit/decimal.h"
#include "audit/lines.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::services::publish {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMaxAsks = 16;  // as many as a trust bundle has witnesses

// Text and signature lines of a note, which part at the last blank line.
struct NoteParts {
  std::string_view text;
  std::string_view lines;
};

NoteParts PartsOf(std::string_view note) {
  const auto blank = note.rfind("\n\n");
  if (blank == std::string_view::npos) return {};
  return {note.substr(0, blank + 1), note.substr(blank + 2)};
}

CosignAsk ReadAsk(crypto::Reader& in) {
  CosignAsk ask;
  ask.witness = in.U8();
  ask.old_size = in.U64();
  const std::size_t hashes = in.U8();
  if (hashes > audit::kMaxProofHashes) in.Fail("a proof with too many hashes");
  for (std::size_t i = 0; in.ok() && i < hashes; ++i) ask.proof.push_back(in.Fixed<32>());
  return ask;
}

}  // namespace

Bytes CosignOffer::Encode() const {
  crypto::Writer out;
  out.U8(kVersion).Opaque24(AsBytes(note)).U8(static_cast<std::uint8_t>(asks.size()));
  for (const auto& ask : asks) {
    out.U8(ask.witness).U64(ask.old_size).U8(static_cast<std::uint8_t>(ask.proof.size()));
    for (const auto& hash : ask.proof) out.Fixed(hash);
  }
  return out.Take();
}

absl::StatusOr<CosignOffer> CosignOffer::Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  if (in.U8() != kVersion) in.Fail("unknown version");
  CosignOffer out;
  out.note = AsText(in.Opaque24(1, audit::kMaxNoteSize));
  const std::size_t asks = in.U8();
  if (asks > kMaxAsks) in.Fail("too many witnesses");
  for (std::size_t i = 0; in.ok() && i < asks; ++i) out.asks.push_back(ReadAsk(in));
  CANDOR_RETURN_IF_ERROR(in.Finish("cosign offer"));
  return out;
}

const CosignAsk* CosignOffer::AskOf(std::size_t witness) const {
  const auto at = std::ranges::find(asks, witness, &CosignAsk::witness);
  return at == asks.end() ? nullptr : &*at;
}

absl::StatusOr<std::string> CosignatureOf(std::string_view note, std::string_view lines,
                                          const audit::NoteVerifierKey& witness) {
  const std::string_view text = PartsOf(note).text;
  while (const auto line = audit::TakeLine(lines)) {
    // The line alone under the text: whatever opens with this key only was signed by it.
    if (audit::OpenNote(Cat(text, "\n", *line, "\n"), {&witness, 1}).ok()) return Cat(*line, "\n");
  }
  return absl::UnauthenticatedError(
      Cat("It holds no cosignature by ", witness.name(), " of this checkpoint."));
}

bool HasCosigned(std::string_view note, const audit::NoteVerifierKey& witness) {
  return CosignatureOf(note, PartsOf(note).lines, witness).ok();
}

absl::StatusOr<std::uint64_t> ConflictSize(const audit::WitnessAnswer& answer) {
  std::string_view text = answer.body;
  if (text.ends_with('\n')) text.remove_suffix(1);
  return audit::ParseDecimal(text);
}

}  // namespace candor::services::publish

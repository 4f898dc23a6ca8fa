#include "services/auditor/witness_state_files.h"

#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "crypto/hash.h"

namespace candor::services::auditor {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMaxStateFile = std::size_t{256} << 10;

runtime::Path FileOf(const runtime::Path& folder, const std::string& origin) {
  return folder / Cat(HexEncode(crypto::Sha256({AsBytes(origin)})), ".state");
}

Bytes Encode(const std::string& origin, const audit::WitnessedCheckpoint& checkpoint) {
  crypto::Writer out;
  out.U8(kVersion).Opaque16(AsBytes(origin)).U64(checkpoint.size).Fixed(checkpoint.root);
  out.U64(static_cast<std::uint64_t>(checkpoint.time)).Opaque24(AsBytes(checkpoint.note));
  return out.Take();
}

absl::StatusOr<audit::WitnessedCheckpoint> Decode(ByteView bytes, const std::string& origin) {
  crypto::Reader in(bytes);
  if (in.U8() != kVersion) in.Fail("unknown version");
  if (!Equal(in.Opaque16(1), AsBytes(origin))) in.Fail("the state of another log");
  audit::WitnessedCheckpoint out;
  out.size = in.U64();
  out.root = in.Fixed<32>();
  out.time = static_cast<UnixSeconds>(in.U64());
  out.note = AsText(in.Opaque24());
  CANDOR_RETURN_IF_ERROR(in.Finish("witness state"));
  // Size and root stand in the note again: a flipped bit shows.
  CANDOR_ASSIGN_OR_RETURN(const std::string text,
                          audit::FormatCheckpoint({origin, out.size, out.root}));
  if (!out.note.starts_with(Cat(text, "\n")) || out.time <= 0) {
    return absl::DataLossError("the state contradicts itself");
  }
  return out;
}

absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> Read(const runtime::Path& file,
                                                               const std::string& origin) {
  auto bytes = runtime::ReadFile(file, kMaxStateFile);
  if (absl::IsNotFound(bytes.status())) return std::nullopt;
  CANDOR_RETURN_IF_ERROR(bytes.status());
  auto checkpoint = Decode(*bytes, origin);
  if (!checkpoint.ok()) {
    return absl::DataLossError(
        Cat("The witness state ", file.string(),
            " is damaged: what this witness has cosigned cannot be told from it. Do not remove it:"
            " it would cosign a fork. Take the log's last checkpoint with this witness's line from"
            " the log, or give the witness a new key."));
  }
  return *std::move(checkpoint);
}

}  // namespace

absl::StatusOr<std::unique_ptr<WitnessStateFiles>> WitnessStateFiles::Open(
    const runtime::Path& folder, std::span<const audit::WitnessedLog> logs) {
  if (!runtime::FileExists(folder)) {
    return absl::NotFoundError(
        Cat("The witness's state folder ", folder.string(),
            " is missing. For a new witness, make it, empty. For one that has cosigned before,"
            " bring it back: without its state it would cosign a fork."));
  }
  CANDOR_ASSIGN_OR_RETURN(auto held, runtime::FileLock::Take(folder / "lock"));
  std::unique_ptr<WitnessStateFiles> out(new WitnessStateFiles(folder, std::move(held)));
  const MutexLock lock(out->mutex_);
  for (const auto& log : logs) {
    CANDOR_ASSIGN_OR_RETURN(auto known, Read(FileOf(folder, log.origin), log.origin));
    if (known.has_value()) out->known_.emplace(log.origin, *std::move(known));
  }
  return out;
}

absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> WitnessStateFiles::Load(
    const std::string& origin) {
  const MutexLock lock(mutex_);
  const auto at = known_.find(origin);
  if (at == known_.end()) return std::nullopt;
  return at->second;
}

absl::Status WitnessStateFiles::CompareAndSet(
    const std::string& origin, const std::optional<audit::WitnessedCheckpoint>& expected,
    const audit::WitnessedCheckpoint& next) {
  const MutexLock lock(mutex_);
  const auto at = known_.find(origin);
  const bool as_expected =
      at == known_.end() ? !expected.has_value() : expected.has_value() && at->second == *expected;
  if (!as_expected) return absl::AbortedError("The witness has cosigned another checkpoint since.");
  // Crash before the rename: the old state stands, and nothing new was answered. After it: the new
  // one stands, whose cosignature nobody may have seen; the log asks again from that size.
  CANDOR_RETURN_IF_ERROR(
      runtime::WriteFileAtomically(FileOf(folder_, origin), Encode(origin, next)));
  known_[origin] = next;
  return absl::OkStatus();
}

}  // namespace candor::services::auditor

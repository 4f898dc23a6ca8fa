#include "audit/mirror.h"

#include <bit>
#include <iterator>
#include <utility>

#include "audit/decimal.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::audit {
namespace {

constexpr std::uint8_t kStateVersion = 1;

absl::Status Misbehaviour(std::string_view what) { return absl::DataLossError(Cat(what)); }

}  // namespace

Bytes EncodeMirrorState(const MirrorState& state) {
  crypto::Writer out;
  out.U8(kStateVersion).Opaque24(AsBytes(state.note)).U64(state.range.size());
  for (const Hash& hash : state.range.hashes()) out.Fixed(hash);
  return out.Take();
}

absl::StatusOr<MirrorState> DecodeMirrorState(ByteView bytes) {
  crypto::Reader in(bytes);
  if (in.U8() != kStateVersion) in.Fail("unknown version");
  MirrorState out;
  out.note = AsText(in.Opaque24(0, kMaxNoteSize));
  const std::uint64_t size = in.U64();
  std::vector<Hash> hashes;
  for (int i = 0; i < std::popcount(size); ++i) hashes.push_back(in.Fixed<32>());
  CANDOR_RETURN_IF_ERROR(in.Finish("mirror state"));
  CANDOR_ASSIGN_OR_RETURN(out.range, CompactRange::Create(size, std::move(hashes)));
  return out;
}

LogMirror::LogMirror(NoteVerifierKey log_key, WitnessPolicy policy)
    : log_key_(std::move(log_key)), policy_(std::move(policy)) {
  checkpoint_.checkpoint = {log_key_.name(), 0, EmptyRoot()};
}

absl::StatusOr<LogMirror> LogMirror::Create(NoteVerifierKey log_key, WitnessPolicy policy) {
  CANDOR_RETURN_IF_ERROR(CheckWitnessPolicy(policy, log_key));
  return LogMirror(std::move(log_key), std::move(policy));
}

absl::StatusOr<LogMirror> LogMirror::Restore(NoteVerifierKey log_key, WitnessPolicy policy,
                                             std::string note, std::vector<Bytes> entries) {
  CANDOR_ASSIGN_OR_RETURN(LogMirror mirror, Create(std::move(log_key), std::move(policy)));
  CANDOR_ASSIGN_OR_RETURN(const std::uint64_t size, mirror.Plan(note));
  if (entries.size() != size) {
    return absl::DataLossError("the kept entries are not as many as the kept checkpoint's");
  }
  CANDOR_RETURN_IF_ERROR(mirror.Advance(std::move(note), std::move(entries)));
  return mirror;
}

absl::Status LogMirror::CheckFollows(const Checkpoint& next) const {
  if (next.size < size()) {
    return Misbehaviour("the log went back to a smaller tree than it signed before");
  }
  if (next.size == size() && next.root != range_.Root()) {
    return Misbehaviour("the log signed two different trees of the same size");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::uint64_t> LogMirror::Plan(std::string_view note) const {
  CANDOR_ASSIGN_OR_RETURN(const CosignedCheckpoint next, OpenCheckpoint(note, log_key_, policy_));
  CANDOR_RETURN_IF_ERROR(CheckFollows(next.checkpoint));
  return next.checkpoint.size;
}

absl::Status LogMirror::Advance(std::string note, std::vector<Bytes> new_entries) {
  CANDOR_ASSIGN_OR_RETURN(CosignedCheckpoint next, OpenCheckpoint(note, log_key_, policy_));
  CANDOR_RETURN_IF_ERROR(CheckFollows(next.checkpoint));
  if (new_entries.size() != next.checkpoint.size - size()) {
    return absl::InvalidArgumentError("not as many new entries as the checkpoint adds");
  }
  CompactRange range = range_;
  for (const Bytes& entry : new_entries) range.Append(LeafHash(entry));
  if (range.Root() != next.checkpoint.root) {
    return Misbehaviour("the entries do not lead to the root that the log signed");
  }
  range_ = std::move(range);
  checkpoint_ = std::move(next);
  note_ = std::move(note);
  entries_.insert(entries_.end(), std::make_move_iterator(new_entries.begin()),
                  std::make_move_iterator(new_entries.end()));
  return absl::OkStatus();
}

absl::Status LogMirror::CheckIncludes(const Checkpoint& earlier) const {
  if (earlier.origin != origin()) {
    return absl::InvalidArgumentError("the earlier checkpoint is of another log");
  }
  if (earlier.size > size()) {
    return absl::FailedPreconditionError("the log is shorter than an earlier checkpoint of it");
  }
  CompactRange prefix;
  for (std::uint64_t i = 0; i < earlier.size; ++i) prefix.Append(LeafHash(entries_[i]));
  if (prefix.Root() != earlier.root) {
    return Misbehaviour("the log does not extend an earlier checkpoint of it");
  }
  return absl::OkStatus();
}

}  // namespace candor::audit

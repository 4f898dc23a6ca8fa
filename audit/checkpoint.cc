#include "audit/checkpoint.h"

#include <algorithm>
#include <utility>

#include "audit/decimal.h"
#include "audit/lines.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::audit {
namespace {

absl::Status Malformed(std::string_view what) {
  return absl::InvalidArgumentError(Cat("checkpoint: ", what));
}

bool IsOrigin(std::string_view origin) {
  return !origin.empty() && crypto::IsUtf8(AsBytes(origin)) &&
         std::ranges::none_of(origin, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

absl::Status CheckEmptyRoot(const Checkpoint& checkpoint) {
  if (checkpoint.size == 0 && checkpoint.root != EmptyRoot()) {
    return Malformed("an empty tree with another root than the empty one's");
  }
  return absl::OkStatus();
}

bool SignedBy(const OpenedNote& note, const NoteVerifierKey& key) {
  return std::ranges::any_of(note.signatures,
                             [&](const VerifiedSignature& s) { return s.key == key; });
}

// The checkpoint in a note that `log_key` signed.
absl::StatusOr<Checkpoint> CheckpointOf(const OpenedNote& note, const NoteVerifierKey& log_key) {
  if (!SignedBy(note, log_key)) {
    return absl::UnauthenticatedError("checkpoint: the log's own signature is missing");
  }
  CANDOR_ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpoint(note.text));
  if (checkpoint.origin != log_key.name()) return Malformed("it is of another log");
  CANDOR_RETURN_IF_ERROR(CheckEmptyRoot(checkpoint));
  return checkpoint;
}

std::vector<WitnessedAt> WitnessesOf(const OpenedNote& note, const WitnessPolicy& policy) {
  std::vector<WitnessedAt> out;
  for (const NoteVerifierKey& witness : policy.witnesses) {
    WitnessedAt at{witness.name(), 0};
    bool signed_it = false;
    for (const VerifiedSignature& signature : note.signatures) {
      if (signature.key != witness) continue;
      signed_it = true;
      at.time = std::max(at.time, signature.time);
    }
    if (signed_it) out.push_back(std::move(at));
  }
  return out;
}

}  // namespace

absl::StatusOr<std::string> FormatCheckpoint(const Checkpoint& checkpoint) {
  if (!IsOrigin(checkpoint.origin)) return Malformed("the origin is not a line of text");
  if (checkpoint.size > kMaxNumber) return Malformed("the size is too large");
  CANDOR_RETURN_IF_ERROR(CheckEmptyRoot(checkpoint));
  return Cat(checkpoint.origin, "\n", checkpoint.size, "\n", Base64Encode(checkpoint.root), "\n");
}

absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text) {
  const auto origin = TakeLine(text);
  const auto size = TakeLine(text);
  const auto root = TakeLine(text);
  if (!root.has_value()) return Malformed("fewer than three lines");
  if (!text.empty()) return Malformed("lines after the root");
  if (!IsOrigin(*origin)) return Malformed("the origin is not a line of text");
  Checkpoint out;
  out.origin = *origin;
  CANDOR_ASSIGN_OR_RETURN(out.size, ParseDecimal(*size));
  const auto bytes = Base64Decode(*root);
  if (!bytes.ok()) return Malformed("the root is not canonical base64");
  CANDOR_ASSIGN_OR_RETURN(out.root, ToHash(*bytes));
  return out;
}

absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint, std::string name,
                                           const crypto::SigningKey& key) {
  CANDOR_ASSIGN_OR_RETURN(const NoteSigner signer, NoteSigner::Create(std::move(name), key));
  CANDOR_ASSIGN_OR_RETURN(const std::string text, FormatCheckpoint(checkpoint));
  return SignNote(text, signer);
}

absl::StatusOr<std::string> Cosign(std::string_view checkpoint_text, std::string witness_name,
                                   const crypto::SigningKey& key, UnixSeconds time) {
  CANDOR_RETURN_IF_ERROR(ParseCheckpoint(checkpoint_text).status());
  if (time <= 0) return absl::InvalidArgumentError("a cosignature's time must be positive");
  CANDOR_ASSIGN_OR_RETURN(const NoteVerifierKey witness,
                          NoteVerifierKey::Create(std::move(witness_name),
                                                  NoteKeyType::kCosignatureV1, key.verify_key()));
  crypto::Writer out;
  out.U64(static_cast<std::uint64_t>(time));
  out.Fixed(key.SignRaw(AsBytes(CosignedMessage(checkpoint_text, time))));
  return FormatSignatureLine(witness, out.view());
}

absl::Status CheckWitnessPolicy(const WitnessPolicy& policy, const NoteVerifierKey& log_key) {
  const auto& witnesses = policy.witnesses;
  if (log_key.type() != NoteKeyType::kEd25519) {
    return absl::InvalidArgumentError("the log's key is not of the note signature type");
  }
  if (policy.quorum == 0) return absl::InvalidArgumentError("the witness policy has no quorum");
  if (policy.quorum > witnesses.size()) {
    return absl::InvalidArgumentError("the witness policy's quorum is larger than its list");
  }
  for (std::size_t i = 0; i < witnesses.size(); ++i) {
    if (witnesses[i].type() != NoteKeyType::kCosignatureV1) {
      return absl::InvalidArgumentError("a witness's key is not of the cosignature type");
    }
    if (witnesses[i].key() == log_key.key()) {
      return absl::InvalidArgumentError("a log cannot be its own witness");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (witnesses[i].key() == witnesses[j].key() || witnesses[i].name() == witnesses[j].name()) {
        return absl::InvalidArgumentError("the witness policy names one witness twice");
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<CosignedCheckpoint> OpenCheckpoint(std::string_view note,
                                                  const NoteVerifierKey& log_key,
                                                  const WitnessPolicy& policy) {
  if (const absl::Status usable = CheckWitnessPolicy(policy, log_key); !usable.ok()) {
    return absl::FailedPreconditionError(usable.message());
  }
  std::vector<NoteVerifierKey> keys = policy.witnesses;
  keys.push_back(log_key);
  CANDOR_ASSIGN_OR_RETURN(const OpenedNote opened, OpenNote(note, keys));
  CosignedCheckpoint out;
  CANDOR_ASSIGN_OR_RETURN(out.checkpoint, CheckpointOf(opened, log_key));
  out.witnesses = WitnessesOf(opened, policy);
  if (out.witnesses.size() < policy.quorum) {
    return absl::FailedPreconditionError(Cat("the checkpoint carries ", out.witnesses.size(),
                                             " of the ", int{policy.quorum},
                                             " witness cosignatures that the policy demands"));
  }
  return out;
}

absl::StatusOr<Checkpoint> OpenLogCheckpoint(std::string_view note,
                                             const NoteVerifierKey& log_key) {
  CANDOR_ASSIGN_OR_RETURN(const OpenedNote opened, OpenNote(note, {&log_key, 1}));
  return CheckpointOf(opened, log_key);
}

}  // namespace candor::audit

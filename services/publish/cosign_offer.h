// CosignOffer: one checkpoint, and what each witness without a network is to be asked about it.
//
//   struct { uint8 version = 1; opaque note<1..65536>; Ask asks<0..16>; } CosignOffer;
//                                     (24 bits of length, uint8 count)
//   struct { uint8 witness; uint64 old_size; opaque proof[32][n ≤ 63]; } Ask;            (uint8 count)
//
// where `witness` counts from 0 as in the trust bundle, and the proof leads from the size that this
// witness cosigned last to the note's. A file of the log's own server: what is read back is still
// opened with keys before it is believed. Pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/note.h"
#include "audit/witness.h"
#include "base/bytes.h"
#include "crypto/hash.h"

namespace candor::services::publish {

struct CosignAsk {
  std::uint8_t witness = 0;
  std::uint64_t old_size = 0;
  std::vector<crypto::Hash> proof;
  bool operator==(const CosignAsk&) const = default;
};

struct CosignOffer {
  std::string note;  // with the log's signature, and the cosignatures so far
  std::vector<CosignAsk> asks;

  Bytes Encode() const;
  // The form alone.
  static absl::StatusOr<CosignOffer> Decode(ByteView bytes);
  // Null for a witness that is not asked.
  const CosignAsk* AskOf(std::size_t witness) const;

  bool operator==(const CosignOffer&) const = default;
};

// The one line among `lines` that is this witness's valid cosignature of the note's text; lines of
// others are left out. Unauthenticated when there is none: it is damaged, of another checkpoint, or
// another witness's.
absl::StatusOr<std::string> CosignatureOf(std::string_view note, std::string_view lines,
                                          const audit::NoteVerifierKey& witness);

// The note itself carries a valid cosignature of this witness.
bool HasCosigned(std::string_view note, const audit::NoteVerifierKey& witness);

// The size in an answer with status 409.
absl::StatusOr<std::uint64_t> ConflictSize(const audit::WitnessAnswer& answer);

}  // namespace candor::services::publish

// HandoverNote: what facilitators tell each other, sealed to them, as a file that they hand around. No
// server sees one.
//
//   struct { uint8 version = 1; opaque campaign_id[16]; uint32 day; opaque readers[n][32]; opaque text<1..12000>; }
//     HandoverNote      (uint8 n, 1 to 64, in the order of the slots); Signed by its author, label handover
//   file: "CANDORN" | uint8 version = 1 | envelope
//   envelope (crypto/envelope.h): its plaintext is the Signed note; its header names the campaign, the author's
//     key in the place of a thread key, and audience 253, which no campaign has; one slot for each reader, to the
//     X25519 key of their actor key (crypto/actor_kem.h)
//
// Promise: only those to whom a slot was sealed read it; each sees who wrote it, on which day by the author's clock, for
// which campaign, and whom the author names as its readers, in signed words that are the same for all. There are as many
// slots as readers named, and the one that opens is at the reader's own place, so that nobody is added beside the list.
// Nobody can pass the author's signature on to somebody to whom the note
// was not written. All files for a number of readers have one size. Not promised: that the others' slots are theirs, which only
// they can see: an author may have sealed one to somebody else, and the one named in its place cannot read it. Nor that who
// wrote it, for which
// campaign, to how many, is hidden from whoever holds the file; secrecy once a reader's actor key is known; that
// the author or the reader has a role, which the log says (services/facilitator/handover.h).
//
// Errors: InvalidArgument for a wrong shape, Unauthenticated for what does not open. Pure but for `random`.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "crypto/ed25519.h"
#include "crypto/random.h"
#include "records/ids.h"

namespace candor::records {

inline constexpr std::uint8_t kHandoverAudience = 253;
inline constexpr std::size_t kMaxHandoverText = 12000;

struct HandoverNote {
  CampaignId campaign_id{};
  Day day = 0;
  std::vector<VerifyKey> readers;
  std::string text;  // UTF-8

  Bytes Encode() const;
  static absl::StatusOr<HandoverNote> Decode(ByteView bytes);
  bool operator==(const HandoverNote&) const = default;
};

absl::StatusOr<Bytes> SealHandover(const HandoverNote& note, const crypto::SigningKey& author,
                                   crypto::RandomSource& random);

struct OpenedHandover {
  VerifyKey author;
  HandoverNote note;
};
absl::StatusOr<OpenedHandover> OpenHandover(ByteView file, const crypto::SigningKey& reader);

}  // namespace candor::records

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
// Promise: only those to whom the author sealed it read it; each sees who wrote it, on which day by the author's
// clock, for which campaign and to whom else the author says, and all see the same. Nobody can pass the author's
// signature on to somebody to whom the note was not written. All files for a number of readers have one size.
//
// What a reader checks of the list: nobody stands in it twice, there are as many slots as names, and the reader's own
// slot is in the place of the reader's name. So nobody gets a note in a slot beyond the list, and nobody in another's
// place who is honest about it. Not promised, since a slot opens for its own key alone and does not say whose it is:
// that the other slots are sealed to those who are named in their places. An author can spoil one, or seal it to
// somebody else, who then opens it with a program that does not ask; whoever was named and cannot open the file
// notices, nobody else does. (An author who wants somebody else to read it can also just tell them.)
//
// Not promised either: that who wrote it, for which campaign, to how many, is hidden from whoever holds the file;
// secrecy once a reader's actor key is known; that the author or the reader has a role, which the log says
// (services/facilitator/handover.h).
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

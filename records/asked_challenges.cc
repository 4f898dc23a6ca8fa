#include "records/asked_challenges.h"

#include <optional>
#include <string_view>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "records/authorship.h"

namespace candor::records {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kMagic = "CANDORQ";

}  // namespace

void AskedChallenges::Prune(Day today) {
  std::erase_if(asked_, [today](const auto& each) { return today > each.second.day + kChallengeDays; });
}

absl::Status AskedChallenges::Keep(const ByteArray<32>& challenge, Day day) {
  if (asked_.size() >= kMost) {
    return absl::ResourceExhaustedError(Cat("You made ", kMost, " challenges in the last ", kChallengeDays,
                                            " days, and no more are kept: ask again when the first are over."));
  }
  asked_.try_emplace(challenge, Asked{day, State::kOpen});
  return absl::OkStatus();
}

absl::Status AskedChallenges::Use(const ByteArray<32>& challenge) {
  const auto at = asked_.find(challenge);
  if (at == asked_.end()) {
    return absl::FailedPreconditionError(
        "The proof answers a challenge that you did not make here: check it where you made the challenge, or make a"
        " new one with `candor receipt challenge`.");
  }
  if (at->second.state == State::kUsed) {
    return absl::FailedPreconditionError(
        "A proof under this challenge was checked before, and holds once: this may be a copy. Make a new challenge"
        " with `candor receipt challenge` for whoever brings it.");
  }
  at->second.state = State::kUsed;
  return absl::OkStatus();
}

Bytes AskedChallenges::Encode() const {
  crypto::Writer out;
  out.Fixed(AsBytes(kMagic)).U8(kVersion).U16(static_cast<std::uint16_t>(asked_.size()));
  for (const auto& [challenge, asked] : asked_) {
    out.Fixed(challenge).U32(asked.day).U8(static_cast<std::uint8_t>(asked.state));
  }
  return out.Take();
}

absl::StatusOr<AskedChallenges> AskedChallenges::Decode(ByteView bytes) {
  crypto::Reader in(bytes);
  const auto magic = in.Fixed<7>();
  if (!Equal(magic, AsBytes(kMagic)) || in.U8() != kVersion) in.Fail("not a list of challenges");
  const std::size_t count = in.U16();
  if (count > kMost) in.Fail("too many challenges");
  AskedChallenges out;
  std::optional<ByteArray<32>> before;
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    const auto challenge = in.Fixed<32>();
    const Day day = in.U32();
    const std::uint8_t state = in.U8();
    if (before.has_value() && !(*before < challenge)) in.Fail("challenges out of order");
    if (state > static_cast<std::uint8_t>(State::kUsed)) in.Fail("unknown state");
    out.asked_.emplace(challenge, Asked{day, static_cast<State>(state)});
    before = challenge;
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("list of challenges"));
  return out;
}

}  // namespace candor::records

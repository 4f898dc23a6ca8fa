// Answer: a leader's public, signed answer to a sealed opinion.
//
//   Answer        { uint8 version = 1; opaque campaign_id[16]; opaque target[32]; uint8 status;
//                   uint32 revision; opaque content[32]; }          in the log, as a Signed
//   AnswerContent { opaque about<0..1000>; opaque text<1..8000>; }  beside it, erasable
//
// target = the opinion's submission hash. `content` is the salted commitment to AnswerContent.
// Revisions count from 0 for each target and never overwrite: each is an entry of its own.
// `about` is the leader's own line on what was raised: the opinion's text is never published here.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "records/signed.h"

namespace candor::records {

enum class AnswerStatus : std::uint8_t {
  kPlanned = 1,
  kUnderWay = 2,
  kDone = 3,
  kNotNow = 4,
  kDeclined = 5,
  kAnswered = 6,
};
std::string_view AnswerStatusName(AnswerStatus status);
absl::StatusOr<AnswerStatus> ParseAnswerStatus(std::string_view name);

struct AnswerContent {
  std::string about;
  std::string text;
  Bytes Encode() const;
  static absl::StatusOr<AnswerContent> Decode(ByteView bytes);
  bool operator==(const AnswerContent&) const = default;
};

struct Answer {
  CampaignId campaign_id{};
  Hash target{};
  AnswerStatus status = AnswerStatus::kAnswered;
  std::uint32_t revision = 0;
  Hash content{};
  Bytes Encode() const;
  static absl::StatusOr<Answer> Decode(ByteView bytes);
  bool operator==(const Answer&) const = default;
};

}  // namespace candor::records

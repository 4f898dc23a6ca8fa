#include "records/answer.h"

#include <array>
#include <utility>

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::records {
namespace {

using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::array<std::pair<AnswerStatus, std::string_view>, 6> kNames = {{
    {AnswerStatus::kPlanned, "planned"},
    {AnswerStatus::kUnderWay, "under-way"},
    {AnswerStatus::kDone, "done"},
    {AnswerStatus::kNotNow, "not-now"},
    {AnswerStatus::kDeclined, "declined"},
    {AnswerStatus::kAnswered, "answered"},
}};

}  // namespace

std::string_view AnswerStatusName(AnswerStatus status) {
  for (const auto& [value, name] : kNames) {
    if (value == status) return name;
  }
  return "unknown";
}

absl::StatusOr<AnswerStatus> ParseAnswerStatus(std::string_view name) {
  for (const auto& [value, known] : kNames) {
    if (known == name) return value;
  }
  return absl::InvalidArgumentError(
      "the status must be planned, under-way, done, not-now, declined or answered");
}

Bytes AnswerContent::Encode() const {
  Writer out;
  out.Text16(about).Text16(text);
  return out.Take();
}

absl::StatusOr<AnswerContent> AnswerContent::Decode(ByteView bytes) {
  Reader in(bytes);
  AnswerContent out;
  out.about = in.Text16(0, 1000);
  out.text = in.Text16(1, 8000);
  CANDOR_RETURN_IF_ERROR(in.Finish("answer's content"));
  return out;
}

Bytes Answer::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(campaign_id).Fixed(target).U8(static_cast<std::uint8_t>(status));
  out.U32(revision).Fixed(content);
  return out.Take();
}

absl::StatusOr<Answer> Answer::Decode(ByteView bytes) {
  Reader in(bytes);
  Answer out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  out.campaign_id = in.Fixed<16>();
  out.target = in.Fixed<32>();
  const std::uint8_t status = in.U8();
  if (status < 1 || status > 6) in.Fail("unknown status");
  out.status = static_cast<AnswerStatus>(status);
  out.revision = in.U32();
  out.content = in.Fixed<32>();
  CANDOR_RETURN_IF_ERROR(in.Finish("answer"));
  return out;
}

}  // namespace candor::records

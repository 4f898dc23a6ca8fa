#include "audit/witness_file.h"

#include <algorithm>

#include "audit/decimal.h"
#include "audit/lines.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::audit {
namespace {

constexpr std::string_view kRefused = "refused ";

absl::Status Malformed(std::string_view what) {
  return absl::InvalidArgumentError(Cat("witness's answer: ", what));
}

// A stranger's text, shown to the log's operator: nothing in it may steer a terminal.
bool IsPlainText(std::string_view text) {
  return crypto::IsUtf8(AsBytes(text)) && std::ranges::none_of(text, [](char c) {
           const auto octet = static_cast<unsigned char>(c);
           return octet == 0x7f || (octet < 0x20 && c != '\n');
         });
}

absl::StatusOr<WitnessAnswer> ParseRefusal(std::string_view status, std::string_view body) {
  CANDOR_ASSIGN_OR_RETURN(const std::uint64_t number, ParseDecimal(status));
  if (number < 400 || number > 599) return Malformed("a refusal with a status that is none");
  WitnessAnswer out{static_cast<int>(number), std::string(kPlainText), std::string(body)};
  if (out.http_status == 409) {
    const auto size = TakeLine(body);
    if (!size.has_value() || !body.empty()) return Malformed("it does not name one size");
    CANDOR_RETURN_IF_ERROR(ParseDecimal(*size).status());
    out.content_type = kTreeSizeType;
  }
  return out;
}

}  // namespace

std::string FormatAnswerFile(const WitnessAnswer& answer) {
  if (answer.http_status == 200) return answer.body;
  return Cat(kRefused, answer.http_status, "\n", answer.body);
}

absl::StatusOr<WitnessAnswer> ParseAnswerFile(std::string_view text) {
  if (text.size() > kMaxNoteSize) return Malformed("larger than one may be");
  if (!IsPlainText(text)) return Malformed("it is not plain text");
  std::string_view rest = text;
  const auto first = TakeLine(rest);
  if (first.has_value() && first->starts_with(kRefused)) {
    return ParseRefusal(first->substr(kRefused.size()), rest);
  }
  CANDOR_RETURN_IF_ERROR(CheckSignatureLines(text));
  return WitnessAnswer{200, std::string(kPlainText), std::string(text)};
}

}  // namespace candor::audit

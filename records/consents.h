// Consents: the headlines and texts that their authors allowed to be published word for word, as a reader hands them
// to a facilitator, who reads nothing else (decision 0030).
//
//   Consents { uint8 version = 1; uint16 count;
//              { opaque submission[32]; uint8 form; opaque salt[32]; opaque text<1..2^16-1>; } items[count]; }
//
// Each opens its author's public commitment, which the log holds: whoever publishes it proves that it is the author's
// own. What is not consented to is not in the file. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "records/act.h"

namespace candor::records {

struct Consent {
  Hash submission{};
  Form form = Form::kHeadline;  // headline or verbatim
  Salt salt{};
  std::string text;
  bool operator==(const Consent&) const = default;
};

struct Consents {
  std::vector<Consent> items;
  const Consent* Find(const Hash& submission) const;
  Bytes Encode() const;
  static absl::StatusOr<Consents> Decode(ByteView bytes);
  bool operator==(const Consents&) const = default;
};

}  // namespace candor::records

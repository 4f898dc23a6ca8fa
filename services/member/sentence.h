// A message as part of a longer sentence.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "base/text.h"
#include "services/texts/sentence.h"

namespace candor::services::member {

// Without its final full stop, which some messages have and some do not. The view lives as long as
// the message.
inline std::string_view Clause(absl::string_view message) {
  std::string_view out = AsPiece(message);
  if (out.ends_with('.')) out.remove_suffix(1);
  return out;
}

// The same as a value of a text.
inline texts::Fault FaultOf(const absl::Status& status) { return {std::string(Clause(status.message()))}; }

}  // namespace candor::services::member

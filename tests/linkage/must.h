// Must: what the game's deployment cannot go on without. Ends the program with status 3 and a sentence on
// standard output (standard error belongs to the servers, and is read as evidence): the game could not be
// played, which says nothing about who would have won.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace candor::linkage {

inline constexpr int kNotPlayed = 3;

[[noreturn]] inline void Broken(std::string_view what, std::string_view why) {
  std::printf("linkage game: it could not be played, because %.*s failed: %.*s\n",
              static_cast<int>(what.size()), what.data(), static_cast<int>(why.size()), why.data());
  std::fflush(stdout);
  std::_Exit(kNotPlayed);
}

inline void Must(const absl::Status& status, std::string_view what) {
  if (!status.ok()) Broken(what, std::string(status.message()));
}

template <class T>
T Must(absl::StatusOr<T> value, std::string_view what) {
  if (!value.ok()) Broken(what, std::string(value.status().message()));
  return *std::move(value);
}

}  // namespace candor::linkage

// Configuration files (TOML): typed getters that end in one complaint list.
//
// Like the codec's Reader, a Config keeps problems and goes on harmlessly, so that a program reads
// its settings as a list and asks once, at the end:
//
//   CANDOR_ASSIGN_OR_RETURN(Config config, Config::Load(path));
//   options.listen = config.RequiredString("listen");
//   options.workers = config.OptionalInt("workers", 4, {.min = 1, .max = 64});
//   CANDOR_RETURN_IF_ERROR(config.Finish());
//
// Finish reports every problem, a line each: "config FILE, line N: what is wrong: what to do". A
// key that nobody asked for is a problem: a misspelt setting must not fall back to a default.
// Values never appear in messages, keys do. Not thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/runtime/files.h"

namespace candor::runtime {

// A file's root table, or a table in it. Copies and sub-tables are views of one loaded file: they
// share it (the one use of shared ownership here), and with it the list of problems.
class Config {
 public:
  struct Range {
    std::int64_t min = 0;
    std::int64_t max = std::numeric_limits<std::int64_t>::max();
  };

  // A file that cannot be read, or is not TOML (with the line), is an error at once.
  static absl::StatusOr<Config> Load(const Path& path);
  // `path` serves for messages and as the anchor of relative paths only.
  static absl::StatusOr<Config> Parse(std::string_view text, const Path& path);

  // A required text is not empty. On a problem: an empty value.
  std::string RequiredString(std::string_view key) const;
  std::string OptionalString(std::string_view key, std::string_view fallback) const;
  std::int64_t RequiredInt(std::string_view key, Range range) const;
  std::int64_t OptionalInt(std::string_view key, std::int64_t fallback, Range range) const;
  bool OptionalBool(std::string_view key, bool fallback) const;
  std::vector<std::string> RequiredStrings(std::string_view key) const;
  std::vector<std::string> OptionalStrings(std::string_view key) const;

  // Relative paths start at the configuration file's folder, so that a deployment can be moved.
  Path RequiredPath(std::string_view key) const;
  std::optional<Path> OptionalPath(std::string_view key) const;

  // [key]; a missing required table is a problem, and the result then answers with empty values
  // without complaining further.
  Config RequiredTable(std::string_view key) const;
  std::optional<Config> OptionalTable(std::string_view key) const;
  // [[key]], in the file's order; empty when there is none.
  std::vector<Config> Tables(std::string_view key) const;

  bool Has(std::string_view key) const;

  // Records a problem that only the caller can see ("two issuers have one name") at a key of this
  // table; the text says what to do.
  void Problem(std::string_view key, std::string_view what) const;

  // OK when no getter found a problem and every key of the file, in every table of it, was asked
  // for. InvalidArgument otherwise. Any view of the file may be asked.
  absl::Status Finish() const;

  // The folder of the file.
  const Path& folder() const;

 private:
  struct File;
  Config(std::shared_ptr<File> file, const void* table);

  std::shared_ptr<File> file_;
  const void* table_;  // a toml::table inside *file_; null for a missing one
};

}  // namespace candor::runtime

// PublicFiles: the files of a log as its server gives them out (AUDIT §1), and its trust bundle.
//
//   /checkpoint            the last checkpoint that carries the witnesses' quorum
//   /tile/…  /text/<N>     entries, hashes and contents, up to that checkpoint and no further
//   /bundle                the trust bundle's bytes
//
// What no quorum has cosigned is not served at all: nobody can be shown entries that a later
// checkpoint would leave out. Everything is the same for everybody; a path says nothing about who
// asks. Thread-safe. The LogStore must outlive it.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "base/bytes.h"
#include "store/log_store.h"

namespace candor::services::publish {

class PublicFiles {
 public:
  PublicFiles(const store::LogStore& log, audit::NoteVerifierKey log_key, Bytes bundle)
      : log_(log), log_key_(std::move(log_key)), bundle_(std::move(bundle)) {}

  // The file, or nothing where there is none: an unknown or malformed path, or a file that is not
  // there yet. `path` is a stranger's.
  std::optional<Bytes> Get(std::string_view path) const;

 private:
  std::uint64_t PublishedSize() const;
  std::optional<Bytes> GetTile(std::string_view path, std::uint64_t published) const;
  std::optional<Bytes> GetText(std::string_view path, std::uint64_t published) const;

  const store::LogStore& log_;
  const audit::NoteVerifierKey log_key_;
  const Bytes bundle_;
};

}  // namespace candor::services::publish

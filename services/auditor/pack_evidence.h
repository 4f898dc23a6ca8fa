// PackEvidence: a pack on disk as evidence for a verification, under an anchor from elsewhere.
//
// The bundle is looked at only once its fingerprint is the one that the independent body published. The
// logs' files are read when the verification asks for them. Notes kept earlier and receipts are read by
// Refresh, notes once each. Not promised: that SHA256SUMS fits (PackFolder::CheckSums). Not thread-safe; the
// logs' files are, for reading.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/note.h"
#include "audit/verify/verification.h"
#include "services/follow/pack_folder.h"

namespace candor::services::auditor {

class PackEvidence {
 public:
  // FailedPrecondition: the bundle is none, or not the one that was published, or its keys are not
  // separated. Others: a file cannot be read.
  static absl::StatusOr<std::unique_ptr<PackEvidence>> Open(const runtime::Path& path,
                                                            std::string_view publication);

  const follow::PackFolder& folder() const { return folder_; }
  const records::TrustBundle& bundle() const { return evidence_.bundle; }
  // For a verification; what is added to it stays the caller's business.
  audit::Evidence& evidence() { return evidence_; }
  const audit::Evidence& evidence() const { return evidence_; }

  // The logs, the board first.
  std::size_t logs() const { return logs_.size(); }
  const audit::LogFiles& files(std::size_t log) const { return *logs_[log]; }
  const audit::NoteVerifierKey& key(std::size_t log) const { return keys_[log]; }
  audit::EvidenceOfLog& log(std::size_t log) {
    return log == 0 ? evidence_.board : evidence_.issuers[log - 1];
  }

  // As the checkpoint of that log says, if it opens; else 0. For a progress bar.
  std::uint64_t SizeClaimedBy(std::string_view origin) const;

  // Reads the notes that the pack keeps and has not been read yet, and all its receipts.
  absl::Status Refresh();
  // A receipt from elsewhere; until the next Refresh.
  void TakeReceipt(const std::string& path, ByteView json);

  // What is wrong with the kept notes (I04) and the receipts (I31) as files.
  void Judge(audit::Findings& findings) const;

 private:
  explicit PackEvidence(const runtime::Path& path) : folder_(path) {}
  absl::Status ReadNotes(std::size_t log);
  absl::Status ReadReceipts();

  const follow::PackFolder folder_;
  audit::Evidence evidence_;
  std::vector<audit::NoteVerifierKey> keys_;
  std::vector<std::unique_ptr<follow::PackLog>> logs_;
  std::vector<std::size_t> notes_read_;
  audit::Findings of_notes_;
  audit::Findings of_receipts_;
};

}  // namespace candor::services::auditor

// AirGap: the witnesses without a network (those that the trust bundle gives no address), as the
// publisher of one log deals with them.
//
// One checkpoint is out at a time, and every such witness is asked about the same one: otherwise
// two of them could never make a quorum together, since the log grows while files travel.
//
//   publisher ── Offer ──► next ── `candord cosign request` ──► out ──► a file ──► witness
//   publisher ◄─ Take ──── answers/ ◄─ `candord cosign accept` ─────── a file ◄───┘
//
// Promise: a cosignature is taken only when it verifies, under the key of the witness it was
// brought for, for the text of the checkpoint that is out, which carries this log's own signature;
// what does not is set aside with a sentence, and never looked at again. Each answer may be brought
// any number of times. Not promised: that anything carries a quorum (the publisher sees to that),
// and that a witness which cannot be asked has seen no newer checkpoint: this folder is all that is
// known of it, so a store that is restored together with log.lock and this folder is not noticed.
//
// Crash outcomes of an answer, in order: w<n>.latest written, out written, answer removed. A crash
// before the last one leaves the answer, which is then taken again, to no further effect.
//
// Used by the publisher's thread alone. The LogStore must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/witness.h"
#include "records/trust_bundle.h"
#include "services/publish/cosign_folder.h"
#include "store/log_store.h"

namespace candor::services::publish {

inline bool HasNoNetwork(const records::WitnessIdentity& witness) { return witness.url.empty(); }

class AirGap {
 public:
  // A note of this log, opened.
  struct Signed {
    audit::Checkpoint checkpoint;
    std::string note;
  };

  // Null when every witness of the bundle has an address. `log` names the log in the bundle that
  // the store is of. DataLoss when what a witness cosigned last cannot be told.
  static absl::StatusOr<std::unique_ptr<AirGap>> Open(const runtime::Path& folder,
                                                      const records::TrustBundle& bundle,
                                                      const records::LogIdentity& log,
                                                      const store::LogStore& store);

  std::size_t count() const { return witnesses_.size(); }

  // The last note that this witness (as in the bundle) cosigned, as far as was brought back.
  const std::optional<Signed>& Latest(std::size_t witness) const;

  // Takes what was brought, and returns the checkpoint that is out, with the cosignatures that it
  // has now. Unavailable while the operator's command holds the folder: come again.
  absl::StatusOr<std::optional<Signed>> Take();

  // Makes this note the one that is asked about next. Unavailable as above.
  absl::Status Offer(std::string_view note, std::uint64_t size);

 private:
  struct Witness {
    std::size_t index = 0;  // in the bundle
    audit::NoteVerifierKey key;
    std::optional<Signed> latest;
    std::uint64_t old_size = 0;  // from which it is asked
  };

  struct Out {
    CosignOffer offer;
    audit::Checkpoint checkpoint;
  };

  AirGap(CosignFolder folder, audit::NoteVerifierKey log_key, const store::LogStore& store)
      : folder_(std::move(folder)), log_key_(std::move(log_key)), store_(store) {}

  absl::Status Remember(Witness& witness);
  absl::StatusOr<CosignAsk> AskFrom(const Witness& witness, std::uint64_t size) const;
  absl::StatusOr<std::optional<Out>> ReadOut() const;
  bool TakenBefore(const Witness& witness, std::string_view lines, const std::optional<Out>& out);
  absl::Status TakeAnswer(Witness& witness, std::optional<Out>& out);
  absl::Status TakeCosignature(Witness& witness, std::string_view lines, std::optional<Out>& out);
  absl::Status AddLine(Witness& witness, std::string_view line, Out& out);
  absl::Status TakeConflict(Witness& witness, std::uint64_t size, std::optional<Out>& out);
  absl::Status SetAside(const Witness& witness, std::string_view why);

  const CosignFolder folder_;
  const audit::NoteVerifierKey log_key_;
  const store::LogStore& store_;
  std::vector<Witness> witnesses_;
  std::string offered_;  // the note in `next`
};

}  // namespace candor::services::publish

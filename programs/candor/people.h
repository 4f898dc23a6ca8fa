// What the verbs of people with a role share: the actor key at home, the pinning of the trust bundle,
// the choice of a campaign, and files that are handed around.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "crypto/ed25519.h"
#include "programs/candor/context.h"

namespace candor::cli {

// Options of verbs that may be somebody's first: where the bundle is and what it must be.
struct TrustOptions {
  std::string bundle;            // file of the trust bundle
  std::string fingerprint_file;  // the independent body's publication
};
void AddTrustOptions(Command* verb, TrustOptions& options);
// Pins the bundle when the options name one, after comparing all groups of the publication with its
// fingerprint; otherwise asks that one is pinned already.
absl::Status EnsureTrust(Context& context, const TrustOptions& options);

absl::StatusOr<crypto::SigningKey> LoadActorKey(Context& context);

// Syncs all logs, or says what could not be reached.
absl::StatusOr<services::follow::World*> SyncedWorld(Context& context);

// The campaign whose id begins with `prefix` (hexadecimal); with an empty prefix, the only one there is.
absl::StatusOr<const audit::Campaign*> ChooseCampaign(const audit::BoardView& board,
                                                      std::string_view prefix);

// Reads a file and decodes it; the error names the file.
template <class Record>
absl::StatusOr<Record> ReadRecord(const std::string& path) {
  auto bytes = ReadInput(path);
  if (!bytes.ok()) return As(Exit::kUsage, std::move(bytes).status());
  auto record = Record::Decode(*bytes);
  if (!record.ok()) {
    return Fail(Exit::kUsage, Cat(path, ": not what this verb expects (",
                                  AsPiece(record.status().message()), ")"));
  }
  return record;
}

// Lets main run `run(context, *options)` when the verb was chosen.
template <class Options, class Run>
void Bind(Command* verb, Context& context, std::shared_ptr<Options> options, Run run) {
  verb->OnChosen([&context, options, run] {
    context.Choose([&context, options, run] { return run(context, *options); });
  });
}

absl::Status WriteOutput(const std::string& path, ByteView bytes);

}  // namespace candor::cli

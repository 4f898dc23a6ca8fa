#include "programs/candor/asked_challenges_file.h"

#include "base/status.h"
#include "base/text.h"
#include "records/asked_challenges.h"
#include "services/runtime/files.h"

namespace candor::cli {
namespace {

using records::AskedChallenges;

absl::StatusOr<AskedChallenges> Load(const Path& path) {
  if (!runtime::FileExists(path)) return AskedChallenges();
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kIo, runtime::ReadFile(path)));
  auto asked = AskedChallenges::Decode(bytes);
  if (!asked.ok()) {
    return Fail(Exit::kDamaged, Cat(path.string(), ": damaged, or of a newer version of this program (",
                                    AsPiece(asked.status().message()),
                                    "). Move it away: then ask anew, since no challenge from before is known."));
  }
  return asked;
}

// Reads, prunes, changes and writes the list; it stays as it was where `change` refuses.
template <class Change>
absl::Status Update(const Context& context, Change change) {
  const Path path = context.HomePath("challenges");
  CANDOR_ASSIGN_OR_RETURN(const auto held, As(Exit::kIo, runtime::FileLock::Take(context.HomePath("challenges.lock"))));
  CANDOR_ASSIGN_OR_RETURN(AskedChallenges asked, Load(path));
  asked.Prune(context.today());
  CANDOR_RETURN_IF_ERROR(As(Exit::kRefused, change(asked)));
  return As(Exit::kIo, runtime::WriteFileAtomically(path, asked.Encode(), 0600));
}

}  // namespace

absl::Status KeepAsked(const Context& context, const ByteArray<32>& challenge, Day day) {
  return Update(context, [&](AskedChallenges& asked) { return asked.Keep(challenge, day); });
}

absl::Status UseAsked(const Context& context, const ByteArray<32>& challenge) {
  return Update(context, [&](AskedChallenges& asked) { return asked.Use(challenge); });
}

}  // namespace candor::cli

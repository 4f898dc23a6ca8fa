#include "programs/candord/previous_deployment.h"

#include <utility>

#include "audit/pack.h"
#include "base/status.h"
#include "base/text.h"
#include "records/frozen_mark.h"
#include "records/trust_bundle.h"

namespace candor::candord {
namespace {

constexpr int kMaxGeneration = 999;

absl::StatusOr<Bytes> Read(const runtime::Path& file) {
  auto bytes = runtime::ReadFile(file);
  if (!absl::IsNotFound(bytes.status())) return bytes;
  return absl::NotFoundError(
      Cat("There is no ", file.string(), ". --continues takes the folder of the deployment whose logs were"
          " frozen, or one with its bundle and the marks in the folders of their parties."));
}

// By the board's name; every name of a deployment follows it.
absl::StatusOr<int> GenerationOf(const records::TrustBundle& bundle, const runtime::Path& file) {
  for (int generation = 1; generation < kMaxGeneration; ++generation) {
    if (bundle.board.origin == PartyName(bundle.organisation, generation, "board")) return generation;
  }
  return absl::InvalidArgumentError(
      Cat("The board that ", file.string(), " names is not called as candord init calls one, so the next one"
          " cannot be told apart by its name."));
}

absl::StatusOr<std::optional<records::PreviousLog>> ReadMark(const runtime::Path& file,
                                                             const std::string& origin) {
  if (!runtime::FileExists(file)) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(file));
  auto mark = records::FrozenMark::Decode(bytes);
  if (!mark.ok()) {
    return absl::InvalidArgumentError(
        Cat("The file ", file.string(), " does not say at which checkpoint a log was frozen: it is damaged."
            " Copy the mark again from the machine of that log."));
  }
  if (mark->last.origin != origin) {
    return absl::InvalidArgumentError(
        Cat("The mark ", file.string(), " is of another log than ", origin, ", which the bundle beside it"
            " names for this folder. Put each mark into the folder of its own party."));
  }
  return std::move(mark->last);
}

}  // namespace

std::string PartyName(std::string_view organisation, int generation, std::string_view party) {
  return generation == 1 ? Cat(organisation, "/", party)
                         : Cat(organisation, "/", generation, "/", party);
}

absl::StatusOr<PreviousDeployment> ReadPreviousDeployment(const runtime::Path& folder) {
  const runtime::Path file = folder / "bundle";
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, Read(file));
  const auto bundle = records::TrustBundle::Decode(bytes);
  if (!bundle.ok()) {
    return absl::InvalidArgumentError(
        Cat("The file ", file.string(), " is not a trust bundle. Copy that of the deployment whose logs were"
            " frozen again."));
  }
  PreviousDeployment out;
  out.organisation = bundle->organisation;
  CANDOR_ASSIGN_OR_RETURN(out.generation, GenerationOf(*bundle, file));
  bool any = false;
  for (std::size_t i = 0; i <= bundle->issuers.size(); ++i) {
    const auto& log = i == 0 ? bundle->board : bundle->issuers[i - 1];
    const runtime::Path party = folder / audit::PackLogName(i);
    CANDOR_ASSIGN_OR_RETURN(auto mark, ReadMark(party / "log.lock.frozen", log.origin));
    any |= mark.has_value();
    out.frozen.push_back(std::move(mark));
  }
  if (any) return out;
  return absl::FailedPreconditionError(
      Cat("No log of the deployment in ", folder.string(), " is frozen: there is no log.lock.frozen in the"
          " folder of its board or of an issuer. A log goes on by itself, or by candord recover; only one"
          " that candord recover --freeze has given up is followed by another."));
}

}  // namespace candor::candord

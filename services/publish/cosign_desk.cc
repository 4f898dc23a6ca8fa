#include "services/publish/cosign_desk.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "audit/checkpoint.h"
#include "audit/witness.h"
#include "audit/witness_file.h"
#include "base/status.h"
#include "base/text.h"
#include "services/follow/policy.h"
#include "services/publish/air_gap.h"
#include "services/publish/cosign_folder.h"

namespace candor::services::publish {
namespace {

using Which = CosignFolder::Offer;

constexpr std::chrono::milliseconds kPatience{5000};
constexpr std::chrono::milliseconds kPause{20};

struct Signed {
  CosignOffer offer;
  std::uint64_t size = 0;
};

// The desk, opened: the folder is held.
struct Opened {
  CosignFolder folder;
  runtime::FileLock held;
  audit::NoteVerifierKey log_key;
  audit::WitnessPolicy policy;
  std::size_t witness = 0;  // as in the bundle

  const audit::NoteVerifierKey& key() const { return policy.witnesses[witness]; }
};

absl::StatusOr<std::size_t> FindWitness(const records::TrustBundle& bundle,
                                        std::string_view name) {
  std::string names;
  for (std::size_t i = 0; i < bundle.witnesses.size(); ++i) {
    if (!HasNoNetwork(bundle.witnesses[i])) continue;
    if (bundle.witnesses[i].name == name) return i;
    names += Cat(names.empty() ? "" : ", ", bundle.witnesses[i].name);
  }
  if (names.empty()) {
    return absl::InvalidArgumentError(
        "Every witness of the trust bundle has an address: the server asks them itself.");
  }
  return absl::InvalidArgumentError(
      Cat("The trust bundle names no such witness without a network. It names: ", names, "."));
}

absl::StatusOr<runtime::FileLock> WaitForLock(const CosignFolder& folder) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    auto held = folder.Lock();
    if (!absl::IsFailedPrecondition(held.status()) ||
        std::chrono::steady_clock::now() > deadline) {
      return held;
    }
    // The lock is a file of another process: nothing wakes us when it goes.
    std::this_thread::sleep_for(kPause);
  }
}

absl::StatusOr<Opened> OpenDesk(const CosignDesk& desk, std::string_view witness) {
  CANDOR_ASSIGN_OR_RETURN(const std::size_t index, FindWitness(desk.bundle, witness));
  CANDOR_ASSIGN_OR_RETURN(auto log_key, follow::LogKeyOf(desk.log));
  CANDOR_ASSIGN_OR_RETURN(auto policy, follow::PolicyOf(desk.bundle));
  CANDOR_ASSIGN_OR_RETURN(auto folder, CosignFolder::Open(desk.folder));
  CANDOR_ASSIGN_OR_RETURN(auto held, WaitForLock(folder));
  return Opened{std::move(folder), std::move(held), std::move(log_key), std::move(policy), index};
}

absl::StatusOr<std::optional<Signed>> ReadSigned(const Opened& opened, Which which) {
  CANDOR_ASSIGN_OR_RETURN(auto offer, opened.folder.ReadOffer(which));
  if (!offer.has_value()) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(const auto checkpoint,
                          audit::OpenLogCheckpoint(offer->note, opened.log_key));
  return Signed{*std::move(offer), checkpoint.size};
}

// Names of the witnesses that were asked about it and have not cosigned it yet.
std::vector<std::string> Missing(const Opened& opened, const CosignOffer& offer) {
  std::vector<std::string> out;
  for (const auto& ask : offer.asks) {
    if (ask.witness >= opened.policy.witnesses.size()) continue;
    const auto& key = opened.policy.witnesses[ask.witness];
    if (!HasCosigned(offer.note, key)) out.push_back(key.name());
  }
  return out;
}

absl::Status Nothing(std::string_view why) { return absl::FailedPreconditionError(Cat(why)); }

// Lets the newest checkpoint out where that is due.
absl::StatusOr<Signed> ChooseOut(const Opened& opened, Renew renew) {
  CANDOR_ASSIGN_OR_RETURN(auto out, ReadSigned(opened, Which::kOut));
  const bool done = !out.has_value() || Missing(opened, out->offer).empty();
  if (!done && renew == Renew::kNo) return *std::move(out);
  CANDOR_ASSIGN_OR_RETURN(auto next, ReadSigned(opened, Which::kNext));
  if (!next.has_value()) {
    if (out.has_value()) return *std::move(out);
    return Nothing(
        "There is no checkpoint to ask for yet: the server has signed none that these witnesses"
        " could complete. Start it, and see that it reaches the other witnesses.");
  }
  if (out.has_value() && next->size <= out->size) return *std::move(out);
  CANDOR_RETURN_IF_ERROR(opened.folder.WriteOffer(Which::kOut, next->offer));
  return *std::move(next);
}

absl::Status Refusal(const audit::WitnessAnswer& answer) {
  return absl::FailedPreconditionError(
      Cat("The witness has refused, with status ", answer.http_status,
          ": nothing was taken. Keep the answer, and compare this log with what the witness has"
          " seen."));
}

// Crash before the write: nothing was handed over. After it: the server takes it once.
absl::Status HandOver(const Opened& opened, const audit::WitnessAnswer& answer) {
  return opened.folder.WriteAnswer(opened.witness, audit::FormatAnswerFile(answer));
}

absl::Status AcceptConflict(const Opened& opened, const std::optional<Signed>& out,
                            const audit::WitnessAnswer& answer) {
  CANDOR_ASSIGN_OR_RETURN(const std::uint64_t size, ConflictSize(answer));
  CANDOR_RETURN_IF_ERROR(HandOver(opened, answer));
  if (out.has_value() && size > out->size) {
    return absl::FailedPreconditionError(
        Cat("Not cosigned: the witness has cosigned size ", size,
            " already, and what is out has size ", out->size,
            ". Make a request for the newest checkpoint, with --renew, while the server runs."));
  }
  return absl::FailedPreconditionError(
      Cat("Not cosigned: the witness has cosigned size ", size,
          " last. The server was told; make a new request while it runs."));
}

absl::Status AcceptCosignature(const Opened& opened, const std::optional<Signed>& out,
                               const audit::WitnessAnswer& answer) {
  CANDOR_ASSIGN_OR_RETURN(const auto latest, opened.folder.ReadLatest(opened.witness));
  if (latest.has_value() && CosignatureOf(*latest, answer.body, opened.key()).ok()) {
    return absl::OkStatus();  // brought twice
  }
  if (!out.has_value()) {
    return Nothing("No checkpoint is out to be cosigned. Make a request first.");
  }
  const auto line = CosignatureOf(out->offer.note, answer.body, opened.key());
  if (!line.ok()) {
    return absl::UnauthenticatedError(
        Cat("Not taken: the file holds no valid cosignature by ", opened.key().name(),
            " of the checkpoint that is out, of size ", out->size,
            ". Is it the answer to the last request, of this log and this witness?"));
  }
  return HandOver(opened, {answer.http_status, answer.content_type, *line});
}

}  // namespace

absl::StatusOr<CosignRequest> MakeCosignRequest(const CosignDesk& desk, std::string_view witness,
                                                Renew renew) {
  CANDOR_ASSIGN_OR_RETURN(const Opened opened, OpenDesk(desk, witness));
  if (opened.folder.HasAnswer(opened.witness)) {
    return Nothing(
        "An answer of this witness waits for the server to take it. Start the server, or try again"
        " in a moment.");
  }
  CANDOR_ASSIGN_OR_RETURN(const Signed out, ChooseOut(opened, renew));
  if (HasCosigned(out.offer.note, opened.key())) {
    const auto missing = Missing(opened, out.offer);
    if (missing.empty()) {
      return Nothing(Cat("The newest checkpoint, of size ", out.size,
                         ", has this witness's cosignature already."));
    }
    return Nothing(Cat("The checkpoint that is out, of size ", out.size,
                       ", has this witness's cosignature already, and waits for ", missing[0],
                       ". With --renew the newest one goes out in its place."));
  }
  const CosignAsk* const ask = out.offer.AskOf(opened.witness);
  if (ask == nullptr) {
    return Nothing("This witness has cosigned a larger checkpoint than the one that is out. Use --renew"
                   " while the server runs.");
  }
  return CosignRequest{
      out.size, audit::FormatAddCheckpointRequest(ask->old_size, ask->proof, out.offer.note)};
}

absl::Status AcceptCosignAnswer(const CosignDesk& desk, std::string_view witness,
                                std::string_view answer) {
  CANDOR_ASSIGN_OR_RETURN(const auto parsed, audit::ParseAnswerFile(answer));
  CANDOR_ASSIGN_OR_RETURN(const Opened opened, OpenDesk(desk, witness));
  CANDOR_ASSIGN_OR_RETURN(const auto out, ReadSigned(opened, Which::kOut));
  if (parsed.http_status == 200) return AcceptCosignature(opened, out, parsed);
  if (parsed.http_status == 409) return AcceptConflict(opened, out, parsed);
  return Refusal(parsed);
}

}  // namespace candor::services::publish

#include "services/publish/signed_heads.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "base/text.h"

namespace candor::services::publish {
namespace {

constexpr int kOk = 200;
constexpr int kNotFound = 404;

void Add(std::vector<SignedHead>& heads, std::string_view note, std::string who,
         const audit::NoteVerifierKey& log_key) {
  const auto opened = audit::OpenLogCheckpoint(note, log_key);
  if (opened.ok()) heads.push_back({opened->size, opened->root, std::move(who), std::string(note)});
}

// Whether it said what it knows.
bool AskWitness(WitnessLink& link, const std::string& name, const audit::NoteVerifierKey& log_key,
                std::vector<SignedHead>& heads) {
  const auto reply = link.LatestCheckpoint(log_key.name());
  if (!reply.ok()) return false;
  if (reply->status == kNotFound) return true;
  if (reply->status != kOk) return false;
  const std::size_t before = heads.size();
  Add(heads, AsText(reply->body), Cat("witness ", name), log_key);
  return heads.size() > before;
}

absl::Status CheckAnswered(std::size_t answered, const HeadSources& sources) {
  const std::size_t all = sources.witnesses.size();
  const auto asked = static_cast<std::size_t>(std::ranges::count_if(
      sources.witnesses, [](const auto& link) { return link != nullptr; }));
  const std::size_t needed =
      sources.locked.has_value() ? std::min(asked, all + 1 - sources.policy.quorum) : asked;
  if (answered >= needed) return absl::OkStatus();
  return absl::UnavailableError(
      Cat(answered, " of ", all, " witnesses say what this log has signed, and ", needed,
          " have to", sources.locked.has_value() ? "" : " where there is no lock file",
          ". Nothing was changed. Try again when they answer."));
}

absl::Status CheckOneHistory(const std::vector<SignedHead>& heads) {
  for (std::size_t i = 1; i < heads.size(); ++i) {
    if (heads[i - 1].size != heads[i].size || heads[i - 1].root == heads[i].root) continue;
    return absl::DataLossError(
        Cat("This log has signed two histories: ", heads[i - 1].who, " and ", heads[i].who,
            " name different roots for size ", heads[i].size,
            ". Nothing was changed. Keep everything, and call the independent body."));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<SignedHead>> FindSignedHeads(const HeadSources& sources) {
  std::vector<SignedHead> heads;
  if (sources.locked.has_value()) {
    heads.push_back({sources.locked->size, sources.locked->root, "the lock file", ""});
  }
  std::size_t answered = 0;
  for (std::size_t i = 0; i < sources.witnesses.size(); ++i) {
    if (sources.witnesses[i] == nullptr) continue;
    answered += AskWitness(*sources.witnesses[i], sources.policy.witnesses[i].name(),
                           sources.log_key, heads)
                    ? 1
                    : 0;
  }
  CANDOR_RETURN_IF_ERROR(CheckAnswered(answered, sources));
  for (const auto& note : sources.notes) Add(heads, note, "the mirror", sources.log_key);
  if (sources.begun.has_value()) heads.push_back(*sources.begun);
  std::erase_if(heads, [](const SignedHead& head) { return head.size == 0; });
  std::ranges::stable_sort(heads, {}, &SignedHead::size);
  CANDOR_RETURN_IF_ERROR(CheckOneHistory(heads));
  return heads;
}

}  // namespace candor::services::publish

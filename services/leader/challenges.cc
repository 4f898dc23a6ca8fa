#include "services/leader/challenges.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <vector>

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::leader {
namespace {

constexpr std::size_t kMaxFile = std::size_t{1} << 20;
constexpr std::string_view kUnused = "-";

// A line: the nonce in hex, its day, and the day of its answer or "-".
struct Kept {
  std::string nonce;
  Day made = 0;
  std::optional<Day> used{};
};

std::string NonceOf(const records::AuthorshipChallenge& challenge) { return HexEncode(challenge.challenge); }

absl::Status Damaged(const runtime::Path& file) {
  return absl::DataLossError(Cat(file.string(), " is no list of challenges. Move it away: challenges that were made before "
                                                "are then unknown, and have to be made anew."));
}

absl::StatusOr<std::vector<Kept>> Read(const runtime::Path& file) {
  std::vector<Kept> out;
  const auto bytes = runtime::ReadFile(file, kMaxFile);
  if (absl::IsNotFound(bytes.status())) return out;
  CANDOR_RETURN_IF_ERROR(bytes.status());
  std::istringstream lines{std::string(AsText(*bytes))};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string nonce, made, used, more;
    words >> nonce >> made >> used;
    const auto day = ParseDay(made);
    const auto answered = used == kUnused ? std::nullopt : ParseDay(used);
    if (nonce.size() != 64 || !day.has_value() || (used != kUnused && !answered.has_value()) || words >> more) {
      return Damaged(file);
    }
    out.push_back({nonce, *day, answered});
  }
  return out;
}

absl::Status Write(const runtime::Path& file, std::vector<Kept> kept, Day today) {
  std::erase_if(kept, [&](const Kept& each) { return today > each.made + records::kProofDays; });
  std::string lines;
  for (const Kept& each : kept) {
    lines += Cat(each.nonce, " ", FormatDay(each.made), " ",
                 each.used.has_value() ? FormatDay(*each.used) : std::string(kUnused), "\n");
  }
  return runtime::WriteFileAtomically(file, AsBytes(lines), 0600);
}

absl::StatusOr<runtime::FileLock> Lock(const runtime::Path& file) {
  return runtime::FileLock::Take(Cat(file.string(), ".lock"));
}

}  // namespace

absl::Status Challenges::Add(const records::AuthorshipChallenge& challenge, Day today) const {
  CANDOR_ASSIGN_OR_RETURN(const auto lock, Lock(file_));
  CANDOR_ASSIGN_OR_RETURN(auto kept, Read(file_));
  kept.push_back({NonceOf(challenge), challenge.day, std::nullopt});
  return Write(file_, std::move(kept), today);
}

absl::Status Challenges::Take(const records::AuthorshipChallenge& challenge, Day today) const {
  CANDOR_ASSIGN_OR_RETURN(const auto lock, Lock(file_));
  CANDOR_ASSIGN_OR_RETURN(auto kept, Read(file_));
  const auto at = std::ranges::find(kept, NonceOf(challenge), &Kept::nonce);
  if (at == kept.end()) {
    return absl::FailedPreconditionError(
        "The proof answers a challenge that was not made with this home folder, or was forgotten with its time. It proves "
        "nothing here: anybody who got the file could bring it. Make a new challenge with `candor receipt challenge`.");
  }
  if (at->used.has_value()) {
    return absl::FailedPreconditionError(
        Cat("This challenge was answered before, on ", FormatDay(*at->used),
            ": whoever brings the answer again may have copied it. Make a new challenge with `candor receipt challenge`."));
  }
  at->used = today;
  return Write(file_, std::move(kept), today);
}

}  // namespace candor::services::leader

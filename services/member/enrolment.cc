#include "services/member/enrolment.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "audit/roster_tree.h"
#include "base/status.h"
#include "base/text.h"
#include "records/issuance.h"
#include "records/signed.h"

namespace candor::services::member {
namespace {

constexpr std::size_t kGroupSize = 5;

// Crockford's reading: one case, I and L are 1, O is 0.
std::string Folded(std::string_view group) {
  std::string out;
  for (char c : group) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'I' || c == 'L') c = '1';
    if (c == 'O') c = '0';
    if (c != ' ') out.push_back(c);
  }
  return out;
}

bool IsGroup(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  return text.size() == kGroupSize && text.find_first_not_of(kDigits) == std::string_view::npos;
}

// "7", "7.", "7:", "7)" → 7; 0 for anything that is no group's number.
int GroupNumber(std::string_view text) {
  if (!text.empty() && std::string_view(".:)").find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  if (text.empty() || text.size() > 2) return 0;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + (c - '0');
  }
  return number <= records::kFingerprintGroups ? number : 0;
}

// The pairs of a line that holds nothing but pairs of number and group; nothing for any other line.
std::vector<std::pair<int, std::string>> PairsOf(const std::string& line) {
  std::istringstream words(line);
  std::vector<std::pair<int, std::string>> out;
  std::string number, group;
  while (words >> number) {
    if (!(words >> group)) return {};
    const int position = GroupNumber(number);
    group = Folded(group);
    if (position == 0 || !IsGroup(group)) return {};
    out.emplace_back(position, group);
  }
  return out;
}

}  // namespace

FingerprintChallenge::FingerprintChallenge(const crypto::Hash& fingerprint,
                                           crypto::RandomSource& random) {
  for (int i = 1; i <= records::kFingerprintGroups; ++i) positions_.push_back(i);
  random.Shuffle(positions_);
  positions_.resize(kAsked);
  std::ranges::sort(positions_);
  const auto groups = records::FingerprintGroups(fingerprint);
  for (const int position : positions_) {
    expected_.push_back(Folded(groups[static_cast<std::size_t>(position - 1)]));
  }
}

FingerprintChallenge::Outcome FingerprintChallenge::Try(const std::vector<std::string>& groups) {
  if (matched_) return Outcome::kMatch;
  if (failures_ >= kAttempts) return Outcome::kOver;
  matched_ = std::ranges::equal(groups, expected_, {},
                                [](const std::string& each) { return Folded(each); });
  if (matched_) return Outcome::kMatch;
  return ++failures_ >= kAttempts ? Outcome::kOver : Outcome::kTryAgain;
}

absl::Status CheckPublication(std::string_view publication, const crypto::Hash& fingerprint) {
  std::map<int, std::string> published;
  std::istringstream lines{std::string(publication)};
  std::string line;
  while (std::getline(lines, line)) {
    for (const auto& [position, group] : PairsOf(line)) {
      const auto [at, fresh] = published.emplace(position, group);
      if (!fresh && at->second != group) {
        return absl::InvalidArgumentError(
            "the fingerprint's publication holds two different groups with one number");
      }
    }
  }
  const auto expected = records::FingerprintGroups(fingerprint);
  if (published.size() != expected.size()) {
    return absl::InvalidArgumentError(
        "the fingerprint's publication does not hold all ten numbered groups of five characters");
  }
  for (const auto& [position, group] : published) {
    if (group != Folded(expected[static_cast<std::size_t>(position - 1)])) {
      return absl::FailedPreconditionError(
          "The trust bundle is not the one whose fingerprint the independent body published. "
          "Somebody may be showing you an organisation of its own. Tell the independent body. "
          "Nothing was sent.");
    }
  }
  return absl::OkStatus();
}

Bytes MakeEnrolRequest(const Wallet& wallet, const records::Invite& invite) {
  const records::EnrolRequest request{wallet.bundle.Fingerprint(), invite.issuer_origin,
                                      invite.code, wallet.member_key.verify_key()};
  return records::Signed::Make(wallet.member_key, crypto::Label::kEnrolRequest, request.Encode())
      .Encode();
}

absl::StatusOr<records::RosterEntry> TakeEnrolReply(Wallet& wallet, const records::Invite& invite,
                                                    ByteView reply_bytes) {
  CANDOR_ASSIGN_OR_RETURN(auto reply, records::EnrolReply::Decode(reply_bytes));
  if (!audit::VerifyRosterPath(reply.row.Leaf(), reply.leaf_index, reply.roster_size, reply.path,
                               reply.roster_root)
           .ok()) {
    return absl::FailedPreconditionError(
        Cat("The answer of ", invite.issuer_origin, " does not prove that you stand on its roster. "
            "You are not enrolled there. Tell the independent body."));
  }
  const records::RosterEntry entry = reply.row.entry;
  std::erase_if(wallet.enrolments, [&](const EnrolmentRecord& each) {
    return each.issuer_origin == invite.issuer_origin &&
           each.reply.roster_root == reply.roster_root;
  });
  wallet.enrolments.push_back({invite.issuer_origin, std::move(reply)});
  return entry;
}

absl::StatusOr<records::RosterEntry> Enrol(Wallet& wallet, const records::Invite& invite,
                                           Issuers& issuers, const Save& save) {
  if (wallet.bundle.FindIssuer(invite.issuer_origin) == nullptr) {
    return absl::FailedPreconditionError(
        Cat("The invite is of ", invite.issuer_origin,
            ", which your organisation's trust bundle does not name as an issuer. Nothing was "
            "sent."));
  }
  CANDOR_ASSIGN_OR_RETURN(const Bytes reply,
                          issuers.Enrol(invite.issuer_origin, MakeEnrolRequest(wallet, invite)));
  CANDOR_ASSIGN_OR_RETURN(const auto entry, TakeEnrolReply(wallet, invite, reply));
  CANDOR_RETURN_IF_ERROR(save());
  return entry;
}

}  // namespace candor::services::member

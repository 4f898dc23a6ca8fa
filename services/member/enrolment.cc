#include "services/member/enrolment.h"

#include <algorithm>

#include "audit/roster_tree.h"
#include "base/status.h"
#include "base/text.h"
#include "records/issuance.h"
#include "records/signed.h"
#include "services/follow/publication.h"

namespace candor::services::member {

FingerprintChallenge::FingerprintChallenge(const crypto::Hash& fingerprint,
                                           crypto::RandomSource& random) {
  for (int i = 1; i <= records::kFingerprintGroups; ++i) positions_.push_back(i);
  random.Shuffle(positions_);
  positions_.resize(kAsked);
  std::ranges::sort(positions_);
  const auto groups = records::FingerprintGroups(fingerprint);
  for (const int position : positions_) {
    expected_.push_back(follow::FoldedGroup(groups[static_cast<std::size_t>(position - 1)]));
  }
}

FingerprintChallenge::Outcome FingerprintChallenge::Try(const std::vector<std::string>& groups) {
  if (matched_) return Outcome::kMatch;
  if (failures_ >= kAttempts) return Outcome::kOver;
  matched_ = std::ranges::equal(groups, expected_, {},
                                [](const std::string& each) { return follow::FoldedGroup(each); });
  if (matched_) return Outcome::kMatch;
  return ++failures_ >= kAttempts ? Outcome::kOver : Outcome::kTryAgain;
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
  const auto other = std::ranges::find_if(wallet.enrolments, [&](const EnrolmentRecord& each) {
    return each.issuer_origin != invite.issuer_origin && each.reply.roster_root == reply.roster_root &&
           each.reply.row.Leaf() != reply.row.Leaf();
  });
  if (other != wallet.enrolments.end()) {
    return absl::FailedPreconditionError(
        Cat("The invite of ", invite.issuer_origin, " is for somebody else than the one of ", other->issuer_origin,
            ", with which you are enrolled: nobody can take part with both. You are not enrolled there, and the invite"
            " is used up. Ask whoever gave you the two for the right ones."));
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

// What members ask of an issuer: invites made for them, enrolment, and the draw.
#include <algorithm>
#include <utility>

#include "audit/roster_tree.h"
#include "base/status.h"
#include "crypto/hash.h"
#include "services/issuer/issuer.h"

namespace candor::services::issuer {
namespace {

using records::Hash;

// Positions of the named persons, all of them when none is named.
absl::StatusOr<std::vector<std::uint32_t>> FindRows(const records::RosterFile& roster,
                                                    const std::vector<std::string>& ids) {
  std::map<std::string_view, std::uint32_t> positions;
  for (std::size_t i = 0; i < roster.rows.size(); ++i) {
    positions[roster.rows[i].entry.id] = static_cast<std::uint32_t>(i);
  }
  std::vector<std::uint32_t> out;
  if (ids.empty()) {
    for (std::uint32_t i = 0; i < roster.rows.size(); ++i) out.push_back(i);
    return out;
  }
  for (const auto& id : ids) {
    const auto at = positions.find(id);
    if (at == positions.end()) {
      return absl::NotFoundError(
          "Somebody named is not in this roster, so no invite was made. Correct the list of ids.");
    }
    // A name that stands twice would get two codes, of which only one is ever handed out.
    if (std::ranges::find(out, at->second) != out.end()) {
      return absl::InvalidArgumentError(
          "Somebody is named twice, so no invite was made. Name each id once.");
    }
    out.push_back(at->second);
  }
  return out;
}

absl::Status CheckEnrolOutcome(store::EnrolOutcome::Result result) {
  using Result = store::EnrolOutcome::Result;
  switch (result) {
    case Result::kEnrolled:
    case Result::kReplaced:
    case Result::kReplay: return absl::OkStatus();
    case Result::kUnknownCode:
      return absl::NotFoundError(
          "This issuer has given out no such code. Nothing was changed. Use the invite of this"
          " issuer, or ask for a new one.");
    case Result::kUsedCode:
      return absl::AlreadyExistsError(
          "This code was used before, with another key. If that was not you, somebody else has"
          " enrolled in your place: tell the independent body, and ask for a new invite.");
    case Result::kExpiredCode:
      return absl::FailedPreconditionError(
          "This code has expired. Nothing was changed. Ask for a new invite.");
  }
  return absl::InternalError("an enrolment without an outcome");
}

// Exactly the manifest's keys, each with exactly its quota: a request that differs from everybody's
// would set its member apart.
absl::Status CheckQuota(const records::IssueRequest& request, const records::IssuerKeys& spkis,
                        const records::Quotas& quotas) {
  for (std::size_t i = 0; i < request.purposes.size(); ++i) {
    const auto& asked = request.purposes[i];
    if (asked.token_key_id != crypto::Sha256({spkis[i]})) {
      return absl::InvalidArgumentError(
          "The request names another token key than the campaign has for that purpose. Nothing was"
          " drawn. Fetch the campaign's manifest again.");
    }
    if (asked.count != quotas.Of(records::kPurposes[i])) {
      return absl::InvalidArgumentError(
          "The request does not ask for exactly the campaign's quota. Nothing was drawn. The full"
          " quota of all purposes is drawn in one call.");
    }
  }
  return absl::OkStatus();
}

// All or nothing, in the order of the messages.
template <class KeySet>
absl::StatusOr<std::vector<records::BlindSignature>> SignAll(const records::IssueCall& call,
                                                             const records::IssueRequest& request,
                                                             const KeySet& keys) {
  std::vector<records::BlindSignature> out;
  out.reserve(call.blinded_messages.size());
  auto message = call.blinded_messages.begin();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (std::uint8_t n = 0; n < request.purposes[i].count; ++n, ++message) {
      auto signature = keys[i]->BlindSign(*message);
      if (!signature.ok()) return signature.status();
      out.push_back(*signature);
    }
  }
  return out;
}

}  // namespace

absl::StatusOr<records::CreateInvitesReply> Issuer::CreateInvites(
    const records::CreateInvitesCall& call) {
  CANDOR_RETURN_IF_ERROR(LeavesOf(call.roster_root).status());
  if (call.expires <= Today(clock_.Now())) {
    return absl::InvalidArgumentError(
        "The invites would expire before they could be used. Name a day after today.");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto roster, store_.Roster(call.roster_root));
  CANDOR_ASSIGN_OR_RETURN(const auto rows, FindRows(roster, call.ids));
  records::CreateInvitesReply reply;
  std::vector<store::NewInvite> invites;
  for (const std::uint32_t row : rows) {
    const auto code = random_.Array<16>();
    invites.push_back({.code_hash = records::InviteCodeHash(origin_, code),
                       .leaf_index = row,
                       .expires = call.expires});
    reply.items.push_back({.id = roster.rows[row].entry.id, .code = code});
  }
  const MutexLock lock(write_mutex_);
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  CANDOR_RETURN_IF_ERROR(Written(store_.CreateInvites(call.roster_root, invites)));
  return reply;
}

absl::StatusOr<records::EnrolReply> Issuer::Enrol(const records::Signed& signed_request) {
  CANDOR_RETURN_IF_ERROR(signed_request.Verify(crypto::Label::kEnrolRequest));
  CANDOR_ASSIGN_OR_RETURN(const auto request, records::EnrolRequest::Decode(signed_request.body));
  if (request.member_key != signed_request.signer) {
    return absl::InvalidArgumentError("The request names another key than the one that signed it.");
  }
  if (request.fingerprint != fingerprint_) {
    return absl::FailedPreconditionError(
        "This client has pinned another organisation fingerprint than this issuer has. Nothing was"
        " changed. Compare with the independent body's publication before going on.");
  }
  if (request.issuer_origin != origin_) {
    return absl::InvalidArgumentError(
        "The request is for another issuer. Nothing was changed. Use each issuer's own invite.");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto member, CommitEnrolment(request));
  return ReplyTo(member);
}

absl::StatusOr<store::Member> Issuer::CommitEnrolment(const records::EnrolRequest& request) {
  using Result = store::EnrolOutcome::Result;
  const MutexLock lock(write_mutex_);
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  const Day today = Today(clock_.Now());
  CANDOR_RETURN_IF_ERROR(TellPastDay(today));
  const store::EnrolOperation operation{.code_hash = records::InviteCodeHash(origin_, request.code),
                                        .member_key = request.member_key,
                                        .today = today};
  const auto make_entry = [&](const store::Member& member) {
    // The roster of every invite is among leaves_: it was imported before the invite was made.
    const SharedLeaves leaves = *LeavesOf(member.roster_root);
    return MakeEntry(today, records::kNoCampaign,
                     records::Enrolment{.commitment = records::EnrolmentCommitment(
                                            member.enrolment_salt, member.roster_root,
                                            leaves->at(member.leaf_index), member.member_key)});
  };
  CANDOR_ASSIGN_OR_RETURN(const auto outcome,
                          Written(store_.Enrol(operation, random_.Array<32>(), make_entry)));
  CANDOR_RETURN_IF_ERROR(CheckEnrolOutcome(outcome.result));
  if (outcome.result != Result::kReplay) {
    untold_.day = today;
    const bool fresh = outcome.result == Result::kEnrolled && !recovered_;
    ++(fresh ? untold_.fresh : untold_.replaced);
  }
  return outcome.member;
}

absl::StatusOr<records::EnrolReply> Issuer::ReplyTo(const store::Member& member) const {
  CANDOR_ASSIGN_OR_RETURN(const SharedLeaves leaves, LeavesOf(member.roster_root));
  CANDOR_ASSIGN_OR_RETURN(auto row, store_.Row(member.roster_root, member.leaf_index));
  return records::EnrolReply{.roster_root = member.roster_root,
                             .roster_size = static_cast<std::uint32_t>(leaves->size()),
                             .leaf_index = member.leaf_index,
                             .row = std::move(row),
                             .path = audit::RosterPath(*leaves, member.leaf_index),
                             .enrolment_salt = member.enrolment_salt};
}

absl::StatusOr<Issuer::Campaign> Issuer::FindDrawable(const records::CampaignId& id,
                                                      Day today) const {
  const MutexLock lock(state_mutex_);
  const auto at = std::ranges::find(campaigns_, id, &Campaign::id);
  if (at == campaigns_.end()) {
    return absl::NotFoundError(
        "The board's log, as far as witnesses have cosigned it, opens no such campaign with this"
        " issuer. Nothing was drawn. If it was opened just now, try again in a few minutes.");
  }
  if (closed_.contains(id)) {
    return absl::FailedPreconditionError(
        "This issuer was restored from an older copy while tokens of this campaign were being drawn, and"
        " no longer knows who has drawn. So that nobody draws twice, it gives out none of this campaign"
        " any more. Nothing was drawn. What was drawn before stays good.");
  }
  if (today < at->issuance_opens) {
    return absl::FailedPreconditionError(
        "Tokens of this campaign cannot be drawn yet. Nothing was drawn. Try again when its issuance"
        " has opened.");
  }
  if (today >= at->speaking_closes) {
    return absl::FailedPreconditionError(
        "The speaking of this campaign is over, and no tokens are given out any more.");
  }
  if (at->keys.front() == nullptr) {
    return absl::FailedPreconditionError(
        "The campaign's manifest names token keys that this issuer did not make for it, or made for"
        " another. Nothing was drawn, and nothing will be.");
  }
  if (at->logged_at == 0 || at->logged_at > published_size_) {
    return absl::UnavailableError(
        "The campaign's token keys are not yet in this issuer's log under a cosigned checkpoint."
        " Nothing was drawn. Try again in a few minutes.");
  }
  return *at;
}

absl::StatusOr<store::Member> Issuer::FindEntitled(const records::VerifyKey& member_key,
                                                   const records::IssueRequest& request,
                                                   const Campaign& campaign) const {
  CANDOR_ASSIGN_OR_RETURN(const auto member,
                          store_.FindMember(member_key, campaign.roster_root));
  if (!member.has_value()) {
    return absl::NotFoundError(
        "This key is not enrolled here for the campaign's roster, or a newer key took its place."
        " Nothing was drawn. Enrol with this issuer's invite for that roster.");
  }
  CANDOR_ASSIGN_OR_RETURN(const SharedLeaves leaves, LeavesOf(member->roster_root));
  if (leaves->at(member->leaf_index) != request.roster_leaf) {
    return absl::InvalidArgumentError(
        "The request names another roster entry than this key's. Nothing was drawn.");
  }
  return *member;
}

absl::StatusOr<records::Salt> Issuer::CommitIssuance(const store::Member& member,
                                                     const records::IssueCall& call,
                                                     const records::CampaignId& campaign) {
  const MutexLock lock(write_mutex_);
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  const Day today = Today(clock_.Now());
  // Midnight may have passed since the first look, and an entry must not stand outside the window.
  CANDOR_RETURN_IF_ERROR(FindDrawable(campaign, today).status());
  CANDOR_RETURN_IF_ERROR(TellPastDay(today));
  const auto salt = random_.Array<32>();
  const store::IssueOperation operation{
      .roster_root = member.roster_root,
      .leaf_index = member.leaf_index,
      .campaign_id = campaign,
      .request_hash =
          crypto::LabelledHash(crypto::Label::kIssueRequest, {call.request.Encode()}),
      .salt = salt,
      .entry = MakeEntry(today, campaign,
                         records::Issuance{.commitment = records::IssuanceCommitment(
                                               salt, call.request)}),
      .request = call.request};
  CANDOR_ASSIGN_OR_RETURN(const auto outcome, Written(store_.Issue(operation)));
  if (outcome.result == store::IssueOutcome::Result::kDrawn) {
    return absl::AlreadyExistsError(
        "The tokens of this roster entry were drawn before, with another request, and are given out"
        " once for each campaign, whatever key asks. Nothing was drawn.");
  }
  if (outcome.result == store::IssueOutcome::Result::kIssued) {
    untold_.day = today;
    ++untold_.issued;
  }
  return outcome.salt;
}

absl::StatusOr<records::IssueReply> Issuer::Issue(const records::IssueCall& call) {
  CANDOR_ASSIGN_OR_RETURN(const auto request, records::VerifyIssueCall(call));
  if (request.fingerprint != fingerprint_) {
    return absl::FailedPreconditionError(
        "This client has pinned another organisation fingerprint than this issuer has. Nothing was"
        " drawn. Compare with the independent body's publication before going on.");
  }
  CANDOR_ASSIGN_OR_RETURN(const Campaign campaign,
                          FindDrawable(request.campaign_id, Today(clock_.Now())));
  CANDOR_ASSIGN_OR_RETURN(const auto member,
                          FindEntitled(call.request.signer, request, campaign));
  CANDOR_RETURN_IF_ERROR(CheckQuota(request, campaign.spkis, campaign.quotas));
  CANDOR_ASSIGN_OR_RETURN(auto signatures, SignAll(call, request, campaign.keys));
  CANDOR_ASSIGN_OR_RETURN(const auto salt, CommitIssuance(member, call, campaign.id));
  return records::IssueReply{.issuance_salt = salt, .blind_signatures = std::move(signatures)};
}

}  // namespace candor::services::issuer

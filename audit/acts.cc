#include "audit/acts.h"

#include <algorithm>

#include "base/status.h"
#include "base/text.h"
#include "crypto/commitment.h"
#include "crypto/envelope.h"
#include "records/target.h"

namespace candor::audit {
namespace {

using records::Kind;
using records::Role;

absl::Status Refuse(std::string_view why) { return absl::FailedPreconditionError(Cat(why)); }
absl::Status Deny(std::string_view why) { return absl::PermissionDeniedError(Cat(why)); }
absl::Status Missing(std::string_view why) { return absl::NotFoundError(Cat(why)); }

bool Contains(const std::vector<records::Named>& people, const records::VerifyKey& key) {
  return std::ranges::find(people, key, &records::Named::key) != people.end();
}

std::optional<records::SubmissionBody> BodyOf(const Campaign& campaign, const crypto::Hash& submission) {
  const auto at = campaign.submissions.find(submission);
  if (at == campaign.submissions.end()) return std::nullopt;
  auto decoded = records::SignedSubmission::Decode(at->second.signed_submission);
  if (!decoded.ok()) return std::nullopt;
  return std::move(decoded->body);
}

bool BeginsThread(Kind kind) { return kind == Kind::kOpinion || kind == Kind::kContribution; }

// The rule of each type, for an act of this campaign that was not made before.
struct Rules {
  const BoardView& view;
  const Campaign& campaign;
  const records::VerifyKey& signer;
  Day day;

  const records::Draft& draft() const { return campaign.manifest->draft; }
  const CampaignActs& acts() const { return campaign.acts; }

  bool Facilitates() const {
    return Contains(draft().facilitators, signer) && view.Holds(signer, Role::kFacilitator);
  }
  bool Sponsors() const {
    return Contains(draft().sponsors, signer) && view.Holds(signer, Role::kSponsor);
  }
  bool Leads() const { return ActsAsReader(draft(), signer) && view.Holds(signer, Role::kReader); }

  absl::Status ByFacilitator() const {
    return Facilitates() ? absl::OkStatus() : Deny("only a facilitator of this campaign does this");
  }
  absl::Status ByLeader() const {
    return Leads() ? absl::OkStatus()
                   : Deny("only a reader of this campaign, or a reader's named delegate, does this");
  }

  absl::Status CheckReason(std::uint8_t reason) const {
    if (reason < draft().moderation_reasons.size()) return absl::OkStatus();
    return Refuse("the reason is none of those that the campaign's manifest allows");
  }
  absl::Status CheckOnWall(const crypto::Hash& target) const {
    if (acts().published.contains(target) || acts().themes.contains(target)) return absl::OkStatus();
    return Missing("neither a published text nor a theme of this campaign is called so");
  }
  // An opinion or contribution that somebody can read.
  absl::StatusOr<records::SubmissionBody> FindText(const crypto::Hash& target) const {
    auto body = BodyOf(campaign, target);
    if (!body.has_value() || !BeginsThread(body->kind)) {
      return Missing("no sealed opinion or contribution of this campaign has that number");
    }
    if (!IsReadable(campaign, target)) {
      return Refuse("this text is withheld, withdrawn or erased: nobody is given it");
    }
    return *std::move(body);
  }

  absl::Status operator()(const records::PledgeRenewal& act) const {
    const bool pledged = Contains(draft().readers, signer) || Contains(draft().facilitators, signer) ||
                         Contains(draft().operators, signer);
    if (!pledged) return Deny("only those who signed this campaign's pledge renew it");
    if (act.pledge != draft().PledgeHash()) return Refuse("this is not the pledge of this campaign");
    return absl::OkStatus();
  }

  absl::Status operator()(const records::Acknowledgement& act) const {
    CANDOR_RETURN_IF_ERROR(ByLeader());
    CANDOR_ASSIGN_OR_RETURN(const auto body, FindText(act.target));
    if (!IsAddressedTo(draft(), body.audience, signer)) {
      return Deny("this text is addressed to an audience that you do not belong to");
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const records::PrivateNote& act) const {
    if (!Leads() && !Facilitates()) {
      return Deny("only a reader or a facilitator of this campaign writes to an author");
    }
    if (day >= campaign.open.phases.conversation_ends) {
      return Refuse("the conversation of this campaign has ended: its author could not answer");
    }
    const auto body = BodyOf(campaign, act.target);
    if (!body.has_value() || !IsReadable(campaign, act.target)) {
      return Missing("no text of this campaign that can be read has that number");
    }
    if (!Facilitates() && !IsAddressedTo(draft(), body->audience, signer)) {
      return Deny("this text is addressed to an audience that you do not belong to");
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const records::Action& act) const {
    if (!Leads() && !Sponsors()) return Deny("only a reader or a sponsor of this campaign promises an action");
    if (act.due < day) return Refuse("the action is due before today");
    for (const auto& link : act.links) {
      if (acts().themes.contains(link)) continue;
      CANDOR_RETURN_IF_ERROR(FindText(link).status());
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const records::ActionOutcome& act) const {
    if (!Leads() && !Sponsors()) {
      return Deny("only a reader or a sponsor of this campaign says what became of an action");
    }
    if (!acts().actions.contains(act.action)) return Missing("no action of this campaign has that number");
    if (act.outcome == records::Outcome::kMoved && act.due < day) {
      return Refuse("the action's new day is before today");
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const records::Decision& act) const {
    if (!Sponsors()) return Deny("only a sponsor of this campaign records a decision");
    const auto theme = acts().themes.find(act.theme);
    if (theme == acts().themes.end()) return Missing("no theme of this campaign has that number");
    if (act.revision != theme->second.decisions.size()) {
      return Refuse(Cat("the next revision of the decision on this theme is number ",
                        theme->second.decisions.size(), "; sync and look"));
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const records::Prompt&) const { return ByFacilitator(); }

  absl::Status operator()(const records::Theme& act) const {
    CANDOR_RETURN_IF_ERROR(ByFacilitator());
    if (act.revision > 0) {
      const auto theme = acts().themes.find(act.theme);
      if (theme == acts().themes.end()) return Missing("no theme of this campaign has that number");
      if (theme->second.into.has_value()) return Refuse("this theme was merged into another one");
      if (act.revision != theme->second.revisions.size()) {
        return Refuse(Cat("the next revision of this theme is number ", theme->second.revisions.size(),
                          "; sync and look"));
      }
    }
    for (const auto& item : act.items) CANDOR_RETURN_IF_ERROR(FindText(item).status());
    return absl::OkStatus();
  }

  absl::Status operator()(const records::Publish& act) const {
    CANDOR_RETURN_IF_ERROR(ByFacilitator());
    CANDOR_ASSIGN_OR_RETURN(const auto body, FindText(act.target));
    if (acts().published.contains(act.target)) return Refuse("this text is published already");
    const auto consent = static_cast<std::uint8_t>(ConsentOf(campaign, body.thread_key));
    const auto form = static_cast<std::uint8_t>(act.form);
    if (form > consent) return Refuse("its author has not consented to a publication in this form");
    // The commitment of the body is to the headline or to the text, as its author chose; a paraphrase opens none.
    if (act.form != records::Form::kParaphrase && form != static_cast<std::uint8_t>(body.quote)) {
      return Refuse("its author has committed to another form than this one; publish that one, or a paraphrase");
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const records::PublishDeclined& act) const {
    CANDOR_RETURN_IF_ERROR(ByFacilitator());
    CANDOR_RETURN_IF_ERROR(CheckReason(act.reason));
    CANDOR_RETURN_IF_ERROR(FindText(act.target).status());
    if (acts().published.contains(act.target)) return Refuse("this text is published already; it can be hidden");
    if (acts().declined.contains(act.target)) return Refuse("its publication was declined already");
    return absl::OkStatus();
  }

  absl::Status operator()(const records::Hide& act) const {
    CANDOR_RETURN_IF_ERROR(ByFacilitator());
    CANDOR_RETURN_IF_ERROR(CheckReason(act.reason));
    if (draft().FindAudience(records::kAppealPanel) == nullptr) {
      return Refuse("this campaign names no appeal panel, so nothing in it can be hidden");
    }
    const auto item = acts().published.find(act.target);
    if (item == acts().published.end()) return Missing("nothing published in this campaign has that number");
    if (item->second.hidden) return Refuse("this text is hidden already");
    return absl::OkStatus();
  }

  absl::Status operator()(const records::AppealDecision& act) const {
    if (!IsAddressedTo(draft(), records::kAppealPanel, signer) || !view.Holds(signer, Role::kReader)) {
      return Deny("only the appeal panel of this campaign decides on an appeal");
    }
    const auto appeal = acts().appeals.find(act.appeal);
    if (appeal == acts().appeals.end()) return Missing("no sealed appeal of this campaign has that number");
    if (appeal->second.ruling.has_value()) return Refuse("this appeal was decided already");
    return absl::OkStatus();
  }

  absl::Status operator()(const records::Merge& act) const {
    CANDOR_RETURN_IF_ERROR(ByFacilitator());
    if (act.from == act.into) return Refuse("something cannot be merged into itself");
    const bool themes = acts().themes.contains(act.from) && acts().themes.contains(act.into);
    const bool items = acts().published.contains(act.from) && acts().published.contains(act.into);
    if (!themes && !items) return Missing("two themes are merged, or two published texts of this campaign");
    // What has gone elsewhere neither goes again nor takes anything: so points are summed once.
    if (acts().MergedInto(act.from) != act.from || acts().MergedInto(act.into) != act.into) {
      return Refuse("one of the two was merged into another one already");
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const records::Connect& act) const {
    CANDOR_RETURN_IF_ERROR(ByFacilitator());
    if (act.one == act.other) return Refuse("two different things are connected");
    CANDOR_RETURN_IF_ERROR(CheckOnWall(act.one));
    return CheckOnWall(act.other);
  }

  absl::Status operator()(const records::Spotlight& act) const {
    CANDOR_RETURN_IF_ERROR(ByFacilitator());
    return CheckOnWall(act.target);
  }

  absl::Status operator()(const records::ConflictDeclared& act) const {
    if (!Leads() && !Facilitates() && !Sponsors()) {
      return Deny("only a reader, facilitator or sponsor of this campaign declares a conflict of interest");
    }
    return act.about == crypto::kZeroHash ? absl::OkStatus() : CheckOnWall(act.about);
  }
};

struct ContentRules {
  const Campaign& campaign;
  ByteView content;

  absl::Status operator()(const records::Publish& act) const {
    CANDOR_ASSIGN_OR_RETURN(const auto text, records::PublishContent::Decode(content));
    if (act.form == records::Form::kParaphrase) {
      return text.salt == records::Salt{} ? absl::OkStatus()
                                          : Refuse("a paraphrase opens nothing, and carries no salt");
    }
    const auto body = BodyOf(campaign, act.target);
    if (!body.has_value()) return Missing("a publication of what is not in its campaign");
    if (crypto::PublicCommitment(text.salt, static_cast<std::uint8_t>(act.form), text.text) !=
        body->public_commitment) {
      return Refuse("what is published is not what its author committed to, word for word");
    }
    return absl::OkStatus();
  }

  absl::Status operator()(const records::PrivateNote& act) const {
    const auto body = BodyOf(campaign, act.target);
    if (!body.has_value() || content.size() != crypto::EnvelopeSize(1)) {
      return Refuse("a private note that is no envelope to one thread");
    }
    const auto header = crypto::ParseEnvelopeHeader(content);
    const crypto::EnvelopeHeader expected{campaign.id, body->thread_key, records::kToTheThread};
    if (!header.ok() || *header != expected) {
      return Refuse("a private note whose envelope names another thread");
    }
    return absl::OkStatus();
  }

  template <class Other>
  absl::Status operator()(const Other&) const {
    return records::NoteContent::Decode(content).status();
  }
};

absl::Status CheckFollowUpTarget(const Campaign& campaign, const records::SubmissionBody& body) {
  if (body.target == crypto::kZeroHash) return absl::OkStatus();
  const auto* note = campaign.acts.FindAs<records::PrivateNote>(body.target);
  const auto about = note == nullptr ? std::nullopt : BodyOf(campaign, note->target);
  if (!about.has_value() || about->thread_key != body.thread_key) {
    return Refuse("a follow-up to a question that its thread was not asked");
  }
  return absl::OkStatus();
}

absl::Status CheckAppealTarget(const Campaign& campaign, const records::SubmissionBody& body) {
  const auto hide = campaign.acts.hides.find(body.target);
  const auto hidden =
      hide == campaign.acts.hides.end() ? std::nullopt : BodyOf(campaign, hide->second.target);
  if (!hidden.has_value() || hidden->thread_key != body.thread_key) {
    return Refuse("an appeal against something else than a hide of its thread");
  }
  return absl::OkStatus();
}

bool IsWithheld(const Campaign& campaign, const crypto::Hash& submission) {
  return std::ranges::any_of(campaign.batches, [&](const Batch& batch) {
    return batch.seal.withheld &&
           std::ranges::find(batch.submissions, submission) != batch.submissions.end();
  });
}

enum class Revises : bool { kNo, kYes };

// A single text. What stands is corrected also when the text that it answers is gone.
absl::Status CheckAnswersText(const Campaign& campaign, const records::VerifyKey& leader, const crypto::Hash& target,
                              Revises revises) {
  const auto body = BodyOf(campaign, target);
  if (!body.has_value() || !BeginsThread(body->kind)) {
    return Missing("no sealed opinion or theme of this campaign has that hash");
  }
  if (IsWithheld(campaign, target)) return Refuse("this opinion was withheld: too few spoke, and nobody has read it");
  if (revises == Revises::kNo && !IsReadable(campaign, target)) {
    return Refuse("this text was withdrawn or erased: nobody is given it");
  }
  if (IsAddressedTo(campaign.manifest->draft, body->audience, leader)) return absl::OkStatus();
  return Deny("this opinion is addressed to an audience you do not belong to");
}

}  // namespace

absl::Status CheckAct(const BoardView& view, const Campaign& campaign, const records::Signed& record,
                      const records::Act& act, Day day) {
  if (act.campaign_id != campaign.id) return Missing("an act of another campaign");
  if (day < act.day || day > act.day + kActDelay) {
    return Refuse("the act was signed on another day than today: sign it anew");
  }
  if (day >= campaign.open.phases.retention_ends) {
    return Refuse("the campaign's retention has ended: nothing is added to it");
  }
  if (campaign.acts.by_id.contains(records::ActId(record))) return Refuse("this very act is in the log already");
  return std::visit(Rules{view, campaign, record.signer, day}, act.body);
}

absl::Status CheckAnswer(const BoardView& view, const Campaign& campaign, const records::VerifyKey& leader,
                         const records::Answer& answer, Day day) {
  if (answer.campaign_id != campaign.id) return Missing("an answer in another campaign");
  if (!ActsAsReader(campaign.manifest->draft, leader)) {
    return Deny("you are no reader of this campaign, so you cannot answer in it");
  }
  if (!view.Holds(leader, Role::kReader)) return Deny("your role as a reader was revoked");
  if (day >= campaign.open.phases.retention_ends) {
    return Refuse("the campaign's retention has ended: nothing is added to it");
  }
  const auto earlier = campaign.answers.find(answer.target);
  const std::size_t next = earlier == campaign.answers.end() ? 0 : earlier->second.size();
  if (!campaign.acts.themes.contains(answer.target)) {
    CANDOR_RETURN_IF_ERROR(CheckAnswersText(campaign, leader, answer.target, next > 0 ? Revises::kYes : Revises::kNo));
  }
  if (answer.revision == next) return absl::OkStatus();
  return Refuse(Cat("the next revision of the answer to this opinion is number ", next,
                    "; somebody may have answered meanwhile: sync and look"));
}

absl::Status CheckActContent(const Campaign& campaign, const records::Act& act, ByteView content) {
  return std::visit(ContentRules{campaign, content}, act.body);
}

absl::Status CheckTarget(const Campaign& campaign, const records::SubmissionBody& body) {
  const CampaignActs& acts = campaign.acts;
  const bool on_wall = acts.published.contains(body.target) || acts.themes.contains(body.target);
  switch (body.kind) {
    case Kind::kOpinion:
      if (records::IsOpinionTarget(body.target, campaign.manifest->draft)) return absl::OkStatus();
      return Refuse("an opinion on a sub-question that the campaign does not have");
    case Kind::kContribution:
      if (on_wall || acts.FindAs<records::Prompt>(body.target) != nullptr) return absl::OkStatus();
      return Refuse("a contribution to something that is not on the wall");
    case Kind::kEndorsement:
      if (on_wall) return absl::OkStatus();
      return Refuse("an endorsement of something that is not on the wall");
    case Kind::kFollowUp: return CheckFollowUpTarget(campaign, body);
    case Kind::kAppeal: return CheckAppealTarget(campaign, body);
    case Kind::kRating:
      if (acts.actions.contains(body.target)) return absl::OkStatus();
      return Refuse("a rating of something that is no action of the campaign");
    case Kind::kWithdrawal:
    case Kind::kBlank: return absl::OkStatus();
  }
  return Refuse("an unknown kind");
}

records::Quote ConsentOf(const Campaign& campaign, const records::VerifyKey& thread_key) {
  const auto at = campaign.threads.find(thread_key);
  return at == campaign.threads.end() ? records::Quote::kNever : at->second.consent;
}

bool ActsAsReader(const records::Draft& draft, const records::VerifyKey& key) {
  return draft.FindReader(key) != nullptr ||
         std::ranges::find(draft.delegates, key, &records::Delegate::delegate) != draft.delegates.end();
}

bool IsAddressedTo(const records::Draft& draft, std::uint8_t audience, const records::VerifyKey& key) {
  const records::Audience* const found = draft.FindAudience(audience);
  if (found == nullptr) return false;
  const auto reads = [&](const records::VerifyKey& reader) {
    return std::ranges::find(found->readers, reader) != found->readers.end();
  };
  return reads(key) || std::ranges::any_of(draft.delegates, [&](const records::Delegate& each) {
           return each.delegate == key && reads(each.reader);
         });
}

bool IsReadable(const Campaign& campaign, const crypto::Hash& submission) {
  const auto at = campaign.submissions.find(submission);
  if (at == campaign.submissions.end() || at->second.tombstone.has_value()) return false;
  const auto decoded = records::SignedSubmission::Decode(at->second.signed_submission);
  return decoded.ok() && records::HasEnvelope(decoded->body.kind) && !IsWithheld(campaign, submission);
}

bool IsAnswerable(const Campaign& campaign, const crypto::Hash& target) {
  if (campaign.acts.themes.contains(target)) return true;
  const auto body = BodyOf(campaign, target);
  return body.has_value() && BeginsThread(body->kind);
}

}  // namespace candor::audit

// Acts of people with a role, and what members' submissions do to the state of acts.
#include <algorithm>
#include <utility>

#include "audit/acts.h"
#include "audit/board_replay.h"
#include "audit/merkle.h"
#include "base/status.h"

namespace candor::audit {
namespace {

absl::Status Broken(const char* why) { return absl::FailedPreconditionError(why); }

// What an act that was checked changes. `place` is its own.
struct Changes {
  CampaignActs& acts;
  ActPlace place;

  const PublicAct& made() const { return acts.all[place]; }

  void operator()(const records::PledgeRenewal&) const {
    acts.renewals[made().signer].push_back(made().day);
  }
  void operator()(const records::Acknowledgement& act) const {
    acts.acknowledgements[act.target].push_back(place);
  }
  void operator()(const records::PrivateNote& act) const { acts.notes[act.target].push_back(place); }
  void operator()(const records::Action&) const { acts.actions[made().id].action = place; }
  void operator()(const records::ActionOutcome& act) const {
    acts.actions.at(act.action).outcomes.push_back(place);
  }
  void operator()(const records::Decision& act) const {
    acts.themes.at(act.theme).decisions.push_back(place);
  }
  void operator()(const records::Prompt&) const {}
  void operator()(const records::Theme& act) const {
    ThemeState& theme = acts.themes[act.revision == 0 ? made().id : act.theme];
    theme.revisions.push_back(place);
    for (const auto& item : act.items) theme.items.emplace(item, made().day);
  }
  void operator()(const records::Publish& act) const { acts.published[act.target].publish = place; }
  void operator()(const records::PublishDeclined& act) const { acts.declined[act.target] = place; }
  void operator()(const records::Hide& act) const {
    PublishedState& item = acts.published.at(act.target);
    item.hides.push_back(place);
    item.hidden = true;
    acts.hides[made().id] = {place, act.target, false};
  }
  void operator()(const records::AppealDecision& act) const {
    AppealState& appeal = acts.appeals.at(act.appeal);
    appeal.ruling = place;
    if (act.ruling != records::Ruling::kShownAgain) return;
    HideState& hide = acts.hides.at(appeal.hide);
    hide.lifted = true;
    // A later hide, with a reason of its own, takes an appeal of its own.
    PublishedState& item = acts.published.at(hide.target);
    if (acts.all[item.hides.back()].id == appeal.hide) item.hidden = false;
  }
  void operator()(const records::Merge& act) const {
    if (const auto theme = acts.themes.find(act.from); theme != acts.themes.end()) {
      theme->second.into = act.into;
      ThemeState& into = acts.themes.at(act.into);
      for (const auto& [item, since] : theme->second.items) into.items.emplace(item, std::max(since, made().day));
    } else {
      acts.published.at(act.from).into = act.into;
    }
  }
  void operator()(const records::Connect&) const {}
  void operator()(const records::Spotlight&) const {}
  void operator()(const records::ConflictDeclared&) const {}
};

// Where the content of each type goes.
absl::Status TakeContent(ByteView content, PublicAct& act) {
  if (std::holds_alternative<records::PrivateNote>(act.act.body)) {
    act.sealed = ToBytes(content);
    return absl::OkStatus();
  }
  if (std::holds_alternative<records::Publish>(act.act.body)) {
    CANDOR_ASSIGN_OR_RETURN(act.published, records::PublishContent::Decode(content));
    return absl::OkStatus();
  }
  CANDOR_ASSIGN_OR_RETURN(act.note, records::NoteContent::Decode(content));
  return absl::OkStatus();
}

}  // namespace

absl::Status BoardView::Replay::operator()(const records::ActEntry& made) const {
  Campaign* const at = campaign();
  if (at == nullptr) return Broken("an act in an unknown campaign");
  CANDOR_RETURN_IF_ERROR(made.record.Verify(crypto::Label::kAct));
  CANDOR_ASSIGN_OR_RETURN(auto act, records::Act::Decode(made.record.body));
  CANDOR_RETURN_IF_ERROR(CheckAct(view, *at, made.record, act, entry.day));
  PublicAct taken{.index = view.size_,
                  .day = entry.day,
                  .signer = made.record.signer,
                  .act = std::move(act),
                  .id = records::ActId(made.record),
                  .leaf_hash = LeafHash(raw)};
  if (!content.empty()) {
    CANDOR_RETURN_IF_ERROR(CheckActContent(*at, taken.act, content.content));
    CANDOR_RETURN_IF_ERROR(TakeContent(content.content, taken));
  }
  const ActPlace place = at->acts.all.size();
  at->acts.by_id.emplace(taken.id, place);
  at->acts.all.push_back(std::move(taken));
  // By a copy: the visitor changes what the body lies in.
  const records::ActBody body = at->acts.all.back().act.body;
  std::visit(Changes{at->acts, place}, body);
  return absl::OkStatus();
}

void TakeFirstBody(Campaign& campaign, const records::SubmissionBody& body, const crypto::Hash& hash) {
  if (body.kind == records::Kind::kEndorsement) ++campaign.acts.points[body.target];
  if (body.kind == records::Kind::kContribution && !campaign.batches.back().seal.withheld) {
    campaign.acts.contributions[body.target].push_back(hash);
  }
}

void TakeThreadAct(Campaign& campaign, const records::SubmissionBody& body, const crypto::Hash& hash) {
  if (body.kind == records::Kind::kFollowUp) {
    Thread& thread = campaign.threads.at(body.thread_key);
    thread.consent = body.quote;
    ++thread.follow_ups;
  }
  if (body.kind == records::Kind::kAppeal) campaign.acts.appeals[hash].hide = body.target;
  if (body.kind == records::Kind::kRating) {
    campaign.acts.actions.at(body.target).ratings[body.thread_key] = body.value;
  }
}

}  // namespace candor::audit

#include "services/member/wall.h"

#include <algorithm>

#include "base/text.h"

namespace candor::services::member {
namespace {

std::string AudiencesOf(const records::Draft& draft, const records::VerifyKey& reader) {
  std::string out;
  for (const auto& audience : draft.audiences) {
    if (audience.id == records::kAppealPanel) continue;
    if (std::ranges::find(audience.readers, reader) == audience.readers.end()) continue;
    out = Cat(out, out.empty() ? "" : ", ", audience.name);
  }
  return out;
}

WallAnswer AnswerOf(const records::Draft& draft, const crypto::Hash& target,
                    const std::vector<audit::PublicAnswer>& revisions) {
  WallAnswer out;
  out.target = target;
  for (const auto& each : revisions) {
    WallAnswer::Revision revision;
    revision.day = each.day;
    revision.leader = NameIn(draft, each.leader);
    revision.status = each.answer.status;
    if (each.content.has_value()) {
      revision.about = each.content->about;
      revision.text = each.content->text;
    }
    out.revisions.push_back(std::move(revision));
  }
  return out;
}

std::vector<WallAnswer> AnswersOf(const audit::Campaign& campaign) {
  // By their place in the log: the map's order is that of hashes.
  std::vector<std::pair<std::uint64_t, WallAnswer>> found;
  for (const auto& [target, revisions] : campaign.answers) {
    if (revisions.empty()) continue;
    found.emplace_back(revisions.front().index,
                       AnswerOf(campaign.manifest->draft, target, revisions));
    found.back().second.theme = campaign.acts.themes.contains(target);
  }
  std::ranges::sort(found, {}, [](const auto& each) { return each.first; });
  std::vector<WallAnswer> out;
  for (auto& [index, answer] : found) out.push_back(std::move(answer));
  return out;
}

}  // namespace

unsigned Wall::ParticipationPercent() const {
  return roster_size == 0 ? 0
                          : static_cast<unsigned>(std::uint64_t{opinions} * 100 / roster_size);
}

Wall MakeWall(const audit::Campaign& campaign, Day as_of, const WallCounts& counts) {
  const records::Draft& draft = campaign.manifest->draft;
  Wall out;
  out.campaign_id = campaign.id;
  out.question = draft.question;
  out.background = draft.background;
  out.sub_questions = draft.sub_questions;
  out.out_of_scope = draft.out_of_scope;
  out.what_happens = draft.what_happens;
  out.what_happens_by = draft.what_happens_by;
  out.phases = draft.phases;
  out.speaking_closes = campaign.SpeakingCloses();
  for (std::size_t i = 0; i < draft.sponsors.size(); ++i) {
    out.statements.push_back({draft.sponsors[i].name, campaign.manifest->statements[i].text});
  }
  out.pledge = draft.pledge;
  for (const auto* people : {&draft.readers, &draft.facilitators, &draft.operators}) {
    for (const auto& person : *people) out.pledged.push_back(person.name);
  }
  for (const auto& reader : draft.readers) {
    if (std::string audiences = AudiencesOf(draft, reader.key); !audiences.empty()) {
      out.readers.push_back({reader.name, std::move(audiences)});
    }
  }
  if (const auto* panel = draft.FindAudience(records::kAppealPanel); panel != nullptr) {
    for (const auto& key : panel->readers) out.panel.push_back({NameIn(draft, key), panel->name});
  }
  for (const auto& each : draft.delegates) {
    out.delegates.push_back({NameIn(draft, each.delegate), NameIn(draft, each.reader)});
  }
  out.help_contacts = draft.help_contacts;
  out.opinions = campaign.opinions;
  out.roster_size = draft.roster_size;
  out.k = draft.k;
  out.withheld = std::ranges::any_of(
      campaign.batches, [](const audit::Batch& batch) {
        return batch.seal.pool == records::Pool::kOpinions && batch.seal.withheld;
      });
  out.closed = campaign.close.has_value();
  out.answers = AnswersOf(campaign);
  out.as_of = as_of;
  out.counts = counts;
  out.acts = MakeWallActs(campaign, as_of);
  return out;
}

}  // namespace candor::services::member
